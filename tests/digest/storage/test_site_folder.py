"""A site of plain files has every file whole, as it was or as it is, and loses none."""

from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.storage.site_folder import FileSite


def test_a_file_is_written_once_and_replaced_when_it_is_another(tmp_path: Path) -> None:
    site = FileSite(tmp_path / "site")
    assert [site.write("a/b.html", body) for body in (b"one", b"one", b"two")] == [True, False, True]
    assert (tmp_path / "site/a/b.html").read_bytes() == b"two"
    assert (tmp_path / "site/a/b.html").stat().st_mode & 0o777 == 0o644


def test_what_else_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "theirs.html").write_bytes(b"theirs")
    FileSite(tmp_path).write("ours.html", b"ours")
    assert sorted(file.name for file in tmp_path.iterdir()) == [".digest-site", "ours.html", "theirs.html"]


def test_where_nothing_can_be_written_that_is_said_and_no_half_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    with pytest.raises(DigestError, match=r"index\.html cannot be written"):
        FileSite(tmp_path).write("index.html", b"x")
    assert sorted(file.name for file in tmp_path.iterdir()) == [".digest-site", "index.html"]


def test_what_an_earlier_export_wrote_is_taken_away_when_the_site_has_it_no_more(tmp_path: Path) -> None:
    for name in ("kept.html", "gone/page.html", "gone/other.html"):
        FileSite(tmp_path).write(name, b"ours")
    (tmp_path / "theirs.html").write_bytes(b"theirs")
    again = FileSite(tmp_path)
    again.write("kept.html", b"ours")
    again.write("new.html", b"ours")
    assert again.keep({"kept.html", "new.html"}) == 2
    assert sorted(file.name for file in tmp_path.rglob("*.html")) == ["kept.html", "new.html", "theirs.html"]
    assert FileSite(tmp_path).keep({"kept.html"}) == 1, "also what was written after the list was made"


def test_a_list_that_somebody_wrote_deletes_nothing_outside_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("theirs")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/.digest-site").write_text(f"../outside.txt\n{tmp_path}/outside.txt\n\n.\n..\n")
    assert FileSite(tmp_path / "site").keep(()) == 0
    assert (tmp_path / "outside.txt").read_text() == "theirs"
