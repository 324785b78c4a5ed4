"""What may happen to a subscriber and what may be written to one. Pure."""
