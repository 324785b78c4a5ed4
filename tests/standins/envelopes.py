"""The envelope of The Lantern's letters, and messages made with it."""

from datetime import UTC, datetime

from digest.delivery.mail import Envelope, Letter, TransactionalMail
from digest.mime.message import Message
from digest.mime.transactional import compose

ENVELOPE = Envelope(
    "The Lantern",
    "friday@lantern.example",
    "editors@lantern.example",
    "The Friday Lantern",
    "https://letter.lantern.example",
)
DATE = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)


def prepare(letter: Letter) -> Message:
    """Prepare the message of a letter."""
    return Message(letter, ENVELOPE, DATE)


def write_mail(mail: TransactionalMail) -> bytes:
    """Write a single mail."""
    return compose(mail, ENVELOPE, DATE)
