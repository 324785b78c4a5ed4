"""What an inbox shows of a letter, cut as programs cut it: never in the middle of a sign, never more than there is."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.delivery.mail import Letter
from digest.delivery.variant import LetterOptions
from digest.letter.inbox_line import INBOXES, InboxLine, cut, inbox_lines, width
from tests.standins.chance import examples
from tests.standins.sample import EDITION


def letter(newsroom: Newsroom, options: LetterOptions | None = None) -> Letter:
    built = Services(newsroom).assessor().assess(EDITION).made()
    return built.letter("en", options or LetterOptions())


def by_program(letter: Letter) -> dict[str, InboxLine]:
    return {line.program: line for line in inbox_lines(letter, "The Lantern")}


def test_each_program_shows_who_what_and_how_it_begins(newsroom: Newsroom) -> None:
    lines = by_program(letter(newsroom))
    phone = lines["Gmail on a phone"]
    assert phone.sender == "The Lantern"
    assert phone.subject == "A vote with the doors open, and a wa…"
    assert phone.is_cut
    assert phone.behind.startswith("Also: a harvest nobody can hide")
    assert not lines["Gmail on a computer"].is_cut


def test_apple_mail_goes_on_behind_a_short_preheader_and_gmail_does_not(newsroom: Newsroom) -> None:
    made = letter(newsroom)
    short = replace(
        made,
        html=made.html.replace(
            "Also: a harvest nobody can hide, fifty-two unhurried cranes, and the eight bars everybody in one city knows.",
            "Hello.",
        ),
    )
    lines = by_program(short)
    assert lines["Gmail on a phone"].behind == "Hello."
    assert lines["Apple Mail on an iPhone"].behind.startswith("Hello. ")
    assert len(lines["Apple Mail on an iPhone"].behind) > 60


def test_a_discreet_letter_names_nobody_in_any_inbox(newsroom: Newsroom) -> None:
    for line in inbox_lines(letter(newsroom, LetterOptions(discreet=True)), "The Lantern"):
        assert "Lantern" not in f"{line.sender} {line.subject} {line.behind}"


def test_plain_text_begins_with_its_own_words(newsroom: Newsroom) -> None:
    made = letter(newsroom, LetterOptions(plain=True))
    assert all(made.text.split()[0] in line.behind for line in inbox_lines(made, "The Lantern"))


def test_subject_and_preheader_share_one_line_where_they_do(newsroom: Newsroom) -> None:
    long = replace(letter(newsroom), subject="word " * 40)
    line = by_program(long)["Gmail on a computer"]
    assert width(line.subject) + width(line.behind) <= 110


def test_what_is_one_sign_is_not_cut() -> None:
    assert cut("ab👨‍👩‍👧cd", 4) == "ab…"
    assert cut("a👨‍👩‍👧bcd", 6) == "a…"
    assert cut("Cafe\u0301 au lait", 5) == "Cafe\u0301…"
    assert cut("短い件名です", 7) == "短い件…"


@given(text=st.text(max_size=80), room=st.integers(min_value=0, max_value=60))
@settings(max_examples=examples(80))
def test_no_more_is_shown_than_has_room_and_nothing_is_made_up(text: str, room: int) -> None:
    shown, words = cut(text, room), " ".join(text.split())
    assert width(shown) <= room
    assert shown == words or words.startswith(shown.removesuffix("…").rstrip())


def test_every_program_is_known_by_a_name_of_its_own() -> None:
    assert len({inbox.program for inbox in INBOXES}) == len(INBOXES)
