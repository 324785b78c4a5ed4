"""Pages that lead on to another address."""

import pytest

from digest.articles.forwarding import Onward, leads_on_to

URL = "https://lantern.example/2026/a"
NEXT = "https://lantern.example/b"


def onward(head: str, html: str = "<html>") -> Onward:
    return leads_on_to(f"<!doctype html>{html}<head>{head}</head><body><p>One moment".encode(), URL, "utf-8")


@pytest.mark.parametrize(
    "content",
    ["0; url=/b", "0;URL='/b'", '0; url="/b"', "3,/b", " 0 ; /b ", "0;url=https://lantern.example/b", "1.5; url=/b"],
)
def test_a_refresh_leads_on(content: str) -> None:
    quoted = content.replace('"', "&quot;")
    assert onward(f'<meta http-equiv="Refresh" content="{quoted}">') == Onward(NEXT, at_once=True)


@pytest.mark.parametrize(
    "content", ["300", "300; url=/b", "0; url=/2026/a", "0; url=", "soon; url=/b", "0; url=/2026/a#top"]
)
def test_a_page_that_only_shows_itself_again_or_much_later_does_not(content: str) -> None:
    assert onward(f'<meta http-equiv="refresh" content="{content}">') == Onward()


def test_a_refresh_for_browsers_without_scripts_is_followed_only_where_there_is_no_article() -> None:
    found = onward('<noscript><meta http-equiv="refresh" content="0; url=/b"></noscript>')
    assert found == Onward(NEXT, at_once=False)


@pytest.mark.parametrize("html", ["<html amp>", "<html ⚡ lang=en>", '<html lang="en" amp="">', "<HTML AMP>"])
def test_the_amp_form_of_a_page_leads_to_the_page(html: str) -> None:
    assert onward('<link rel="canonical" href="/b">', html) == Onward(NEXT, is_own_page=True)


@pytest.mark.parametrize("html", ["<html>", '<html lang="en" data-amp="1">'])
def test_any_other_page_does_not(html: str) -> None:
    assert onward('<link rel="canonical" href="/b">', html) == Onward()


def test_an_amp_page_that_is_its_own_page_does_not() -> None:
    assert onward(f'<link rel="canonical" href="{URL}">', "<html amp>") == Onward()
