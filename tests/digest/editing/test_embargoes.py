"""Pages that go live at a set time, asked for when a letter is about to lead to them."""

from dataclasses import replace
from datetime import datetime, timedelta

from digest.articles.model import Article
from digest.calendar.plan import Plan
from digest.editing.embargoes import Embargoes
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.problem import Problem, Severity
from tests.standins.time import FakeSite, SetClock, utc

PLAN = Plan(zone="Europe/Riga")
DUE = utc("2026-11-27 05:00")
MINUTE = timedelta(minutes=1)
URL, OTHER = "https://lantern.example/a", "https://lantern.example/b"
EDITION = Edition(
    "2026-11-27",
    "editions/2026-11-27.yaml",
    "S",
    (Section("N", (Pick(URL, live_from="2026-11-27 06:45"), Pick(OTHER))),),
)
LOCK = Lock("2026-11-27", (Article(URL), Article(OTHER)))


def look(
    at: datetime, answers: dict[str, int] | None = None, leaves_at: datetime | None = None, edition: Edition = EDITION
) -> tuple[tuple[Problem, ...], list[str]]:
    clock = SetClock(at)
    site = FakeSite(clock, answers or {})
    found = Embargoes(site, PLAN, clock).problems(edition, LOCK, leaves_at)
    return found, [url for url, _ in site.asked]


def test_nothing_is_asked_before_its_time_and_of_no_other_pick_ever() -> None:
    assert look(DUE - 31 * MINUTE) == ((), [])
    assert look(DUE - 16 * MINUTE, {URL: 404}) == ((), []), "it is to be live at 06:45"
    assert look(DUE, {OTHER: 404}) == ((), [URL])


def test_a_page_that_is_not_there_holds_the_letter() -> None:
    for status, words in ((404, "404, or leads to its front page"), (410, "410")):
        (problem,), _ = look(DUE - 15 * MINUTE, {URL: status})
        assert problem.severity is Severity.ERROR
        assert problem.what == (
            "the page is not there, though it was to be from Friday 27 November 2026, 06:45 Europe/Riga (04:45 UTC): "
            f"the site answers {words}"
        )


def test_a_site_that_is_busy_or_silent_is_a_warning() -> None:
    for status, words in (
        (503, "the site answers 503"),
        (0, "the site does not answer"),
        (599, "the site answers 599"),
    ):
        (problem,), _ = look(DUE, {URL: status})
        assert problem.severity is Severity.WARNING
        assert problem.what.endswith(f": {words}")


def test_in_the_window_it_is_asked_at_every_look() -> None:
    assert look(DUE + 5 * 60 * MINUTE)[1] == [URL]


def test_a_letter_that_is_sent_early_by_hand_waits_for_its_pages() -> None:
    (problem,), asked = look(DUE - 60 * MINUTE, leaves_at=DUE - 60 * MINUTE)
    assert (problem.severity, asked) == (Severity.ERROR, [])
    assert "and the letter would go out before that" in problem.what
    assert look(DUE - 10 * MINUTE, leaves_at=DUE - 10 * MINUTE) == ((), [URL])


def test_a_special_edition_is_asked_about_when_it_is_sent() -> None:
    special = replace(EDITION, id="2026-11-25-special", kind="special")
    assert look(DUE, edition=special) == ((), [])
    assert look(DUE, edition=special, leaves_at=DUE) == ((), [URL])
