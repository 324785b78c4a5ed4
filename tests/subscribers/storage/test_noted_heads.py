"""The journal knows the head of the consent log: neither the keys nor an older copy make another log of it unseen."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.doctor import doctor_advice, doctor_checks
from digest.app.paths import DATABASE
from digest.app.upkeep import Upkeep
from digest.operating.doctor import examine
from subscribers.services.consent_audit import audit_consent, record_break, record_log_head
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.consent_log import _seal, chain_hash  # what somebody with the keys would do
from subscribers.storage.noted_heads import HEAD, RESTORED, find_heads
from tests.standins.backups import backup, restore
from tests.standins.forms import join
from tests.standins.sample import NOW


def kinds(newsroom: Newsroom) -> list[str]:
    return [line.kind for line in newsroom.store.journal.file.lines()]


def launder(newsroom: Newsroom, *changes: str) -> None:
    """Change the log as somebody can who has database and keys: every link and the seal are made anew."""
    with newsroom.engine.begin() as connection:
        for trigger in ("consent_record_update", "consent_record_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        for change in changes:
            connection.exec_driver_sql(change)
        rows = connection.exec_driver_sql(
            "SELECT c.number, s.public_id, c.event, c.at, c.source, c.wording, c.confirmed_at "
            "FROM consent_record c JOIN subscriber s ON s.number = c.subscriber ORDER BY c.number"
        ).all()
        head = bytes(32)
        for number, public_id, *content in rows:
            head = chain_hash(head, bytes(public_id), content)
            connection.exec_driver_sql("UPDATE consent_record SET chain = ? WHERE number = ?", (head, number))
        seal = _seal(newsroom.store.keyring, len(rows), head)
        connection.exec_driver_sql("UPDATE consent_head SET records = ?, head = ?, seal = ?", (len(rows), head, seal))


def faults(newsroom: Newsroom) -> tuple[str, ...]:
    return audit_consent(newsroom.store).log.faults


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM consent_record WHERE number = (SELECT MAX(number) FROM consent_record)",
        "UPDATE consent_record SET source = 'a form' WHERE number = 2",
        "UPDATE consent_record SET at = '2020-01-01T00:00:00+00:00' WHERE number = 1",
        "UPDATE consent_record SET subscriber = 3 - subscriber WHERE subscriber IN (1, 2)",
    ],
)
def test_a_log_rewritten_and_sealed_with_the_very_keys_is_found(
    newsroom: Newsroom, readers: dict[str, int], change: str
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    record_log_head(newsroom.store, NOW)
    assert faults(newsroom) == ()
    launder(newsroom, change)
    (fault,) = faults(newsroom)
    assert fault.startswith("the journal noted on 2026-11-27 05:00 UTC that the log had ")
    assert [one.what for one in examine(doctor_checks(newsroom)) if one.fault] == ["consent log"]


def test_a_withdrawal_notes_the_log_before_it_and_the_schedule_once_a_day(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    before = kinds(newsroom)
    for day in range(3):
        record_log_head(newsroom.store, NOW + timedelta(days=day))
    assert kinds(newsroom) == [*before, HEAD], "nothing changed on the other days"
    heads = find_heads(newsroom.store.journal.file.lines()).heads
    assert [head.records for _, head in heads] == [2, 4, 6, 6, 7]
    with newsroom.engine.connect() as connection:
        assert newsroom.store.journal.unapplied(connection) == []


def test_a_restored_backup_is_told_and_is_no_fault(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    old = backup(newsroom)
    join(newsroom.store, "late@example.org", NOW)
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    record_log_head(newsroom.store, NOW)
    restore(newsroom, old)
    for _ in range(2):
        with Newsroom(folder, {}) as again:
            assert kinds(again).count(RESTORED) == 1
            assert faults(again) == ()
            (restored,) = audit_consent(again.store).restores
            assert (restored.records, restored.lost) == (6, 2)
            advice = [one for one in examine({}, doctor_advice(again)) if "restore" in one.what]
            assert "ended with record 6, and 2 later entries are lost" in advice[0].fault
            assert not advice[0].hinders
    with Newsroom(folder, {}) as again:
        unsubscribe(again.store, readers["boris"], "x", NOW)
        launder(again, "UPDATE consent_record SET source = 'a form' WHERE number = 2")
        assert faults(again), "heads noted after the restore count again"


@pytest.mark.slow
def test_a_kill_between_a_withdrawals_line_and_its_record_is_no_restore(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    holder = sqlite3.connect(folder / DATABASE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)  # the line is written, the record is not
    holder.rollback()
    holder.close()
    with Newsroom(folder, {}) as again:
        assert RESTORED not in kinds(again)
        assert faults(again) == ()
        assert audit_consent(again.store).log.records == 7


def test_lines_of_earlier_versions_note_no_head(newsroom: Newsroom, readers: dict[str, int]) -> None:
    public_id = newsroom.store.get(readers["anna"])[0].id
    before = find_heads(newsroom.store.journal.file.lines())
    newsroom.store.journal.append(NOW.isoformat(), "unsubscribe", public_id)
    assert find_heads(newsroom.store.journal.file.lines()) == before
    assert json.dumps(faults(newsroom)) == "[]"


def test_other_keys_are_no_other_log(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    record_log_head(newsroom.store, NOW)
    Upkeep(newsroom).rotate_keys(lambda _done, _of: None)
    with Newsroom(folder, {}) as again:
        assert faults(again) == ()
        before = kinds(again)
        record_log_head(again.store, NOW)
        assert kinds(again) == before
        launder(again, "UPDATE consent_record SET source = 'a form' WHERE number = 2")
        assert faults(again), "heads from before the rotation count"


def test_another_journal_does_not_hide_that_the_log_was_rewritten(newsroom: Newsroom, readers: dict[str, int]) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    launder(newsroom, "UPDATE consent_record SET source = 'a form' WHERE number = 2")
    record_break(newsroom.store, told := audit_consent(newsroom.store), NOW)
    for _ in range(2):
        Upkeep(newsroom).begin_new_journal("to hide it")
        found = audit_consent(newsroom.store)
        assert (found.log.faults, [one.at for one in found.breaks]) == (told.log.faults, [NOW])
