"""Every way out of the batch loop, and what it leaves behind. Values only.

The truth is in the loop and in the log; this table says it in one place. A test holds each way against what the loop
leaves, and another against the table in docs/operators.md, where people read it.

Whatever the way: what was answered is written, what waited for another try is claimed by the next runner, and what
never left is never uncertain. The ways differ in what becomes of the edition, and of the hand-over that is under way.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from digest.delivery.statuses import EditionState, Status

BEHIND = (
    "this database is older than its journal: letters were handed over of which it knows nothing, so a backup was "
    "restored; settle what is uncertain, then let the rest go"
)
"""Why an edition is paused whose database forgot what was handed over."""

HEARD = (
    "the ESP tells of letters that this log does not have as handed over: an older copy of the database was put back, "
    "or another one sends them too. Who was heard of gets none again, but others may have theirs as well: see what was "
    "sent before you go on"
)
"""Why an edition is paused about which events know more than its log."""

CANCELLED_BEFORE = (
    "an editor said so, which only the journal had kept: the program was ended at that instant, or an older copy of "
    "the database was put back"
)
PAUSED_BEFORE = f"{CANCELLED_BEFORE}; whether it was let go on since, nobody knows here"
"""Why an edition is stopped that editors had stopped, as the journal tells and the database did not."""


def on_top_of_halt(reason: str, halt: str) -> str:
    """Return why an edition is paused that an editor stopped for a `reason` and the program for another, in words."""
    return f"{reason} (the program had halted it: {halt})"


class WayOut(StrEnum):
    """Why a run of an edition ended."""

    ALL_ANSWERED = "nobody is left"
    ASKED_TO_STOP = "the program was asked to stop"
    REFUSED = "the other side refuses everything"
    WINDOW_ENDED = "the send window ended"
    BREAKER = "too many in a row were not taken"
    TRIED_OFTEN = "one batch was tried too often"
    PAUSED = "a person paused the edition"
    CANCELLED = "a person cancelled the edition"
    TAKEN_OVER = "another process took the edition over"
    CLOCK_WENT_BACK = "the clock went back"
    WORKER_DIED = "a thread was told to end by what it called"
    LOG_UNWRITABLE = "the log or the journal takes nothing"
    KILLED = "the process was killed"
    RESTORED = "an older copy of the database was put back"
    HEARD = "events know more than the log"


class Left(NamedTuple):
    """What a way out leaves: the state of the edition, and the status of a hand-over under way that is not answered."""

    edition: EditionState
    under_way: Status


_GOES_ON = Left(EditionState.SENDING, Status.UNCERTAIN)
_STOPS = Left(EditionState.PAUSED, Status.UNCERTAIN)

WAYS_OUT: Mapping[WayOut, Left] = {
    WayOut.ALL_ANSWERED: Left(EditionState.SENT, Status.ACCEPTED),
    WayOut.ASKED_TO_STOP: _GOES_ON,
    WayOut.REFUSED: _STOPS,
    WayOut.WINDOW_ENDED: _STOPS,
    WayOut.BREAKER: _STOPS,
    WayOut.TRIED_OFTEN: _STOPS,
    WayOut.PAUSED: _STOPS,
    WayOut.CANCELLED: Left(EditionState.CANCELLED, Status.UNCERTAIN),
    WayOut.TAKEN_OVER: _GOES_ON,
    WayOut.CLOCK_WENT_BACK: _GOES_ON,
    WayOut.WORKER_DIED: Left(EditionState.SENT, Status.UNCERTAIN),
    WayOut.LOG_UNWRITABLE: _GOES_ON,
    WayOut.KILLED: _GOES_ON,
    WayOut.RESTORED: _STOPS,
    WayOut.HEARD: _STOPS,
}
"""For a transport that may be given the same twice, read *pending* for *uncertain*: there a hand-over is repeated."""
