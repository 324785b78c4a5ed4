"""Pages today: a headline that was changed after the lock, and a page that is gone, are warnings where they are picked."""

from datetime import UTC, datetime

from digest.articles.model import Article
from digest.editing.pages_today import pages_today
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.problem import Mark, Severity
from tests.standins.pages import FakePages, quiet
from tests.standins.sample import EDITION

ONE, TWO, OWN = (f"https://example.org/{name}" for name in ("one", "two", "own"))
AT = datetime(2026, 11, 26, 13, tzinfo=UTC)
PICKS = (Pick(ONE, mark=Mark(5, 9)), Pick(TWO, mark=Mark(6, 9)), Pick(OWN, title="Mine", mark=Mark(7, 9)))
PICKED = Edition(EDITION, f"editions/{EDITION}.yaml", "S", (Section("N", PICKS),))
LOCK = Lock(EDITION, tuple(Article(url, title="Read", fetched_at=AT) for url in (ONE, TWO, OWN)))


def told(pages: FakePages) -> list[str]:
    problems = pages_today(PICKED, LOCK, pages, quiet)
    assert all(problem.severity is Severity.WARNING for problem in problems)
    return [str(problem).removeprefix(f"editions/{EDITION}.yaml:") for problem in problems]


def test_pages_that_still_say_the_same_are_not_spoken_of() -> None:
    assert told(FakePages()) == []


def test_another_headline_is_told_with_both_and_with_the_command_that_takes_it_over() -> None:
    says = {TWO: Article(TWO, title="Corrected"), OWN: Article(OWN, title="Corrected")}
    changed = "has another headline today, “Corrected”; when it was read on 2026-11-26 at 13:00 UTC it was “Read”"
    assert told(FakePages(says=says)) == [
        f"6:9: warning: its page {changed}; run `digest lock {EDITION} --update 2` to take over what it says now",
        f"7:9: warning: its page {changed}; your own `title` stays; see that it still fits",
    ]


def test_a_page_that_is_gone_is_told_and_costs_no_other() -> None:
    assert told(FakePages(frozenset({ONE}), {TWO: Article(TWO, title="New")}))[0] == (
        "5:9: warning: the page can be read no more: the site answers 404 Not Found; open it in a browser: readers who "
        "follow the link may find nothing"
    )
    assert len(told(FakePages(frozenset({ONE}), {TWO: Article(TWO, title="New")}))) == 2


def test_a_page_that_goes_live_later_is_not_missed_before() -> None:
    later = Edition(EDITION, "f", "S", (Section("N", (Pick(ONE, live_from="2026-11-27 06:00"), Pick(TWO))),))
    assert pages_today(later, LOCK, FakePages(frozenset({ONE})), quiet) == []


def test_where_no_page_answers_one_message_says_so() -> None:
    (one,) = told(FakePages(frozenset({ONE, TWO, OWN})))
    assert one.startswith("1:1: warning: no picked page could be read today, so nobody knows")


def test_one_page_that_is_gone_is_no_whole_web_out_of_reach() -> None:
    alone = Edition(EDITION, f"editions/{EDITION}.yaml", "S", (Section("N", PICKS[:1]),))
    (problem,) = pages_today(alone, Lock(EDITION, LOCK.picks[:1]), FakePages(frozenset({ONE})), quiet)
    assert "the page can be read no more: the site answers 404 Not Found" in str(problem)


def test_picks_that_all_go_live_later_are_not_missed_either() -> None:
    picks = tuple(Pick(url, live_from="2026-11-27 06:00") for url in (ONE, TWO))
    later = Edition(EDITION, "f", "S", (Section("N", picks),))
    assert pages_today(later, LOCK, FakePages(frozenset({ONE, TWO, OWN})), quiet) == []


def test_a_pick_without_a_page_in_the_lock_is_not_asked_for() -> None:
    pages = FakePages()
    assert pages_today(PICKED, Lock(EDITION, LOCK.picks[:1]), pages, quiet) == []
    assert pages.asked == [ONE]
