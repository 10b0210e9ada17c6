"""Rule_mentions."""
