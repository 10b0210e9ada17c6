"""Rule mentions: finds mentions without a trained model; the shipped finder is compared with it."""
