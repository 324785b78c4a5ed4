"""A single letter says what was meant, to one person, and has nothing of a bulk mail."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from digest.letter.slots import SLOT
from digest.mime.readback import MessageUnsound
from digest.mime.transactional import compose
from tests.standins.batches import MAIL
from tests.standins.envelopes import DATE, ENVELOPE, write_mail


def test_a_single_letter_has_the_headers_of_one() -> None:
    message = message_from_bytes(write_mail(MAIL), policy=default)
    assert message.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language", "MIME-Version",
        "Content-Type",
    ]  # fmt: skip
    assert (message["From"], message["To"]) == ("The Lantern <friday@lantern.example>", MAIL.to)
    assert (message["Subject"], message["Content-Language"]) == (MAIL.subject, "en")
    assert message["Message-ID"] == f"<{MAIL.name}@lantern.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Fri, 27 Nov 2026 05:00:00 +0000"


@pytest.mark.parametrize(
    "text", ["Text’s\n", "кириллица " * 50 + "\n", "x" * 3_000 + "\n", ".\n..\nFrom x\n=\n", "\u2028\u00a0\n"]
)
def test_both_parts_read_back(text: str) -> None:
    message = message_from_bytes(write_mail(replace(MAIL, text=text, html=f"<p>{text}</p>")), policy=default)
    parts = [part.get_content().replace("\r\n", "\n").rstrip("\n") for part in message.iter_parts()]
    assert parts == [text.rstrip("\n"), f"<p>{text}</p>"]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_sender_of_its_own_replaces_the_newsrooms_name() -> None:
    message = message_from_bytes(write_mail(replace(MAIL, sender="Weekly letter")), policy=default)
    assert message["From"] == "Weekly letter <friday@lantern.example>"


def test_without_an_address_to_answer_to_there_is_no_such_header() -> None:
    assert "Reply-To" not in message_from_bytes(compose(MAIL, replace(ENVELOPE, reply_to=""), DATE), policy=default)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"to": "desk@lantern.example, all@lantern.example"}, "the recipient does not read back"),
        ({"to": "desk@lantern.example\r\nBcc: all@lantern.example"}, "the headers do not read back"),
        ({"subject": "a\x00b"}, "the headers do not read back"),
        ({"language": "en\r\nX-Header: x"}, "the headers do not read back"),
        ({"language": "x" * 1_000}, "longer than 998"),
        ({"text": f"Leave: {SLOT}\n"}, "the slot of a reader's link"),
        ({"html": f"<a href={SLOT}>"}, "the slot of a reader's link"),
    ],
)
def test_what_does_not_read_back_is_never_written(change: dict[str, str], words: str) -> None:
    with pytest.raises(MessageUnsound, match=words):
        write_mail(replace(MAIL, **change))
