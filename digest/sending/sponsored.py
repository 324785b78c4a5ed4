"""What a sponsor got: the copies of the letters of their days that ESPs accepted. Nobody counts who reads or clicks."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.calendar.edition_id import corrected, edition_date
from digest.counted import counted
from digest.edition.sponsor import Sponsor
from digest.errors import DigestError
from digest.ports.editorial import Editions
from digest.ports.reports import Reports


@dataclass(frozen=True, slots=True)
class Sponsored:
    """A booking, the `editions` of its days that began to go out, oldest first, and their accepted copies together."""

    sponsor: Sponsor
    editions: Sequence[str]
    accepted: int

    @property
    def words(self) -> str:
        """Return in words how many copies of the letters of their days were accepted."""
        copies = counted(self.accepted, "accepted copy", "accepted copies")
        days = f"from {self.sponsor.first} to {self.sponsor.last}"
        return f"{copies} of {counted(len(self.editions), 'letter')} {days}"


def sponsored(edition_id: str, editions: Editions, reports: Reports) -> Sponsored | None:
    """Return what the sponsor of an edition got so far; None where nobody is booked, or the file is gone."""
    try:
        edition, _ = editions.read(edition_id)
    except DigestError:
        return None
    if edition is None or edition.sponsor is None:
        return None
    booked = edition.sponsor
    letters = [name for name in editions.names() if not corrected(name)]
    named = [name for name in letters if (day := edition_date(name)) and booked.is_booked(day)]
    begun = [report for report in map(reports.report, named) if report is not None]
    return Sponsored(booked, tuple(report.edition for report in begun), sum(report.accepted for report in begun))
