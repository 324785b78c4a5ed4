"""The contents of the mails that readers' forms cause: one button each. No blocks of an edition."""

from dataclasses import dataclass
from typing import ClassVar

from digest.edition.field_types import Mailbox, ReaderLink


@dataclass(frozen=True, slots=True)
class Confirm:
    """The whole of a confirmation mail: where its one button leads, and who writes."""

    template: ClassVar[str] = "confirm"
    title: str
    url: ReaderLink
    postal_address: str
    contact: Mailbox


@dataclass(frozen=True, slots=True)
class Known(Confirm):
    """The mail to somebody who signed up and is a reader already."""

    template: ClassVar[str] = "known"


@dataclass(frozen=True, slots=True)
class Move(Confirm):
    """The mail that asks a reader to confirm a new address."""

    template: ClassVar[str] = "move"


@dataclass(frozen=True, slots=True)
class Preferences(Confirm):
    """The mail with the link to a reader's own preferences."""

    template: ClassVar[str] = "preferences"
