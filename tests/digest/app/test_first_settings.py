"""The eight questions: what is answered is read back, what is refused is refused in the reader's own words."""

import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.app.first_settings import (
    QUESTIONS,
    Surroundings,
    fault_of_answer,
    settings_template,
    settings_text,
    with_defaults,
)
from digest.edition.examples import EXAMPLE_HOST
from digest.problem import Severity
from digest.settings.read import read_settings
from tests.standins.chance import examples

AROUND = Surroundings("our-letter_2", "Europe/Riga", datetime(2026, 11, 25, 12, tzinfo=UTC))
TODAY = AROUND.now.date()
ANSWERS = {
    "title": 'The "Friday" Lantern',
    "language": "uk",
    "schedule": "Tuesday, friday 08:30 America/New York",
    "sender": "Ліхтар <letter@lantern.example>",
    "contact": "desk@lantern.example",
    "postal_address": "Harbour Street 12, Riga",
    "privacy_policy": "https://lantern.example/privacy",
    "base_url": "https://letter.lantern.example/",
}


def test_there_are_eight_and_each_is_answered_by_one_key_at_least() -> None:
    assert [question.name for question in QUESTIONS] == list(ANSWERS)
    empty = read_settings(settings_template(), {})[1]
    assert len([problem for problem in empty if "is empty" in problem.what]) == 8


def test_with_all_defaults_the_settings_have_no_problem_and_all_comments_of_the_template() -> None:
    text = settings_text(with_defaults({}, AROUND), TODAY)
    found, problems = read_settings(text, {})
    assert found is not None
    assert problems == []
    assert found.digest.title == "Our letter 2"
    assert found.schedule.zone == "Europe/Riga"
    assert found.sender.address == f"letter@{EXAMPLE_HOST}"
    changed = [
        (old, new)
        for old, new in zip(settings_template().splitlines(), text.splitlines(), strict=True)
        if old != new and old.startswith("#")
    ]
    assert changed == []


def test_every_answer_stands_in_the_settings() -> None:
    text = settings_text(ANSWERS, TODAY)
    found, problems = read_settings(text, {})
    assert found is not None
    assert problems == []
    own = found.digest
    assert (own.title, own.language, own.postal_address) == ('The "Friday" Lantern', "uk", "Harbour Street 12, Riga")
    assert (own.base_url, own.privacy_policy_url) == ("https://letter.lantern.example", ANSWERS["privacy_policy"])
    assert own.privacy_policy_version == "2026-11-25"
    assert (own.contact, found.sender.reply_to) == ("desk@lantern.example", "desk@lantern.example")
    assert (found.sender.name, found.sender.address) == ("Ліхтар", "letter@lantern.example")
    assert tomllib.loads(text)["schedule"]["day"] == ["tuesday", "friday"]
    assert f"{found.schedule.time:%H:%M} {found.schedule.zone}" == "08:30 America/New_York"


@pytest.mark.parametrize(
    ("answer", "listens"),
    [
        ("http://127.0.0.1:8499", ("127.0.0.1", 8499)),
        ("http://localhost:8499/", ("127.0.0.1", 8499)),
        ("http://[::1]:8499", ("::1", 8499)),
        ("http://127.0.0.1", ("127.0.0.1", 80)),
        ("https://127.0.0.1:8443", ("127.0.0.1", 8400)),
        ("https://letter.lantern.example:8443", ("127.0.0.1", 8400)),
    ],
)
def test_an_address_of_this_computer_is_where_the_program_listens(answer: str, listens: tuple[str, int]) -> None:
    assert fault_of_answer("base_url", answer, AROUND) == ""
    found, problems = read_settings(settings_text(with_defaults({"base_url": answer}, AROUND), TODAY), {})
    assert found is not None
    assert problems == []
    assert (found.web.host, found.web.port) == listens


