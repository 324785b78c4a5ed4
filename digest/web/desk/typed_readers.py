"""A number of readers as people type it into a field of the desk."""

from collections.abc import Mapping

_MOST_READERS = 1_000_000_000


def typed_readers(fields: Mapping[str, str]) -> int | None:
    """Return the number of readers that was typed, however its thousands are parted; None where it is none."""
    typed = "".join(sign for sign in fields.get("readers", "") if sign not in " ,.'’\u00a0\u202f\u2009")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < len(str(_MOST_READERS)) else None
