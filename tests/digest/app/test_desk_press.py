"""A button of the form brings its editor back to where they were, and says what it did."""

import re
from html import unescape

import pytest

from digest.app.container import Newsroom
from tests.standins.desk_pages import Desk, fields_of
from tests.standins.sample import EDITION

AT = f"/desk/editions/{EDITION}"
FILE = """\
subject: "A small letter"
sections:
  - name: "News"
    picks:
      - url: https://lantern.example/2026/11/24/city-council-opens-its-books
        title: "Books"
        lead: true
      - url: https://lantern.example/2026/11/23/harbour-strike
        title: "Harbour"
      - url: https://lantern.example/2026/11/20/another
        title: "Another"
  - name: "Empty"
    picks: []
  - name: "Last"
    picks:
      - url: https://lantern.example/2026/11/21/alone
        title: "Alone"
briefs:
  - text: "One thing happened."
  - text: "Then another."
"""
_BUTTON = re.compile(r'<button[^>]*name="do" value="([^"]+)"([^>]*)>')


@pytest.fixture
def small(desk: Desk, newsroom: Newsroom) -> Desk:
    write(newsroom)
    return desk


def write(newsroom: Newsroom) -> None:
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text(FILE, encoding="utf-8")


def press(desk: Desk, button: str, **typed: str) -> tuple[str, str]:
    """Press a button with something typed, and return the page that comes then, and where one goes on there."""
    named = {name.replace("__", "-").replace("_", "."): words for name, words in typed.items()}
    answer = desk.post(AT, fields_of(desk.get(AT), AT) | {"do": button} | named)
    return desk.follow(answer), answer.headers["location"].partition("#")[2]


def said(page: str) -> str:
    """Return what stands in the bar, which is spoken."""
    found = re.search(r'id="unsaved">(.*?)</p>', page, re.DOTALL)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize(
    ("button", "words", "place"),
    [
        ("up:1", "Moved up: “Harbour”, now first of News.", "down:0"),
        ("up:2", "Moved up: “Another”, now second of News.", "up:1"),
        ("down:0", "Moved down: “Books”, now second of News.", "down:1"),
        ("down:2", "Moved down: “Another”, now first of Empty.", "down:2"),
        ("up:3", "Moved up: “Alone”, now first of Empty.", "up:3"),
        ("move:3:0:1", "Moved: “Alone”, now second of News.", "pick-1"),
        ("lead:2", "The lead story is “Another”.", "lead:2"),
        ("no-lead", "No story is the lead any more; it was “Books”.", "lead:0"),
        ("remove:0", "Taken out: “Books”; 2 stories left in News.", "remove:0"),
        ("remove:2", "Taken out: “Another”; 2 stories left in News.", "remove:1"),
        ("remove:3", "Taken out: “Alone”; nothing is left in Last.", "section-remove:2"),
        ("section-down:0", "Moved down: the section News, now second of 3.", "section-down:1"),
        ("section-up:1", "Moved up: the section Empty, now first of 3.", "section-down:0"),
        ("section-down:1", "Moved down: the section Empty, now third of 3.", "section-up:2"),
        ("section-remove:2", "Taken out: the section Last.", "section-remove:1"),
        ("brief-up:1", "Moved up: the brief “Then another.”, now first of 2.", "brief-down:0"),
        ("brief-remove:0", "Taken out: the brief “One thing happened.”.", "brief-remove:0"),
    ],
)
def test_a_button_leads_back_to_itself_or_its_neighbour_and_says_what_moved_and_where(
    small: Desk, button: str, words: str, place: str
) -> None:
    page, at = press(small, button)
    assert (said(page), at) == (words, place)


def test_what_was_typed_beside_a_press_is_said_to_be_saved_too(small: Desk) -> None:
    page, _ = press(small, "up:1", subject="Typed first")
    assert said(page) == "Moved up: “Harbour”, now first of News. What you typed is saved, too."
    page, _ = press(small, "down:0", links="https://lantern.example/new")
    assert said(page) == "Moved down: “Harbour”, now second of News. 1 link put in."


def test_a_story_is_moved_into_the_section_that_was_chosen(small: Desk) -> None:
    page, at = press(small, "into:0", pick_0_into="2")
    assert (said(page), at) == ("Moved: “Books”, now second of Last.", "into:3")


@pytest.mark.parametrize(
    ("button", "typed", "words", "place"),
    [
        ("add-section", {"new__section": "Sport"}, "A new section: Sport, the last one.", "new-section"),
        ("add-brief", {"new__brief_text": "A third."}, "A new brief: “A third.”, third of 3.", "new-brief.text"),
        ("add", {"links": "https://lantern.example/new"}, "Saved: 1 link put in.", "links"),
    ],
)
def test_what_is_added_leads_back_to_where_more_can_be(
    small: Desk, button: str, typed: dict[str, str], words: str, place: str
) -> None:
    page, at = press(small, button, **typed)
    assert (said(page), at) == (words, place)


def test_links_of_which_more_is_to_tell_lead_to_all_of_it(small: Desk) -> None:
    page, at = press(small, "add", links="https://lantern.example/2026/11/21/alone\nhttps://lantern.example/new")
    assert (said(page), at) == ("", "told")
    assert "It was in the edition already" in page


def test_a_headline_that_was_taken_stands_in_its_field_which_is_open(small: Desk) -> None:
    offers = [value for value, _ in _BUTTON.findall(small.get(AT)) if value.startswith("take:")]
    page, at = press(small, offers[0])
    number = offers[0].split(":")[1]
    assert at == f"pick.{number}.title"
    assert said(page) == f"The headline now: “{fields_of(page, AT)[at]}”."
    assert f'<details id="words-{number}" open>' in page


def test_what_was_not_written_is_told_on_top_whatever_was_pressed(small: Desk) -> None:
    page, at = press(small, "up:1", language="german!!")
    assert (said(page), at) == ("", "told")
    assert "Not written" in page


@pytest.mark.slow
def test_every_button_leads_to_what_can_be_pressed_or_typed_into_and_which_says_what_was_done(
    small: Desk, newsroom: Newsroom
) -> None:
    buttons = [value for value, more in _BUTTON.findall(small.get(AT)) if "disabled" not in more]
    pressed = [value for value in dict.fromkeys(buttons) if value not in ("save", "add", "add-section", "add-brief")]
    assert len(pressed) > 20
    for button in pressed:
        write(newsroom)
        into = {f"pick_{button.partition(':')[2]}_into": "1"}
        page, at = press(small, button, **into if button.startswith("into") else {})
        found = re.search(rf'<(\w+)[^>]* id="{re.escape(at)}"([^>]*)>', page)
        assert found, (button, at)
        assert "disabled" not in found[2], (button, at)
        assert said(page), button
        if found[1] == "button":
            assert 'aria-describedby="unsaved"' in found[2], (button, at)
