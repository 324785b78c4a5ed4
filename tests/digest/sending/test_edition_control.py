"""Hold, skip, pause, resume, cancel: from which state to which, and what is said of any other."""

from collections.abc import Callable

import pytest

from digest.app.container import Newsroom
from digest.delivery.statuses import EditionState
from digest.delivery.withheld import Decision
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
    return EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings)


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
    with pytest.raises(DigestError, match=r"was cancelled: x; nothing of it can be resumed any more$"):
        control.resume(EDITION)


def test_saying_it_twice_changes_nothing(control: EditionControl) -> None:
    assert control.pause(EDITION, "first") is control.pause(EDITION, "second") is EditionState.PAUSED
    assert control.cancel(EDITION, "x") is control.cancel(EDITION, "x") is EditionState.CANCELLED


@pytest.mark.parametrize("state", ["sent", "cancelled"])
def test_of_what_has_ended_it_is_said_once_and_nothing_else_is_advised(
    control: EditionControl, newsroom: Newsroom, state: str
) -> None:
    _set(newsroom, state)
    when = " on 27 November 2026, 05:00 UTC" if state == "sent" else ""
    acts: dict[str, Callable[[str, str], object]] = {
        "held": control.hold,
        "skipped": control.skip,
        "paused": control.pause,
        "released": lambda edition, _why: control.release(edition),
        "unskipped": lambda edition, _why: control.unskip(edition),
        "resumed": lambda edition, _why: control.resume(edition),
    }
    if state == "sent":
        acts["cancelled"] = control.cancel
    for done, act in acts.items():
        with pytest.raises(DigestError) as error:
            act(EDITION, "x")
        assert str(error.value) == f"edition {EDITION} was {state}{when}; nothing of it can be {done} any more"


@pytest.fixture
def unbegun(newsroom: Newsroom, readers: dict[str, int]) -> EditionControl:
    """Return the control over an edition that has not begun."""
    assert readers
    return EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings)


def withheld(newsroom: Newsroom) -> tuple[Decision, str] | None:
    found = newsroom.reports.withheld(EDITION)
    return (found.decision, found.reason) if found else None


def test_before_it_begins_a_pause_holds_and_going_on_releases(unbegun: EditionControl, newsroom: Newsroom) -> None:
    assert unbegun.pause(EDITION, " a name is wrong ") is Decision.HELD
    assert withheld(newsroom) == (Decision.HELD, "a name is wrong")
    assert unbegun.resume(EDITION) is None
    assert withheld(newsroom) is None
    assert unbegun.hold(EDITION, "x") is Decision.HELD
    unbegun.release(EDITION)
    assert withheld(newsroom) is None


def test_before_it_begins_a_cancellation_skips_and_can_be_taken_back(
    unbegun: EditionControl, newsroom: Newsroom
) -> None:
    assert unbegun.cancel(EDITION, "a source is in danger") is Decision.SKIPPED
    assert withheld(newsroom) == (Decision.SKIPPED, "a source is in danger")
    with pytest.raises(
        DigestError, match=f"is skipped: a source is in danger; `digest unskip {EDITION}` takes that back$"
    ):
        unbegun.release(EDITION)
    with pytest.raises(
        DigestError, match=f"is skipped: a source is in danger; `digest unskip {EDITION}` takes that back$"
    ):
        unbegun.resume(EDITION)
    unbegun.unskip(EDITION)
    assert withheld(newsroom) is None
    with pytest.raises(DigestError, match="is neither held nor skipped; to unskip it, it must be skipped"):
        unbegun.unskip(EDITION)


def test_while_it_is_sent_a_hold_pauses_and_it_cannot_be_skipped(control: EditionControl, newsroom: Newsroom) -> None:
    assert control.hold(EDITION, "a name is wrong") is EditionState.PAUSED
    assert withheld(newsroom) is None
    with pytest.raises(DigestError, match=f"has begun, so it cannot be skipped; `digest cancel {EDITION}`"):
        control.skip(EDITION, "x")
    with pytest.raises(DigestError, match=f"is paused; `digest resume {EDITION}` lets it go on$"):
        control.release(EDITION)


def test_what_was_never_begun_nor_held_cannot_go_on(unbegun: EditionControl) -> None:
    with pytest.raises(DigestError, match=f"^edition {EDITION} was never begun; to resume it, it must be paused$"):
        unbegun.resume(EDITION)


@pytest.mark.parametrize("name", ["friday", "2026-11-31", "2026-11-27.yaml", "../x"])
def test_only_what_names_an_edition_is_held(unbegun: EditionControl, name: str) -> None:
    with pytest.raises(DigestError, match="there is no edition named"):
        unbegun.hold(name, "x")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_stop_needs_a_reason_that_says_something(control: EditionControl, newsroom: Newsroom, reason: str) -> None:
    for stop in (control.pause, control.cancel, control.hold, control.skip):
        with pytest.raises(DigestError, match="--reason is empty"):
            stop(EDITION, reason)
    report = newsroom.reports.report(EDITION)
    assert report
    assert report.state is EditionState.SENDING
