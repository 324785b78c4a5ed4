"""What editors stopped stays stopped, whichever backup is put back, and wherever whoever stopped it was killed."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.app.upkeep import Upkeep
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.statuses import EditionState
from digest.delivery.ways_out import BEHIND, CANCELLED_BEFORE, PAUSED_BEFORE
from digest.errors import DigestError, EditionCancelled, EditionPaused
from digest.sending.edition_control import EditionControl
from digest.storage.edition_state import SqlEditionStates
from digest.storage.forgotten_editions import forgotten_editions
from subscribers.storage.journal import Journal
from tests.standins.backups import backup, restore
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import FixedClock, Interposed, Mailbox, send_edition

PAUSED, CANCELLED = EditionState.PAUSED, EditionState.CANCELLED
SECRET = "a source is in danger"
STOPS = [(PAUSED, EditionPaused, PAUSED_BEFORE), (CANCELLED, EditionCancelled, CANCELLED_BEFORE)]


class Killed(BaseException):
    """What ends a process."""


def kill(*_: object) -> None:
    """End the process that calls this."""
    raise Killed


def send_one(newsroom: Newsroom) -> None:
    """Hand the first batch over, one reader, and stop as asked."""
    stop = threading.Event()
    send_edition(newsroom, Mailbox(lambda _batch: stop.set()), stop=stop)


def stop(newsroom: Newsroom, to: EditionState, after_the_line: Callable[..., object] = lambda *_: None) -> None:
    journal = Interposed(Journal(newsroom.folder / JOURNAL), "after", "append", after_the_line)
    control = EditionControl(
        SqlEditionStates(newsroom.engine, journal, FixedClock().now), newsroom.reports, newsroom.withholdings
    )
    (control.pause if to is PAUSED else control.cancel)(EDITION, SECRET)


def state(newsroom: Newsroom) -> tuple[str, str]:
    report = newsroom.reports.report(EDITION)
    assert report
    return report.state, report.reason


@pytest.fixture(params=[False, True], ids=["whole", "killed between line and commit"])
def stopping(request: pytest.FixtureRequest) -> Callable[[Newsroom, EditionState], None]:
    """Return what stops an edition, or is killed when the line is written and the database has nothing."""

    def stop_(newsroom: Newsroom, to: EditionState) -> None:
        if not request.param:
            stop(newsroom, to)
            return
        with pytest.raises(Killed):
            stop(newsroom, to, after_the_line=kill)
        assert state(newsroom) == ("sending", "")

    return stop_


Stopping = Callable[[Newsroom, EditionState], None]


@pytest.mark.parametrize(("to", "_error", "reason"), STOPS)
def test_a_backup_from_before_the_stop_goes_on_to_nobody(
    newsroom: Newsroom,
    folder: Path,
    readers: dict[str, int],
    stopping: Stopping,
    to: EditionState,
    _error: object,
    reason: str,
) -> None:
    send_one(newsroom)
    old, mailbox = backup(newsroom), Mailbox()
    stopping(newsroom, to)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        with suppress(EditionPaused):
            send_edition(again, mailbox)
        assert (mailbox.got, state(again)) == ([], (to, reason))
        if to is PAUSED:
            EditionControl(again.edition_states, again.reports, again.withholdings).resume(EDITION)
            assert send_edition(again, mailbox).accepted == len(readers), "people may let it go on"


@pytest.mark.slow
@pytest.mark.parametrize(("to", "error", "reason"), STOPS)
@pytest.mark.parametrize("handed_over", [False, True])
def test_a_backup_from_before_the_edition_begins_it_for_nobody(
    newsroom: Newsroom,
    folder: Path,
    readers: dict[str, int],
    stopping: Stopping,
    to: EditionState,
    error: type[DigestError],
    reason: str,
    handed_over: bool,
) -> None:
    assert readers
    old, mailbox = backup(newsroom), Mailbox()
    if handed_over:
        send_one(newsroom)
    else:
        newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    stopping(newsroom, to)
    restore(newsroom, old)
    reason = BEHIND if handed_over and to is PAUSED else reason
    with Newsroom(folder, {}) as again:
        _ = again.store
        known = again.reports.forgotten()[EDITION]
        assert (known.state, known.reason, known.since) == (to, reason, NOW)
    with Newsroom(folder, {}) as again:
        with pytest.raises(error, match=reason):
            send_edition(again, mailbox)
        assert (mailbox.got, state(again)) == ([], (to, reason))
        report = again.reports.report(EDITION)
        assert report
        assert report.balanced


@pytest.mark.parametrize(("to", "_error", "reason"), STOPS)
def test_who_is_killed_between_line_and_commit_has_stopped_it_without_any_restore(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], to: EditionState, _error: object, reason: str
) -> None:
    assert readers
    send_one(newsroom)
    with pytest.raises(Killed):
        stop(newsroom, to, after_the_line=kill)
    with Newsroom(folder, {}) as again:
        _ = again.store
        assert state(again) == (to, reason)


def test_a_cancellation_comes_after_a_pause_and_stays_when_both_are_done_again(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    before = backup(newsroom, "before.db")
    send_one(newsroom)
    begun = backup(newsroom, "begun.db")
    for to in (PAUSED, CANCELLED, CANCELLED):
        stop(newsroom, to)
    for old in (before, begun):
        restore(newsroom, old)
        with Newsroom(folder, {}) as again:
            mailbox = Mailbox()
            with suppress(EditionCancelled):
                send_edition(again, mailbox)
            assert (mailbox.got, state(again)) == ([], (CANCELLED, CANCELLED_BEFORE))
    assert len(readers) > 1


@pytest.mark.slow
def test_what_was_let_go_on_goes_on_and_waits_only_after_a_restore(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    send_one(newsroom)
    old = backup(newsroom)
    stop(newsroom, PAUSED)
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).resume(EDITION)
    with Newsroom(folder, {}) as again:
        _ = again.store
        assert state(again) == ("sending", ""), "the line was applied when it was written"
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        _ = again.store
        assert state(again) == (PAUSED, PAUSED_BEFORE)
        EditionControl(again.edition_states, again.reports, again.withholdings).resume(EDITION)
    with Newsroom(folder, {}) as again:
        assert send_edition(again, Mailbox()).accepted == len(readers)


def test_an_edition_that_has_ended_is_not_stopped_by_a_line_that_waited(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    send_one(newsroom)
    with pytest.raises(Killed):
        stop(newsroom, PAUSED, after_the_line=kill)
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    with Newsroom(folder, {}) as again:
        _ = again.store
        assert state(again) == ("sent", "")


def test_a_pause_done_again_hides_nothing_that_says_more(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    old = backup(newsroom)
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    claim = newsroom.log.claim(EDITION, fence, 1, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    stop(newsroom, PAUSED)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        _ = again.store
        assert state(again) == (PAUSED, BEHIND)
    assert readers


def test_another_journal_forgets_no_stop(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    assert readers
    send_one(newsroom)
    old = backup(newsroom)
    stop(newsroom, CANCELLED)
    restore(newsroom, old)
    with (folder / JOURNAL).open("ab") as file:
        file.write(b"\x00\xff of a bad disk\n")
    with Newsroom(folder, {}) as again:
        Upkeep(again).begin_new_journal("the disk broke")
        assert state(again) == (CANCELLED, CANCELLED_BEFORE)


@pytest.mark.parametrize("to", [PAUSED, CANCELLED])
def test_the_letters_stop_also_where_the_journal_takes_nothing_and_that_is_said_until_it_does(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], to: EditionState
) -> None:
    assert readers
    send_one(newsroom)
    old = backup(newsroom)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    journal = Interposed(Journal(folder / JOURNAL), "before", "append", full)
    control = EditionControl(
        SqlEditionStates(newsroom.engine, journal, FixedClock().now), newsroom.reports, newsroom.withholdings
    )
    for _ in range(2):
        with pytest.raises(DigestError, match=f"{EDITION} is {to}, but a backup .*No space left on device"):
            (control.pause if to is PAUSED else control.cancel)(EDITION, "x")
        assert state(newsroom) == (to, "x")
    stop(newsroom, to)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        _ = again.store
        assert state(again)[0] == to, "said once more, it was written"


def test_the_journal_holds_no_reason(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    assert readers
    send_one(newsroom)
    stop(newsroom, CANCELLED)
    text = (folder / JOURNAL).read_text()
    assert f" edition-cancel {EDITION}\n" in text
    assert "source" not in text


def test_what_people_have_dealt_with_is_not_forgotten_any_more(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old = backup(newsroom)
    send_one(newsroom)
    stop(newsroom, CANCELLED)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        _ = again.store
        assert list(forgotten_editions(again.engine)) == [EDITION]
        with pytest.raises(EditionCancelled):
            send_edition(again, Mailbox())
        assert forgotten_editions(again.engine) == {}
    assert readers
