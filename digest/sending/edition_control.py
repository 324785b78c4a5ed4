"""Pause, resume, cancel: what a person may do to an edition while it is sent.

A running send stops before its next batch.
"""

from dataclasses import dataclass

from digest.delivery.statuses import EditionState
from digest.errors import DigestError
from digest.ports.delivery import EditionStates
from digest.ports.reports import Reports


@dataclass(frozen=True, slots=True)
class EditionControl:
    """Changes the states of one newsroom's editions.

    Each call returns the new state; a second call changes nothing. Each raises `DigestError` when the edition is in
    no state for it.
    """

    states: EditionStates
    reports: Reports

    def pause(self, edition_id: str, reason: str) -> EditionState:
        """Pause an edition: nothing more is handed over until it is resumed."""
        _require(reason)
        return self._change("pause", edition_id, (EditionState.SENDING,), EditionState.PAUSED, reason)

    def resume(self, edition_id: str) -> EditionState:
        """Resume a paused edition; sending it again goes on where it stopped."""
        return self._change("resume", edition_id, (EditionState.PAUSED,), EditionState.SENDING, "")

    def cancel(self, edition_id: str, reason: str) -> EditionState:
        """Cancel an edition for good: whoever has not got it will not."""
        _require(reason)
        allowed = (EditionState.SENDING, EditionState.PAUSED)
        return self._change("cancel", edition_id, allowed, EditionState.CANCELLED, reason)

    def _change(
        self, verb: str, edition_id: str, allowed: tuple[EditionState, ...], to: EditionState, reason: str
    ) -> EditionState:
        if self.states.transition(edition_id, allowed, to, reason):
            return to
        report = self.reports.report(edition_id)
        if report is not None and report.state is to:
            return to
        state = f"is {report.state}" if report else "was never begun"
        raise DigestError(f"edition {edition_id} {state}; to {verb} it, it must be {' or '.join(allowed)}")


def _require(reason: str) -> None:
    """Raise `DigestError` for a reason without a word: whoever finds the edition stopped must learn why."""
    if not reason.strip():
        raise DigestError("--reason is empty: write in a few words why, or leave it out")
