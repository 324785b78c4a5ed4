"""How often a form may make us write to one address, and to all of them together. Pure.

The limit that stops bombing is the one per mailbox: whoever asks, from whatever network, one confirmation goes to it in
a day and three in thirty days, in whichever spelling (docs/decisions/0012). Behind a domain of one's own all names may
be one person, so such a domain has a limit too. The breaker stops mails to many addresses when somebody feeds the form
a list; whatever it or a domain's limit holds back waits in line, so that nobody can shut the door on others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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
PER_DOMAIN = ((HOUR, 10), (DAY, 30))
"""So many mails go to all addresses of one domain that is no well-known provider's."""
NETWORKS = 20
"""The slots of an hour are shared out among so many networks: none gets more than this part of them at once."""
LINE_HOURS = 12
"""No more wait in line than mails may go out in so many hours."""
FORGIVEN = 3
"""So many mails in thirty days count for nobody because they were lost: they failed, or no answer came."""
MOVES_A_DAY = 3
"""So many mails a day may one reader cause at addresses to move to."""
_ON_DEMAND = frozenset({MailKind.PREFERENCES})


def may_write(kind: MailKind, earlier: Sequence[tuple[MailKind, datetime]], now: datetime) -> bool:
    """Return whether one more mail may go to a mailbox that got the `earlier` ones (kind and time of each).

    Mails to somebody who may not know us share one count; the link to the preferences, which only a reader can ask for,
    has its own. A mail that is exactly as old as a span no longer counts in it.
    """
    alike = [at for other, at in earlier if (other in _ON_DEMAND) == (kind in _ON_DEMAND)]
    return all(sum(at > now - span for at in alike) < most for span, most in _PER_ADDRESS[kind])


def domain_is_full(earlier: Sequence[datetime], now: datetime) -> bool:
    """Return whether a domain that is no well-known provider's got enough mails, `earlier` being the times of them."""
    return any(sum(at > now - span for at in earlier) >= most for span, most in PER_DOMAIN)


@dataclass(frozen=True, slots=True)
class LastHour:
    """How many mails forms caused in the last hour: at once, and out of the line."""

    at_once: int
    waited: int

    @property
    def total(self) -> int:
        """Return how many there were."""
        return self.at_once + self.waited


def must_wait(kind: MailKind, hour: LastHour, of_network: int, most_per_hour: int) -> bool:
    """Return whether a mail waits in line: the hour's slots are taken, or its network has had its share of them.

    It would be the mail number `of_network` of its network in this hour. A reader's own link never waits for strangers.
    """
    share = max(1, most_per_hour // NETWORKS)
    taken = hour.total >= most_per_hour or hour.at_once >= most_per_hour - _for_the_line(most_per_hour)
    return kind not in _ON_DEMAND and (taken or of_network > share)


def slots_for_the_line(hour: LastHour, most_per_hour: int) -> int:
    """Return how many of those who wait may go now.

    A quarter of the hour's slots is theirs, however many others come; of the rest they get all but a quarter, which is
    kept for whoever comes next.
    """
    kept = _for_the_line(most_per_hour)
    return max(0, min(most_per_hour - hour.total, max(kept - hour.waited, most_per_hour - kept - hour.total)))


def is_busy(hour: LastHour, most_per_hour: int) -> bool:
    """Return whether so many mails go out that browsers should be asked for a small computation.

    How long the line is does not count: one network, or one domain, is enough to make one.
    """
    return 2 * hour.total >= most_per_hour


def _for_the_line(most_per_hour: int) -> int:
    return most_per_hour // 4
