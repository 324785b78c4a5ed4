"""Counts in messages: one record, two records. Pure."""


def counted(number: int, noun: str, nouns: str = "") -> str:
    """Return a number with its noun, in the plural where it is not one (`nouns`, or with an s): `1,000 records`."""
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"
