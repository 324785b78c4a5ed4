"""The inbox on disk: several write at once, people save it meanwhile, and nothing of anybody is lost."""

import codecs
import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.edition.inbox_file import MOST_LINKS
from digest.edition.inbox_link import BY_HAND, Given, InboxLink, given_link
from digest.errors import DigestError, InboxFull
from digest.storage.inbox_file import LinkInboxFile

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SITE = "https://lantern.example"


def link(name: str) -> InboxLink:
    found = given_link(Given(f"{SITE}/{name}"), BY_HAND, NOW)
    assert isinstance(found, InboxLink)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "editions").mkdir()
    return tmp_path / "editions/inbox.yaml"


def inbox_of(file: Path) -> LinkInboxFile:
    return LinkInboxFile(file.parents[1])


def names(file: Path) -> list[str]:
    return [one.url.removeprefix(f"{SITE}/") for one in inbox_of(file).read().links]


def test_the_first_link_makes_the_file_and_the_next_stand_behind_it(file: Path) -> None:
    inbox = inbox_of(file)
    assert inbox.read().links == ()
    assert inbox.append([link("a")]) == 1
    assert inbox.append([link("b"), link("a"), link("c")]) == 2
    assert names(file) == ["a", "b", "c"]
    assert file.read_text(encoding="utf-8").startswith("# Links that wait for an edition")
    assert [one.name for one in file.parent.iterdir()] == ["inbox.yaml"], "nothing is left beside it"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_every_byte_that_stood_there_stays_in_its_encoding(file: Path, encoding: str) -> None:
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    before = mark + f"# це наше\r\n- {SITE}/a   # тут\r\n\r\n".encode(encoding)
    file.write_bytes(before)
    file.chmod(0o640)
    inbox_of(file).append([link("b")])
    assert file.read_bytes().startswith(before)
    assert names(file) == ["a", "b"]
    assert file.stat().st_mode & 0o777 == 0o640


def test_what_is_known_already_changes_no_byte_and_takes_as_long(file: Path) -> None:
    inbox_of(file).append([link("a")])
    before, number = file.read_bytes(), file.stat().st_ino
    assert inbox_of(file).append([link("a")]) == 0
    assert file.read_bytes() == before
    assert file.stat().st_ino != number, "it was written anew: the time that takes says nothing of what stands in it"


def test_a_file_behind_a_link_stays_behind_it(file: Path) -> None:
    elsewhere = file.parent / "elsewhere.yaml"
    elsewhere.write_text(f"- {SITE}/a\n", encoding="utf-8")
    file.symlink_to(elsewhere)
    inbox_of(file).append([link("b")])
    assert file.is_symlink()
    assert names(file) == ["a", "b"]


def test_a_full_inbox_takes_nothing_and_says_what_to_do(file: Path) -> None:
    file.write_text("".join(f"- {SITE}/{number}\n" for number in range(MOST_LINKS)), encoding="utf-8")
    before = file.read_bytes()
    for one in (link("new"), link("1")):
        with pytest.raises(InboxFull, match="holds at most 500 links and 200 kB; delete those that are done with"):
            inbox_of(file).append([one])
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"\xff\xfe\xff", "UTF-8"), (b"- a\0b", "no text"), (f"[{SITE}/a]\n".encode(), "nothing can be put behind")],
)
def test_a_file_that_cannot_be_written_behind_is_left_as_it_is(file: Path, data: bytes, why: str) -> None:
    file.write_bytes(data)
    with pytest.raises(DigestError, match=why):
        inbox_of(file).append([link("b")])
    assert file.read_bytes() == data


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda file: file.symlink_to("/nonexistent")])
def test_what_is_no_file_is_a_problem_and_takes_no_links(file: Path, make: Callable[[Path], object]) -> None:
    make(file)
    (problem,) = inbox_of(file).read().problems
    assert str(problem).startswith("editions/inbox.yaml:1:1: error: the file cannot be read")
    with pytest.raises(DigestError, match=r"inbox\.yaml cannot be written \(it is "):
        inbox_of(file).append([link("a")])


def test_a_newsroom_without_its_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="cannot be opened"):
        LinkInboxFile(tmp_path / "nowhere").append([link("a")])


def test_all_of_many_who_write_at_once_are_there_each_whole(file: Path) -> None:
    def add(number: int) -> int:
        return inbox_of(file).append([link(f"{number}-{part}") for part in range(3)])

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(add, range(24))) == [3] * 24
    found = names(file)
    assert len(found) == 72
    assert all(found[at : at + 3] == [f"{found[at][:-2]}-{part}" for part in range(3)] for at in range(0, 72, 3))


def test_whoever_writes_waits_for_its_turn(file: Path) -> None:
    """Without it two that read the same could both find it unchanged in the instant before they write."""
    folder = os.open(file.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(inbox_of(file).append, [link("a")])
        with pytest.raises(TimeoutError):
            done.result(timeout=0.2)
        os.close(folder)
        assert done.result(timeout=10) == 1


@pytest.mark.slow
def test_several_processes_lose_nothing_of_one_another(file: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.digest.storage.test_inbox_file import inbox_of, link\n"
        "for number in range(10): inbox_of(Path(sys.argv[1])).append([link(f'{sys.argv[2]}-{number}')])"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(file), str(one)]) for one in range(4)]
    assert [process.wait(timeout=120) for process in running] == [0] * 4
    assert sorted(names(file)) == sorted(f"{one}-{number}" for one in range(4) for number in range(10))


