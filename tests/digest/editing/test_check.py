"""Check: pages are read once, faults are listed, a damaged lock is left alone."""

import pytest

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.edition.lock import Lock
from digest.errors import InputProblems
from digest.problem import Severity
from tests.standins.pages import FakePages, quiet
from tests.standins.sample import EDITION

SMALL = """\
subject: "S"
sections:
  - name: News
    picks:
      - https://example.org/a
      - url: https://example.org/b
        title: "T"
        summary: "S"
"""


def write(newsroom: Newsroom, text: str) -> None:
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text(text, encoding="utf-8")
    (newsroom.folder / f"editions/{EDITION}.lock.json").unlink(missing_ok=True)


def test_pages_are_read_once_and_only_new_ones_later(newsroom: Newsroom) -> None:
    write(newsroom, SMALL)
    web = FakePages()
    Services(newsroom).checker().lock_and_check(EDITION, web, quiet).sound()
    assert sorted(web.asked) == ["https://example.org/a", "https://example.org/b"]
    text = SMALL.replace("example.org/a", "example.org/c")
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text(text, encoding="utf-8")
    again = FakePages()
    found = Services(newsroom).checker().lock_and_check(EDITION, again, quiet)
    assert again.asked == ["https://example.org/c"]
    assert [article.url for article in found.lock.picks] == ["https://example.org/c", "https://example.org/b"]
    assert newsroom.editions.read_lock(EDITION)[0] == found.lock
    every = FakePages()
    Services(newsroom).checker().lock_and_check(EDITION, every, quiet, ())
    assert sorted(every.asked) == ["https://example.org/b", "https://example.org/c"]


def test_an_unreadable_page_stops_the_letter_unless_the_editor_wrote_its_words(newsroom: Newsroom) -> None:
    write(newsroom, SMALL)
    found = (
        Services(newsroom)
        .checker()
        .lock_and_check(EDITION, FakePages(frozenset({"https://example.org/a", "https://example.org/b"})), quiet)
    )
    said = {(problem.mark.line, problem.severity) for problem in found.problems if "could not be read" in problem.what}
    assert said == {(5, Severity.ERROR), (6, Severity.WARNING)}
    with pytest.raises(InputProblems, match="5:9: error: the page could not be read: the site answers 404"):
        found.sound()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("its page cannot be read", ["5:9: error: the page could not be read: the site answers 404 Not Found"]),
        ("it was picked after the others were read", ["5:9: error: this page was never read, and you wrote no"]),
        ("nothing was ever read", ["1:1: error: the picked pages of this edition were never read"]),
    ],
)
def test_a_pick_without_its_page_is_one_mistake_and_one_message(
    newsroom: Newsroom, state: str, said: list[str]
) -> None:
    write(newsroom, SMALL)
    services = Services(newsroom)
    if state == "its page cannot be read":
        found = services.checker().lock_and_check(EDITION, FakePages(frozenset({"https://example.org/a"})), quiet)
    else:
        if state == "it was picked after the others were read":
            newsroom.editions.change_lock(newsroom.editions.read_lock(EDITION)[0], Lock(EDITION, ()))
        found = services.checker().check(EDITION)
        assert services.assessor().assess(EDITION).problems == found.problems
    assert len(found.problems) == len(said)
    for problem, words in zip(found.problems, said, strict=True):
        assert str(problem).startswith(f"editions/{EDITION}.yaml:{words}")
    with pytest.raises(InputProblems):
        found.sound()


def test_without_pages_nothing_is_fetched(newsroom: Newsroom) -> None:
    write(newsroom, SMALL)
    with pytest.raises(InputProblems, match="the picked pages of this edition were never read"):
        Services(newsroom).checker().check(EDITION).sound()


def test_a_damaged_lock_stops_everything_and_is_not_overwritten(newsroom: Newsroom) -> None:
    file = newsroom.folder / f"editions/{EDITION}.lock.json"
    file.write_text("{", encoding="utf-8")
    web = FakePages()
    with pytest.raises(InputProblems, match="the lock is damaged"):
        Services(newsroom).checker().lock_and_check(EDITION, web, quiet).sound()
    assert (file.read_text(encoding="utf-8"), web.asked) == ("{", [])


EMPTY = 'subject: "S"\nsections:\n  - name: News\n    picks: []\n'


@pytest.mark.parametrize("text", [EMPTY, "", 'subject: "S"\n'])
def test_of_an_edition_without_picks_no_lock_is_begun_and_nothing_was_read(newsroom: Newsroom, text: str) -> None:
    write(newsroom, text)
    web, checker = FakePages(), Services(newsroom).checker()
    for found in (checker.lock_and_check(EDITION, web, quiet), checker.check(EDITION)):
        assert not found.is_locked
        assert not any("never read" in problem.what for problem in found.problems), "there is nothing to read"
        with pytest.raises(InputProblems):
            found.sound()
    assert web.asked == []
    assert not (newsroom.folder / f"editions/{EDITION}.lock.json").exists()


def test_it_is_locked_once_every_page_is_read_that_words_are_wanted_of(newsroom: Newsroom) -> None:
    write(newsroom, SMALL)
    checker = Services(newsroom).checker()
    assert not checker.check(EDITION).is_locked
    checker.lock_and_check(EDITION, FakePages(frozenset({"https://example.org/b"})), quiet)
    assert checker.check(EDITION).is_locked, "of the other the editor wrote headline and summary"
    more = SMALL.replace(
        "      - https://example.org/a\n", "      - https://example.org/a\n      - https://example.org/c\n"
    )
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text(more, encoding="utf-8")
    assert not checker.check(EDITION).is_locked, "one more was picked"
    checker.lock_and_check(EDITION, FakePages(), quiet)
    assert checker.check(EDITION).is_locked
