"""Edition files on disk."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from digest.articles.model import Article
from digest.edition.lock import Lock
from digest.errors import DigestError
from digest.problem import stop_the_letter
from digest.storage.alone import alone_in
from digest.storage.edition_files import EditionFiles, write_whole
from tests.standins.sample import EDITION


def test_names_are_dates_in_order(folder: Path) -> None:
    for name in ("2026-12-04.yaml", "draft.yaml", "2025-01-03.yaml", "2026-13-01.yaml"):
        (folder / "editions" / name).write_text("x", encoding="utf-8")
    assert EditionFiles(folder).names() == ["2025-01-03", EDITION, "2026-12-04"]


def test_a_missing_edition_is_said_with_those_there_are(folder: Path) -> None:
    with pytest.raises(DigestError, match=r"no editions/2026-12-04.yaml \(editions here: 2026-11-27\)"):
        EditionFiles(folder).read("2026-12-04")


@pytest.mark.parametrize(
    "file",
    [
        "2026-12-04.yml", "2026-12-04.YAML", "2026-12-04.yaml.txt", "2026-12-04", "2026-12-04 .yaml",
        "2026-12-4.yaml", "2026_12_04.yml", "2026.12.4.yaml", "20261204.yaml", "4.12.2026.yaml", "04-12-2026.yml",
    ],
)  # fmt: skip
def test_a_file_under_nearly_the_right_name_is_pointed_to(folder: Path, file: str) -> None:
    (folder / f"editions/{file}").write_text("subject: S", encoding="utf-8")
    with pytest.raises(DigestError, match=f"there is editions/{file}; rename it to 2026-12-04.yaml"):
        EditionFiles(folder).read("2026-12-04")


@pytest.mark.parametrize("file", ["2026-12-04.lock.json", "2026-12-05.yml", "2026-12-04-ideas.yaml", "2026-12.yaml"])
def test_a_file_that_is_another_is_not_pointed_to(folder: Path, file: str) -> None:
    (folder / f"editions/{file}").write_text("subject: S", encoding="utf-8")
    with pytest.raises(DigestError, match=r"there is no editions/2026-12-04\.yaml \(editions here: "):
        EditionFiles(folder).read("2026-12-04")


@pytest.mark.parametrize(
    ("name", "such"),
    [
        ("editions/2026-12-04.yml", "2026-12-04"),
        ("2026-12-04.yml", "2026-12-04"),
        ("2026-12-04.yaml", "2026-12-04"),
        ("2026-12-4", "2026-12-04"),
        ("4.12.2026", "2026-12-04"),
        ("2027-13-45", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("", "2026-11-27"),
    ],
)
def test_a_name_that_is_no_date_is_answered_with_one(folder: Path, name: str, such: str) -> None:
    words = f"`{name}` is no edition; name it by its date, such as {such}"
    with pytest.raises(DigestError) as error:
        EditionFiles(folder).read(name)
    assert str(error.value) == EditionFiles(folder).missing(name) == words


@pytest.mark.parametrize("name", ["../digest", "a/b", "..\\x"])
def test_an_edition_is_never_a_path(folder: Path, name: str) -> None:
    with pytest.raises(DigestError, match="is no edition"):
        EditionFiles(folder).read(name)


def test_a_file_in_another_encoding_is_said(folder: Path) -> None:
    (folder / f"editions/{EDITION}.yaml").write_bytes("subject: x\nпример".encode("cp1251"))
    edition, problems = EditionFiles(folder).read(EDITION)
    assert edition is None
    assert "not UTF-8 text (line 2)" in problems[0].what


def test_a_damaged_lock_is_a_problem_and_a_missing_one_is_not(folder: Path) -> None:
    files = EditionFiles(folder)
    assert files.read_lock("2026-12-04") == (None, [])
    (folder / f"editions/{EDITION}.lock.json").write_bytes(b"\xff")
    assert files.read_lock(EDITION)[1]


def test_a_damaged_lock_is_not_replaced(folder: Path) -> None:
    files, file = EditionFiles(folder), folder / f"editions/{EDITION}.lock.json"
    before, _ = files.read_lock(EDITION)
    file.write_text("<<<<<<< ours")
    assert not files.change_lock(before, Lock(EDITION, ()))
    assert not files.change_lock(None, Lock(EDITION, ()))
    assert file.read_text() == "<<<<<<< ours"
    file.unlink()
    assert not files.change_lock(before, Lock(EDITION, ())), "somebody deleted it to have all read anew"
    assert files.change_lock(None, Lock(EDITION, ()))


def test_a_lock_is_replaced_whole(folder: Path) -> None:
    files = EditionFiles(folder)
    lock = Lock(EDITION, (Article(url="https://example.org/a", title="ю"),))
    before, _ = files.read_lock(EDITION)
    assert files.change_lock(before, lock)
    assert files.read_lock(EDITION) == (lock, [])
    assert sorted(file.name for file in (folder / "editions").iterdir()) == [f"{EDITION}.lock.json", f"{EDITION}.yaml"]


BOOKING = "- {from: 2026-11-27, to: 2026-11-27, label: By N, words: W, url: 'https://n.example/'}\n"


def test_who_is_booked_for_the_day_of_an_edition_comes_with_it(folder: Path) -> None:
    files = EditionFiles(folder)
    before = files.read(EDITION)
    assert before[0] is not None
    assert (before[0].sponsor, before[1]) == (None, [])
    (folder / "sponsors.yaml").write_text(BOOKING)
    edition, problems = files.read(EDITION)
    assert edition is not None
    assert edition.sponsor is not None
    assert (edition.sponsor.label, problems) == ("By N", [])


@pytest.mark.parametrize("content", [b"\xff", "- {label: пример}".encode("cp1251"), b"- {from: x\n", b"words\n"])
def test_a_file_of_sponsors_that_cannot_be_read_stops_the_letter(folder: Path, content: bytes) -> None:
    (folder / "sponsors.yaml").write_bytes(content)
    _, problems = EditionFiles(folder).read(EDITION)
    assert stop_the_letter(problems)
    assert {problem.file for problem in problems} == {"sponsors.yaml"}


def test_what_cannot_be_opened_in_its_place_stops_the_letter_too(folder: Path) -> None:
    (folder / "sponsors.yaml").mkdir()
    assert [problem.what for problem in EditionFiles(folder).read(EDITION)[1]] == ["the file cannot be read"]


@pytest.mark.parametrize("file", ["sponsors.yml", "Sponsors.yml", "SPONSORS.YAML", "sponsors.yaml.txt", "sponsors"])
def test_a_file_of_sponsors_under_nearly_its_name_stops_the_letter_but_no_correction(folder: Path, file: str) -> None:
    (folder / file).write_text(BOOKING)
    edition, problems = EditionFiles(folder).read(EDITION)
    assert edition is not None
    assert [(problem.file, problem.what, problem.remedy) for problem in problems] == [
        ("sponsors.yaml", f"there is no sponsors.yaml, but there is {file}", "rename it to sponsors.yaml")
    ]
    assert stop_the_letter(problems)
    correction = f"{EDITION}-correction-1"
    (folder / "editions" / f"{correction}.yaml").write_text("subject: S\ncorrections: [C]\n")
    assert EditionFiles(folder).read(correction)[1] == []


@pytest.mark.parametrize("file", ["sponsors.yaml.bak", "our-sponsors.yml", "sponsors.txt"])
def test_a_file_that_is_no_file_of_sponsors_is_not_pointed_to(folder: Path, file: str) -> None:
    (folder / file).write_text(BOOKING)
    assert EditionFiles(folder).read(EDITION)[1] == []
    (folder / "sponsors.yml").write_text("")
    (folder / "sponsors.yaml").write_text(BOOKING)
    assert EditionFiles(folder).read(EDITION)[1] == [], "the file is there"


@pytest.mark.parametrize(
    ("start", "encoding"),
    [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")],
)
def test_a_changed_text_is_written_in_the_file_s_own_encoding(folder: Path, start: bytes, encoding: str) -> None:
    file, files = folder / f"editions/{EDITION}.yaml", EditionFiles(folder)
    file.write_bytes(start + "subject: Слово\r\n".encode(encoding))
    assert files.change_text(EDITION, "subject: Слово\r\n", "subject: Дело\r\n")
    assert file.read_bytes() == start + "subject: Дело\r\n".encode(encoding)


def test_a_file_that_was_saved_meanwhile_is_not_written_over(folder: Path) -> None:
    file, files = folder / f"editions/{EDITION}.yaml", EditionFiles(folder)
    before = file.read_bytes()
    assert not files.change_text(EDITION, "what somebody saw", "what they chose")
    assert file.read_bytes() == before


def test_whoever_changes_a_text_waits_for_the_one_who_is_at_it(folder: Path) -> None:
    file, files = folder / f"editions/{EDITION}.yaml", EditionFiles(folder)
    before = file.read_text(encoding="utf-8")
    with ThreadPoolExecutor(1) as pool:
        with alone_in(file.parent):
            other = pool.submit(files.change_text, EDITION, before, "subject: B\n")
            assert wait([other], timeout=0.2).not_done
            file.write_text("subject: A\n", encoding="utf-8")
        assert other.result(timeout=30) is False
    assert file.read_text(encoding="utf-8") == "subject: A\n"


def test_a_file_that_is_gone_is_not_changed(folder: Path) -> None:
    assert not EditionFiles(folder).change_text("2026-12-04", "a", "b")


ODD: tuple[Callable[[Path], object], ...] = (Path.mkdir, os.mkfifo, lambda file: file.symlink_to("/nonexistent"))


@pytest.mark.parametrize("name", [f"editions/{EDITION}.yaml", f"editions/{EDITION}.lock.json", "sponsors.yaml"])
@pytest.mark.parametrize("make", ODD, ids=["folder", "pipe", "link"])
def test_what_is_no_file_is_a_problem_under_its_name(folder: Path, make: Callable[[Path], object], name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    make(folder / name)
    files = EditionFiles(folder)
    problems = [*files.read(EDITION)[1], *files.read_lock(EDITION)[1]]
    assert stop_the_letter(problems)
    assert {problem.file for problem in problems} == {name}
    assert EDITION in files.names() or name.endswith(".yaml"), "it is listed, so that somebody sees it"


def test_nothing_is_written_to_where_a_link_leads_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    file, keys = folder / f"editions/{EDITION}.yaml", tmp_path / "keys"
    keys.write_text("secret", encoding="utf-8")
    file.unlink()
    file.symlink_to(keys)
    for write in (
        EditionFiles(folder).write_text,
        lambda name, text: EditionFiles(folder).change_text(name, "secret", text),
    ):
        with pytest.raises(
            DigestError, match=rf"editions/{EDITION}\.yaml cannot be written \(it is a link that leads out"
        ):
            write(EDITION, "subject: S")
    assert keys.read_text(encoding="utf-8") == "secret"


def test_what_cannot_be_written_is_named_without_the_place_of_the_newsroom(folder: Path) -> None:
    taken = folder / "editions/2026-12-04.lock.json/x"
    taken.mkdir(parents=True)
    with pytest.raises(DigestError, match=r"^editions/2026-12-04\.lock\.json cannot be written \(") as error:
        write_whole(taken.parent, b"")
    assert str(folder) not in str(error.value)
    with (
        alone_in(folder / "editions"),
        pytest.raises(DigestError, match="has been saving in editions for"),
        alone_in(folder / "editions", 0.05),
    ):
        pass
