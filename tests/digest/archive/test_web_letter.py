"""A letter on the web shows what readers got, and nothing that was one reader's own."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from digest.archive.web_letter import web_letter
from digest.delivery.mail import Letter
from digest.delivery.variant import Variant
from digest.letter.slots import SLOT, ReaderLinks
from tests.standins.sample import EDITION

GOLDEN = Path(__file__).parents[2] / "golden"
LINKS = ReaderLinks("https://letter.lantern.example", EDITION)
NAME = "0123456789abcdef0123456789abcdef.jpg"


def letter(body: str = "", language: str = "en") -> Letter:
    """Return a letter with `body`, or the golden one."""
    whole = f"<html><body>{body}</body></html>" if body else (GOLDEN / f"letter.{language}.html").read_text("utf-8")
    return Letter(EDITION, Variant(language), "ltr", "The subject", "", whole, "", ())


def no_copies(_name: str) -> bool:
    return False


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_no_link_of_a_readers_own_is_left_nor_the_words_about_them(language: str) -> None:
    shown = web_letter(letter(language=language), no_copies)
    for gone in (SLOT, "/u/", "/p/", "/r/", "reader.invalid", f"/editions/{EDITION}", "<!--", "<script"):
        assert gone not in shown.body, gone
    for words in ("signed up", "Unsubscribe", "Remind me later", "View in browser", "подписались", "Отписаться"):
        assert words not in shown.words, words


def test_the_stories_are_those_of_the_letter_in_its_order_each_in_its_own_language() -> None:
    shown = web_letter(letter(), no_copies)
    assert shown.stories[0].title == "Three years after the square, a vote"
    assert shown.stories[0].summary.startswith("Polling stations in Kasva open at seven")
    assert (shown.stories[0].kicker, shown.stories[0].remark) == ("Election day", "Petra Lindqvist")
    assert shown.stories[0].url == "https://lantern.example/2026/vote"
    assert [(story.language, story.direction) for story in shown.stories].count(("he", "rtl")) == 1
    assert all(story.title in shown.words for story in shown.stories)
    assert shown.picture_hosts == ("https://lantern.example",)


def test_a_dot_between_two_links_goes_with_the_link() -> None:
    foot = f"<p>27 November · <a href='{LINKS.browser}'>View</a></p><p><a href='{LINKS.remind_later}'>Later</a></p>"
    kept = f"<h1>T</h1><p><a href='{LINKS.preferences}'>P</a> · <a href='https://a.example/privacy'>Privacy</a></p>"
    shown = web_letter(letter(f"<div><h2>News</h2>{foot}{kept}</div>"), no_copies)
    lines = [line.text_content() for line in html.fragment_fromstring(shown.body, create_parent="main").iter("p")]
    assert lines == ["27 November", "Privacy"]


def test_without_a_headline_anywhere_only_the_links_go() -> None:
    shown = web_letter(letter(f"<p>Words <a href='{LINKS.unsubscribe}'>Leave</a> more words</p>"), no_copies)
    assert shown.words == "Words more words"


@pytest.mark.parametrize(
    "place",
    [f"<p>Write down: {LINKS.unsubscribe} now</p>", f"<p title='{LINKS.preferences}'>now</p>", f"<b data-x={SLOT}>now</b>"],
)  # fmt: skip
def test_wherever_a_newsrooms_own_template_puts_a_link_it_is_not_shown(place: str) -> None:
    shown = web_letter(letter(f"<h1>T</h1>{place}"), no_copies)
    assert "now" in shown.words
    assert not any(gone in shown.body for gone in (SLOT, "/u/", "/p/", "reader.invalid"))


def test_a_picture_the_newsroom_has_a_copy_of_comes_from_itself_wherever_it_was() -> None:
    body = f"<h1>T</h1><img src='https://cdn.example/x/{NAME}'><img src='https://b.example/{NAME.replace('0', '1')}'>"
    shown = web_letter(letter(body + "<img src='javascript:1'>"), lambda name: name == NAME)
    assert shown.own_pictures == (NAME,)
    assert shown.picture_hosts == ("https://b.example",)
    assert "javascript" not in shown.body


def test_the_letter_itself_is_not_changed() -> None:
    given = letter()
    web_letter(given, no_copies)
    assert given == replace(letter())


@pytest.mark.parametrize(("language", "words"), [("en", "forwarded to you"), ("ru", "переслали"), ("uk", "переслали")])
def test_the_line_for_whoever_got_it_from_a_reader_is_no_line_of_a_page(language: str, words: str) -> None:
    given = letter(language=language)
    assert words in given.html
    shown = web_letter(given, no_copies)
    assert words not in shown.words
    assert f'href="{LINKS.sign_up}"' not in shown.body
    assert len(shown.stories) > 3


def test_other_links_to_the_sign_up_stay_with_what_stands_around_them() -> None:
    logo = f"<p><a href='{LINKS.sign_up}'><img src='https://lantern.example/logo.png' alt='L'></a></p>"
    both = f"<p>More: <a href='{LINKS.sign_up}'>sign up</a> or <a href='https://lantern.example/'>read</a></p>"
    leave = f"<p>You <a href='{LINKS.unsubscribe}'>Leave</a></p>"
    shown = web_letter(letter(f"{logo}<h1>T</h1>{both}{leave}"), no_copies)
    assert shown.body.count(f'href="{LINKS.sign_up}"') == 2
    assert "More: sign up or read" in shown.words
