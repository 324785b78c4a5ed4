"""Each consent, move and import is noted outside of the database: a restore that loses one is told, and how much."""

import fcntl
from pathlib import Path

import pytest
from sqlalchemy import event

from digest.app.container import Newsroom
from digest.app.doctor import doctor_advice
from digest.app.paths import JOURNAL
from digest.operating.doctor import examine
from subscribers.services.confirmation import confirm
from subscribers.services.consent_audit import audit_consent
from subscribers.services.import_export import CHUNK, Evidence, import_csv
from subscribers.services.signup import request_move
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.noted_heads import HEAD
from tests.standins.backups import backup, restore
from tests.standins.forms import PER_HOUR, SentMail, ask, join
from tests.standins.sample import NOW

HEADER = "address,language,confirmed_at\n"
EVIDENCE = Evidence("the paper list of 2025", "2025-01")


def loss(folder: Path) -> str:
    """Open the newsroom anew, and return what the doctor says of a restore."""
    with Newsroom(folder, {}) as again:
        assert audit_consent(again.store).log.faults == ()
        (found,) = [one for one in examine({}, doctor_advice(again)) if "restore" in one.what]
        assert not found.hinders
        return found.fault


def move(newsroom: Newsroom, number: int) -> None:
    mail = SentMail()
    request_move(newsroom.store, mail, number, "new@example.org", NOW, PER_HOUR)
    assert confirm(newsroom.store, mail.tokens[0], NOW)


def take(newsroom: Newsroom, rows: int) -> None:
    lines = [HEADER, *(f"reader{row}@example.org,,2025-03-01T10:00:00Z\n" for row in range(rows))]
    assert sum(progress.added for progress in list(import_csv(newsroom.store, lines, EVIDENCE, NOW))[-1:]) == rows


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "lost"),
    [("a sign-up", "2 later entries are lost"), ("a move", "1 later entry is lost"), ("an import", "3 later entries")],
)
def test_a_restore_that_loses_only_a_consent_is_told(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], what: str, lost: str
) -> None:
    old = backup(newsroom)
    if what == "a sign-up":
        join(newsroom.store, "late@example.org", NOW)
    elif what == "a move":
        move(newsroom, readers["anna"])
    else:
        take(newsroom, 3)
    assert loss(folder) == ""
    restore(newsroom, old)
    for _ in range(2):
        told = loss(folder)
        assert "whose consent log ended with record 6, and " in told
        assert lost in told
        assert "@" not in told


def test_a_restore_that_loses_only_withdrawals_has_lost_nobody(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old = backup(newsroom)
    for name in ("anna", "boris"):
        unsubscribe(newsroom.store, readers[name], "x", NOW)
    restore(newsroom, old)
    assert loss(folder) == ""
    with Newsroom(folder, {}) as again:
        assert [one.lost for one in audit_consent(again.store).restores] == [0]


def test_a_second_restore_does_not_hide_what_the_first_has_lost(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old = backup(newsroom)
    join(newsroom.store, "late@example.org", NOW)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        again_old = backup(again)
        for name in ("anna", "boris"):
            unsubscribe(again.store, readers[name], "x", NOW)
        restore(again, again_old)
    assert "2 later entries are lost" in loss(folder)


def test_an_import_writes_a_line_for_each_thousand_rows_and_none_for_those_that_change_nothing(
    newsroom: Newsroom,
) -> None:
    take(newsroom, 2 * CHUNK + 1)
    list(import_csv(newsroom.store, [HEADER, "reader1@example.org,,2025-03-01T10:00:00Z\n"], EVIDENCE, NOW))
    assert [line.kind for line in newsroom.store.journal.file.lines()].count(HEAD) == 3


def test_a_confirmation_that_is_undone_by_a_kill_is_no_restore(newsroom: Newsroom, folder: Path) -> None:
    join(newsroom.store, "first@example.org", NOW)
    _, mail = ask(newsroom.store, "late@example.org", NOW)
    killed = KeyboardInterrupt("killed at the commit")

    def kill(_connection: object) -> None:
        raise killed

    event.listen(newsroom.engine, "commit", kill)
    with pytest.raises(KeyboardInterrupt):
        confirm(newsroom.store, mail.tokens[0], NOW)
    event.remove(newsroom.engine, "commit", kill)
    assert loss(folder) == ""
    with Newsroom(folder, {}) as again:
        assert audit_consent(again.store).restores == ()


@pytest.mark.parametrize("held", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_whoever_confirmed_is_told_so_though_the_journal_is_gone_or_held(
    newsroom: Newsroom, folder: Path, *, held: bool
) -> None:
    _, mail = ask(newsroom.store, "late@example.org", NOW)
    with (folder / JOURNAL).open("rb") as other:
        if held:
            fcntl.flock(other, fcntl.LOCK_EX)
        else:
            (folder / JOURNAL).unlink()
        assert confirm(newsroom.store, mail.tokens[0], NOW)
    assert newsroom.store.counts()["confirmed"] == 1
