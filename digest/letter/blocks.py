"""The blocks of a letter: one model here, one template file of the same name in templates/email/blocks/.

A model holds what its template shows, already chosen and formatted; templates decide only how it looks. To add a block,
add both and put it in its place in `view.py`.
"""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from digest.edition.model import Brief, Correction, Related


@dataclass(frozen=True, slots=True)
class Masthead:
    """The letter's name, its line and its date."""

    template: ClassVar = "masthead"
    title: str
    tagline: str
    date: str
    browser_url: str


@dataclass(frozen=True, slots=True)
class Banner:
    """One line above everything that asks for support."""

    template: ClassVar = "banner"
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class EditorsNote:
    """A signed greeting; `html` is sanitised Markdown and well-formed XML, `text` the same as plain paragraphs."""

    template: ClassVar = "note"
    html: Markup
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A card's picture, `width` and `height` as shown, in pixels; `height` 0 when the page did not say."""

    url: str
    alt: str
    width: int
    height: int
    credit: str


@dataclass(frozen=True, slots=True)
class Story:
    """One card of the letter; `number` counts from 1, `language` only where it is not the letter's own."""

    template: ClassVar = "card"
    number: int
    url: str
    title: str
    summary: str
    kicker: str
    byline: str
    reading_minutes: int
    topics: tuple[str, ...]
    related: tuple[Related, ...]
    picture: Picture | None
    language: str
    direction: str
    lead: bool


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """The name above a section's cards."""

    template: ClassVar = "section"
    name: str


@dataclass(frozen=True, slots=True)
class Briefs:
    """News in one sentence each."""

    template: ClassVar = "briefs"
    briefs: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """What earlier letters or articles got wrong."""

    template: ClassVar = "corrections"
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """One offered sum, formatted for people, and where it is given."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The sums of one frequency: once, monthly or annual."""

    frequency: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Appeal:
    """The support-us block.

    `remind_url` is empty when the newsroom offers no "remind me later", `warning` where none is needed.
    """

    template: ClassVar = "appeal"
    heading: str
    message: str
    offers: tuple[Offer, ...]
    payment_methods: str
    remind_url: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the program tells editors, in a mail of its own or `above` a proof.

    `rows` are pairs of name and value, `faults` lines of a check, `commands` for a terminal.
    """

    template: ClassVar = "notice"
    heading: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    above: bool = False


@dataclass(frozen=True, slots=True)
class Confirm:
    """The whole of a confirmation letter: where its one button leads, and who writes."""

    template: ClassVar = "confirm"
    title: str
    url: str
    postal_address: str
    contact: str


@dataclass(frozen=True, slots=True)
class Known(Confirm):
    """Told to somebody who signed up and is a reader already."""

    template: ClassVar = "known"


@dataclass(frozen=True, slots=True)
class Move(Confirm):
    """The confirmation of a new address."""

    template: ClassVar = "move"


@dataclass(frozen=True, slots=True)
class Preferences(Confirm):
    """The link to a reader's own preferences."""

    template: ClassVar = "preferences"


@dataclass(frozen=True, slots=True)
class Footer:
    """Who writes, from where, why the reader gets this, and how to leave."""

    template: ClassVar = "footer"
    title: str
    postal_address: str
    contact: str
    unsubscribe_url: str
    preferences_url: str
    browser_url: str
    privacy_policy_url: str


Block = (
    Masthead | Banner | EditorsNote | Story | SectionHeading | Briefs | Corrections | Appeal | Notice | Confirm | Footer
)


@dataclass(frozen=True, slots=True)
class View:
    """A whole letter before any template: its words about itself, and its blocks from top to bottom.

    `sender` is who the letter comes from when that is not the newsroom's own name.
    """

    edition: str
    language: str
    direction: str
    title: str
    subject: str
    preheader: str
    blocks: tuple[Block, ...]
    sender: str = ""
