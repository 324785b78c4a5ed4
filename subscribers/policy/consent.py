"""Consent as one table: (status, event) -> (new status, whether it is recorded). Pure; nothing else changes a status.

What the table does not hold may not happen. An import never brings back somebody who left: only the reader can, by
signing up again (GDPR art. 7(3): withdrawing must count), or by taking it back at once (`services/undo.py`, which says
when; docs/decisions/0021). Repeating an event changes nothing and writes nothing.
"""

from dataclasses import dataclass

from subscribers.errors import NotAllowed
from subscribers.policy.model import Event, Status


@dataclass(frozen=True, slots=True)
class Step:
    """Where an event leads; `recorded` is False when nothing changes."""

    status: Status
    recorded: bool = True


_STAYS = {status: Step(status, recorded=False) for status in Status}

TABLE: dict[tuple[Status | None, Event], Step] = {
    (None, Event.REQUEST): Step(Status.REQUESTED),
    (None, Event.IMPORT): Step(Status.CONFIRMED),
    (Status.REQUESTED, Event.REQUEST): Step(Status.REQUESTED),
    (Status.REQUESTED, Event.CONFIRM): Step(Status.CONFIRMED),
    (Status.REQUESTED, Event.IMPORT): Step(Status.CONFIRMED),
    (Status.REQUESTED, Event.UNSUBSCRIBE): Step(Status.UNSUBSCRIBED),
    (Status.REQUESTED, Event.ERASE): Step(Status.ERASED),
    (Status.CONFIRMED, Event.REQUEST): _STAYS[Status.CONFIRMED],
    (Status.CONFIRMED, Event.CONFIRM): _STAYS[Status.CONFIRMED],
    (Status.CONFIRMED, Event.IMPORT): _STAYS[Status.CONFIRMED],
    (Status.CONFIRMED, Event.UNSUBSCRIBE): Step(Status.UNSUBSCRIBED),
    (Status.CONFIRMED, Event.ERASE): Step(Status.ERASED),
    (Status.CONFIRMED, Event.MOVE): Step(Status.CONFIRMED),
    **{
        (status, Event.UNSUPPRESS): Step(status) for status in (Status.REQUESTED, Status.CONFIRMED, Status.UNSUBSCRIBED)
    },
    (Status.UNSUBSCRIBED, Event.REQUEST): Step(Status.REQUESTED),
    (Status.UNSUBSCRIBED, Event.UNDO): Step(Status.CONFIRMED),
    (Status.UNSUBSCRIBED, Event.UNSUBSCRIBE): _STAYS[Status.UNSUBSCRIBED],
    (Status.UNSUBSCRIBED, Event.ERASE): Step(Status.ERASED),
    (Status.ERASED, Event.ERASE): _STAYS[Status.ERASED],
}


def step(status: Status | None, event: Event) -> Step:
    """Return what `event` does to a subscriber of `status` (None: not on the list); raises `NotAllowed`."""
    found = TABLE.get((status, event))
    if found is None:
        raise NotAllowed(f"{event} does not fit a subscriber who is {status or 'not on the list'}")
    return found


def unsubscribes(status: Status) -> bool:
    """Return whether unsubscribing changes anything for a subscriber of `status`."""
    found = TABLE.get((status, Event.UNSUBSCRIBE))
    return found is not None and found.recorded
