"""The table of consent, cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import NotAllowed
from subscribers.policy.consent import TABLE, step
from subscribers.policy.model import Event, Status


def test_only_a_confirmation_an_import_or_taking_a_leaving_back_leads_to_confirmed() -> None:
    leading = {
        (status, event)
        for (status, event), taken in TABLE.items()
        if taken.status is Status.CONFIRMED and status is not Status.CONFIRMED
    }
    assert leading == {
        (None, Event.IMPORT),
        (Status.REQUESTED, Event.IMPORT),
        (Status.REQUESTED, Event.CONFIRM),
        (Status.UNSUBSCRIBED, Event.UNDO),
    }


@pytest.mark.parametrize(
    ("status", "event"),
    [
        (Status.UNSUBSCRIBED, Event.IMPORT),
        (Status.UNSUBSCRIBED, Event.CONFIRM),
        (Status.ERASED, Event.IMPORT),
        (Status.ERASED, Event.REQUEST),
        (None, Event.CONFIRM),
        (None, Event.UNSUBSCRIBE),
        (None, Event.UNDO),
        (Status.REQUESTED, Event.UNDO),
        (Status.CONFIRMED, Event.UNDO),
        (Status.ERASED, Event.UNDO),
    ],
)
def test_what_must_never_happen(status: Status | None, event: Event) -> None:
    with pytest.raises(NotAllowed):
        step(status, event)


def test_a_refusal_says_what_does_not_fit_whom() -> None:
    with pytest.raises(NotAllowed, match=r"^import does not fit a subscriber who is unsubscribed$"):
        step(Status.UNSUBSCRIBED, Event.IMPORT)
    with pytest.raises(NotAllowed, match=r"^confirm does not fit a subscriber who is not on the list$"):
        step(None, Event.CONFIRM)


def test_leaving_and_erasing_are_always_open_to_a_subscriber() -> None:
    for status in (Status.REQUESTED, Status.CONFIRMED, Status.UNSUBSCRIBED):
        assert step(status, Event.UNSUBSCRIBE).status is Status.UNSUBSCRIBED
        assert step(status, Event.ERASE).status is Status.ERASED


@given(st.lists(st.sampled_from(Event), max_size=12))
def test_after_leaving_only_the_readers_own_request_or_taking_it_back_bring_letters_back(events: list[Event]) -> None:
    status: Status | None = Status.UNSUBSCRIBED
    own: list[Event] = []
    for event in events:
        try:
            status = step(status, event).status
        except NotAllowed:
            continue
        own.append(event)
    if status is Status.CONFIRMED:
        assert Event.REQUEST in own or Event.UNDO in own


def test_what_changes_is_recorded_and_what_is_recorded_fits_its_event() -> None:
    for (status, _), taken in TABLE.items():
        assert taken.recorded or taken.status is status
