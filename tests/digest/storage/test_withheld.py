"""What editors decided of an edition holds in the transaction that opens it, and after any backup was put back."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.delivery.withheld import DECIDED_BEFORE, Decision
from digest.errors import DigestError, EditionWithheld
from digest.storage.withheld import SqlWithholdings
from subscribers.storage.journal import Journal
from tests.standins.backups import backup, restore
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION
from tests.standins.sending import FixedClock, Interposed, Mailbox, send_edition

SECRET = "a source named Daria is in danger"
BOTH = pytest.mark.parametrize("decision", Decision)


class Killed(BaseException):
    """What ends a process."""


def kill(*_: object) -> None:
    """End the process that calls this."""
    raise Killed


def withholdings(
    newsroom: Newsroom,
    around_the_line: Callable[..., object] = lambda *_: None,
    when: Literal["before", "after"] = "after",
) -> SqlWithholdings:
    journal = Interposed(Journal(newsroom.folder / JOURNAL), when, "append", around_the_line)
    return SqlWithholdings(newsroom.engine, journal, FixedClock().now)


def begun(newsroom: Newsroom) -> bool:
    return newsroom.reports.opened(EDITION) is not None


@BOTH
def test_nothing_begins_that_is_withheld_though_whoever_sends_had_not_looked(
    newsroom: Newsroom, readers: dict[str, int], decision: Decision
) -> None:
    assert readers
    assert newsroom.withholdings.withhold(EDITION, decision, SECRET)
    mailbox = Mailbox()
    with pytest.raises(EditionWithheld, match=SECRET):
        send_edition(newsroom, mailbox)
    assert not mailbox.got
    assert not begun(newsroom)
    assert newsroom.withholdings.take_back(EDITION, decision)
    assert not newsroom.withholdings.take_back(EDITION, decision)
    send_edition(newsroom, mailbox)
    assert len(mailbox.got) == len(readers)
    assert not newsroom.withholdings.withhold(EDITION, decision, SECRET), "it has begun"
    assert newsroom.reports.withheld(EDITION) is None


def test_that_it_is_skipped_says_more_and_each_is_taken_back_by_itself(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    for decision in (Decision.SKIPPED, Decision.HELD):
        newsroom.withholdings.withhold(EDITION, decision, decision)
    found = newsroom.reports.withheld(EDITION)
    assert found
    assert (found.decision, found.reason) == (Decision.SKIPPED, "skipped")
    assert newsroom.reports.skipped() == {EDITION}
    newsroom.withholdings.take_back(EDITION, Decision.SKIPPED)
    left = newsroom.reports.withheld(EDITION)
    assert left
    assert left.decision is Decision.HELD
    assert newsroom.reports.skipped() == frozenset()


@BOTH
@pytest.mark.parametrize("is_killed", [False, True], ids=["whole", "killed between line and commit"])
def test_a_backup_from_before_the_decision_knows_it_and_no_reason(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], decision: Decision, is_killed: bool
) -> None:
    assert readers
    kept = backup(newsroom)
    if is_killed:
        with pytest.raises(Killed):
            withholdings(newsroom, kill).withhold(EDITION, decision, SECRET)
        assert newsroom.reports.withheld(EDITION) is None
    else:
        withholdings(newsroom).withhold(EDITION, decision, SECRET)
        restore(newsroom, kept)
    assert SECRET.encode() not in (folder / JOURNAL).read_bytes()
    with SampleNewsroom(folder, {}) as again:
        with pytest.raises(EditionWithheld, match=DECIDED_BEFORE):
            send_edition(again, Mailbox())
        found = again.reports.withheld(EDITION)
        assert found
        assert (found.decision, found.reason) == (decision, DECIDED_BEFORE)


@pytest.mark.slow
@BOTH
def test_a_backup_from_between_knows_that_it_was_taken_back(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], decision: Decision
) -> None:
    newsroom.withholdings.withhold(EDITION, decision, SECRET)
    kept = backup(newsroom)
    newsroom.withholdings.take_back(EDITION, decision)
    restore(newsroom, kept)
    mailbox = Mailbox()
    with SampleNewsroom(folder, {}) as again:
        send_edition(again, mailbox)
    assert len(mailbox.got) == len(readers)


@BOTH
def test_without_its_journal_a_decision_stands_and_none_is_taken_back(
    newsroom: Newsroom, readers: dict[str, int], decision: Decision
) -> None:
    assert readers

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(DigestError, match="but a backup that is put back would not know it"):
        withholdings(newsroom, full, "before").withhold(EDITION, decision, SECRET)
    assert newsroom.reports.withheld(EDITION)
    with pytest.raises(DigestError, match="No space left"):
        withholdings(newsroom, full, "before").take_back(EDITION, decision)
    assert newsroom.reports.withheld(EDITION)


def test_of_a_decision_and_a_beginning_at_one_instant_one_wins(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    """Whichever comes first in the database counts; both are told which it was."""
    assert readers
    newsroom.engine.dispose()
    gate, told = threading.Barrier(2), []

    def hold() -> None:
        with SampleNewsroom(folder, {}) as other:
            other.withholdings  # noqa: B018 - opened before the race
            gate.wait()
            told.append(other.withholdings.withhold(EDITION, Decision.HELD, SECRET))

    holder = threading.Thread(target=hold)
    holder.start()
    mailbox = Mailbox()
    with SampleNewsroom(folder, {}) as sender:
        gate.wait()
        try:
            send_edition(sender, mailbox)
        except EditionWithheld:
            holder.join()
            assert told == [True]
            assert not mailbox.got
        else:
            holder.join()
            assert told == [False]
            assert len(mailbox.got) == len(readers)
