"""The whole of the words of thanks that a newcomer gets. No block of an edition."""

from dataclasses import dataclass
from typing import ClassVar

from digest.edition.field_types import Mailbox, OwnPage, ReaderLink


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who thanks, and the links that every letter must have."""

    template: ClassVar[str] = "welcome"
    title: str
    preferences_url: ReaderLink
    unsubscribe_url: ReaderLink
    privacy_policy_url: OwnPage
    postal_address: str
    contact: Mailbox
