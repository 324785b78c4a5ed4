"""The lanes of an edition: recipients who are cut into batches together, and how far each lane is cut.

One runner cuts them, and it alone: what it remembers of a lane spares it to look through the audience again at every
claim. It begins anew with each fence, and wherever it finds a batch that it did not cut itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text

from digest.storage.delivery_statements import READERS_AFTER
from digest.storage.hot_statements import run
from digest.storage.tables import edition, recipient

_CUT_UP_TO = text("SELECT variant, wave, MAX(last), MAX(number) FROM batch WHERE edition = :edition GROUP BY 1, 2")


@dataclass(slots=True, eq=False)
class Lane:
    """Recipients of one variant and one wave, who get nothing before the instant `begins`.

    `after` is the last reader of its last batch; once it `is_used_up`, nobody comes behind that one.
    """

    variant: str
    wave: int
    begins: datetime
    after: int = 0
    is_used_up: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """The readers who come next in a lane, ascending; not claimed yet."""

    lane: Lane
    readers: list[int]
    is_last: bool


class Lanes:
    """The lanes of one edition in the hands of its runner, the earliest first.

    `newest` is the number of its newest batch: while the log has no newer one, what is remembered here holds.
    """

    def __init__(self, number: int, lanes: Iterable[Lane], newest: int) -> None:
        self._number, self._lanes, self.newest = number, list(lanes), newest

    def next(self, connection: Connection, size: int, now: datetime) -> Cut | None:
        """Return who comes next at `now`, at most `size` readers of one lane; None when nobody does yet, or any more.

        `connection` may be one for reading: the audience is frozen.
        """
        for lane in self._lanes:
            if lane.begins <= now and not lane.is_used_up:
                place: dict[str, str | int] = {"edition": self._number, "variant": lane.variant, "wave": lane.wave}
                readers = run(connection, READERS_AFTER, place | {"after": lane.after, "size": size}).rows
                if readers:
                    return Cut(lane, [row[0] for row in readers], is_last=len(readers) < size)
                lane.is_used_up = True
        return None

    def keep(self, cut: Cut, newest: int) -> None:
        """Remember a cut, once it is written to stay, as batch `newest`: what was rolled back comes next again."""
        cut.lane.after, cut.lane.is_used_up, self.newest = cut.readers[-1], cut.is_last, newest


def read_lanes(connection: Connection, number: int) -> Lanes:
    """Return the lanes of edition `number`, each cut as far as its batches go."""
    opened = connection.scalar(select(edition.c.opens_at).where(edition.c.number == number)) or ""
    opens_at = datetime.fromisoformat(opened)
    place = select(recipient.c.wave, recipient.c.variant).where(recipient.c.edition == number).distinct()
    cut = {
        (variant, wave): (last, newest)
        for variant, wave, last, newest in connection.execute(_CUT_UP_TO, {"edition": number})
    }
    found = [
        Lane(variant, wave, opens_at + timedelta(minutes=wave), after=cut.get((variant, wave), (0, 0))[0])
        for wave, variant in sorted(map(tuple, connection.execute(place)))
    ]
    return Lanes(number, found, max((newest for _, newest in cut.values()), default=0))
