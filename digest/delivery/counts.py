"""Counts that add up.

Audience = accepted + refused + failed + uncertain + pending, for every edition, at every instant. Pure.

A batch keeps one state for all of its readers, and a reader who differs has an outcome of their own; so counting means
taking the readers of each batch by its state and moving the exceptions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest.calendar.edition_id import corrected
from digest.delivery.revision import Revision
from digest.delivery.statuses import BatchState, EditionState, Status

_UNANSWERED = {BatchState.CLAIMED, BatchState.ATTEMPTED}
_COMPARED = ("audience", "recipients", "accepted", "failed", "uncertain")


@dataclass(frozen=True, slots=True)
class BatchCount:
    """How many readers stand in batches of one state, and how many of them have an outcome of their own."""

    state: BatchState
    readers: int
    exceptions: int


@dataclass(frozen=True, slots=True)
class Report:
    """The state of one edition for people and programs.

    `excluded` maps a reason to a count, `reason` says why it is in its state; one that is paused `is_halted` where the
    program did that, and no editor.

    `next_wave` is when the next pending readers may get it, `lease_until` until when its runner is believed alive,
    `later` counts readers by what ESPs' events said since ("delivered", "bounced", "complained", ...), `picks` how
    many pages it had, `replaced` how many choices of sections made no sound letter, so that whoever made one gets the
    nearest. `welcomed` counts by status the readers who got it, or were to, as a welcome letter: they are not of the
    audience, and in none of the other counts. `revisions` are what was changed on the web since, in their order.
    """

    edition: str
    state: EditionState
    audience: int
    excluded: Mapping[str, int]
    accepted: int
    refused: int
    failed: int
    uncertain: int
    pending: int
    started_at: datetime | None
    ended_at: datetime | None
    reason: str = ""
    ad_hoc: bool = False
    override_reason: str = ""
    next_wave: datetime | None = None
    lease_until: datetime | None = None
    later: Mapping[str, int] = field(default_factory=dict)
    picks: int = 0
    replaced: int = 0
    is_halted: bool = False
    welcomed: Mapping[str, int] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()

    @property
    def balanced(self) -> bool:
        """Return whether everybody of the audience is accounted for."""
        return self.audience == self.accepted + self.refused + self.failed + self.uncertain + self.pending + sum(
            self.excluded.values()
        )

    @property
    def clean(self) -> bool:
        """Return whether nothing needs a person: all ended, none failed, refused, uncertain or unreadable."""
        return not (self.pending or self.uncertain or self.failed or self.refused or self.unreadable)

    @property
    def unreadable(self) -> int:
        """Return how many readers got nothing because what is stored of them is damaged."""
        return self.excluded.get("unreadable", 0)

    @property
    def recipients(self) -> int:
        """Return how many of the audience were written to, or are to be."""
        return self.audience - sum(self.excluded.values())

    def waits(self, now: datetime) -> bool:
        """Return whether all that is pending waits for a time to come."""
        return self.next_wave is not None and self.next_wave > now


@dataclass(frozen=True, slots=True)
class OpenedEdition:
    """How far an edition has come that began to go out, without its counts: cheap to ask, however large the list.

    `runs` grows whenever a runner begins or is made to stop; one that is `ad_hoc` went out by hand.
    """

    edition: str
    state: EditionState
    started_at: datetime
    ended_at: datetime | None
    lease_until: datetime | None
    runs: int
    ad_hoc: bool = False


def count(recipients: int, batches: Iterable[BatchCount], outcomes: Mapping[Status, int]) -> Counter[Status]:
    """Count deliveries by status.

    `recipients` is how many were frozen to be written to; `outcomes` counts the readers with an outcome of their own
    who stand in a batch, by status (exclusions made at the freeze are not among them).
    """
    counted: Counter[Status] = Counter(outcomes)
    batched = 0
    for batch in batches:
        status = Status.PENDING if batch.state in _UNANSWERED else Status(batch.state.value)
        counted[status] += batch.readers - batch.exceptions
        batched += batch.readers
    counted[Status.PENDING] += recipients - batched
    return counted


def named_counts(found: Report) -> dict[str, int]:
    """Return the counts of an edition under the names that people and programs read."""
    excluded = {f"excluded: {reason.replace('_', ' ')}": number for reason, number in found.excluded.items()}
    states = {name: getattr(found, name) for name in ("accepted", "refused", "failed", "uncertain", "pending")}
    counts = {"audience": found.audience, "recipients": found.recipients, **excluded, **states, **found.later}
    return counts | welcome_counts(found)


def welcome_counts(found: Report) -> dict[str, int]:
    """Return how many readers beside the audience got the edition as a welcome letter, by what became of it."""
    return {f"welcome letters {status}": number for status, number in found.welcomed.items()}


def correction_words(found: Report) -> str:
    """Return what a correction is, in words; empty for any other edition."""
    first = corrected(found.edition)
    if not first:
        return ""
    return f"A correction, for whoever got the letter of {first}; it is not counted as one letter a week."


def replaced_words(found: Report) -> str:
    """Return that readers got another letter than their own choice of sections, in words; empty when nobody did."""
    if not found.replaced:
        return ""
    return (
        f"Choices of sections that made no sound letter: {found.replaced:,}. Whoever made one gets the nearest letter, "
        "with more sections: look whether a template of the newsroom's needs a section that they left out."
    )


def summary_line(found: Report) -> str:
    """Return the counts that editions are compared by, in one line."""
    kept = {name: count for name, count in named_counts(found).items() if name in _COMPARED or name in found.later}
    return f"{found.edition}: " + ", ".join(f"{name} {count:,}" for name, count in kept.items())
