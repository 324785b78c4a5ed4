"""Withdrawals are kept outside of the database too: a restored backup forgets none of them."""

import shutil
import sqlite3
from contextlib import suppress as suppress_error
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from digest.app.container import Newsroom
from digest.app.paths import DATABASE, WITHDRAWAL_LOG
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.services.audience import consenting
from subscribers.services.erase import erase
from subscribers.services.import_export import Evidence, import_csv
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.services.withdrawal_replay import replay_withdrawals
from subscribers.storage.consent_log import audit
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp
from subscribers.storage.withdrawal_log import WithdrawalLog
from tests.standins.forms import join
from tests.standins.sample import NOW


def backup(newsroom: Newsroom, name: str) -> Path:
    file = newsroom.folder / name
    source, target = sqlite3.connect(newsroom.folder / DATABASE), sqlite3.connect(file)
    source.backup(target)
    source.close()
    target.close()
    return file


def restore(newsroom: Newsroom, file: Path) -> None:
    newsroom.engine.dispose()
    for part in ("", "-wal", "-shm"):
        (newsroom.folder / f"{DATABASE}{part}").unlink(missing_ok=True)
    shutil.copy(file, newsroom.folder / DATABASE)


def test_a_restore_does_again_what_readers_did_since(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    old = backup(newsroom, "old.db")
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    erase(newsroom.store, readers["boris"], "x", NOW)
    suppress(newsroom.store, readers["chloe"], SuppressionReason.COMPLAINT, "x", NOW)
    late = join(newsroom.store, "late@example.org", NOW)
    erase(newsroom.store, late, "x", NOW)
    restore(newsroom, old)
    for _ in range(2):
        with Newsroom(folder, {}) as again:
            store = again.store
            assert consenting(store, sorted(readers.values()), NOW)[0].numbers == []
            assert [store.get(readers[name])[0].status for name in ("anna", "boris")] == [
                Status.UNSUBSCRIBED,
                Status.ERASED,
            ]
            assert store.get(readers["chloe"])[0].suppressed is SuppressionReason.COMPLAINT
            assert store.addresses([readers["boris"]]) == {}
            assert [record.event for record in store.get(readers["anna"])[1]].count(Event.UNSUBSCRIBE) == 1
            with store.reading.connect() as connection:
                assert audit(connection, store.keyring).faults == ()
    assert b"boris@example.org" not in (folder / DATABASE).read_bytes()


def test_an_import_after_a_restore_brings_nobody_back(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old = backup(newsroom, "old.db")
    erase(newsroom.store, readers["boris"], "x", NOW)
    restore(newsroom, old)
    lines = ["address,language,confirmed_at\n", "boris@example.org,ru,2025-01-01\n"]
    with Newsroom(folder, {}) as again:
        (progress,) = import_csv(again.store, lines, Evidence("an old list", "1"), NOW)
        assert (progress.added, progress.refusals[0].reason) == (
            0,
            "this reader left or was erased; only they can sign up again",
        )


def test_a_withdrawal_that_was_written_but_not_committed_is_taken_at_the_next_start(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    person, _ = newsroom.store.get(readers["anna"])
    with (folder / WITHDRAWAL_LOG).open("a") as file:
        file.write(f"2026-11-27T05:00:00+00:00 unsubscribe {person.id}\n")
    assert newsroom.store.get(readers["anna"])[0].status is Status.CONFIRMED
    with Newsroom(folder, {}) as again:
        assert again.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED


class Killed(Exception):
    """Stands for the end of a process between the file and the database."""


def killed_before_the_commit(newsroom: Newsroom, name: str, at: datetime) -> None:
    """Write the withdrawal of the reader `name` into the file only."""
    person, _ = newsroom.store.get(newsroom.store.number_with(f"{name}@example.org"))
    with suppress_error(Killed), newsroom.engine.begin() as connection:
        newsroom.store.withdrawal_log.write(connection, f"{timestamp(at)} unsubscribe {person.id}")
        raise Killed


def test_a_withdrawal_that_was_not_committed_is_not_lost_by_the_next_one(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["chloe"], "x", NOW)
    killed_before_the_commit(newsroom, "anna", NOW)
    unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    with Newsroom(folder, {}) as again:
        assert [again.store.get(number)[0].status for number in readers.values()] == [Status.UNSUBSCRIBED] * 3
        with again.store.reading.connect() as connection:
            assert not again.store.withdrawal_log.is_ahead(connection)


@pytest.mark.parametrize("left_at", [NOW, NOW + timedelta(days=2), NOW + timedelta(days=3)])
def test_whoever_came_back_since_is_not_taken_off_by_a_line_that_is_applied_again(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], left_at: datetime
) -> None:
    """Also when they came back in the same second, or an ESP's clock said that they left later than they came back."""
    killed_before_the_commit(newsroom, "anna", NOW)
    unsubscribe(newsroom.store, readers["boris"], "x", left_at)
    join(newsroom.store, "boris@example.org", NOW + timedelta(days=2))
    with Newsroom(folder, {}) as again:
        assert again.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED
        assert again.store.get(readers["boris"])[0].status is Status.CONFIRMED


def test_a_file_that_was_lost_begins_anew_and_a_restore_after_that_forgets_nobody(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    late = join(newsroom.store, "late@example.org", NOW)
    for number in (readers["anna"], readers["boris"]):
        unsubscribe(newsroom.store, number, "x", NOW)
    (folder / WITHDRAWAL_LOG).unlink()
    unsubscribe(newsroom.store, readers["chloe"], "x", NOW)
    old = backup(newsroom, "old.db")
    unsubscribe(newsroom.store, late, "x", NOW)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert again.store.get(late)[0].status is Status.UNSUBSCRIBED


def test_a_line_that_another_process_wrote_during_a_replay_and_could_not_commit_is_not_lost(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    class KilledBehind(WithdrawalLog):
        """A log into which another process writes as soon as anything is written by this one."""

        def write(self, connection: Connection, line: str) -> None:
            super().write(connection, line)
            with (folder / WITHDRAWAL_LOG).open("a") as file:
                file.write(f"{timestamp(NOW)} unsubscribe {boris.id}\n")

    anna, boris = (newsroom.store.get(readers[name])[0] for name in ("anna", "boris"))
    with (folder / WITHDRAWAL_LOG).open("a") as file:
        file.write(f"{timestamp(NOW)} unsubscribe {anna.id}\n")
    replay_withdrawals(Store(newsroom.engine, newsroom.store.keyring, KilledBehind(folder / WITHDRAWAL_LOG)))
    states = [newsroom.store.get(readers[name])[0].status for name in ("anna", "boris", "chloe")]
    assert states == [Status.UNSUBSCRIBED, Status.UNSUBSCRIBED, Status.CONFIRMED]
