"""A picks file is tidied in place: whole, readable for whom it was, and only if it says the same afterwards."""

import stat
from pathlib import Path

import pytest

from digest.editing.tidy import Change, tidy
from digest.errors import DigestError, InputProblems
from digest.storage.edition_files import EditionFiles
from tests.standins.sample import EDITION

TYPED = "subject: A vote: now\n\nsections:\n- name: News\n  picks:\n  - http://example.org/a\n"
TIDY = 'subject: "A vote: now"\n\nsections:\n  - name: "News"\n    picks:\n      - https://example.org/a\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "editions").mkdir()
    return tmp_path / f"editions/{EDITION}.yaml"


def test_the_file_is_written_and_what_was_changed_is_told(file: Path, tmp_path: Path) -> None:
    file.write_text(TYPED, "utf-8")
    changes = tidy(EditionFiles(tmp_path), EDITION)
    assert file.read_text("utf-8") == TIDY
    assert changes == [
        Change(1, ("subject: A vote: now",), ('subject: "A vote: now"',)),
        Change(
            4,
            ("- name: News", "  picks:", "  - http://example.org/a"),
            ('  - name: "News"', "    picks:", "      - https://example.org/a"),
        ),
    ]
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_second_time_nothing_is_written(file: Path, tmp_path: Path) -> None:
    file.write_text(TIDY, "utf-8")
    before = file.stat().st_ino
    assert tidy(EditionFiles(tmp_path), EDITION) == []
    assert file.stat().st_ino == before


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_who_may_read_the_file_stays_as_it_was(file: Path, tmp_path: Path, mode: int) -> None:
    file.write_text(TYPED, "utf-8")
    file.chmod(mode)
    assert tidy(EditionFiles(tmp_path), EDITION)
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_link_to_a_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    real = file.parent / "real.yaml"
    real.write_text(TYPED, "utf-8")
    file.symlink_to(real)
    assert tidy(EditionFiles(tmp_path), EDITION)
    assert file.is_symlink()
    assert real.read_text("utf-8") == TIDY


@pytest.mark.parametrize("text", ['subject: "A vote\n', "subject: S\ntytel: T\n", "", "PK\x03\x04", "words\n"])
def test_a_file_with_errors_is_left_as_it_is(file: Path, tmp_path: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(InputProblems) as error:
        tidy(EditionFiles(tmp_path), EDITION)
    assert error.value.problems
    assert file.read_text("utf-8") == text


def test_an_edition_that_is_not_there_is_an_error(file: Path, tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="there is no editions/"):
        tidy(EditionFiles(tmp_path), EDITION)
    assert not file.exists()


def test_a_file_that_cannot_be_written_back_is_left_as_it_is(file: Path, tmp_path: Path) -> None:
    text = '{"subject": "S", "sections": [{"name": "N", "picks": ["https://example.org/a"]}]}\t'
    file.write_text(text, "utf-8")
    with pytest.raises(DigestError, match="it stays as it is"):
        tidy(EditionFiles(tmp_path), EDITION)
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        f"# Not before Anna has called\n---\n{TYPED}",
        f"--- # Not before Anna has called\n{TYPED}",
        TYPED.replace("- name: News\n  picks:", "- News: # keep me: Anna calls\n  picks:"),
    ],
)
def test_a_file_of_which_a_comment_would_be_lost_stays_as_it_is(file: Path, tmp_path: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    try:
        tidy(EditionFiles(tmp_path), EDITION)
    except DigestError:
        assert file.read_text("utf-8") == text
    else:
        assert "Anna" in file.read_text("utf-8")
