"""The web as a newsroom's settings let it be read."""

import stat
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.errors import PageUnreadable, WorkerFailed
from tests.standins.hostile_pages import STORY
from tests.standins.newspaper import Newspaper, Page

REHEARSAL = {"DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES": "true"}
TAGGED = Page(STORY, 200, {"Content-Type": "text/html", "ETag": '"1"'})
NO_PROGRAMS = Page(b"User-agent: *\nDisallow: /", 200, {"Content-Type": "text/plain"})


def test_a_newsroom_says_who_it_is_and_keeps_what_it_reads_to_itself(folder: Path) -> None:
    with Newspaper(pages={"/2026/a": TAGGED}) as site, Newsroom(folder, REHEARSAL) as newsroom:
        assert newsroom.pages.read(f"{site.url}/2026/a").title == "The story"
        own = newsroom.settings.digest
        assert site.headers[0]["User-Agent"] == f"friday-digest (+{own.base_url}; {own.contact})"
    (kept,) = (folder / "data/pages").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_newsroom_that_is_closed_reads_nothing_more(folder: Path) -> None:
    with Newspaper(pages={"/2026/a": TAGGED}) as site:
        with Newsroom(folder, REHEARSAL) as newsroom:
            newsroom.pages.read(f"{site.url}/2026/a")
        with pytest.raises((PageUnreadable, WorkerFailed), match="stopped"):
            newsroom.pages.read(f"{site.url}/2026/a")


def test_a_newsrooms_own_site_is_read_whatever_it_asks_other_programs(folder: Path) -> None:
    with Newspaper(pages={"/2026/a": TAGGED, "/robots.txt": NO_PROGRAMS}) as site:
        with Newsroom(folder, REHEARSAL) as newsroom, pytest.raises(PageUnreadable, match="asks programs not to"):
            newsroom.pages.read(f"{site.url}/2026/a")
        with Newsroom(folder, REHEARSAL | {"DIGEST_ARTICLES__OWN_HOSTS": "127.0.0.1"}) as newsroom:
            assert newsroom.pages.read(f"{site.url}/2026/a").title == "The story"
