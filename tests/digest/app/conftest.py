"""The desk of the sample newsroom, two days before its edition is due, with pages that are read when they are asked."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import edition_pages, page_reading
from digest.editing.page_reading import PageReading
from tests.standins.desk_pages import Desk
from tests.standins.pages import FakePages
from tests.standins.sample import NOW
from tests.standins.time import SetClock

GONE = "https://lantern.example/gone"


@pytest.fixture
def web() -> FakePages:
    """Return the web, in which one page is not there."""
    return FakePages(frozenset({GONE}))


@pytest.fixture
def reading(newsroom: Newsroom, web: FakePages) -> Iterator[PageReading]:
    """Return what reads pages; it has ended when the test has."""
    made = page_reading(lambda: newsroom, lambda: web)
    yield made
    assert made.wait(10)


@pytest.fixture
def desk(newsroom: Newsroom, reading: PageReading) -> Desk:
    newsroom.clock = SetClock(NOW - timedelta(days=2))
    return Desk(lambda guard: edition_pages(CurrentNewsroom(newsroom), guard, reading))
