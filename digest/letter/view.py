"""From an edition and its lock to the view of one variant: which blocks, in which order, with which words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from digest.delivery.variant import Variant, section_key
from digest.edition.cards import Card, lead_first
from digest.edition.field_types import Line
from digest.edition.model import Edition
from digest.letter.block import Block, LetterInput, Maker
from digest.letter.blocks.appeal import appeal
from digest.letter.blocks.banner import banner
from digest.letter.blocks.briefs import briefs
from digest.letter.blocks.corrections import corrections
from digest.letter.blocks.footer import footer
from digest.letter.blocks.masthead import masthead
from digest.letter.blocks.note import editors_note
from digest.letter.blocks.stories import stories
from digest.letter.language import direction
from digest.letter.link_parameters import LinkParameters
from digest.letter.links import at_mirrors, in_ascii, with_links
from digest.letter.publication import Phrase, Publication

ORDER: tuple[Maker, ...] = (banner, masthead, editors_note, stories, briefs, corrections, appeal, footer)
"""The blocks of an edition's letter from top to bottom; a new one is put here in its place."""
_REMEMBERED = 1_024
"""Blocks: the letters of an edition have most of theirs in common."""


@dataclass(frozen=True, slots=True)
class View:
    """A whole letter before any template: its words about itself, and its blocks from top to bottom.

    `sender` is who the letter comes from when that is not the newsroom's own name. `opening` are the words that such a
    letter begins with, in both parts: a locked screen shows the first two hundred characters, whoever looks at it.
    """

    edition: str
    language: str
    direction: str
    title: str
    subject: Line
    preheader: Line
    blocks: tuple[Block, ...]
    sender: str = ""
    opening: str = ""


def view(
    edition: Edition,
    cards: Sequence[Card],
    publication: Publication,
    variant: Variant,
    phrase: Phrase,
    order: Sequence[Maker] = ORDER,
) -> View:
    """Return everything that the letter of one variant shows, chosen and formatted, the blocks in `order`."""
    options = variant.options
    wanted = [card for card in cards if section_key(card.section) not in options.without]
    given = LetterInput(edition, wanted, publication, variant, phrase)
    words = View(
        edition=edition.id,
        language=variant.language,
        direction=direction(variant.language),
        title=publication.title,
        subject=given.say("discreet_subject") if options.discreet else edition.subject,
        preheader="" if options.discreet else edition.preheader or _next_headlines(wanted),
        blocks=(),
        sender=given.say("discreet_sender") if options.discreet else "",
        opening=given.say("discreet_opening") if options.discreet else "",
    )
    parameters = publication.parameters.of_edition(edition.id)
    blocks = tuple(_as_linked(block, parameters) for make in order for block in make(given))
    whole = replace(with_links(words, in_ascii), blocks=blocks)
    if not (options.mirrors and publication.mirrors):
        return whole
    return with_links(whole, at_mirrors(publication.mirrors))


def _next_headlines(wanted: Sequence[Card]) -> str:
    """Return what an inbox shows behind the subject, which tells of the lead: the two headlines after it."""
    ordered = lead_first(wanted)
    return " · ".join(card.title for card in ordered[1:3]) or "".join(card.summary for card in ordered)


@lru_cache(_REMEMBERED)
def _as_linked(block: Block, parameters: LinkParameters) -> Block:
    """Return a block with every address as a letter may link to it, with the newsroom's parameters."""
    return with_links(with_links(block, in_ascii), parameters.added, seen=False)
