"""The journal's file survives what crashes leave, notices what was changed, and nobody else can read it."""

import fcntl
import multiprocessing
import resource
import signal
import threading
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from subscribers.policy.model import SuppressionReason
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.journal_file import JournalBusy, JournalFile, JournalLost
from subscribers.storage.journal_line import JournalEnd
from tests.standins.sample import NOW

AT = "2026-11-27T05:00:00+00:00"


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    made = JournalFile(tmp_path / "data" / "journal")
    made.begin(AT)
    return made


def kinds(journal: JournalFile) -> list[str]:
    return [line.kind for line in journal.lines()]


@pytest.mark.parametrize(
    "damage", ["2026-11-27T05:00:00+00:00 unsubs", "garbage", "\x00\xff", "x" * 10_000, "\x00" * 9_000]
)
def test_a_line_that_was_cut_off_is_replaced_by_the_next(journal: JournalFile, damage: str) -> None:
    first = journal.append(AT, "one")
    with journal.path.open("a", encoding="latin-1") as file:
        file.write(damage)
    assert kinds(journal) == ["journal", "one"]
    journal.verify()
    second = journal.append(AT, "two", "words")
    assert second.begins == first.ends
    assert kinds(journal) == ["journal", "one", "two"]
    assert list(journal.lines(JournalEnd(first.ends, first.link))) == [second]


def test_reading_ends_where_the_file_ended_when_it_began_however_many_write_meanwhile(journal: JournalFile) -> None:
    journal.append(AT, "one")
    found = []
    for line in journal.lines():
        found.append(line.kind)
        journal.append(AT, "two")
        assert len(found) < 10
    assert found == ["journal", "one"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b" one ", b" eno "),
        (b"05:00:00", b"05:00:01"),
        (b"alpha", b"alpha beta"),
        (b"\n", b"\n\n"),
        (b" 2026-11-27T05:00:00+00:00 one", b"_2026-11-27T05:00:00+00:00 one"),
    ],
)
def test_a_line_that_was_changed_is_noticed_with_its_place(journal: JournalFile, before: bytes, after: bytes) -> None:
    journal.append(AT, "one", "alpha")
    journal.append(AT, "two")
    journal.path.write_bytes(journal.path.read_bytes().replace(before, after, 1))
    with pytest.raises(JournalLost, match=r"was changed at byte .* does all that can still be read of it") as read:
        kinds(journal)
    with pytest.raises(JournalLost) as verified:
        journal.verify()
    assert str(verified.value) == str(read.value)


def test_a_line_that_was_read_is_not_taken_for_one_that_a_crash_cut_off(journal: JournalFile) -> None:
    last = journal.append(AT, "one")
    journal.path.write_bytes(journal.path.read_bytes()[:-1] + b"\x8a")
    with pytest.raises(JournalLost, match=f"was changed at byte {last.ends}"):
        list(journal.lines(JournalEnd(last.ends, last.link)))


def test_a_line_that_was_cut_out_is_noticed(journal: JournalFile) -> None:
    for kind in ("one", "two", "three"):
        journal.append(AT, kind)
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(lines[:1] + lines[2:]))
    with pytest.raises(JournalLost, match=f"was changed at byte {len(lines[0]) + 1}"):
        kinds(journal)


def test_a_missing_file_is_never_made_by_writing_to_it(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "journal")
    with pytest.raises(JournalLost, match="is missing"):
        journal.append(AT, "one")
    with pytest.raises(JournalLost, match="is missing"):
        kinds(journal)
    assert (journal.names(), journal.path.exists()) == ((), False)


def test_beginning_twice_changes_nothing(journal: JournalFile) -> None:
    before = journal.path.read_bytes()
    journal.begin(AT, ["2026-11-20T05:00:00+00:00 other"])
    assert journal.path.read_bytes() == before
    assert [file.name for file in journal.path.parent.iterdir()] == ["journal"]


def test_threads_that_write_at_once_make_one_chain(journal: JournalFile) -> None:
    def write(kind: str) -> None:
        for number in range(20):
            journal.append(AT, kind, str(number))

    threads = [threading.Thread(target=write, args=(f"thread-{one}",)) for one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kinds(journal)) == 1 + 4 * 20


def _write_much(path: Path) -> None:
    for number in range(50):
        JournalFile(path).append(AT, "one", str(number))


@pytest.mark.slow
def test_processes_that_write_at_once_make_one_chain(journal: JournalFile) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write_much, args=(journal.path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert len(kinds(journal)) == 1 + 3 * 50


def test_half_a_line_on_a_full_disk_is_taken_back(journal: JournalFile) -> None:
    journal.append(AT, "one")
    size = journal.path.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            journal.append(AT, "two")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert journal.path.stat().st_size == size
    journal.append(AT, "three")
    assert kinds(journal) == ["journal", "one", "three"]


def test_several_lines_are_written_at_once_each_with_its_own_link(journal: JournalFile) -> None:
    journal.append(AT, "one")
    written = journal.append_all([(AT, "two", "x"), (AT, "three")])
    assert journal.append_all([]) == []
    journal.append(AT, "four")
    assert kinds(journal) == ["journal", "one", "two", "three", "four"]
    assert list(journal.lines())[2:4] == written


def test_the_file_holds_no_address_and_is_private(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    suppress(newsroom.store, readers["boris"], SuppressionReason.MANUAL, "x", NOW)
    text = (folder / JOURNAL).read_text()
    assert len(text.splitlines()) == 1 + len(readers) + 2
    assert "@" not in text
    assert (folder / JOURNAL).stat().st_mode & 0o077 == 0


def test_a_program_that_froze_with_the_journal_in_hand_keeps_nobody_waiting_for_ever(journal: JournalFile) -> None:
    waiting = JournalFile(journal.path, patience=0.05)
    with journal.path.open("rb") as frozen:
        fcntl.flock(frozen, fcntl.LOCK_EX)
        with pytest.raises(JournalBusy, match="end the one that hangs"):
            waiting.append(AT, "one")
    waiting.append(AT, "two")
    assert kinds(journal) == ["journal", "two"]
