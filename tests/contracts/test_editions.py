"""What every `digest.ports.editorial.Editions` promises: the files of a newsroom, and the ones that a set clock makes appear."""

from collections.abc import Callable
from pathlib import Path

import pytest

from digest.articles.model import Article
from digest.edition.lock import Lock
from digest.errors import DigestError
from digest.ports.editorial import Editions
from digest.storage.edition_files import EditionFiles
from tests.standins.sample import EDITION, NOW
from tests.standins.time import Paper, SetClock


def on_disk(folder: Path) -> Editions:
    return EditionFiles(folder)


def made(_folder: Path) -> Editions:
    return Paper(SetClock(NOW), {EDITION: NOW})


@pytest.fixture(params=[on_disk, made], ids=["EditionFiles", "Paper"])
def editions(request: pytest.FixtureRequest, folder: Path) -> Editions:
    make: Callable[[Path], Editions] = request.param
    return make(folder)


def test_what_is_named_can_be_read_with_its_lock(editions: Editions) -> None:
    assert editions.names() == [EDITION]
    edition, problems = editions.read(EDITION)
    assert edition is not None
    assert (edition.id, problems) == (EDITION, [])
    lock, damage = editions.read_lock(EDITION)
    assert lock is not None
    assert (lock.edition, damage) == (EDITION, [])
    assert lock.missing(edition) == []


def test_an_edition_that_is_not_there_is_an_error(editions: Editions) -> None:
    with pytest.raises(DigestError, match="there is no editions/2031-01-03") as error:
        editions.read("2031-01-03")
    assert editions.missing("2031-01-03") == str(error.value)


def test_a_lock_that_is_written_is_the_one_that_is_read(editions: Editions) -> None:
    lock = Lock(EDITION, (Article(url="https://example.org/a", title="Another title"),))
    before, _ = editions.read_lock(EDITION)
    assert editions.change_lock(before, lock)
    assert editions.read_lock(EDITION) == (lock, [])


def test_a_lock_is_not_written_over_another_than_it_was_made_of(editions: Editions) -> None:
    lock = Lock(EDITION, (Article(url="https://example.org/a", title="Another title"),))
    before, _ = editions.read_lock(EDITION)
    assert not editions.change_lock(lock, Lock(EDITION, ()))
    assert not editions.change_lock(None, Lock(EDITION, ()))
    assert editions.read_lock(EDITION) == (before, [])
