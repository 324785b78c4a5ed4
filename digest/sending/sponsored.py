"""What a sponsor got: the copies of the letters of their days that ESPs accepted. Nobody counts who reads or clicks."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.calendar.edition_id import corrected, edition_date
from digest.counted import counted
from digest.delivery.variant import USUAL
from digest.edition.sponsor import Sponsor
from digest.errors import DigestError
from digest.ports.editorial import Editions
from digest.ports.reports import Reports
from digest.web_address import encoded

_UNSEEN = str.maketrans("", "", "\u200e\u200f")
"""The signs that turn a line of text (`digest.letter.direction`)."""


@dataclass(frozen=True, slots=True)
class Sponsored:
    """A booking, the `editions` of its days that were mailed with it, oldest first, and all their accepted copies."""

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
    shown = [report for report in begun if _was_shown(booked, report.edition, reports)]
    return Sponsored(booked, tuple(report.edition for report in shown), sum(report.accepted for report in shown))


def _was_shown(booked: Sponsor, edition_id: str, reports: Reports) -> bool:
    """Return whether the letters of an edition were mailed with a booking; so it is taken where none can be read.

    Its address may have been put right since, or its label: one of the two is enough.
    """
    text = _usual_text(edition_id, reports)
    if text is None:
        return True
    words = text.translate(_UNSEEN).split()
    label = " ".join(booked.label.translate(_UNSEEN).split())
    return encoded(booked.url) in words or f" {label} " in f" {' '.join(words)} "


def _usual_text(edition_id: str, reports: Reports) -> str | None:
    """Return the text part of what almost everybody got, in whatever language; None where it is not kept."""
    try:
        mailed = reports.letters(edition_id)
        usual = (letter for variant, letter in mailed.letters.items() if variant.options == USUAL) if mailed else ()
        return next((letter.text for letter in usual), None)
    except DigestError:  # it is kept and damaged
        return None