class Meanwhile:
    """Whoever saves the file between two steps of ours, once."""

    def __init__(self, file: Path, text: str, *, in_place: bool) -> None:
        self._file, self._text, self._in_place, self.saved = file, text, in_place, False

    def save(self) -> None:
        if self.saved:
            return
        self.saved = True
        if self._in_place:
            self._file.write_text(self._text, encoding="utf-8")
            return
        beside = self._file.with_name("editor.tmp")
        beside.write_text(self._text, encoding="utf-8")
        beside.replace(self._file)


class SavedAsItIsRead(Sequence[InboxLink]):
    """A link as whose words are asked for an editor saves the file: between our reading it and our writing it."""

    def __init__(self, editor: Meanwhile) -> None:
        self._editor = editor

    def __len__(self) -> int:
        return 1

    def __getitem__(self, at: object) -> InboxLink:  # type: ignore[override]
        self._editor.save()
        return (link("new"),)[at]  # type: ignore[call-overload]


@pytest.mark.parametrize("in_place", [True, False])
def test_what_an_editor_saves_while_links_are_added_stays(file: Path, in_place: bool) -> None:
    """The step between reading and writing is where our own text is made, so that is where the editor saves."""
    file.write_text(f"- {SITE}/a\n", encoding="utf-8")
    editor = Meanwhile(file, f"- {SITE}/a\n- {SITE}/hand # mine\n", in_place=in_place)

    inbox_of(file).append(SavedAsItIsRead(editor))
    assert editor.saved
    assert names(file) == ["a", "hand", "new"]
    assert "# mine" in file.read_text(encoding="utf-8")


def test_what_an_editor_writes_into_the_old_file_as_the_new_one_comes_is_taken_over(file: Path) -> None:
    file.write_text(f"- {SITE}/a\n", encoding="utf-8")
    opened = file.open("a", encoding="utf-8")

    def replace(temporary: Path, place: Path) -> None:
        temporary.replace(place)
        if not opened.closed:
            opened.write(f"- {SITE}/hand # mine\n")
            opened.close()

    LinkInboxFile(file.parents[1], replace).append([link("new")])
    assert names(file) == ["a", "hand", "new"]


UNFIT = f"[{SITE}/hand]\n"
"""What nothing can be put behind."""


def test_what_an_editor_saves_meanwhile_stays_also_where_nothing_can_be_added(file: Path) -> None:
    file.write_text(f"- {SITE}/a\n", encoding="utf-8")
    editor, replaced = Meanwhile(file, UNFIT, in_place=False), list[Path]()

    def replace(temporary: Path, place: Path) -> None:
        replaced.append(place)
        temporary.replace(place)

    with pytest.raises(DigestError, match="nothing can be put behind"):
        LinkInboxFile(file.parents[1], replace).append(SavedAsItIsRead(editor))
    assert file.read_text(encoding="utf-8") == UNFIT
    assert replaced == [], "theirs was never taken away"


def test_what_is_taken_over_from_the_old_file_stays_also_where_nothing_can_be_added(file: Path) -> None:
    file.write_text(f"- {SITE}/a\n", encoding="utf-8")
    opened = file.open("w+", encoding="utf-8")
    opened.write(f"- {SITE}/a\n")
    opened.flush()

    def replace(temporary: Path, place: Path) -> None:
        temporary.replace(place)
        if not opened.closed:
            opened.seek(0)
            opened.truncate()
            opened.write(UNFIT)
            opened.close()

    with pytest.raises(DigestError, match="nothing can be put behind"):
        LinkInboxFile(file.parents[1], replace).append([link("new")])
    assert file.read_text(encoding="utf-8") == UNFIT


def test_a_disk_that_is_full_leaves_everything_as_it_was(file: Path) -> None:
    file.write_text(f"- {SITE}/a\n", encoding="utf-8")

    def replace(_temporary: Path, _place: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(DigestError, match="cannot be written"):
        LinkInboxFile(file.parents[1], replace).append([link("new")])
    assert names(file) == ["a"]
    assert [one.name for one in file.parent.iterdir()] == ["inbox.yaml"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_what_is_taken_out_goes_and_every_other_byte_stays_in_its_encoding(file: Path, encoding: str) -> None:
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    text = f"# це наше\r\n\r\n- {SITE}/a\r\n\r\n- {SITE}/b   # тут\r\n"
    file.write_bytes(mark + text.encode(encoding))
    file.chmod(0o640)
    said = inbox_of(file).would_take_out([link("a").page, link("b").page])
    assert file.read_bytes() == mark + text.encode(encoding)
    done = inbox_of(file).take_out([link("a").page, link("b").page])
    assert said == done
    assert [one.url for one in done.taken] == [f"{SITE}/a"]
    assert [one.url for one in done.left] == [f"{SITE}/b"]
    assert file.read_bytes() == mark + text.replace(f"- {SITE}/a\r\n", "").encode(encoding)
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_without_them_is_not_touched_and_one_that_is_not_there_is_not_made(file: Path) -> None:
    assert inbox_of(file).take_out([link("a").page]).taken == ()
    assert not file.exists()
    inbox_of(file).append([link("b")])
    before = file.stat().st_mtime_ns, file.stat().st_ino
    assert inbox_of(file).take_out([link("a").page]).taken == ()
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == before


def test_what_somebody_saves_while_it_is_tidied_is_not_lost(file: Path) -> None:
    inbox_of(file).append([link("a"), link("b")])
    times = 0

    def late(temporary: Path, place: Path) -> None:
        nonlocal times
        times += 1
        if times == 1:  # into the old file, at the moment in which the new one comes
            with place.open("a", encoding="utf-8") as old:
                old.write(f"- {SITE}/late\n")
        temporary.replace(place)

    LinkInboxFile(file.parents[1], late).take_out([link("a").page])
    assert names(file) == ["b", "late"]
