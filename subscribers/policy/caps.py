"""How often a form may make us write to one address, and to all of them together. Pure.

The limit that stops bombing is the one per address: whoever asks, from whatever network, one confirmation goes to it in
a day and three in thirty days (docs/decisions/0012). The breaker stops mails to many addresses when somebody feeds the
form a list.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

REMEMBERED = timedelta(days=30)
"""Mails older than this count for no cap, and are deleted."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class MailKind(StrEnum):
    """The mails that forms cause."""

    CONFIRM = "confirm"  # to somebody who may want to sign up
    KNOWN = "known"  # to somebody who signed up and is here already
    MOVE = "move"  # to the new address of a reader who wants to change it
    PREFERENCES = "preferences"  # the link to a reader's own preferences


_PER_ADDRESS = {
    MailKind.CONFIRM: ((DAY, 1), (REMEMBERED, 3)),
    MailKind.KNOWN: ((DAY, 1), (REMEMBERED, 3)),
    MailKind.MOVE: ((DAY, 1), (REMEMBERED, 3)),
    MailKind.PREFERENCES: ((timedelta(minutes=2), 1), (DAY, 6)),
}
MOVES_A_DAY = 3
"""So many mails a day may one reader cause at addresses to move to."""
_ON_DEMAND = frozenset({MailKind.PREFERENCES})


def may_write(kind: MailKind, earlier: Sequence[tuple[MailKind, datetime]], now: datetime) -> bool:
    """Return whether one more mail may go to an address that got the `earlier` ones (kind and time of each).

    Mails to somebody who may not know us share one count; the link to the preferences, which only a reader can ask for,
    has its own. A mail that is exactly as old as a span no longer counts in it.
    """
    alike = [at for other, at in earlier if (other in _ON_DEMAND) == (kind in _ON_DEMAND)]
    return all(sum(at > now - span for at in alike) < most for span, most in _PER_ADDRESS[kind])


def must_pause(kind: MailKind, last_hour: int, most_per_hour: int) -> bool:
    """Return whether the breaker holds mails of this kind back, after `last_hour` of them in the last hour.

    A reader's own link never waits for strangers.
    """
    return kind not in _ON_DEMAND and last_hour >= most_per_hour
