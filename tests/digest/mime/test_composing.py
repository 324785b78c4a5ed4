"""What cannot become a message is known before anybody is to get it."""

from dataclasses import replace

import pytest

from digest.delivery.mail import Envelope
from digest.mime.composing import composing_fault
from tests.standins.envelopes import ENVELOPE
from tests.standins.letters import letter


def test_a_letter_that_can_be_composed_has_no_fault_with_its_html_or_without() -> None:
    assert composing_fault(letter(), ENVELOPE) == composing_fault(replace(letter(), html=""), ENVELOPE) == ""


@pytest.mark.parametrize(
    ("subject", "envelope", "fault"),
    [
        (" ", ENVELOPE, "it has no subject"),
        (
            "Friday",
            replace(ENVELOPE, reply_to="a@example.org\r\nBcc: x@example.org"),
            "the headers do not read back as written",
        ),
        ("Friday", replace(ENVELOPE, base_url="https://a.example/" + "a" * 998), "a line of the message is longer"),
        ("Friday \ud800", ENVELOPE, "the headers do not read back as written"),
    ],
)
def test_whatever_keeps_a_letter_from_being_composed_is_a_fault_in_words(
    subject: str, envelope: Envelope, fault: str
) -> None:
    assert composing_fault(replace(letter(), subject=subject), envelope).startswith(fault)


def test_what_a_letter_carries_counts() -> None:
    sound = letter()
    assert composing_fault(replace(sound, envelope=replace(ENVELOPE, reply_to="a@example.org\r\nB: x")), ENVELOPE)
