"""Ports to whoever may be written to; the only door to subscribers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from digest.delivery.audience import Audience, AudienceQuery
from digest.delivery.batch import Recipient
from digest.delivery.events import Consequence
from digest.delivery.variant import Variant


class Subscribers(Protocol):
    """What the digest asks and tells the subscribers; there is no other way to them."""

    def verify_journal(self) -> None:
        """Raise `SubscribersError` unless every line of who was written to, and who left, stands as it was written."""
        ...

    def count_left(self, since: Sequence[datetime], until: datetime) -> Sequence[int]:
        """Count the readers who left from each of `since`, ascending, to the next, and from the last to `until`.

        Each is counted once in a span; who took it back has not left.
        """
        ...

    def consenting(
        self, edition_id: str, readers: Sequence[int], now: datetime
    ) -> tuple[list[Recipient], Mapping[int, str]]:
        """Return who of `readers` may be written to at `now`, with address and token, and why the others may not."""
        ...

    def fewer_sections(self, query: AudienceQuery) -> frozenset[Variant]:
        """Return the variants that readers who left sections out may need."""
        ...

    def deliveries(self, names: Collection[str]) -> Mapping[str, tuple[str, int]]:
        """Return edition and reader of deliveries by their names, `NOBODY` where the mailbox is none of that reader's.

        Names that are not ours are left out.
        """
        ...

    def act_upon(self, told: Sequence[tuple[str, Consequence, datetime]]) -> None:
        """Do what follows from events: the mail's name, what follows, and when; not for who consented after that."""
        ...


class Audiences(Protocol):
    """Who could be written to."""

    def count(self, query: AudienceQuery) -> Audience:
        """Count an audience without freezing it."""
        ...

    def candidates(self, query: AudienceQuery) -> Iterator[tuple[Sequence[int], Mapping[str, int]]]:
        """Yield the numbers of those who could be written to, ascending, a part at a time, all of one reading.

        With each part comes how many of those around it could not be, for which reason.
        """
        ...
