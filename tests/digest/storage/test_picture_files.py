"""The files of pictures: whole or not at all, never changed, readable for a program that carries them elsewhere."""

from pathlib import Path

import pytest

from digest.errors import PictureUnreadable
from digest.pictures.model import name_of
from digest.storage.picture_files import PictureFolder

ONE = name_of(b"one", "jpg")


def test_a_file_is_kept_under_its_name_and_never_changed(tmp_path: Path) -> None:
    files = PictureFolder(tmp_path / "data" / "pictures")
    assert not files.has(ONE)
    files.keep(ONE, b"one")
    files.keep(ONE, b"another")
    assert files.has(ONE)
    (only,) = files.folder.iterdir()
    assert only.read_bytes() == b"one"
    assert only.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("damage", [b"", b"on", b"One"])
def test_a_file_that_is_not_what_its_name_says_is_none_and_is_written_again(tmp_path: Path, damage: bytes) -> None:
    files = PictureFolder(tmp_path)
    files.keep(ONE, b"one")
    (tmp_path / ONE).write_bytes(damage)
    assert not files.has(ONE)
    files.keep(ONE, b"one")
    assert files.has(ONE)


def test_what_cannot_be_written_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    with pytest.raises(PictureUnreadable, match=r"its copy cannot be written to .*pictures"):
        PictureFolder(tmp_path / "pictures").keep("a.jpg", b"one")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.jpg").mkdir()
    with pytest.raises(PictureUnreadable):
        PictureFolder(tmp_path / "full").keep("a.jpg", b"one")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["a.jpg"]
