"""A site of plain files has every file whole, as it was or as it is, and loses none."""

import resource
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


def test_odd_lines_and_links_in_the_folder_are_no_way_out_of_it(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    site.mkdir()
    elsewhere.mkdir()
    (elsewhere / "mine.png").write_bytes(b"theirs")
    (site / "link.png").symlink_to(elsewhere / "mine.png")
    (site / "round").symlink_to(site / "round")
    (site / ".digest-site").write_bytes(b"link.png\nround\n\x00\nno\x07ise\n")
    assert FileSite(site).keep(()) == 2, "links themselves are the site's"
    assert (elsewhere / "mine.png").read_bytes() == b"theirs"


def test_a_part_of_the_site_on_another_disk_is_written_and_deleted_there(tmp_path: Path) -> None:
    site, disk = tmp_path / "site", tmp_path / "disk"
    site.mkdir()
    disk.mkdir()
    (site / "editions").symlink_to(disk)
    FileSite(site).write("editions/a.html", b"a")
    assert (disk / "a.html").exists()
    assert FileSite(site).keep(()) == 1
    assert not (disk / "a.html").exists()


def test_a_list_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    FileSite(tmp_path).write("a.html", b"a")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, hard))  # as a full disk would
    try:
        with pytest.raises(DigestError, match="cannot be written"):
            FileSite(tmp_path).keep({"a.html", "b.html"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / ".digest-site").read_text() == "a.html\n"


def test_one_export_at_a_time_works_on_a_folder(tmp_path: Path) -> None:
    other = FileSite(tmp_path).alone()
    with FileSite(tmp_path).alone(), pytest.raises(DigestError, match="another export is writing"):
        other.__enter__()
    with FileSite(tmp_path).alone():
        pass
