"""Pages that go live at a set time: whoever only looks asks no site, and sees what it answered last."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from digest.app.container import Newsroom
from digest.app.desk_editions import standing_of
from digest.app.proof_pages import answers_of
from digest.delivery.standing import Stage
from digest.editing.asked_pages import AskedPages, RememberedPages
from digest.storage.page_answers import SqlPageAnswers
from tests.standins.desk_pages import ERIN, Desk
from tests.standins.proofing import Desk as ProofDesk
from tests.standins.sample import EDITION, NOW
from tests.standins.time import FakeSite, SetClock

AT = f"/desk/editions/{EDITION}"
URL = "https://lantern.example/2026/11/26/three-years-after-the-square"
NOT_THERE = "the page is not there"


class Site:
    """Pages of a newsroom whose site is counted: nothing is fetched."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.asked = 0
        newsroom.pages = self  # type: ignore[assignment]

    @property
    def fetcher(self) -> object:
        self.asked += 1
        raise AssertionError("a page that only shows something asked a site")

    def close(self) -> None:
        return


@pytest.fixture
def live(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom one of whose picks went live just now."""
    file = newsroom.folder / f"editions/{EDITION}.yaml"
    text = file.read_text()
    assert f"- url: {URL}\n" in text
    at = f"{NOW - timedelta(days=3):%Y-%m-%d %H:%M}"
    file.write_text(text.replace(f"- url: {URL}\n", f'- url: {URL}\n        live_from: "{at}"\n'))
    return newsroom


@pytest.mark.usefixtures("readers")
def test_pages_of_the_desk_ask_no_site_and_show_its_last_answer(live: Newsroom, desk: Desk) -> None:
    live.clock, site = SetClock(NOW), Site(live)
    for path in ("/desk", AT, f"{AT}/approve", f"{AT}/hold", f"{AT}/letter", f"{AT}/state"):
        desk.get(path)
    desk.guard.editor = ERIN
    assert "3 readers" in desk.get(f"{AT}/send")
    assert standing_of(live, EDITION).stage is Stage.READY
    SqlPageAnswers(live.engine).remember(URL, 404, NOW)
    assert standing_of(live, EDITION).stage is Stage.LOCKED
    assert site.asked == 0


@pytest.mark.usefixtures("readers")
def test_the_page_of_a_proof_asks_no_site_and_shows_its_last_answer(live: Newsroom) -> None:
    mailed = ProofDesk(live)
    token = mailed.proof()["anna"]
    with mailed.again() as newsroom:
        newsroom.clock, site = SetClock(NOW), Site(newsroom)
        SqlPageAnswers(newsroom.engine).remember(URL, 404, NOW)
        view = answers_of(newsroom, looks=True).look(token)
        assert view
        assert view.found
        assert any(NOT_THERE in problem.what for problem in view.found.problems)
        assert site.asked == 0


def test_whoever_acts_asks_and_what_is_answered_is_remembered_for_all() -> None:
    clock = SetClock(NOW)
    site, answers = FakeSite(clock, {URL: 404}), Answers()
    asked = AskedPages(site, answers, clock)
    assert RememberedPages(answers).status(URL) == 200, "nobody asked yet"
    assert asked.status(URL) == 404
    assert RememberedPages(answers).status(URL) == 404
    site.answers.clear()
    assert asked.status(URL) == 200
    assert RememberedPages(answers).status(URL) == 200
    assert len(site.asked) == 2


@dataclass
class Answers:
    """Answers in memory."""

    known: dict[str, int] = field(default_factory=dict)

    def last(self, url: str) -> int | None:
        return self.known.get(url)

    def remember(self, url: str, status: int, now: datetime) -> None:
        assert now.tzinfo
        self.known[url] = status


def test_what_a_site_answered_is_remembered_until_it_answers_otherwise(newsroom: Newsroom) -> None:
    answers = SqlPageAnswers(newsroom.engine)
    assert answers.last(URL) is None
    for status in (404, 404, 200):
        answers.remember(URL, status, NOW)
        assert answers.last(URL) == status
    answers.forget_before(NOW)
    assert answers.last(URL) == 200
    answers.forget_before(NOW + timedelta(seconds=1))
    assert answers.last(URL) is None
