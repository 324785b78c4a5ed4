"""What every `digest.ports.editorial.Pages` promises: the web itself, and the pages that are told to fail."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from digest.errors import PageUnreadable
from digest.ports.editorial import Pages
from tests.standins.newspaper import Newspaper, Page
from tests.standins.pages import FakePages
from tests.standins.reading import web_pages

STORY = b"<html lang=en><title>The story</title><p>" + b"Words that tell something. " * 50


@dataclass
class Web:
    """Pages with one address that can be read and one that cannot."""

    pages: Pages
    there: str
    gone: str


@pytest.fixture(params=["WebPages", "FakePages"])
def web(request: pytest.FixtureRequest) -> Iterator[Web]:
    if request.param == "FakePages":
        yield Web(FakePages(frozenset({"https://example.org/b"})), "https://example.org/a", "https://example.org/b")
        return
    with Newspaper(pages={"/a": Page(STORY), "/b": Page(b"", 404)}) as site:
        yield Web(web_pages(), f"{site.url}/a", f"{site.url}/b")


def test_an_article_is_named_by_the_address_it_was_asked_for(web: Web) -> None:
    article = web.pages.read(web.there)
    assert article.url == web.there
    assert article.title


def test_a_page_that_cannot_be_read_says_why(web: Web) -> None:
    with pytest.raises(PageUnreadable, match="the site answers 404"):
        web.pages.read(web.gone)
