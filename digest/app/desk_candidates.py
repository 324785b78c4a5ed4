"""Joins the page on which editors choose what an edition is made of: the inbox, and what sources published lately."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from digest.app.article_sources import source_lists
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk_edition import BEGUN, DeskRoom
from digest.app.desk_editions import day_in_words, standing_of
from digest.app.failures import in_words
from digest.app.inbox import candidates
from digest.app.services import Services
from digest.calendar.edition_id import edition_date
from digest.editing.candidates import INBOX, Candidate, CandidateGroup
from digest.editing.remembered_sources import RememberedSources
from digest.edition.form_text import packed
from digest.edition.picks_file import parse
from digest.errors import DigestError
from digest.web.desk.answered import Answered
from digest.web.desk.visit import Visit


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """A candidate as the page shows it: its number on the page, and in words when it was published and who had it."""

    number: int
    one: Candidate
    published: str
    sent_in: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """The candidates from one place; `name` is the source's, empty for the inbox."""

    name: str
    fault: str
    rows: tuple[ShownCandidate, ...]


def remembered_sources(current: CurrentNewsroom, log: Callable[[str], None]) -> RememberedSources:
    """Return what asks the newsroom's sources for the desk; `log` gets why that failed."""
    return RememberedSources(
        lambda: source_lists(current()),
        current().clock.now,
        lambda error: log(f"sources were not read: {in_words(error)}"),
    )


class DeskCandidates:
    """The page of what an edition of one newsroom could be made of; `sources` remember what they answered."""

    def __init__(self, room: DeskRoom, sources: RememberedSources) -> None:
        self._room, self._sources = room, sources

    def page(self, edition_id: str, visit: Visit) -> str:
        """Return the page; raises `DigestError` when there is no such edition."""
        room, newsroom = self._room, self._room.newsroom
        text = newsroom.editions.read_text(edition_id)[0] or ""
        edition, _ = parse(text, f"editions/{edition_id}.yaml", edition_id)
        is_unreadable = edition is None or "sections" in edition.unread
        reading = self._sources.state()  # before what was read: what ends meanwhile is looked at again
        found = candidates(newsroom, self._sources).of(edition_id)
        return room.html.render(
            "candidates",
            **room.around(edition_id, visit),
            is_begun=standing_of(newsroom, edition_id).stage in BEGUN,
            is_unreadable=is_unreadable,
            began=packed(text),
            sections=edition.sections if edition else (),
            since=day_in_words(self._local(found.since).date()),
            groups=list(self._shown(found.groups)),
            problems=found.problems,
            has_sources=bool(self._sources.names()),
            reading=reading,
            read_at=self._clock(reading.read_at),
        )

    def read(self, edition_id: str, _visit: Visit) -> Answered:
        """Let all sources be asked; raises `DigestError` when there is no such edition."""
        if why := Services(self._room.newsroom).checker().missing(edition_id):
            raise DigestError(why)
        self._sources.ask()
        return Answered(f"/desk/editions/{edition_id}/candidates#sources")

    def missing(self, edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is no edition."""
        return self._room.missing(edition_id, visit)

    def _shown(self, groups: Iterable[CandidateGroup]) -> Iterator[ShownGroup]:
        number = count()
        for group in groups:
            rows = tuple(self._row(next(number), one) for one in group.candidates)
            yield ShownGroup("" if group.origin == INBOX else group.origin, group.fault, rows)

    def _row(self, number: int, one: Candidate) -> ShownCandidate:
        published = day_in_words(self._local(one.published).date()) if one.published else ""
        day = edition_date(one.sent_in)
        return ShownCandidate(number, one, published, day_in_words(day) if day else one.sent_in)

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self._room.newsroom.settings.schedule.plan.zone))

    def _clock(self, instant: datetime | None) -> str:
        """Return an instant on the newsroom's clock, as in `14:05`; empty for none."""
        return f"{self._local(instant):%H:%M}" if instant else ""
