"""The letters on disk are found by name alone: nothing leads out of their folder, nothing waits, nothing is changed."""

import os
import time
from pathlib import Path

import pytest

from digest.storage.outbox_folder import OutboxFolder


def put(folder: Path, name: str, text: str = "To: a@b.example\n\nx", at: float = 0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    os.utime(folder / name, (at, at))


def test_folders_and_letters_come_newest_first(tmp_path: Path) -> None:
    put(tmp_path / "2026-11-20", "a.eml", at=10)
    put(tmp_path / "2026-11-27", "b.eml", at=20)
    put(tmp_path / "2026-11-27", "_-c.eml", at=30)
    put(tmp_path / "2026-11-27", "-d.eml", at=25)  # an earlier version's
    (tmp_path / "empty").mkdir()
    outbox = OutboxFolder(tmp_path)
    assert [(box.folder, box.letters) for box in outbox.mailboxes()] == [("2026-11-27", 3), ("2026-11-20", 1)]
    assert [one.name for one in outbox.letters("2026-11-27")] == ["_-c", "-d", "b"]
    assert outbox.read("2026-11-27", "-d", 6) == b"To: a@"


def test_there_is_nothing_where_no_letter_was_written_yet(tmp_path: Path) -> None:
    assert OutboxFolder(tmp_path / "outbox").mailboxes() == []


def test_what_is_no_letter_of_ours_is_counted_and_not_shown(tmp_path: Path) -> None:
    box = tmp_path / "letters"
    put(box, "letter-1.eml")
    put(box, "half.part")
    put(box, "anna@example.org.eml")
    put(box, "two\nlines.eml")
    put(box, "notes.txt")
    (box / "folder.eml").mkdir()
    (box / "away.eml").symlink_to("/etc/passwd")
    os.mkfifo(box / "pipe.eml")
    outbox = OutboxFolder(tmp_path)
    assert [one.name for one in outbox.letters("letters")] == ["letter-1"]
    assert outbox.others("letters") == 6
    assert [outbox.read("letters", name, 9) for name in ("folder", "away", "pipe", "none")] == [None] * 4


@pytest.mark.parametrize("name", ["../secret", "..", ".", "", "a/b", "a\x00", "%2e%2e", "a\n", "x" * 101, "ä"])
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    put(tmp_path, "secret.eml")
    put(tmp_path / "outbox" / "letters", "a.eml")
    outbox = OutboxFolder(tmp_path / "outbox")
    assert outbox.read("letters", name, 9) is None
    assert outbox.read(name, "a", 9) is None
    assert (list(outbox.letters(name)), outbox.others(name)) == ([], 0)


def test_a_folder_that_is_a_link_is_none(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "a.eml")
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "letters").symlink_to(tmp_path / "elsewhere")
    outbox = OutboxFolder(tmp_path / "outbox")
    assert (outbox.mailboxes(), outbox.read("letters", "a", 9)) == ([], None)


def test_a_letter_that_comes_is_seen_also_at_once_after_another(tmp_path: Path) -> None:
    outbox = OutboxFolder(tmp_path)
    for number in range(20):
        put(tmp_path / "letters", f"{number}.eml")
        assert len(outbox.letters("letters")) == number + 1


def test_a_large_folder_is_listed_once_while_it_does_not_change(tmp_path: Path) -> None:
    put(tmp_path / "letters", "a.eml")
    os.utime(tmp_path / "letters", (1, 1))
    outbox = OutboxFolder(tmp_path)
    assert outbox.letters("letters") is outbox.letters("letters")
    os.utime(tmp_path / "letters", (time.time(), time.time()))
    assert outbox.letters("letters") is not outbox.letters("letters"), "it has just changed, and may again"
