"""The words of thanks: short, with the reader's own links, and for discreet readers nothing that tells at a glance."""

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from digest.app.paths import program_templates
from digest.delivery.mail import Envelope
from digest.delivery.variant import AppealMode, LetterOptions
from digest.letter.slots import SLOT
from digest.letter.templates import Templates
from digest.mailing.welcome_words import WelcomeWords
from tests.standins.letters import publication

ENVELOPE = Envelope("The Lantern", "letter@lantern.example", "", "The Lantern", "https://letters.lantern.example")


@pytest.fixture(scope="module")
def words() -> WelcomeWords:
    return WelcomeWords(Templates(program_templates()), publication(), ENVELOPE)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_they_thank_in_the_readers_language_and_say_how_to_leave(words: WelcomeWords, language: str) -> None:
    found = words.write(language, LetterOptions())
    assert publication().title in found.subject
    for body in (found.html, found.text):
        assert f"/u/{SLOT}" in body
        assert f"/p/{SLOT}" in body
        assert publication().postal_address in " ".join(body.split())
    root: Any = html.fromstring(found.html)
    assert found.text.startswith(root.findtext(".//h1"))
    assert root.get("lang") == language
    assert found.envelope == ENVELOPE


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_a_discreet_letter_begins_with_words_that_tell_nothing(words: WelcomeWords, language: str) -> None:
    found = words.write(language, LetterOptions(discreet=True))
    root: Any = html.fromstring(found.html)
    shown = " ".join(root.find("body").text_content().split())
    assert shown[:200] == " ".join(found.text.split())[:200]
    name = publication().title
    assert name not in f"{found.subject} {found.sender} {root.findtext('head/title')} {shown[:200]}"
    assert found.sender


def test_who_wants_plain_text_gets_that_alone_and_nothing_else_makes_a_difference(words: WelcomeWords) -> None:
    plain = words.write("en", LetterOptions(plain=True))
    assert plain.html == ""
    usual = words.write("en", LetterOptions())
    assert words.write("en", LetterOptions(AppealMode.HIDE, mirrors=True, without=("news",))) is usual
    assert plain.text == usual.text


def test_a_newsroom_may_write_its_own(tmp_path: Path) -> None:
    own = tmp_path / "email/blocks/welcome.jinja"
    own.parent.mkdir(parents=True)
    program = (program_templates() / "email/blocks/welcome.jinja").read_text(encoding="utf-8")
    own.write_text(program.replace('_("Thank you for signing up")', '"Good to have you"'), encoding="utf-8")
    found = WelcomeWords(Templates(program_templates(), tmp_path), publication(), ENVELOPE).write("en", LetterOptions())
    assert found.text.startswith("Good to have you")
    assert "Good to have you" in found.html
