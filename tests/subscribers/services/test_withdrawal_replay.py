"""Withdrawals are kept outside of the database too: a restored backup forgets none of them."""

import shutil
import sqlite3
from pathlib import Path

from digest.app.container import Newsroom
from digest.app.paths import DATABASE, WITHDRAWAL_LOG
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.services.audience import consenting
from subscribers.services.erase import erase
from subscribers.services.import_export import Evidence, import_csv
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.consent_log import audit
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
