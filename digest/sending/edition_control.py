"""Pause, resume, cancel: what a person may say about an edition while it is sent.

A running send obeys before its next batch.
"""

from digest.delivery.statuses import EditionState
from digest.errors import DigestError
from digest.ports import EditionStates, Reports

_STEPS = {
    "pause": ((EditionState.SENDING,), EditionState.PAUSED),
    "resume": ((EditionState.PAUSED,), EditionState.SENDING),
    "cancel": ((EditionState.SENDING, EditionState.PAUSED), EditionState.CANCELLED),
}


def steer(word: str, edition_id: str, reason: str, edition_states: EditionStates, reports: Reports) -> str:
    """Do what `word` says ("pause", "resume" or "cancel") with an edition; return its new state.

    Saying it twice changes nothing. Raises `DigestError` when the edition is in no state for it.
    """
    allowed, to = _STEPS[word]
    if edition_states.transition(edition_id, allowed, to, reason):
        return to.value
    report = reports.report(edition_id)
    if report is not None and report.state == to.value:
        return to.value
    state = f"is {report.state}" if report else "was never begun"
    raise DigestError(
        f"edition {edition_id} {state}; to {word} it, it must be {' or '.join(state.value for state in allowed)}"
    )
