"""Dates: what each kind of evidence for a page's day of publication is worth."""
