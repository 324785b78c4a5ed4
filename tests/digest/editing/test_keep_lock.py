"""Reading pages takes a while: what others write into the lock meanwhile is there afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.articles.model import Article
from digest.editing.keep_lock import keep_lock
from digest.edition.lock import Lock, from_json, to_json
from digest.errors import DigestError
from digest.pictures.model import MadePicture
from tests.standins.pages import FakePages, quiet
from tests.standins.sample import EDITION, NOW
from tests.standins.time import Paper, SetClock

AT = "https://example.org"
SMALL = f'subject: "S"\nsections:\n  - name: News\n    picks:\n      - {AT}/a\n      - {AT}/b\n'


@dataclass
class Meanwhile:
    """Pages; while `url` is read, somebody else does something."""

    url: str
    happens: Callable[[], object]

    def read(self, url: str) -> Article:
        if url == self.url:
            self.happens()
        return FakePages().read(url)

    def read_picture(self, url: str, copies: bool) -> MadePicture:
        return FakePages().read_picture(url, copies)


def picks_file(newsroom: Newsroom) -> Path:
    return newsroom.folder / f"editions/{EDITION}.yaml"


def lock_file(newsroom: Newsroom) -> Path:
    return newsroom.folder / f"editions/{EDITION}.lock.json"


def titles(newsroom: Newsroom) -> dict[str, str]:
    lock, _ = from_json(lock_file(newsroom).read_text(), "lock")
    assert lock is not None
    return {article.url.removeprefix(AT): article.title for article in lock.picks}


@pytest.fixture
def small(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom whose edition has two picks, of which the first was read."""
    picks_file(newsroom).write_text(SMALL)
    lock_file(newsroom).write_text(to_json(Lock(EDITION, (Article(f"{AT}/a", title="As read"),))))
    return newsroom


def read(newsroom: Newsroom, happens: Callable[[], object], url: str = f"{AT}/b") -> None:
    Services(newsroom).checker().lock_and_check(EDITION, Meanwhile(url, happens), quiet)


def test_a_lock_that_was_corrected_by_hand_meanwhile_keeps_the_correction(small: Newsroom) -> None:
    def correct() -> None:
        lock_file(small).write_text(lock_file(small).read_text().replace("As read", "Corrected"))

    read(small, correct)
    assert titles(small) == {"/a": "Corrected", "/b": "Read"}


def test_two_readings_at_once_do_not_undo_each_other_and_pages_picked_meanwhile_stay(small: Newsroom) -> None:
    def pick_and_read() -> None:
        picks_file(small).write_text(f"{SMALL}      - {AT}/c\n")
        read(small, lambda: None)

    read(small, pick_and_read)
    assert titles(small) == {"/a": "As read", "/b": "Read", "/c": "Read"}


def test_a_pick_that_was_put_back_meanwhile_is_not_forgotten(small: Newsroom) -> None:
    picks_file(small).write_text(SMALL.replace(f"      - {AT}/a\n", ""))
    read(small, lambda: picks_file(small).write_text(SMALL))
    assert titles(small) == {"/a": "As read", "/b": "Read"}


def test_a_file_that_got_damaged_meanwhile_is_left_as_it_is_and_said(small: Newsroom) -> None:
    def damage() -> None:
        lock_file(small).write_text("<<<<<<< ours")

    found = Services(small).checker().lock_and_check(EDITION, Meanwhile(f"{AT}/b", damage), quiet)
    assert lock_file(small).read_text() == "<<<<<<< ours"
    assert any("the lock is damaged" in problem.what for problem in found.problems)


def test_where_others_write_all_the_time_it_is_an_error() -> None:
    class Busy(Paper):
        def change_lock(self, before: Lock | None, lock: Lock) -> bool:  # noqa: ARG002
            return False

    editions = Busy(SetClock(NOW), {EDITION: NOW})
    edition, _ = editions.read(EDITION)
    known, _ = editions.read_lock(EDITION)
    assert edition
    assert known
    with pytest.raises(DigestError, match="written all the time"):
        keep_lock(editions, edition, known, replace(known, picks=()))
