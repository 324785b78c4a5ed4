"""Bodies keep SendGrid's rules, and what breaks one never becomes a body."""

import json
from dataclasses import replace
from email.header import decode_header, make_header
from typing import Any

import pytest

from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import Envelope, Letter
from digest.delivery.variant import Variant
from digest.transports.sendgrid.body import MOST_BYTES, BodyUnsound, batch_body, letter_json, mail_body
from tests.standins.batches import EDITION, LETTER, MAIL, batch, recipients
from tests.standins.letters import letter
from tests.standins.sendgrid import rules
from tests.standins.sendgrid.account import account

ACCOUNT = account("https://api.sendgrid.com")


def body_of(found: Batch) -> bytes:
    return batch_body(letter_json(found.letter, ACCOUNT, sandbox=False), found, ACCOUNT.base_url)


def parsed(found: Batch) -> Any:
    return json.loads(body_of(found))


@pytest.mark.parametrize("name", ["a batch", "a single letter"])
def test_nothing_is_tracked_and_text_comes_before_html(name: str) -> None:
    body = parsed(batch()) if name == "a batch" else json.loads(mail_body(MAIL, ACCOUNT, sandbox=False))
    assert {name: setting["enable"] for name, setting in body["tracking_settings"].items()} == dict.fromkeys(
        ("click_tracking", "open_tracking", "subscription_tracking", "ganalytics"), False
    )
    assert [part["type"] for part in body["content"]] == ["text/plain", "text/html"]
    assert all(any(ord(character) > 255 for character in part["value"]) for part in body["content"])
    assert not {"asm", "categories", "mail_settings"} & body.keys()


def test_programs_are_told_that_it_is_a_list_or_a_single_mail_and_not_to_answer() -> None:
    found = replace(
        LETTER,
        envelope=Envelope("L", "a@lantern.example", "", " ".join(["Фонарь"] * 12), "https://letter.lantern.example"),
    )
    headers = parsed(batch(2, found))["headers"]
    assert headers.keys() == {"List-Id", "Precedence", "X-Auto-Response-Suppress", "Content-Language"}
    assert (headers["Precedence"], headers["Content-Language"]) == ("list", "en")
    assert str(make_header(decode_header(headers["List-Id"]))).endswith("Фонарь <digest.letter.lantern.example>")
    assert not {sign for value in headers.values() for sign in value} & set("\r\n")
    long = replace(found, envelope=replace(found.envelope, title="Ж" * 300)) if found.envelope else found
    assert parsed(batch(2, long))["headers"]["List-Id"] == "<digest.letter.lantern.example>"
    single = json.loads(mail_body(MAIL, ACCOUNT, sandbox=False))["headers"]
    assert single == {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": "en",
    }


@pytest.mark.parametrize("count", [1, 99, 100, 101, 250, 1_000])
def test_a_body_keeps_all_rules(count: int) -> None:
    body = parsed(batch(count, letter(Variant("ru"))))
    assert rules.faults(body) == []
    assert [entry["to"] for entry in body["personalizations"]] == [
        [{"email": recipient.address}] for recipient in recipients(count)
    ]


@pytest.mark.skipif(not rules.SPEC.exists(), reason="the vendor's OpenAPI file is not part of this repository")
def test_a_body_keeps_to_the_official_file() -> None:
    assert rules.faults_by_the_specification(parsed(batch(3, letter(Variant("ru"))))) == []
    assert rules.faults_by_the_specification({"personalizations": 1})


def test_a_reader_who_wants_plain_text_gets_no_html() -> None:
    body = parsed(batch(1, replace(LETTER, html="")))
    assert [part["type"] for part in body["content"]] == ["text/plain"]


def test_a_letter_can_come_from_another_sender_than_the_newsroom() -> None:
    assert parsed(batch(1, replace(LETTER, sender="L.")))["from"] == {"email": "friday@lantern.example", "name": "L."}
    assert parsed(batch(1))["from"]["name"] == "The Lantern"


def test_answers_go_to_the_editors_if_they_want_them() -> None:
    assert parsed(batch(1))["reply_to"] == {"email": "editors@lantern.example"}
    silent = replace(ACCOUNT, reply_to="")
    assert "reply_to" not in json.loads(letter_json(LETTER, silent, sandbox=False))


def test_a_reader_costs_little_on_the_wire() -> None:
    assert (len(body_of(batch(1_000))) - len(body_of(batch(1)))) / 999 <= 350


PLAIN = Letter(EDITION, Variant("en"), "ltr", "S", "", "h\u2019", "t\u2019", ())


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (batch(0), "a batch has 0 readers"),
        (batch(1_001), "a batch has 1001 readers"),
        (replace(batch(), recipients=[*recipients(1), *recipients(1)]), "an address stands twice"),
        (
            replace(batch(), recipients=[*recipients(1), recipients(1)[0]._replace(address="READER.1@example.org")]),
            "an address stands twice",
        ),
        (
            replace(batch(), recipients=[Recipient(1, 'a"b@example.org', "x" * 22, "y" * 39)]),
            "a form that must not leave",
        ),
        (
            replace(batch(), recipients=[Recipient(1, "a@example.org b@example.org", "x" * 22, "y" * 39)]),
            "a form that must not leave",
        ),
        (
            replace(batch(), recipients=[Recipient(1, "a@example.org", "x" * 22, 'y"},{')]),
            "a form that must not leave",
        ),
        (batch(1, replace(PLAIN, text="t")), "the text part has no character beyond Latin-1"),
        (batch(1, replace(PLAIN, html="h\u00ff")), "the HTML part has no character beyond Latin-1"),
        (batch(1, replace(PLAIN, text="t\u2019 ~reader~")), "the text part holds `~reader~` outside"),
        (batch(1, replace(PLAIN, html="h\u2019 ~reader~")), "the HTML part holds `~reader~` outside"),
        (batch(1, replace(PLAIN, subject="~reader~")), "the subject is empty or holds"),
        (batch(1, replace(PLAIN, subject="")), "the subject is empty or holds"),
        (batch(1, replace(PLAIN, text="\u2019" * (MOST_BYTES // 3))), "more than SendGrid takes"),
    ],
)
def test_what_breaks_a_rule_never_becomes_a_body(bad: Batch, words: str) -> None:
    with pytest.raises(BodyUnsound) as caught:
        body_of(bad)
    assert words in str(caught.value)
    assert "@" not in str(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(MAIL, to="a@b.example,c@d.example"),
        replace(MAIL, to="a@b.example c@d.example"),
        replace(MAIL, to=""),
        replace(MAIL, name='x"y'),
        replace(MAIL, name=""),
    ],
)
def test_a_single_letter_to_what_is_no_address_never_becomes_a_body(wrong: Any) -> None:
    with pytest.raises(BodyUnsound):
        mail_body(wrong, ACCOUNT, sandbox=False)
