"""Training: how the shipped models were made. Needs the extra ``training``; nothing imports it."""
