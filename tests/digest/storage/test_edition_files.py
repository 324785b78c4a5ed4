"""Edition files on disk."""

from pathlib import Path

import pytest

from digest.articles.model import Article
from digest.edition.lock import Lock
from digest.errors import DigestError
from digest.storage.edition_files import EditionFiles
from tests.standins.sample import EDITION


def test_names_are_dates_in_order(folder: Path) -> None:
    for name in ("2026-12-04.yaml", "draft.yaml", "2025-01-03.yaml", "2026-13-01.yaml"):
        (folder / "editions" / name).write_text("x", encoding="utf-8")
    assert EditionFiles(folder).names() == ["2025-01-03", EDITION, "2026-12-04"]


def test_a_missing_edition_is_said_with_those_there_are(folder: Path) -> None:
    with pytest.raises(DigestError, match=r"no editions/2026-12-04.yaml \(editions here: 2026-11-27\)"):
        EditionFiles(folder).read("2026-12-04")


@pytest.mark.parametrize("ending", [".yml", ".YAML", ".yaml.txt"])
def test_a_file_under_nearly_the_right_name_is_pointed_to(folder: Path, ending: str) -> None:
    (folder / f"editions/2026-12-04{ending}").write_text("subject: S", encoding="utf-8")
    with pytest.raises(DigestError, match=f"there is editions/2026-12-04{ending}; rename it to 2026-12-04.yaml"):
        EditionFiles(folder).read("2026-12-04")


@pytest.mark.parametrize("name", ["editions/2026-12-04.yml", "2026-12-04.yml", "2026-12-04.yaml"])
def test_a_file_name_is_answered_with_the_date_in_it(folder: Path, name: str) -> None:
    with pytest.raises(DigestError, match="is no edition; name it by its date, such as 2026-12-04"):
        EditionFiles(folder).read(name)


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


def test_a_lock_is_replaced_whole(folder: Path) -> None:
    files = EditionFiles(folder)
    lock = Lock(EDITION, (Article(url="https://example.org/a", title="ю"),))
    files.write_lock(lock)
    assert files.read_lock(EDITION) == (lock, [])
    assert sorted(file.name for file in (folder / "editions").iterdir()) == [f"{EDITION}.lock.json", f"{EDITION}.yaml"]
