"""Whether a letter can become a message at all, found out long before anybody is to get it. Pure.

A message is made and read back for a reader who is none, exactly as for every real one. What a process has found out
once it remembers: the same letter is asked about when it is checked, built, and about to go out.
"""

from datetime import UTC, datetime
from functools import lru_cache

from digest.delivery.mail import Envelope, Letter
from digest.mime.message import Message
from digest.mime.readback import MessageUnsound

_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_REMEMBERED = 256


@lru_cache(_REMEMBERED)
def composing_fault(letter: Letter, envelope: Envelope) -> str:
    """Return why `letter` cannot be composed, in words; empty when it can. `envelope` is used where it has none."""
    if not letter.subject.strip():
        return "it has no subject"
    try:
        Message(letter, envelope, _SOME_DAY)
    except MessageUnsound as fault:
        return str(fault)
    except Exception as error:  # noqa: BLE001 - whatever is raised here would be raised when the letter is handed over
        return f"{type(error).__name__}: {error}"
    return ""
