"""Footer: who writes, from where, why the reader gets this, and how to unsubscribe."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.field_types import Mailbox, OwnPage, ReaderLink
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class Footer:
    """Who writes and from where, and the links that every letter must have."""

    template: ClassVar[str] = "footer"
    title: str
    postal_address: str
    contact: Mailbox
    unsubscribe_url: ReaderLink
    preferences_url: ReaderLink
    browser_url: OwnPage
    privacy_policy_url: OwnPage


def footer(given: LetterInput) -> Iterator[Footer]:
    """Make the footer, which every letter has."""
    publication, links = given.publication, given.links
    yield Footer(
        title=publication.title,
        postal_address=publication.postal_address,
        contact=publication.contact,
        unsubscribe_url=links.unsubscribe,
        preferences_url=links.preferences,
        browser_url=links.browser,
        privacy_policy_url=publication.privacy_policy_url,
    )
