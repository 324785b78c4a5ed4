"""Pages that are kept to be asked for only when they changed."""

import stat
from pathlib import Path

import pytest

from digest.fetching.page_cache import Kept, PageCache

URL, ACCEPT = "https://lantern.example/a", "text/html"
PAGE = Kept('"1"', "Tue, 24 Nov 2026 10:00:00 GMT", "text/html", "utf-8", b"a page")


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def test_a_page_is_found_again_as_it_was_and_asked_for_by_both_validators(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "pages")
    cache.keep(URL, ACCEPT, PAGE)
    assert cache.find(URL, ACCEPT) == PAGE
    assert PAGE.conditions == {"If-None-Match": '"1"', "If-Modified-Since": "Tue, 24 Nov 2026 10:00:00 GMT"}
    assert cache.find(URL, "application/json") is None
    assert cache.find(URL + "b", ACCEPT) is None


def test_nobody_else_may_read_it_and_its_address_is_not_to_be_seen(tmp_path: Path) -> None:
    PageCache(tmp_path / "pages").keep(URL, ACCEPT, PAGE)
    (file,) = files(tmp_path / "pages")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert b"lantern" not in file.read_bytes()
    assert "lantern" not in file.name


def test_a_page_without_a_validator_takes_the_place_of_none(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.keep(URL, ACCEPT, PAGE)
    cache.keep(URL, ACCEPT, Kept("", "", "text/html", None, b"another"))
    assert cache.find(URL, ACCEPT) is None
    assert files(tmp_path) == []


@pytest.mark.parametrize("damage", [b"", b"[]\n", b"\xff\xff", b'["1","","text/html",null,"0"]\nx', b"null\nx"])
def test_a_damaged_file_is_none(tmp_path: Path, damage: bytes) -> None:
    cache = PageCache(tmp_path)
    cache.keep(URL, ACCEPT, PAGE)
    (file,) = files(tmp_path)
    file.write_bytes(damage)
    assert cache.find(URL, ACCEPT) is None
    file.write_bytes(damage + b"\n")
    cache.keep(URL, ACCEPT, PAGE)
    assert cache.find(URL, ACCEPT) == PAGE


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, max_bytes=1_000)
    for number in range(20):
        cache.keep(f"{URL}/{number}", ACCEPT, PAGE)
    assert sum(file.stat().st_size for file in files(tmp_path)) <= 1_000
    assert cache.find(f"{URL}/19", ACCEPT) == PAGE
    assert cache.find(f"{URL}/0", ACCEPT) is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_place(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("a file")
    cache = PageCache(tmp_path / "pages")
    cache.keep(URL, ACCEPT, PAGE)
    assert cache.find(URL, ACCEPT) is None
