"""Where an edition stands, in one word: the same for people, programs and mails, whoever asks. Pure.

The word is derived from what is known of the file, its lock, its approvals and the log, and is stored nowhere: it
cannot go stale.
"""

from dataclasses import dataclass
from enum import StrEnum

from digest.counted import counted
from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.delivery.withheld import Decision, Withheld


class Stage(StrEnum):
    """The word."""

    ABSENT = "not written"  # there is no such file
    DRAFT = "draft"  # it has no pick, or pages of its picks were not read yet
    LOCKED = "locked"  # its pages are all read, and problems stop it
    WAITING = "waiting for approval"
    READY = "ready"
    HELD = "held"  # by an editor; or nothing is wrong with it, and something else keeps it from going out
    SKIPPED = "skipped"  # an editor said that there is no letter of this day
    SENDING = "sending"
    PAUSED = "paused"  # by an editor
    HALTED = "halted"  # by the program, for a reason that people have to look into
    SENT = "sent"
    NEEDS_A_LOOK = "sent but needs a look"
    MISSED = "missed"  # its send window ended without it
    CANCELLED = "cancelled"

    @property
    def is_to_come(self) -> bool:
        """Return whether nothing of it went out, and nobody said that nothing will: it waits for its time."""
        return self in (Stage.ABSENT, Stage.DRAFT, Stage.LOCKED, Stage.WAITING, Stage.READY, Stage.HELD)


@dataclass(frozen=True, slots=True)
class Standing:
    """The word, and why it is that one, in words; empty where the word says all."""

    stage: Stage
    why: str = ""

    def __str__(self) -> str:
        """Return both for people."""
        return f"{self.stage}: {self.why}" if self.why else self.stage


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of an edition that did not begin.

    Whether the pages of all its picks were read, how many problems stop it, whether it waits for an approval, what
    editors decided, and what else keeps it from going out, in words. `own_approval` is who approved it
    alone, though they may not alone.
    """

    is_locked: bool
    faults: int
    is_unapproved: bool
    withheld: Withheld | None = None
    obstacles: tuple[str, ...] = ()
    own_approval: str = ""


def standing_of_written(found: Written, *, was_missed: bool) -> Standing:
    """Return where an edition stands that did not begin; one whose window ended without it is missed, ready or not."""
    stops = f"{counted(found.faults, 'problem stops', 'problems stop')} it" if found.faults else ""
    decided = found.withheld
    if decided and decided.decision is Decision.SKIPPED:
        return standing_of_withheld(decided)
    if was_missed:
        return Standing(Stage.MISSED, "its send window ended without it")
    if decided:
        return Standing(Stage.HELD, "; ".join(filter(None, (decided.reason, stops))))
    if not found.is_locked:
        return Standing(Stage.DRAFT, stops)
    if found.faults:
        return Standing(Stage.LOCKED, stops)
    if found.is_unapproved:
        own = found.own_approval
        return Standing(
            Stage.WAITING, f"approved by {own}, who saved it last: somebody else must approve" if own else ""
        )
    return Standing(Stage.HELD, "; ".join(found.obstacles)) if found.obstacles else Standing(Stage.READY)


def standing_of_withheld(decided: Withheld) -> Standing:
    """Return where an edition stands of which editors decided so, whatever else is known of it."""
    return Standing(Stage(decided.decision.value), decided.reason)


def standing_of_begun(report: Report) -> Standing:
    """Return where an edition stands that began to go out."""
    if report.state is EditionState.SENT:
        return Standing(Stage.SENT) if report.clean else Standing(Stage.NEEDS_A_LOOK, _left_over(report))
    if report.state is EditionState.PAUSED:
        return Standing(Stage.HALTED if report.is_halted else Stage.PAUSED, report.reason)
    return Standing(Stage(report.state.value), report.reason)


def _left_over(report: Report) -> str:
    counts = {name: getattr(report, name) for name in ("uncertain", "failed", "refused", "pending", "unreadable")}
    return ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)
