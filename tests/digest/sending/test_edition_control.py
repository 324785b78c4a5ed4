"""Pause, resume, cancel: from which state to which, and what is said of any other."""

import pytest

from digest.app.container import Newsroom
from digest.delivery.statuses import EditionState
from digest.errors import DigestError
from digest.sending.edition_control import EditionControl
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition


@pytest.fixture
def control(newsroom: Newsroom, readers: dict[str, int]) -> EditionControl:
    """Return the control over an edition that stands as if half of it had gone out."""
    assert readers
    send_edition(newsroom, Mailbox())
    _set(newsroom, "sending")
    return EditionControl(newsroom.edition_states, newsroom.reports)


def _set(newsroom: Newsroom, state: str) -> None:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE edition SET state = '{state}'")  # noqa: S608


def test_what_is_paused_goes_on_and_what_is_cancelled_does_not(control: EditionControl, newsroom: Newsroom) -> None:
    assert control.pause(EDITION, "the lead is wrong") is EditionState.PAUSED
    opened = newsroom.reports.opened(EDITION)
    report = newsroom.reports.report(EDITION)
    assert opened is not None
    assert report is not None
    assert (opened.state, report.reason) == (EditionState.PAUSED, "the lead is wrong")
    assert control.resume(EDITION) is EditionState.SENDING
    resumed = newsroom.reports.report(EDITION)
    assert resumed is not None
    assert resumed.reason == "", "the reason went with the pause"
    assert control.cancel(EDITION, "x") is EditionState.CANCELLED
    with pytest.raises(DigestError, match="is cancelled; to resume it, it must be paused"):
        control.resume(EDITION)


def test_saying_it_twice_changes_nothing(control: EditionControl) -> None:
    assert control.pause(EDITION, "first") is control.pause(EDITION, "second") is EditionState.PAUSED
    assert control.cancel(EDITION, "x") is control.cancel(EDITION, "x") is EditionState.CANCELLED


@pytest.mark.parametrize("state", ["sent", "cancelled"])
def test_what_has_ended_cannot_be_paused(control: EditionControl, newsroom: Newsroom, state: str) -> None:
    _set(newsroom, state)
    with pytest.raises(DigestError, match=f"is {state}; to pause it, it must be sending"):
        control.pause(EDITION, "x")


def test_what_was_never_begun_can_be_in_no_state(newsroom: Newsroom) -> None:
    words = f"^edition {EDITION} was never begun; to cancel it, it must be sending or paused$"
    with pytest.raises(DigestError, match=words):
        EditionControl(newsroom.edition_states, newsroom.reports).cancel(EDITION, "x")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_stop_needs_a_reason_that_says_something(control: EditionControl, newsroom: Newsroom, reason: str) -> None:
    for stop in (control.pause, control.cancel):
        with pytest.raises(DigestError, match="--reason is empty"):
            stop(EDITION, reason)
    report = newsroom.reports.report(EDITION)
    assert report
    assert report.state is EditionState.SENDING
