"""What every `digest.ports.editorial.Sources` and `Liveness` promises: the web itself, and those that are told to fail."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from digest.articles.merge import Told
from digest.articles.model import Article
from digest.articles.sources.source import Source
from digest.errors import PageUnreadable
from digest.fetching.liveness import WebLiveness
from digest.fetching.sources import WebSources
from digest.ports.editorial import Liveness, Sources
from tests.standins.newspaper import Newspaper, Page
from tests.standins.pages import FakeSources
from tests.standins.reading import fetcher, warm_workers
from tests.standins.sample import NOW
from tests.standins.time import FakeSite, SetClock

FEED = "<rss><channel><item><title>The story</title><link>/a</link></item></channel></rss>"


@dataclass
class Newsroom:
    """Sources that know one page, others that cannot be read, and who tells whether pages are there."""

    sources: Sources
    broken: Sources
    liveness: Liveness
    site: str


@pytest.fixture(params=["web", "fakes"])
def room(request: pytest.FixtureRequest) -> Iterator[Newsroom]:
    if request.param == "fakes":
        site = "https://lantern.example"
        told = FakeSources({f"{site}/a": Told(Article(f"{site}/a", title="The story"), leads=False)})
        answers = FakeSite(SetClock(NOW), {f"{site}/gone": 410, f"{site}/b": 404})
        yield Newsroom(told, FakeSources({}, "the site answers 503"), answers, site)
        return
    pages = {"/feed": Page(FEED.encode()), "/a": Page(b"There."), "/gone": Page(b"", 410), "/broken": Page(b"", 503)}
    with Newspaper(pages=pages) as paper:
        known, broken = (
            WebSources((Source("rss", f"{paper.url}/{name}"),), fetcher(), warm_workers().run)
            for name in ("feed", "broken")
        )
        yield Newsroom(known, broken, WebLiveness(fetcher), paper.url)


def test_a_page_that_a_source_knows_is_told_and_another_is_none(room: Newsroom) -> None:
    told = room.sources.find(f"{room.site}/a")
    assert told is not None
    assert told.article.title == "The story"
    assert room.sources.find(f"{room.site}/b") is None


def test_sources_that_cannot_be_read_say_why(room: Newsroom) -> None:
    with pytest.raises(PageUnreadable, match="the site answers 503"):
        room.broken.find(f"{room.site}/a")


def test_a_page_is_there_or_the_answer_says_that_it_is_not(room: Newsroom) -> None:
    asked = {name: room.liveness.status(f"{room.site}/{name}") for name in ("a", "gone", "b")}
    assert asked == {"a": 200, "gone": 410, "b": 404}
