"""The bookmarklet in a real browser, run inside a page of another site as a click on the bookmark does."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from digest.edition.bookmarklet import bookmarklet
from tests.standins.newspaper import Newspaper, Page

ARTICLE = "/2026/11/25/harvest?b=1&c=%D0%B9#part-2"


@pytest.mark.slow
def test_it_opens_the_page_for_saving_with_the_address_that_is_read_and_no_way_back(browser: Any) -> None:
    pages = {ARTICLE.partition("#")[0]: Page(b"<title>Secret title</title>"), "/desk/inbox": Page(b"desk")}
    with Newspaper(pages=pages) as paper, Newspaper(pages={"/o'clock/desk/inbox": Page(b"desk")}) as desk:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{paper.url}{ARTICLE}")
        with context.expect_page() as opened:
            page.evaluate("address => { location.href = address }", bookmarklet(f"{desk.url}/o'clock/desk/inbox"))
        window = opened.value
        window.wait_for_load_state()
        asked = urlsplit(window.url)
        assert parse_qs(asked.query) == {"url": [f"{paper.url}{ARTICLE}"]}
        assert window.evaluate("window.opener") is None
        assert page.url == f"{paper.url}{ARTICLE}", "the page that is read stays"
        context.close()
