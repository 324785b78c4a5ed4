"""One reader's e-mail, as bytes on the wire."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest

from digest.delivery.batch import Recipient
from digest.delivery.mail import Envelope, Letter
from digest.delivery.variant import Variant
from digest.letter.slots import SLOT
from digest.mime.message import Message
from digest.mime.readback import MessageUnsound
from tests.standins.batches import LETTER
from tests.standins.envelopes import DATE, ENVELOPE
from tests.standins.letters import letter

ANNA = Recipient(1, "anna@example.org", "a" * 22, "T" * 39)


def composed(found: Letter, envelope: Envelope = ENVELOPE, recipient: Recipient = ANNA) -> tuple[bytes, EmailMessage]:
    raw = Message(found, envelope, DATE).compose(recipient)
    return raw, message_from_bytes(raw, policy=default)


def test_a_letter_has_what_the_rules_of_mail_ask_for() -> None:
    raw, message = composed(letter())
    assert message["To"] == "anna@example.org"
    assert message["From"] == "The Lantern <friday@lantern.example>"
    assert message["Subject"] == "A vote with the doors open, and a wardrobe full of books"
    assert message["Message-ID"] == f"<{'a' * 22}@lantern.example>"
    assert message["Feedback-ID"] == "2026-11-27:en:digest:lantern.example"
    assert f"\r\nList-Unsubscribe: <https://letter.lantern.example/u/{'T' * 39}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert b"\r\nList-Id: The Friday Lantern <digest.letter.lantern.example>\r\n" in raw
    assert (message["Precedence"], message["X-Auto-Response-Suppress"]) == ("list", "OOF, AutoReply")
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert SLOT.encode() not in raw


@pytest.mark.parametrize("domain", ["a.io", "letters.a-newspaper-in-exile.example", "лампа.example", "lantern.example"])
def test_the_last_field_of_the_feedback_id_is_as_long_as_it_may_be_and_always_the_same(domain: str) -> None:
    ascii_domain = domain.encode("idna").decode()
    found = {
        composed(letter(Variant(language)), replace(ENVELOPE, sender_address=f"friday@{ascii_domain}"))[1][
            "Feedback-ID"
        ].rpartition(":")[2]
        for language in ("en", "ru")
    }
    assert len(found) == 1
    assert 5 <= len(*found) <= 15


def test_a_letter_comes_from_whom_it_carries_and_not_from_whom_the_settings_name_now() -> None:
    then = Envelope("Then", "then@lantern.example", "", "Then", "https://then.example")
    _, message = composed(replace(letter(), envelope=then))
    assert message["From"] == "Then <then@lantern.example>"
    assert message["List-Unsubscribe"] == f"<https://then.example/u/{'T' * 39}>"
    assert message["List-Id"] == "Then <digest.then.example>"
    assert message["Reply-To"] is None


@pytest.mark.parametrize("language", ["en", "ru"])
def test_both_parts_read_back_with_the_readers_own_links(language: str) -> None:
    found = letter(Variant(language))
    _, message = composed(found)
    for part, text in zip(message.iter_parts(), (found.text, found.html), strict=True):
        content = cast("EmailMessage", part).get_content().replace("\r\n", "\n").rstrip("\n")
        assert content == text.replace(SLOT, "T" * 39).rstrip("\n")


def test_two_readers_differ_only_in_their_own_places() -> None:
    message = Message(letter(), ENVELOPE, DATE)
    boris = Recipient(2, "boris@example.org", "b" * 22, "t" * 39)
    anna = message.compose(ANNA).decode()
    for mine, his in (("anna@", "boris@"), ("a" * 22, "b" * 22), ("T" * 39, "t" * 39)):
        anna = anna.replace(mine, his)
    assert anna == message.compose(boris).decode()


@pytest.mark.parametrize(
    "subject",
    [
        "Голосование с открытыми дверями, и шкаф, полный книг, и ещё очень длинная строка темы",
        "=?utf-8?q?x=0D=0ABcc:_all@example.org?=",
        "Bcc: all@example.org",
        "x" * 250,
        "🕯️" * 40,
        "Family day 👨‍👩‍👧 in Riga",
        "مردم می‌خواهند رأی بدهند",
        "שלום\u200f!",
        'a, b <c@example.org>; "d"',
    ],
)
def test_a_subject_is_only_ever_a_subject(subject: str) -> None:
    raw, message = composed(replace(letter(), subject=subject))
    assert message["Subject"] == subject
    assert message["Bcc"] is None
    assert message.keys().count("To") == 1
    head = raw.split(b"\r\n\r\n")[0]
    assert all(len(line) <= 78 for line in head.split(b"\r\n") if line.startswith((b"Subject: =?", b" =?")))


@pytest.mark.parametrize("name", ['Лантерн "Q"', 'The "Lantern", Inc.', "A\\B", "=?utf-8?b?eA==?="])
def test_a_senders_name_is_only_ever_a_name(name: str) -> None:
    _, message = composed(letter(), replace(ENVELOPE, sender_name=name))
    (sender,) = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "friday@lantern.example")


@pytest.mark.parametrize(
    ("found", "envelope", "words"),
    [
        (LETTER, replace(ENVELOPE, reply_to="x@example.org\r\nBcc: all@example.org"), "the headers do not read back"),
        (replace(LETTER, subject="a\x00b"), ENVELOPE, "the headers do not read back"),
        (LETTER, replace(ENVELOPE, sender_name="a, " * 333), "longer than 998 characters"),
    ],
)
def test_a_letter_that_does_not_read_back_is_never_sent(found: Letter, envelope: Envelope, words: str) -> None:
    with pytest.raises(MessageUnsound, match=words):
        Message(found, envelope, DATE)


def test_every_header_is_there_and_in_this_order() -> None:
    wanted = "From To Subject Date Message-ID Reply-To List-Unsubscribe List-Unsubscribe-Post Feedback-ID List-Id Precedence X-Auto-Response-Suppress Content-Language MIME-Version Content-Type"  # fmt: skip
    assert composed(LETTER)[1].keys() == wanted.split()
    plain, silent = replace(LETTER, html=""), replace(ENVELOPE, reply_to="")
    names = [name for name in wanted.split() if name != "Reply-To"]
    assert composed(plain, silent)[1].keys() == [*names, "Content-Transfer-Encoding"]


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert composed(letter())[0] == composed(letter())[0]
    assert re.search(rb'boundary="=_[0-9a-f]{32}"', composed(letter())[0])
