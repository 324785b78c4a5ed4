"""What is handed over: the letter of one variant, and transactional mails. Values only."""

from dataclasses import dataclass
from datetime import datetime

from digest.delivery.variant import Variant

NAME_PREFIX = "letter-"
"""Begins the names of transactional mails, and of nothing else that an event may be about."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What all letters of a newsroom have in their headers; `base_url` has no slash at its end."""

    sender_name: str
    sender_address: str
    reply_to: str
    title: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The rendered variant of an edition; reader links still hold their slots.

    `bytes_per_pick` pairs each card's address with the bytes of HTML it takes, in the letter's order. `html` is empty
    in the letter of a reader who wants plain text, `sender` where the newsroom's own name stands. `envelope` is who it
    comes from and where it leads, as that was when the letter was made; None in one that was made to be looked at.
    """

    edition: str
    variant: Variant
    direction: str
    subject: str
    mjml: str
    html: str
    text: str
    bytes_per_pick: tuple[tuple[str, int], ...]
    sender: str = ""
    envelope: Envelope | None = None


@dataclass(frozen=True, slots=True)
class TransactionalMail:
    """One mail to the address `to`; `name` is its opaque name for the world outside (empty: the queue gives it one).

    `sender` is who it comes from when that is not the newsroom's own name.
    """

    to: str
    subject: str
    text: str
    html: str
    language: str
    name: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class ClaimedMail:
    """A transactional mail in the hands of one process; `tries` counts the hand-overs, this one included."""

    number: int
    mail: TransactionalMail
    tries: int
    expires_at: datetime
