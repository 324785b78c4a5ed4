"""Forgotten editions: editors hear once of letters that a backup that was put back knows nothing of."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from digest.app.container import Newsroom
from digest.app.paths import DATABASE
from digest.scheduling.forgotten_editions import ForgottenEditions
from tests.standins.backups import backup, restore
from tests.standins.friday import CLOSES, DUE, EDITORS, FRIDAY, MINUTE, room


def test_an_edition_that_a_backup_forgot_is_told_once_and_not_as_missed(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    made = room(newsroom)
    made.look()
    old = backup(newsroom)
    made.look(DUE)
    assert len(made.bag.got) == len(readers)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        saturday = room(again, start=CLOSES + timedelta(hours=9))
        for _ in range(3):
            saturday.restart()
            saturday.look(saturday.clock.time + MINUTE)
        assert saturday.bag.subjects == [f"[The Lantern] {FRIDAY} needs you: a backup was put back"] * len(EDITORS)
        assert "Letters of 2026-11-27 are not in this database" in saturday.bag.texts[0]
        assert saturday.bag.got == []


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


def test_what_an_earlier_version_noted_without_a_time_is_told_too(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    made = room(newsroom)
    made.look()
    old = backup(newsroom)
    made.look(DUE)
    assert len(made.bag.got) == len(readers)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        _ = again.store
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("UPDATE journaled_batch SET attempted_at = ''")
        connection.commit()
    with Newsroom(folder, {}) as again:
        later = room(again, start=CLOSES + MINUTE)
        ForgottenEditions(again.reports, later.scheduler.alerts).notify()
        later.look()
        assert [one for one in later.bag.subjects if "put back" in one] == [later.bag.subjects[0]] * len(EDITORS)
