"""Links today: dead and moved links are warnings where they are written; nothing of a reader is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.delivery.mail import Letter
from digest.delivery.variant import Variant
from digest.editing.links_today import MOST_SECONDS, LinkCheck, LinksToday, web_links
from digest.edition.link_answer import LinkAnswer
from digest.edition.model import Brief, Edition, Pick, Related, Section
from digest.letter.slots import SLOT
from digest.problem import START, Mark, Severity
from tests.standins.pages import quiet
from tests.standins.sample import EDITION
from tests.standins.time import SetClock

OWN = "https://letter.example"
ONE, TWO, MORE, BRIEF = (f"https://example.org/{name}" for name in ("one", "two", "more", "brief"))
GIFT = "https://give.example/?amount=5"
FILE = f"editions/{EDITION}.yaml"
PICKS = (
    Pick(ONE, mark=Mark(5, 9)),
    Pick(TWO, mark=Mark(6, 9), related=(Related("More", MORE),), marks={"related": Mark(7, 9)}),
)
WRITTEN = Edition(EDITION, FILE, "S", (Section("N", PICKS),), briefs=(Brief("Rain.", BRIEF, mark=Mark(12, 5)),))
NOW = datetime(2026, 11, 26, 13, tzinfo=UTC)
HTML = "".join(
    f'<a href="{url}">x</a>'
    for url in (
        f"{ONE}?utm_source=letter&amp;utm_medium=mail#top",
        TWO,
        f"{TWO}#second",
        MORE,
        BRIEF,
        GIFT,
        f"{OWN}/u/{SLOT}",
        f"https://elsewhere.example/?reader={SLOT}",
        f"{OWN}/editions/{EDITION}",
        OWN,
        "mailto:desk@lantern.example",
    )
)
LETTER = Letter(EDITION, Variant("en"), "ltr", "S", "", HTML, "", ())
ASKED = [f"{ONE}?utm_source=letter&utm_medium=mail", TWO, MORE, BRIEF, GIFT]


@dataclass(slots=True)
class FakeLinks:
    """Sites that answer as told, all others with 200; each look takes so many seconds of the clock."""

    clock: SetClock
    answers: Mapping[str, LinkAnswer] = field(default_factory=dict)
    seconds: float = 0
    asked: list[str] = field(default_factory=list)

    def look(self, url: str) -> LinkAnswer:
        self.asked.append(url)
        self.clock.time += timedelta(seconds=self.seconds)
        if url in self.answers and self.answers[url].why == "broken":
            raise RuntimeError(url)
        return self.answers.get(url, LinkAnswer(200))


def looked(edition: Edition = WRITTEN, known: tuple[Mark, ...] = (), **answers: LinkAnswer) -> LinksToday:
    """Return what is said about the letter's links where those named so answer so."""
    clock, urls = SetClock(NOW), dict(zip(("one", "two", "more", "brief", "gift"), ASKED, strict=True))
    links = FakeLinks(clock, {urls[name]: answer for name, answer in answers.items()})
    return LinkCheck(links, clock, OWN).look(edition, [LETTER], known, quiet)


def lines(found: LinksToday) -> list[str]:
    assert all(problem.severity is Severity.WARNING for problem in found.problems), "no site stops a letter"
    return [str(problem) for problem in found.problems]


GONE = LinkAnswer(404, "the site answers 404 Not Found")


def test_each_page_is_asked_for_once_with_what_readers_follow_and_nothing_of_a_reader_or_of_our_own() -> None:
    assert web_links([LETTER, replace(LETTER, variant=Variant("ru"))], OWN) == ASKED
    clock = SetClock(NOW)
    links = FakeLinks(clock)
    LinkCheck(links, clock, OWN).look(WRITTEN, [LETTER, LETTER], (), quiet)
    assert sorted(links.asked) == sorted(ASKED)


def test_links_that_answer_are_counted_and_not_spoken_of() -> None:
    assert looked() == LinksToday((), "5 answer")


def test_a_dead_link_says_what_the_site_answers_at_the_place_where_it_is_written() -> None:
    found = looked(one=GONE, more=GONE, brief=LinkAnswer(410, "the site answers 410 Gone"), gift=GONE)
    dead = "; open it in a browser, and link to where the page is now"
    assert lines(found) == [
        f"{FILE}:5:9: warning: dead link, the site answers 404 Not Found: {ASKED[0]}{dead}",
        f"{FILE}:7:9: warning: dead link, the site answers 404 Not Found: {MORE}{dead}",
        f"{FILE}:12:5: warning: dead link, the site answers 410 Gone: {BRIEF}{dead}",
        f"digest.toml:1:1: warning: dead link, the site answers 404 Not Found: {GIFT}{dead}",
    ]
    assert found.words == "1 answer, 4 dead"


def test_a_page_that_was_moved_for_good_says_where_to() -> None:
    assert lines(looked(two=LinkAnswer(200, moved_to="https://example.org/2026/two"))) == [
        f"{FILE}:6:9: warning: moved for good: {TWO} leads to https://example.org/2026/two; link to that, if it is "
        "the right page"
    ]
    assert lines(looked(two=LinkAnswer(200, moved_to="https://www.example.org/two/"))) == [], "that is the same page"


@pytest.mark.parametrize("status", [400, 401, 403, 429, 999])
def test_sites_that_turn_programs_away_are_counted_and_not_spoken_of(status: int) -> None:
    found = looked(two=LinkAnswer(status, "the site answers so"), more=LinkAnswer(why="robots", was_asked=False))
    assert lines(found) == []
    assert found.words == "3 answer, 2 of sites that want no programs"


def test_a_site_that_does_not_answer_is_a_warning_and_one_that_breaks_us_too() -> None:
    found = lines(looked(two=LinkAnswer(0, "nothing answers"), more=LinkAnswer(500, "broken")))
    assert "6:9: warning: nobody can tell whether a link works, nothing answers" in found[0]
    assert (
        "7:9: warning: nobody can tell whether a link works, it broke the program that asked (RuntimeError)" in found[1]
    )


def test_where_nothing_answers_that_is_said_once() -> None:
    silent = LinkAnswer(0, "nothing answers")
    (line,) = lines(looked(one=silent, two=silent, more=silent, brief=silent, gift=silent))
    assert "no page that this letter leads to answers today" in line


def test_what_is_said_already_is_not_said_twice() -> None:
    assert lines(looked(known=(Mark(5, 9),), one=GONE)) == []
    assert len(lines(looked(known=(START,), gift=GONE))) == 1


def test_a_page_that_goes_live_later_is_not_asked_for() -> None:
    later = replace(WRITTEN, sections=(Section("N", (replace(PICKS[0], live_from="2026-11-27 06:00"), PICKS[1])),))
    found = looked(later, one=GONE)
    assert (lines(found), found.words) == ([], "4 answer")


def test_slow_sites_keep_no_proof_back() -> None:
    clock = SetClock(NOW)
    links = FakeLinks(clock, seconds=MOST_SECONDS + 1)
    found = LinkCheck(links, clock, OWN).look(WRITTEN, [LETTER], (), quiet)
    assert len(links.asked) < len(ASKED)
    assert "no programs" in found.words
