"""Batches as a transport is given them: invented readers, and a letter that is quickly made."""

from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.variant import Variant
from digest.letter.slots import SLOT

EDITION = "2026-11-27"

LETTER = Letter(
    EDITION,
    Variant("en"),
    "ltr",
    "Friday’s vote, and what it means",
    "",
    f'<p>The story’s here.</p><p><a href="https://letter.lantern.example/u/{SLOT}">Leave</a></p>\n',
    f"The story’s here.\nLeave: https://letter.lantern.example/u/{SLOT}\n",
    (),
)

MAIL = TransactionalMail(
    "desk@lantern.example",
    "[PROOF] Ein Fall für’s Archiv",
    "Text’s\n",
    "<p>Text’s</p>",
    "en",
    "letter-abcdefghijklmnopqrstuv",
)


def recipients(count: int = 3, first: int = 1) -> list[Recipient]:
    """Return readers numbered from `first` on, each with an address, a delivery's name and a token of their own."""
    return [
        Recipient(n, f"reader.{n}@example.org", f"delivery-name-{n:08}", f"{n:039}")
        for n in range(first, first + count)
    ]


def batch(count: int = 3, letter: Letter = LETTER, number: int = 1, first: int = 1) -> Batch:
    """Return the batch `number` of the edition, with `count` readers."""
    return Batch(EDITION, number, 1, letter, recipients(count, first))
