"""The files of pictures: whole or not at all, never changed, readable for a program that carries them elsewhere."""

from pathlib import Path

import pytest

from digest.errors import PictureUnreadable
from digest.storage.picture_files import PictureFolder


def test_a_file_is_kept_under_its_name_and_never_changed(tmp_path: Path) -> None:
    files = PictureFolder(tmp_path / "data" / "pictures")
    assert not files.has("a.jpg")
    files.keep("a.jpg", b"one")
    files.keep("a.jpg", b"another")
    assert files.has("a.jpg")
    (only,) = files.folder.iterdir()
    assert only.read_bytes() == b"one"
    assert only.stat().st_mode & 0o777 == 0o644


def test_what_cannot_be_written_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    with pytest.raises(PictureUnreadable, match=r"its copy cannot be written to .*pictures"):
        PictureFolder(tmp_path / "pictures").keep("a.jpg", b"one")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.jpg").mkdir()
    with pytest.raises(PictureUnreadable):
        PictureFolder(tmp_path / "full").keep("a.jpg", b"one")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["a.jpg"]
