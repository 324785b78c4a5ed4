"""What a person may do to an edition: hold or skip it before it begins, pause, resume or cancel it while it is sent.

Each does what its user means, whether the edition has begun or not: one that is paused before it began is held, one
that is cancelled before is skipped, one that is held while it is sent is paused. A running send stops before its next
batch.
"""

from dataclasses import dataclass

from digest.calendar.edition_id import read_edition_id
from digest.delivery.over import nothing_more
from digest.delivery.standing import standing_of_begun
from digest.delivery.statuses import EditionState
from digest.delivery.withheld import Decision
from digest.errors import DigestError, EditionWithheld, NothingToDo, NotUnderstood
from digest.ports.delivery import EditionStates, Withholdings
from digest.ports.reports import Reports

_DONE = {
    "hold": "held",
    "release": "released",
    "skip": "skipped",
    "unskip": "unskipped",
    "pause": "paused",
    "resume": "resumed",
    "cancel": "cancelled",
}


@dataclass(frozen=True, slots=True)
class EditionControl:
    """Changes what one newsroom's editions may do.

    Each call returns what the edition is then; a second call changes nothing. Each raises `DigestError` when the
    edition is in no state for it.
    """

    states: EditionStates
    reports: Reports
    withholdings: Withholdings

    def hold(self, edition_id: str, reason: str) -> EditionState | Decision:
        """Keep an edition from going out until it is released; one that is under way is paused."""
        return self._withhold(edition_id, Decision.HELD, reason) or self._pause("hold", edition_id, reason)

    def release(self, edition_id: str) -> None:
        """Let an edition go that is held."""
        self._take_back("release", edition_id, Decision.HELD)

    def skip(self, edition_id: str, reason: str) -> Decision:
        """Say that there is no edition of this day: nothing goes out, and nobody is reminded of it."""
        if decided := self._withhold(edition_id, Decision.SKIPPED, reason):
            return decided
        self._refuse_ended("skip", edition_id)
        remedy = f"`digest cancel {edition_id}` stops it for good"
        raise DigestError(f"edition {edition_id} has begun, so it cannot be skipped; {remedy}")

    def unskip(self, edition_id: str) -> None:
        """Take back that an edition is skipped."""
        self._take_back("unskip", edition_id, Decision.SKIPPED)

    def pause(self, edition_id: str, reason: str) -> EditionState | Decision:
        """Pause an edition: nothing more is handed over until it is resumed. One that has not begun is held."""
        if self._has_begun(edition_id):
            return self._pause("pause", edition_id, reason)
        return self.hold(edition_id, reason)

    def resume(self, edition_id: str) -> EditionState | None:
        """Resume a paused edition; sending it again goes on where it stopped. One that is held is released: None."""
        if not self._has_begun(edition_id) and self.withholdings.take_back(edition_id, Decision.HELD):
            return None
        return self._change("resume", edition_id, (EditionState.PAUSED,), EditionState.SENDING, "")

    def cancel(self, edition_id: str, reason: str) -> EditionState | Decision:
        """Cancel an edition for good: whoever has not got it will not. One that has not begun is skipped."""
        if self._has_begun(edition_id):
            allowed = (EditionState.SENDING, EditionState.PAUSED)
            return self._change("cancel", edition_id, allowed, EditionState.CANCELLED, reason)
        return self.skip(edition_id, reason)

    def _has_begun(self, edition_id: str) -> bool:
        return self.reports.opened(edition_id) is not None

    def _pause(self, verb: str, edition_id: str, reason: str) -> EditionState:
        """Pause an edition that began; an editor's pause of one that the program halted stands on top of that."""
        _require(reason)
        if not self.states.pause(edition_id, reason.strip()):
            self._refuse_unless(verb, edition_id, (EditionState.SENDING,), EditionState.PAUSED)
        return EditionState.PAUSED

    def _refuse_ended(self, verb: str, edition_id: str) -> None:
        """Raise `DigestError` for an edition of which nothing is left to be done."""
        if why := nothing_more(self.reports.report(edition_id), _DONE[verb]):
            raise NothingToDo(why)

    def _withhold(self, edition_id: str, decision: Decision, reason: str) -> Decision | None:
        """Withhold an edition; return None when it has begun."""
        _require(reason)
        if read_edition_id(edition_id) is None:
            raise NotUnderstood(f"there is no edition named {edition_id!r}; name it by its day, as in 2026-11-27")
        return decision if self.withholdings.withhold(edition_id, decision, reason.strip()) else None

    def _take_back(self, verb: str, edition_id: str, decision: Decision) -> None:
        if self.withholdings.take_back(edition_id, decision):
            return
        self._refuse_ended(verb, edition_id)
        self._refuse_withheld(edition_id)
        report = self.reports.report(edition_id)
        state, remedy = "neither held nor skipped", f"to {verb} it, it must be {decision}"
        if report:
            state = standing_of_begun(report).stage
        if report and report.state is EditionState.PAUSED:
            remedy = f"`digest resume {edition_id}` lets it go on"
        raise DigestError(f"edition {edition_id} is {state}; {remedy}")

    def _refuse_withheld(self, edition_id: str) -> None:
        """Raise `EditionWithheld`, with the way back, where editors decided something of an edition."""
        if found := self.reports.withheld(edition_id):
            raise EditionWithheld.because(edition_id, str(found), found.way_back)

    def _change(
        self, verb: str, edition_id: str, allowed: tuple[EditionState, ...], to: EditionState, reason: str
    ) -> EditionState:
        if to is not EditionState.SENDING:
            _require(reason)
        if not self.states.transition(edition_id, allowed, to, reason):
            self._refuse_unless(verb, edition_id, allowed, to)
        return to

    def _refuse_unless(self, verb: str, edition_id: str, allowed: tuple[EditionState, ...], to: EditionState) -> None:
        """Raise `DigestError` about an edition that could not become what it was to be, unless it was that already."""
        report = self.reports.report(edition_id)
        if report is not None and report.state is to:
            return
        self._refuse_ended(verb, edition_id)
        self._refuse_withheld(edition_id)
        state = f"is {standing_of_begun(report).stage}" if report else "was never begun"
        raise DigestError(f"edition {edition_id} {state}; to {verb} it, it must be {' or '.join(allowed)}")


def _require(reason: str) -> None:
    """Raise `DigestError` for a reason without a word: whoever finds the edition stopped must learn why."""
    if not reason.strip():
        raise DigestError("--reason is empty: write in a few words why, or leave it out")
