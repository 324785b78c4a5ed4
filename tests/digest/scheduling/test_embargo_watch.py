"""A letter whose pages go live just before it: held while they are not there, sent as soon as they are, told of."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.edition.model import Pick, Section
from digest.sending.send import SendStart
from tests.standins.friday import CLOSES, DUE, EDITORS, FRIDAY, MINUTE, room
from tests.standins.time import MadeTime

PAGE = "https://example.org/secret"


def embargoed(newsroom: Newsroom, status: int, live: str = "2026-11-27 06:00") -> MadeTime:
    """Open a newsroom whose edition leads to a page that is to be live at `live` and answers `status`."""
    made = room(newsroom, start=DUE - timedelta(hours=2))
    picks = (Pick(PAGE, live_from=live), Pick("https://example.org/open"))
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, sections=(Section("News", picks),))
    made.site.answers[PAGE] = status
    return made


def told(made: MadeTime, words: str) -> list[str]:
    return [" ".join(text.split()) for text in made.bag.texts if words in " ".join(text.split())]


@pytest.mark.slow
@pytest.mark.usefixtures("readers")
def test_a_page_is_asked_for_from_half_an_hour_before_and_not_at_every_look(newsroom: Newsroom) -> None:
    made = embargoed(newsroom, 200)
    made.live(DUE - 31 * MINUTE, MINUTE)
    assert made.site.asked == []
    made.live(DUE - MINUTE, MINUTE)
    assert [when for _, when in made.site.asked] == [DUE - minutes * MINUTE for minutes in (30, 25, 20, 15, 10, 5)]
    assert {url for url, _ in made.site.asked} == {PAGE}
    assert told(made, "not there") == []


@pytest.mark.slow
@pytest.mark.parametrize("status", [404, 410])
def test_the_letter_is_held_told_of_and_goes_out_when_the_page_is_live(
    newsroom: Newsroom, readers: dict[str, int], status: int
) -> None:
    made = embargoed(newsroom, status)
    made.live(DUE - MINUTE, MINUTE)
    before = told(made, "leads to pages that are not there")
    assert len(before) == len(EDITORS), "once, though it was asked for six times"
    assert f"the site answers {status}" in before[0]
    made.live(DUE + 60 * MINUTE, MINUTE)
    assert made.bag.got == []
    assert len(told(made, "is due and cannot go out")) == len(EDITORS)
    made.site.answers[PAGE] = 200
    made.live(DUE + 66 * MINUTE, MINUTE)
    assert len(made.bag.got) == len(readers)
    asked = len(made.site.asked)
    made.live(DUE + 90 * MINUTE, MINUTE)
    assert len(made.site.asked) == asked, "what has begun asks no more"


@pytest.mark.usefixtures("readers")
@pytest.mark.slow
def test_a_page_that_never_comes_keeps_the_letter_back_to_the_end_of_the_window(newsroom: Newsroom) -> None:
    made = embargoed(newsroom, 404)
    made.live(CLOSES + 10 * MINUTE, 5 * MINUTE)
    assert made.bag.got == []
    assert len(told(made, "did not go out")) == len(EDITORS)


@pytest.mark.slow
@pytest.mark.parametrize("status", [503, 0])
def test_a_page_of_which_nobody_can_tell_stops_nothing_and_is_told_of(
    newsroom: Newsroom, readers: dict[str, int], status: int
) -> None:
    made = embargoed(newsroom, status, "2026-11-27 07:00")
    made.live(DUE, MINUTE)
    assert len(made.bag.got) == len(readers)
    assert len(told(made, "nobody can tell whether the page is there")) == len(EDITORS)


@pytest.mark.slow
@pytest.mark.usefixtures("readers")
def test_nothing_is_asked_for_an_edition_without_an_embargo(newsroom: Newsroom) -> None:
    made = room(newsroom, start=DUE - timedelta(hours=1))
    made.live(DUE + 10 * MINUTE, MINUTE)
    assert made.site.asked == []
    assert made.bag.got


@pytest.mark.usefixtures("readers")
def test_a_page_to_go_live_after_the_letter_holds_it_without_being_asked_for(newsroom: Newsroom) -> None:
    made = embargoed(newsroom, 200, "2026-11-27 08:00")
    made.live(DUE + MINUTE, MINUTE)
    assert (made.bag.got, made.site.asked) == ([], [])
    assert "the letter goes out before that" in told(made, "cannot go out")[0]


def test_an_edition_that_is_not_there_is_not_asked_about(newsroom: Newsroom) -> None:
    made = room(newsroom, ready=None, start=DUE - timedelta(hours=1))
    made.live(DUE - MINUTE, MINUTE)
    assert not made.assessor.is_embargoed(FRIDAY)
    assert made.site.asked == []


@pytest.mark.slow
def test_an_edition_that_was_sent_before_is_not_asked_about(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = embargoed(newsroom, 200)
    made.look(DUE - 40 * MINUTE)
    made.send(made.assessor.assess(FRIDAY, made.clock.now()).passed(), SendStart(made.clock.now(), CLOSES))
    assert (len(made.bag.got), len(made.site.asked)) == (len(readers), 1)
    made.live(DUE + 10 * MINUTE, MINUTE)
    assert len(made.site.asked) == 1
