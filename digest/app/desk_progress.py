"""How far an edition has come that began to go out, for its page at the desk: counts only."""

from dataclasses import dataclass

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.counted import counted
from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts in sentences, and what can be done now: `pause`, `resume` or `send`, which goes on; empty for nothing."""

    lines: tuple[str, ...]
    way: str
    is_under_way: bool


def progress_of(newsroom: Newsroom, edition_id: str) -> Progress | None:
    """Return how far an edition has come; None for one that did not begin."""
    report = newsroom.reports.report(edition_id)
    if report is None:
        return None
    ways = {EditionState.SENDING: "pause", EditionState.PAUSED: "resume"}
    way = ways.get(report.state, "") if report.pending or report.state is EditionState.PAUSED else ""
    if way == "pause" and Services(newsroom).send_now().is_nobodys(report):
        way = "send"
    return Progress(_lines(report), way, report.state is EditionState.SENDING and report.pending > 0)


def _lines(report: Report) -> tuple[str, ...]:
    others = {"wait": report.pending, "refused": report.refused, "failed": report.failed, "uncertain": report.uncertain}
    rest = [f"{number:,} {word}" for word, number in others.items() if number]
    first = f"{report.accepted:,} of {counted(report.recipients, 'letter')} accepted"
    left_out = sum(report.excluded.values())
    return (
        f"{'; '.join((first, *rest))}.",
        *((f"{counted(left_out, 'reader was', 'readers were')} left out, each for a reason.",) if left_out else ()),
    )
