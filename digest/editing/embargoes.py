"""Embargoes: whether pages that go live at a set time are there, asked just before a letter leads readers to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from digest.calendar.plan import Plan, window_of
from digest.calendar.words import in_words
from digest.edition.cards import cards
from digest.edition.embargo import Answer, is_asked, live_from, meaning
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick
from digest.ports.editorial import Liveness
from digest.ports.process import Clock
from digest.problem import Problem, Severity

_NOT_FOUND = 404
"""What a site answers for a page that is not there (RFC 9110, 15.5.5)."""


@dataclass(frozen=True, slots=True)
class Embargoes:
    """Looks after the picks of one newsroom's editions that go live at a set time."""

    liveness: Liveness
    plan: Plan
    clock: Clock

    def problems(self, edition: Edition, lock: Lock, leaves_at: datetime | None) -> tuple[Problem, ...]:
        """List what is wrong with the pages that a letter leads to, asking for those whose time has come.

        It leaves at the instant `leaves_at`, or, where that is None, at its set time, or now if that is past.
        """
        now, window = self.clock.now(), window_of(edition.id, self.plan)
        leaves = leaves_at or (max(now, window.due) if window else None)
        if leaves is None:
            return ()
        return tuple(self._problems(edition, lock, leaves, now))

    def _problems(self, edition: Edition, lock: Lock, leaves: datetime, now: datetime) -> Iterator[Problem]:
        for card in cards(edition, lock):
            pick, live = card.pick, live_from(card.pick, self.plan.zone)
            if live is None:
                continue
            if live > leaves:
                what = f"this article goes live on {in_words(live, self.plan)}, and the letter would go out before that"
                yield Problem(edition.file, pick.mark_of("live_from"), what, "send it then, or take the pick out")
            elif is_asked(live, leaves, now):
                yield from _judged(edition, pick, self.liveness.status(card.url), in_words(live, self.plan))


def _judged(edition: Edition, pick: Pick, status: int, since: str) -> Iterator[Problem]:
    answer = meaning(status)
    told = f"the site answers {status}" if status else "the site does not answer"
    told += ", or leads to its front page" if status == _NOT_FOUND else ""
    mark = pick.mark_of("live_from")
    if answer is Answer.HOLD:
        what = f"the page is not there, though it was to be from {since}: {told}"
        remedy = "publish it, or take the pick out; it is asked for again until the send window ends"
        yield Problem(edition.file, mark, what, remedy)
    elif answer is Answer.WARN:
        what = f"nobody can tell whether the page is there, as it was to be from {since}: {told}"
        yield Problem(edition.file, mark, what, "open it in a browser", Severity.WARNING)
