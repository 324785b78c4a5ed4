"""Briefs: news in one sentence each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.field_types import ArticleLink
from digest.edition.model import Brief, Correction
from digest.letter.block import LetterInput
from digest.letter.links import ArticleHtml, ArticleText
from digest.letter.markdown import line_to_html, line_to_text

_ITEM = "* "


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence in both parts, from one parsed text; with a `url` all of it is a link."""

    html: ArticleHtml
    text: ArticleText
    url: ArticleLink


@dataclass(frozen=True, slots=True)
class Briefs:
    """News in one sentence each."""

    template: ClassVar[str] = "briefs"
    briefs: tuple[Item, ...]


def briefs(given: LetterInput) -> Iterator[Briefs]:
    """Make the list of briefs, if there are any."""
    if given.edition.briefs:
        yield Briefs(tuple(item(brief, given.width) for brief in given.edition.briefs))


def item(written: Brief | Correction, width: int) -> Item:
    """Return one sentence of a list as both parts show it, its text in lines of `width` columns."""
    linked = not written.url
    html, text = line_to_html(written.text, linked=linked), line_to_text(written.text, _ITEM, width, linked=linked)
    return Item(html, text, written.url)
