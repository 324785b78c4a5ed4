"""One Friday's letter as its editor wrote it: the picks file, the lock, the cards, the checks. Pure."""
