"""What stands in the files beside a journal is read once, in its order, and in doubt too much of it."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.storage.journal_file import JournalFile, JournalLost
from subscribers.storage.journal_line import JournalEnd, JournalLine
from subscribers.storage.kept_journals import JournalMark, Readable, begin_another, copies, find_readable, kept_files

AT = "2026-11-27T05:00:00+00:00"
EARLIER = "2026-11-27T04:00:00+00:00"


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    made = JournalFile(tmp_path / "journal")
    made.begin(AT)
    return made


def write(journal: JournalFile, *kinds: str) -> list[JournalLine]:
    return [journal.append(AT, kind) for kind in kinds]


def mark_behind(line: JournalLine) -> JournalMark:
    return JournalMark(line.journal, JournalEnd(line.ends, line.link))


def read(journal: JournalFile, last: JournalLine, *ahead: JournalLine) -> Readable:
    """Read as a database does that has applied everything up to `last`, and the lines `ahead` of it."""
    return find_readable(mark_behind(last), {line.link for line in ahead}, copies(journal))


def told(lines: Readable) -> str:
    """Return the kinds of the lines that wait, but for those that journals write themselves."""
    return "".join(line.kind for line in lines.waiting if line.kind not in {"journal", "continued"})


def beside(journal: JournalFile, name: str) -> Path:
    return journal.path.with_name(f"{journal.path.name}-{name}")


def another(journal: JournalFile, at: str = AT) -> JournalFile:
    names = find_readable(None, (), copies(journal)).names
    return JournalFile(begin_another(journal, at, names))


def test_each_is_kept_under_a_number_and_their_order_does_not_hang_on_the_clock(journal: JournalFile) -> None:
    (line,) = write(journal, "a")
    for number, kind in enumerate("bcdefghijkl"):  # two digits sort as numbers
        another(journal, EARLIER if number % 2 else AT)
        write(journal, kind)
    assert [file.path.name for file in kept_files(journal)] == [f"journal-{number}" for number in range(1, 12)]
    assert told(read(journal, line)) == "bcdefghijkl"


def test_files_that_an_earlier_version_kept_come_first(journal: JournalFile) -> None:
    (line,) = write(journal, "a")
    another(journal).path.rename(beside(journal, AT))
    write(journal, "b")
    another(journal)
    write(journal, "c")
    assert [file.path.name for file in kept_files(journal)] == [f"journal-{AT}", "journal-1"]
    assert told(read(journal, line)) == "bc"


def test_the_lines_of_journals_before_the_one_that_is_followed_do_not_wait(journal: JournalFile) -> None:
    write(journal, "a")
    another(journal)
    (line,) = write(journal, "b")
    write(journal, "c")
    found = read(journal, line)
    assert told(found) == "c"
    assert [one.kind for one in found.lines if len(one.kind) == 1] == ["a", "b", "c"]


def test_a_journal_names_those_before_it_so_lines_wait_though_the_followed_one_was_deleted(
    journal: JournalFile,
) -> None:
    (line,) = write(journal, "a")
    another(journal).path.unlink()
    write(journal, "b")
    found = read(journal, line)
    assert (told(found), found.found) == ("b", True)


def test_also_the_one_that_the_database_followed_is_named(journal: JournalFile) -> None:
    (line,) = write(journal, "a")
    journal.path.unlink()
    begin_another(journal, AT, read(journal, line).names)
    assert line.journal in journal.names()


@pytest.mark.parametrize("name", ["damaged", "old", "0", "2026-11-27"])
@pytest.mark.parametrize("lines", [2, 3, 4, 9])
def test_a_copy_that_somebody_laid_beside_it_changes_nothing(journal: JournalFile, name: str, lines: int) -> None:
    write(journal, "a", "b")
    (line,) = write(journal, "c")
    write(journal, "d", "e")
    beside(journal, name).write_bytes(b"".join(journal.path.read_bytes().splitlines(keepends=True)[:lines]))
    found = read(journal, line)
    assert (told(found), found.damaged, found.in_doubt) == ("de", 0, False)


@pytest.mark.parametrize("name", ["found", "7"])
def test_lines_that_only_a_copy_holds_wait_too(journal: JournalFile, name: str) -> None:
    (line,) = write(journal, "a")
    old = journal.path.read_bytes()
    write(journal, "b")
    shutil.copy(journal.path, beside(journal, name))
    journal.path.write_bytes(old)  # an old copy was put back, and others wrote on into it
    write(journal, "c")
    assert told(read(journal, line)) == "bc"


def test_of_a_line_that_is_damaged_here_and_sound_in_a_copy_the_sound_one_counts(journal: JournalFile) -> None:
    (line,) = write(journal, "a")
    write(journal, "b", "c")
    shutil.copy(journal.path, beside(journal, "copy"))
    journal.path.write_bytes(journal.path.read_bytes().replace(b" b\n", b" x\n"))
    found = read(journal, line)
    assert (told(found), found.damaged) == ("bc", 0)


def test_a_copy_stands_where_its_journal_does(journal: JournalFile) -> None:
    line, _ = write(journal, "a", "b")
    another(journal)
    write(journal, "c")
    shutil.copy(journal.path, beside(journal, "copy"))
    assert told(read(journal, line)) == "bc"


def test_of_two_that_lost_their_beginning_the_one_with_the_line_applied_last_is_followed(journal: JournalFile) -> None:
    write(journal, "a")
    kept = another(journal)
    (line,) = write(journal, "b")
    write(journal, "c")
    for file in (kept, journal):
        file.path.write_bytes(file.path.read_bytes().replace(b" journal ", b" jour-al "))
    found = read(journal, line)
    assert (told(found), found.found, found.in_doubt) == ("c", True, False)


def test_those_before_it_are_named_also_where_the_last_lost_its_beginning(journal: JournalFile) -> None:
    (first,) = journal.names()
    another(journal)
    journal.path.write_bytes(journal.path.read_bytes().replace(b" journal ", b" jour-al "))
    another(journal)
    assert first in journal.names()


def _zero_first_block(lines: list[bytes]) -> list[bytes]:
    size = len(b"".join(lines[:3])) - 5
    return [b"\x00" * size + b"".join(lines)[size:]]


def _cut_out(lines: list[bytes]) -> list[bytes]:
    return [lines[0], *lines[4:]]


def _cut_out_to_the_end_and_written_on(lines: list[bytes]) -> list[bytes]:
    return lines[:2]


@pytest.mark.parametrize(
    ("damage", "waits"), [(_zero_first_block, "defg"), (_cut_out, "efg"), (_cut_out_to_the_end_and_written_on, "ag")]
)
def test_where_the_line_that_was_applied_last_is_gone_all_lines_wait(
    journal: JournalFile, damage: Callable[[list[bytes]], list[bytes]], waits: str
) -> None:
    _, line, *_ = write(journal, "a", "b", "c", "d", "e", "f")
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(damage(lines)))
    write(journal, "g")
    found = read(journal, line)
    assert (told(found)[-len(waits) :], found.in_doubt) == (waits, True)


def test_lines_applied_beyond_the_mark_do_not_wait(journal: JournalFile) -> None:
    line, _, third = write(journal, "a", "b", "c")
    assert told(read(journal, line, third)) == "b"


def test_another_newsrooms_journal_does_not_wait_and_that_ones_own_is_missing_is_said(
    journal: JournalFile, tmp_path: Path
) -> None:
    (line,) = write(journal, "a")
    foreign = JournalFile(tmp_path / "elsewhere" / "journal")
    foreign.begin(AT)
    write(foreign, "b")
    found = read(foreign, line)
    assert (told(found), found.found) == ("", False)


def test_a_database_that_follows_none_yet_has_to_do_all(journal: JournalFile) -> None:
    write(journal, "a")
    found = find_readable(None, set(), copies(journal))
    assert (told(found), found.found, found.in_doubt) == ("a", True, False)


def test_one_that_went_on_in_another_that_is_not_here_says_since_when(journal: JournalFile) -> None:
    (line,) = write(journal, "a")
    kept = another(journal)
    assert read(journal, line).absent_since == ""
    shutil.copy(kept.path, journal.path)
    assert read(journal, line).absent_since == AT


def test_a_line_that_a_crash_cut_off_is_none_that_nobody_can_read(journal: JournalFile) -> None:
    (line,) = write(journal, "a")
    with journal.path.open("ab") as file:
        file.write(b"0123456789abcdef 2026-11-")
    assert read(journal, line).damaged == 0


def test_what_is_no_journal_is_replaced_without_a_word_in_it(journal: JournalFile) -> None:
    journal.path.write_text("somebody's notes\n")
    kept = another(journal)
    assert kept.path.read_text() == "somebody's notes\n"
    with pytest.raises(JournalLost, match="is no journal"):
        kept.names()


def test_what_is_no_journal_beside_it_is_in_nobodys_way(journal: JournalFile) -> None:
    (line,) = write(journal, "a")
    another(journal).path.rename(beside(journal, "old"))
    beside(journal, "older").mkdir()
    beside(journal, "old.gz").write_bytes(gzip.compress(journal.path.read_bytes()) + b"\n")
    assert read(journal, line).damaged == 0
    assert another(journal).path.name == "journal-1"


@given(acts=st.lists(st.sampled_from(["write", "apply", "another", "copy", "lose a copy"]), min_size=3, max_size=12))
def test_whatever_was_begun_copied_and_lost_the_lines_behind_the_mark_wait_once_each_in_order(acts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        journal = JournalFile(Path(folder) / "journal")
        journal.begin(AT)
        written, copied = [journal.append(AT, "n0")], list[Path]()
        applied = written[0]
        for number, act in enumerate(acts, 1):
            if act == "write":
                written.append(journal.append(AT, f"n{number}"))
            elif act == "apply" and written[-1].journal == journal.names()[0]:
                applied = written[-1]
            elif act == "another":
                begin_another(journal, AT, read(journal, applied).names)
            elif act == "copy":
                copied.append(beside(journal, f"copy{number}"))
                shutil.copy(journal.path, copied[-1])
            elif copied:
                copied.pop().unlink()
        found = read(journal, applied)
        waiting = [line.kind for line in found.waiting if line.kind.startswith("n")]
        assert waiting == [line.kind for line in written[written.index(applied) + 1 :]]
        assert [line.kind for line in found.lines if line.kind.startswith("n")] == [line.kind for line in written]
        assert (found.damaged, found.in_doubt, found.found, found.absent_since) == (0, False, True, "")
