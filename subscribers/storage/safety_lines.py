"""The journal's lines about what a reader's safety hangs on, beside leaving: written and read.

A backup from last week does not know that a reader has paused, hides appeals, or wants a sender that does not name us;
nor that the newsroom lifted a suppression. A line holds an opaque name and what was chosen, so it can be done again as
it was. A move cannot, because no address stands in any line: the former address is suppressed (`suppress … left`), and
its reader gets nothing until they confirm again.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, update

from subscribers.policy.model import SuppressionReason
from subscribers.policy.preferences import read_preferences, safety_of, with_safety
from subscribers.storage.suppression_list import lift_by_newsroom
from subscribers.storage.tables import subscriber
from subscribers.storage.timestamps import timestamp

NOTHING = "-"
PAUSE, PREFER, SUPPRESS, UNSUPPRESS = "pause", "prefer", "suppress", "unsuppress"


def pause_words(public_id: bytes, until: datetime | None) -> tuple[str, ...]:
    """Return the words of a pause, or of its end."""
    return PAUSE, public_id.hex(), timestamp(until) if until else NOTHING


def preferences_words(public_id: bytes, before: str, after: str) -> tuple[str, ...] | None:
    """Return the words of a change of stored preferences; None when nothing of it concerns safety."""
    old, new = (safety_of(read_preferences(stored)) for stored in (before, after))
    return (PREFER, public_id.hex(), new or NOTHING) if old != new else None


def suppress_words(address_index: bytes, reason: SuppressionReason, mailbox: bytes | None = None) -> tuple[str, ...]:
    """Return the words of a suppression; `mailbox` is where the address leads to, as far as that is known."""
    words = SUPPRESS, address_index.hex(), reason.value
    return (*words, mailbox.hex()) if mailbox else words


def unsuppress_words(address_index: bytes) -> tuple[str, ...]:
    """Return the words of a suppression that the newsroom lifts."""
    return UNSUPPRESS, address_index.hex()


def _pause(connection: Connection, words: Sequence[str], _at: datetime) -> None:
    name, until = words
    this = update(subscriber).where(subscriber.c.public_id == bytes.fromhex(name), subscriber.c.address.is_not(None))
    connection.execute(this.values(paused_until=None if until == NOTHING else timestamp(datetime.fromisoformat(until))))


def _prefer(connection: Connection, words: Sequence[str], _at: datetime) -> None:
    name, chosen = words
    this = (subscriber.c.public_id == bytes.fromhex(name), subscriber.c.address.is_not(None))
    stored = connection.scalar(select(subscriber.c.preferences).where(*this))
    if stored is not None:
        changed = with_safety(read_preferences(stored), "" if chosen == NOTHING else chosen)
        connection.execute(update(subscriber).where(*this).values(preferences=str(changed)))


def _unsuppress(connection: Connection, words: Sequence[str], at: datetime) -> None:
    (address_index,) = words
    lift_by_newsroom(connection, bytes.fromhex(address_index), at)


APPLY: Final[dict[str, Callable[[Connection, Sequence[str], datetime], None]]] = {
    PAUSE: _pause,
    PREFER: _prefer,
    UNSUPPRESS: _unsuppress,
}
"""What does a line again, by its first word, from the words after it; raises `ValueError` for words that do not fit.

In the order of the lines, as often as they come: the last one counts. Who is erased, or nobody, is left alone.
"""
