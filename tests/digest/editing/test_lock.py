"""Lock: a page that was read again is held against what it was, and what was known is kept when it cannot be read."""

from datetime import UTC, datetime

import pytest

from digest.articles.model import Article
from digest.editing.lock import lock
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.problem import Mark, Problem, Severity
from tests.standins.pages import FakePages, quiet
from tests.standins.sample import EDITION

URL = "https://example.org/a"
PICKED = Edition(EDITION, f"editions/{EDITION}.yaml", "S", (Section("N", (Pick(URL, mark=Mark(5, 9)),)),))
READ = Article(URL, title="T", summary="S", sha256="old", fetched_at=datetime(2026, 11, 26, 13, tzinfo=UTC))


def read_again(page: Article | None) -> tuple[Lock, list[Problem]]:
    """Read the one page again; without a page the site does not answer."""
    pages = FakePages(says={URL: page}) if page else FakePages(frozenset({URL}))
    found = lock(PICKED, Lock(EDITION, (READ,)), pages, quiet, {URL})
    assert all(problem.severity is Severity.WARNING for problem in found.problems)
    assert [one.url for one in found.changed] == [URL] * ("changed" in "".join(map(str, found.problems)))
    return found.lock, list(found.problems)


def test_a_page_that_changed_is_a_warning_with_what_reads_differently() -> None:
    new, problems = read_again(Article(URL, title="Other", summary="Another", sha256="new"))
    assert [str(problem) for problem in problems] == [
        f"editions/{EDITION}.yaml:5:9: warning: the page has changed since it was read on 2026-11-26 at 13:00 UTC: "
        "other title and summary; look at what the lock says now; your own words stay as they are"
    ]
    assert new.picks[0].title == "Other"


def test_a_page_of_which_only_the_text_changed_is_named_too() -> None:
    _, (problem,) = read_again(Article(URL, title="T", summary="S", sha256="new"))
    assert "on 2026-11-26 at 13:00 UTC: its text, or around it;" in str(problem)


def test_a_page_that_did_not_change_is_not_spoken_of() -> None:
    assert read_again(Article(URL, title="T", summary="S", sha256="old"))[1] == []


def test_a_page_that_cannot_be_read_again_has_not_changed_and_what_was_known_is_kept() -> None:
    new, (problem,) = read_again(None)
    assert "could not be read" in problem.what
    assert new == Lock(EDITION, (READ,))


class BrokenPages(FakePages):
    """One page breaks whatever reads it."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def read(self, url: str) -> Article:
        if url == URL:
            raise self._error
        return super().read(url)


@pytest.mark.parametrize("error", [UnicodeError("label too long"), RecursionError(), KeyError("a"), MemoryError()])
def test_a_page_that_breaks_the_program_is_a_problem_at_its_pick_and_costs_no_other(error: Exception) -> None:
    other = "https://example.org/b"
    picked = Edition(EDITION, PICKED.file, "S", (Section("N", (Pick(URL, mark=Mark(5, 9)), Pick(other))),))
    found = lock(picked, None, BrokenPages(error), quiet)
    new, (problem,) = found.lock, found.problems
    assert str(problem) == (
        f"editions/{EDITION}.yaml:5:9: error: the page could not be read: it broke the program that reads it "
        f"({type(error).__name__}); open it in a browser, or write `title` and `summary` yourself"
    )
    assert [article.url for article in new.picks] == [other]


def test_only_the_pages_that_are_named_are_read_again_and_those_never_read() -> None:
    urls = [f"https://example.org/{name}" for name in "abc"]
    picked = Edition(EDITION, PICKED.file, "S", (Section("N", tuple(map(Pick, urls))),))
    known, pages = Lock(EDITION, tuple(Article(url, title="T") for url in urls[:2])), FakePages()
    found = lock(picked, known, pages, quiet, {urls[1]})
    assert sorted(pages.asked) == urls[1:]
    assert [article.title for article in found.lock.picks] == ["T", "Read", "Read"]


def test_a_site_that_is_down_is_one_problem_with_all_of_its_lines() -> None:
    urls = [f"https://www.example.org/{number}" for number in range(40)]
    picks = tuple(Pick(url, mark=Mark(5 + number, 9)) for number, url in enumerate(urls))
    own = Pick("https://example.org/own", title="T", summary="S", mark=Mark(50, 9))
    other = Pick("https://lantern.example/a", mark=Mark(51, 9))
    edition = Edition(EDITION, f"editions/{EDITION}.yaml", "S", (Section("N", (*picks, own, other)),))
    found = lock(edition, None, FakePages(frozenset({*urls, own.url, other.url})), quiet).problems
    assert [(problem.mark.line, problem.severity) for problem in found] == [
        (5, "error"),
        (50, "warning"),
        (51, "error"),
    ]
    assert found[0].what.startswith(
        "40 pages of example.org could not be read: the site answers 404 Not Found (also on lines 6, 7, 8,"
    )
    assert found[0].what.endswith(", 44)")
    assert found[2].what == "the page could not be read: the site answers 404 Not Found"