def test_a_port_at_which_nobody_can_listen_is_refused_as_an_answer() -> None:
    assert "`port` in [web] must be at least 1" in fault_of_answer("base_url", "http://127.0.0.1:0", AROUND)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("friday", ("friday", "07:00", "UTC")),
        ("18:00", ("friday", "18:00", "UTC")),
        ("Europe/Kyiv", ("friday", "07:00", "Europe/Kyiv")),
        ("monday Europe/Kyiv", ("monday", "07:00", "Europe/Kyiv")),
    ],
)
def test_what_a_schedule_leaves_out_stays_as_it_is(answer: str, said: tuple[str, str, str]) -> None:
    schedule = tomllib.loads(settings_text({"schedule": answer}, TODAY))["schedule"]
    assert (schedule["day"], schedule["time"], schedule["zone"]) == said


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("title", "\u200b", "`title` in [digest] is not right: nothing of it can be seen; write it in words"),
        ("language", "English", "`language` in [digest] is not right: this is no language tag; write en, ru, uk"),
        ("language", "de", "there are no fixed words in `de`; use one of en, ru, uk"),
        ("schedule", "fryday 07:00", "`fryday` is no weekday"),
        ("schedule", "friday 7:00", "this is no time of day; write it as 07:00"),
        ("schedule", "friday 07:00 Riga", "this is no time zone; write an IANA name such as Europe/Riga"),
        ("sender", "The Lantern", "`address` in [sender] is not right: this is no e-mail address"),
        ("sender", "<letter@lantern.example>", "`name` in [sender] is empty; fill it in"),
        ("contact", "desk", "`contact` in [digest] is not right: this is no e-mail address"),
        ("privacy_policy", "lantern.example/privacy", "write the whole address, https:// included"),
        ("base_url", "http://letter.lantern.example", "begins with http://, which can be read and changed"),
        ("base_url", "https://lantern.example/letter", "the reader pages have a host of their own"),
    ],
)
def test_a_wrong_answer_is_refused_in_the_words_of_the_reader(name: str, answer: str, words: str) -> None:
    fault = fault_of_answer(name, answer, AROUND)
    assert words in fault
    assert "\n" not in fault or name in ("contact", "sender")


@pytest.mark.parametrize("name", list(ANSWERS))
def test_a_right_answer_is_taken_and_so_is_each_default(name: str) -> None:
    assert fault_of_answer(name, ANSWERS[name], AROUND) == ""
    assert fault_of_answer(name, with_defaults({}, AROUND)[name], AROUND) == ""


@settings(max_examples=examples(30))
@given(
    st.sampled_from(list(ANSWERS)),
    st.one_of(
        st.text(max_size=40),
        st.lists(st.sampled_from([*"<>@[],.: ", "7", "friday", "a", "é", "https://", "x.example", "Riga"])).map(
            "".join
        ),
    ),
)
def test_whatever_is_answered_is_refused_or_makes_settings_that_can_be_read(name: str, answer: str) -> None:
    if not answer.strip() or fault_of_answer(name, answer.strip(), AROUND):
        return
    found, problems = read_settings(settings_text(with_defaults({name: answer.strip()}, AROUND), TODAY), {})
    assert found, [str(problem) for problem in problems]


def test_examples_and_this_computer_never_reach_readers() -> None:
    text = settings_text(with_defaults({}, AROUND), TODAY)
    for transport, expected in (("outbox", 0), ("null", 0), ("sendgrid", 6)):
        found, problems = read_settings(text, {"DIGEST_DELIVERY__TRANSPORT": transport})
        errors = [str(problem) for problem in problems if problem.severity is Severity.ERROR]
        assert len(errors) == expected
        assert (found is None) is bool(expected)
    rehearsal = {"DIGEST_DELIVERY__TRANSPORT": "sendgrid", "DIGEST_SENDGRID__HOST": "http://127.0.0.1:8426"}
    assert read_settings(text, rehearsal)[1] == [], "a stand-in on this computer mails nobody"
    assert "`base_url` in [digest] is this computer, where no reader can come; write your own" in errors[0]
    assert all("is still the example that `digest init` wrote" in error for error in errors[1:])
    assert read_settings(settings_text(ANSWERS, TODAY), {"DIGEST_DELIVERY__TRANSPORT": "sendgrid"})[1] == []
