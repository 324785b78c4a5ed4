"""Forgotten editions: editors hear once of letters that a backup that was put back knows nothing of."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import DATABASE
from digest.delivery.batch import Batch
from digest.delivery.events import DeliveryEvent, Kind
from digest.scheduling.forgotten_editions import ForgottenEditions
from digest.sending.edition_control import EditionControl
from tests.standins.backups import backup, restore
from tests.standins.friday import CLOSES, DUE, EDITORS, FRIDAY, MINUTE, room


@pytest.fixture
def forgotten(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> Iterator[Newsroom]:
    """Yield the newsroom with a backup from before the letters of its Friday, which everybody got."""
    made = room(newsroom)
    made.look()
    old = backup(newsroom)
    made.look(DUE)
    assert len(made.bag.got) == len(readers)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        yield again


def test_an_edition_that_a_backup_forgot_is_told_once_and_not_as_missed(forgotten: Newsroom) -> None:
    saturday = room(forgotten, start=CLOSES + timedelta(hours=9))
    for _ in range(3):
        saturday.restart()
        saturday.look(saturday.clock.time + MINUTE)
    assert saturday.bag.subjects == [f"[The Lantern] {FRIDAY} needs you: a backup was put back"] * len(EDITORS)
    assert "Letters of 2026-11-27 are not in this database" in saturday.bag.texts[0]
    assert saturday.bag.got == []


def test_what_an_earlier_version_noted_without_a_time_is_told_too(forgotten: Newsroom, folder: Path) -> None:
    _ = forgotten.store
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("UPDATE journaled_batch SET attempted_at = ''")
        connection.commit()
    with Newsroom(folder, {}) as again:
        assert f"{again.reports.forgotten()[FRIDAY].since:%Y-%m-%d %H:%M %Z}" == f"{FRIDAY} 00:00 UTC", "its own week's"
        later = room(again, start=CLOSES + MINUTE)
        ForgottenEditions(again.reports, later.scheduler.alerts).notify(CLOSES + MINUTE)
        later.look()
        assert [one for one in later.bag.subjects if "put back" in one] == [later.bag.subjects[0]] * len(EDITORS)


def test_an_edition_that_was_under_way_when_the_backup_was_made_is_told_after_its_window_too(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    made = room(newsroom)
    made.batch_size = 1
    copies = list[Path]()
    made.bag.before = lambda _batch: copies.append(backup(newsroom, f"{len(copies)}.db"))
    made.look(DUE)
    assert len(copies) == len(readers)
    restore(newsroom, copies[1])
    with Newsroom(folder, {}) as again:
        saturday = room(again, start=CLOSES + timedelta(hours=9))
        for _ in range(2):
            saturday.look(saturday.clock.time + MINUTE)
        assert [one for one in saturday.bag.subjects if "put back" in one] == [
            f"[The Lantern] {FRIDAY} needs you: a backup was put back"
        ] * len(EDITORS)


def stop_at_the_first_letter(newsroom: Newsroom, verb: str) -> tuple[Path, Path]:
    """Have editors stop the Friday's edition at its first letter; return backups from before it began, and just then."""
    made, control = room(newsroom), EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings)
    made.batch_size, copies = 1, list[Path]()

    def stop(_batch: Batch) -> None:
        copies.append(backup(newsroom, "begun.db"))
        (control.pause if verb == "pause" else control.cancel)(FRIDAY, "a source is in danger")

    made.look()
    before, made.bag.before = backup(newsroom, "before.db"), stop
    made.look(DUE)
    assert len(made.bag.got) == len(copies) == 1
    return before, copies[0]


@pytest.mark.slow
@pytest.mark.parametrize("begun", [False, True])
def test_an_edition_that_editors_had_cancelled_goes_to_nobody_and_they_hear_it_once(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], begun: bool
) -> None:
    assert readers
    restore(newsroom, stop_at_the_first_letter(newsroom, "cancel")[begun])
    with Newsroom(folder, {}) as again:
        friday = room(again, start=DUE + MINUTE)
        for _ in range(3):
            friday.restart()
            friday.look(friday.clock.time + MINUTE)
        friday.look(CLOSES + MINUTE)
        assert friday.bag.got == []
        told = [] if begun else [f"[The Lantern] {FRIDAY} stays cancelled"] * len(EDITORS)
        assert friday.bag.subjects == told, "what its row says nobody needs to hear again"
        assert (again.reports.opened(FRIDAY) is not None) is begun, "it is not even begun"
        assert not any("source" in text for text in friday.bag.texts)


def test_an_edition_that_only_events_tell_of_is_told_by_them_alone_and_is_not_missed(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    newsroom.settlements.record([DeliveryEvent("1", FRIDAY, readers["anna"], Kind.DELIVERED, DUE)])
    saturday = room(newsroom, ready=None, start=CLOSES - MINUTE)
    saturday.look()
    saturday.look(CLOSES + MINUTE)
    told = [one for one in saturday.bag.subjects if "was sent" in one or "were sent" in one]
    assert len(told) == len(EDITORS)
    assert not [one for one in saturday.bag.subjects if "put back" in one or "did not go out" in one]


def test_that_one_stays_cancelled_is_no_news_for_ever(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    restore(newsroom, stop_at_the_first_letter(newsroom, "cancel")[False])
    with Newsroom(folder, {}) as again:
        later = room(again, start=DUE + timedelta(days=41))
        later.look()
        assert not [one for one in later.bag.subjects if FRIDAY in one]


def test_an_edition_that_editors_had_paused_waits_for_them_and_they_hear_why(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    _, begun = stop_at_the_first_letter(newsroom, "pause")
    restore(newsroom, begun)
    with Newsroom(folder, {}) as again:
        friday = room(again, start=DUE + MINUTE)
        for _ in range(2):
            friday.restart()
            friday.look(friday.clock.time + MINUTE)
        assert friday.bag.got == []
        subject = f"[The Lantern] {FRIDAY} stays paused"
        assert [one for one in friday.bag.subjects if "stays" in one] == [subject] * len(EDITORS)
        assert any("which only the journal had kept" in text for text in friday.bag.texts)
