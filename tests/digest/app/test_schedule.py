"""The jobs of the schedule: what is due goes out first; what cannot be sent and what cannot be forgotten wait alone."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from digest.app.container import Newsroom
from digest.app.schedule import build_jobs
from digest.delivery.mail import TransactionalMail
from digest.delivery.statuses import EditionState, Status
from digest.errors import InputProblems
from tests.standins.processes import due
from tests.standins.readers import populate
from tests.standins.sample import NOW

LONG_AGO = NOW - timedelta(days=400)


@pytest.fixture
def due_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a newsroom whose edition is due now, with an old mail that is to be forgotten."""
    for name, value in due(folder, datetime.now(UTC) - timedelta(minutes=2)).items():
        monkeypatch.setenv(name, value)
    mail = TransactionalMail("a@lantern.example", "x", "x", "x", "en")
    with Newsroom(folder) as newsroom:
        populate(newsroom.store, 20, NOW)
        newsroom.mail_queue.enqueue("old", [mail], LONG_AGO, LONG_AGO + timedelta(days=1))
        old = newsroom.mail_queue.claim(LONG_AGO)
        assert old
        newsroom.mail_queue.finish(old, Status.ACCEPTED, "")
    return folder


def look_with_a_fault(folder: Path, refused: str) -> None:
    """Look once, with a database that refuses one kind of statement."""
    with Newsroom(folder) as newsroom, newsroom.engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TRIGGER full BEFORE {refused} BEGIN SELECT RAISE(ABORT, 'no'); END")
    look, *_ = build_jobs(folder, lambda _line: None, threading.Event())
    with pytest.raises(IntegrityError):
        look()


def test_a_letter_that_is_due_goes_out_though_nothing_can_be_forgotten(due_room: Path) -> None:
    look_with_a_fault(due_room, "DELETE ON transactional_mail")
    with Newsroom(due_room) as newsroom:
        (opened,) = newsroom.reports.last_opened(9)
        assert opened.state is EditionState.SENT


@pytest.mark.slow
def test_what_need_not_be_kept_is_forgotten_though_no_letter_can_go_out(due_room: Path) -> None:
    look_with_a_fault(due_room, "INSERT ON edition")
    with Newsroom(due_room) as newsroom:
        assert newsroom.reports.last_opened(9) == []
        assert newsroom.mail_queue.counts("old") == {}


def break_settings(folder: Path) -> str:
    """Write a key nobody knows into digest.toml; return what stood there before."""
    file = folder / "digest.toml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("[schedule]", "[schedule]\ncolour = 1", 1), encoding="utf-8")
    return before


def test_settings_that_break_are_told_once_and_what_was_good_before_sends_the_letter(due_room: Path) -> None:
    lines: list[str] = []
    look, deliver, _ = build_jobs(due_room, lines.append, threading.Event())
    deliver()
    before = break_settings(due_room)
    for _ in range(3):
        look()
        deliver()
    with Newsroom(due_room, text=before) as newsroom:
        (opened,) = newsroom.reports.last_opened(9)
        assert opened.state is EditionState.SENT
    told = [line for line in lines if "digest.toml" in line]
    assert len(told) == 1
    assert "unknown key `colour` in [schedule]" in told[0]
    assert "digest.toml:" in told[0].split(": ", 1)[1], "where it is: file, line and column"
    (due_room / "digest.toml").write_text(before, encoding="utf-8")
    look()
    look()
    assert lines[-1] == "digest.toml is mended; what it says holds from now on"
    assert len([line for line in lines if "digest.toml" in line]) == 2
    break_settings(due_room)
    look()
    assert "unknown key" in lines[-1], "a fault that comes again after it was mended is news"


def test_another_database_is_taken_only_by_a_process_that_begins(due_room: Path) -> None:
    lines: list[str] = []
    look, *_ = build_jobs(due_room, lines.append, threading.Event())
    look()
    file = due_room / "digest.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        f'{text}\n[keys]\nfile = "elsewhere.json"\n'
        if "[keys]" not in text
        else text.replace("[keys]", '[keys]\nfile = "elsewhere.json"', 1),
        encoding="utf-8",
    )
    look()
    look()
    told = [line for line in lines if "names another place than when this program was started" in line]
    assert len(told) == 1


def test_settings_that_were_never_in_order_start_nothing(due_room: Path) -> None:
    break_settings(due_room)
    look, *_ = build_jobs(due_room, lambda _line: None, threading.Event())
    with pytest.raises(InputProblems, match="unknown key"):
        look()
