"""From an edition and its lock to the view of one variant: which blocks, in which order, with which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from digest.calendar.edition_id import corrected
from digest.delivery.variant import Variant, section_key
from digest.edition.block_names import MOVABLE
from digest.edition.cards import Card, lead_first
from digest.edition.field_types import Line
from digest.edition.model import Edition
from digest.letter.block import Block, LetterInput, Maker
from digest.letter.blocks.appeal import appeal
from digest.letter.blocks.banner import banner
from digest.letter.blocks.briefs import briefs
from digest.letter.blocks.corrections import corrections
from digest.letter.blocks.events import events
from digest.letter.blocks.footer import footer
from digest.letter.blocks.forward import forward
from digest.letter.blocks.in_this_issue import in_this_issue
from digest.letter.blocks.masthead import masthead
from digest.letter.blocks.mirrors import mirrors
from digest.letter.blocks.most_read import most_read
from digest.letter.blocks.note import editors_note
from digest.letter.blocks.number_of_the_week import number_of_the_week
from digest.letter.blocks.quote import quote
from digest.letter.blocks.recordings import podcasts, videos
from digest.letter.blocks.sponsor import sponsor
from digest.letter.blocks.stories import lead, sections
from digest.letter.blocks.topics import topics
from digest.letter.language import direction
from digest.letter.link_parameters import LinkParameters
from digest.letter.links import at_mirrors, in_ascii, with_links
from digest.letter.markdown import line_to_text
from digest.letter.plain_text import ENDLESS
from digest.letter.publication import Phrase, Publication
from digest.letter.theme import PLAIN, Theme

BLOCKS: Mapping[str, Maker] = {
    "banner": banner,
    "masthead": masthead,
    "note": editors_note,
    "lead": lead,
    "in_this_issue": in_this_issue,
    "sponsor": sponsor,
    "sections": sections,
    "briefs": briefs,
    "number_of_the_week": number_of_the_week,
    "quote": quote,
    "podcasts": podcasts,
    "videos": videos,
    "events": events,
    "most_read": most_read,
    "topics": topics,
    "corrections": corrections,
    "appeal": appeal,
    "mirrors": mirrors,
    "forward": forward,
    "footer": footer,
}
"""The blocks of a letter from top to bottom, by the names that editors use; a new one is put in its place."""
_REMEMBERED = 1_024
"""Blocks: the letters of an edition have most of theirs in common."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words and their language, empty where it is the letter's own."""

    text: Line
    language: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A whole letter before any template: its words about itself, and its blocks from top to bottom.

    `language` is the edition's, in which its editors write; `words_language` is that of the program's fixed words, as
    the reader wishes, `publisher_language` that of the newsroom's own words in its settings.
    `sender` is who the letter comes from when that is not the newsroom's own name. `opening` are the words that such a
    letter begins with, in both parts: a locked screen shows the first two hundred characters, whoever looks at it.
    """

    edition: str
    language: str
    direction: str
    title: str
    subject: Line
    preheader: tuple[Words, ...]
    blocks: tuple[Block, ...]
    words_language: str
    publisher_language: str
    theme: Theme = PLAIN
    sender: str = ""
    opening: str = ""


def view(
    edition: Edition,
    cards: Sequence[Card],
    publication: Publication,
    variant: Variant,
    phrase: Phrase,
    makers: Mapping[str, Maker] = BLOCKS,
) -> View:
    """Return everything that the letter of one variant shows, chosen and formatted.

    `makers` make its blocks, in their usual order.
    """
    options = variant.options
    wanted = [card for card in cards if section_key(card.section) not in options.without]
    given = LetterInput(edition, wanted, publication, variant, phrase)
    kind = "correction_" if corrected(edition.id) else ""
    words = View(
        edition=edition.id,
        language=given.language,
        direction=direction(given.language),
        title=publication.title,
        subject=given.say(f"discreet_{kind}subject") if options.discreet else edition.subject,
        preheader=() if options.discreet else _preheader(edition, wanted),
        blocks=(),
        words_language=variant.language,
        publisher_language=publication.language,
        theme=publication.theme,
        sender=given.say("discreet_sender") if options.discreet else "",
        opening=given.say(f"discreet_{kind}opening") if options.discreet else "",
    )
    parameters = publication.parameters.of_edition(edition.id)
    blocks = tuple(_as_linked(block, parameters) for make in _arranged(makers, edition) for block in make(given))
    whole = replace(with_links(words, in_ascii), blocks=blocks)
    if not (options.mirrors and publication.mirrors):
        return whole
    return with_links(whole, at_mirrors(publication.mirrors))


def single(block: Block, language: str, title: str, subject: str, theme: Theme = PLAIN) -> View:
    """Return the view of a single mail, which is one block in one language; `title` is the digest's."""
    return View("", language, direction(language), title, subject, (), (block,), language, language, theme)


def _arranged(makers: Mapping[str, Maker], edition: Edition) -> list[Maker]:
    """Return the makers of an edition's blocks as its editor wants them.

    Those that its `order` names come first, but below the greeting, which stays on top unless it is named, too.
    """
    kept = [name for name in makers if name not in edition.without]
    movable = [name for name in kept if name in MOVABLE]
    named = [name for name in edition.order if name in movable]
    greeting = [name for name in movable if name == "note" and name not in named]
    turn = iter(dict.fromkeys((*greeting, *named, *movable)))
    return [makers[next(turn) if name in movable else name] for name in kept]


def _preheader(edition: Edition, wanted: Sequence[Card]) -> tuple[Words, ...]:
    """Return what an inbox shows behind the subject.

    The editor's words, or, after the lead, the next two headlines, or what a letter without any corrects.
    """
    if edition.preheader:
        return (Words(edition.preheader),)
    ordered = lead_first(wanted)
    headlines = [Words(card.title, "" if card.pick.title else card.language) for card in ordered[1:3]]
    summaries = [Words(card.summary, "" if card.pick.summary else card.language) for card in ordered]
    return tuple(
        headlines
        or summaries
        or [Words(line_to_text(one.text, width=ENDLESS, linked=False)) for one in edition.corrections[:1]]
    )


@lru_cache(_REMEMBERED)
def _as_linked(block: Block, parameters: LinkParameters) -> Block:
    """Return a block with every address as a letter may link to it, with the newsroom's parameters."""
    return with_links(with_links(block, in_ascii), parameters.added, seen=False)
