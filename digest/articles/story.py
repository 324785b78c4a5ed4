"""The text of an article, from where the story starts: no headline again, no byline, date, caption or share line. Pure.

Found by trafilatura, on a page whose furniture was taken out before; what stands above the story all the same is taken
off by what it is. Works on the page's tree and changes it: read everything else first.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

import trafilatura
from lxml import html

from digest.articles import credit
from digest.articles.furniture import take_out_furniture
from digest.articles.headline import folded
from digest.articles.jsonld import clean
from digest.articles.page import Page
from digest.articles.people import people
from digest.articles.sentences import is_whole
from digest.characters import several_lines

_FIRST_LINES = 12
_SCRAP, _LABEL, _HEADLINE, _BYLINE, _CAPTION = 45, 80, 120, 150, 300
"""A line above the story is shorter than this, in characters, whatever else it is."""
_MOST_POINTS = 6
_TELLING, _NEARLY = 20, 0.8
_PARAGRAPH, _BEGINNING, _MUCH, _NEAR = 60, 40, 0.5, 5
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d{2}\b|\b\d+ (?:min|minute|hour|day|week|month|year)s?\b"
    r"|\bago\b|\bupdated?\b|\bpublished\b|\bposted\b|\baktualisiert\b|\bveröffentlicht\b|\bstand:"
    r"|\buhr\b|\bпубл\w*|\bобновлен\w*|\bоновлен\w*",
    re.IGNORECASE,
)
_SCREEN = re.compile(
    r"^(?:share|save|print|listen|read (?:more|also|next)|follow|subscribe|sign up|advertisement|ad"
    r"|loading|comments?|copy link|facebook|twitter|whatsapp|e-?mail|audio|play|pause|skip|menu|home"
    r"|live|watch"
    r"|teilen|drucken|anhören|merken|artikel|vorlesen|lesezeit|werbung|anzeige|folgen|kommentare?"
    r"|partager|écouter|imprimer|publicité|compartir|guardar|escuchar|publicidad|condividi|ascolta"
    r"|delen|dela|del|jaa"
    r"|поделиться|слушать|реклама|читать также|читайте также|поділитися|слухати|read time|min read"
    r"|story continues|continue reading)\b",
    re.IGNORECASE,
)


def story_of(page: Page, not_story: Iterable[str], authors: Collection[str]) -> str:
    """Return the article's text, a paragraph a line, from its first on; empty when there is none.

    `not_story` are texts that stand elsewhere in the letter or the page: headline, standfirst, captions.
    """
    take_out_furniture(page.root)
    found = trafilatura.extract(page.root, include_comments=False, include_tables=False, include_formatting=False) or ""
    lines = with_lost(_from_first(several_lines(found).split("\n"), _first_paragraph(page.root)), page.root)
    elsewhere = {folded(text) for text in not_story if text}
    names = {folded(name) for name in authors}
    for _ in range(min(_FIRST_LINES, len(lines) - 1)):
        if not (_is_above(lines[0], elsewhere, names) or _is_teaser(lines)):
            break
        lines = lines[1:]
    return "\n".join(_without_key_points(lines))


def _first_paragraph(root: html.HtmlElement) -> str:
    """Return the first paragraph of the element that holds most of the story; empty where none holds much of it."""
    lengths, first = Counter[html.HtmlElement](), dict[html.HtmlElement, str]()
    for paragraph in root.iter("p"):
        text = clean(paragraph.text_content())
        around = [node for node in itertools.islice(paragraph.iterancestors(), 2) if node.tag not in ("body", "html")]
        for level, node in enumerate(around):
            if len(text) >= _PARAGRAPH:
                lengths[node] += len(text) - level  # the nearer of two that hold the same
                first.setdefault(node, text)
    if not lengths:
        return ""
    most, length = max(lengths.items(), key=lambda one: one[1])
    return first[most] if length >= _MUCH * sum(len(clean(one.text_content())) for one in root.iter("p")) else ""


def _from_first(lines: list[str], first: str) -> list[str]:
    """Return the lines of a text from its `first` paragraph on, if it is one of the first lines."""
    at = next((number for number, line in enumerate(lines[:_FIRST_LINES]) if _begins_alike(line, first)), 0)
    return lines[at:]


def with_lost(lines: list[str], root: html.HtmlElement) -> list[str]:
    """Return the lines of a text with the paragraphs that stand before its first one, and that it lacks.

    Those are meant that stand on the page as the first line does: right before it among as many elements of the same
    classes, or with its own class beside it or around what it stands in, whatever is embedded in between. What stands
    above a headline is of another story.
    """
    lost, place = list[str](), None
    inside = defaultdict[tuple[html.HtmlElement | None, object], list[str]](list)
    for paragraph in root.iter("p", "h1"):
        if paragraph.tag == "h1":
            lost, place = [], None
            inside.clear()
            continue
        text = clean(paragraph.text_content())
        if len(text) < _PARAGRAPH:
            continue
        if _place(paragraph) != place:
            lost, place = [], _place(paragraph)
        parent, name = paragraph.getparent(), paragraph.get("class")
        beside = inside[parent, name]
        if lines and _begins_alike(lines[0], text):
            around = inside[parent.getparent(), name] if parent is not None else []
            return max(lost, around + beside, key=len) + lines
        lost.append(text)
        beside.append(text)
    return lines


def _place(paragraph: html.HtmlElement) -> list[tuple[object, object]]:
    return [(node.tag, node.get("class")) for node in (paragraph, *itertools.islice(paragraph.iterancestors(), _NEAR))]


def _begins_alike(line: str, text: str) -> bool:
    begins = folded(text)[:_BEGINNING]
    return bool(begins) and folded(line).startswith(begins)


def _is_above(line: str, elsewhere: set[str], names: set[str]) -> bool:
    """Return whether a line before the story is none of it."""
    text = clean(line)
    name = folded(text)
    return (
        not name
        or name in elsewhere
        or any(_is_nearly(name, other) for other in elsewhere)
        or (len(text) < _SCRAP and not is_whole(text))
        or (len(text) < _LABEL and not is_whole(text) and bool(_SCREEN.match(text) or _TIME.search(text)))
        or (len(text) < _BYLINE and not names.isdisjoint(folded(one) for one in people(text)))
        or (len(text) < _CAPTION and bool(credit.split(text)[1]))
    )


def _is_teaser(lines: Sequence[str]) -> bool:
    """Return whether the first line is a headline, of another article or again of this one: no sentence, before one."""
    return len(lines[0]) < _HEADLINE and not is_whole(lines[0]) and len(lines[1]) >= _PARAGRAPH and is_whole(lines[1])


def _without_key_points(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines of a story without the few points in front of it that sum it up."""
    points = sum(1 for _ in itertools.takewhile(lambda line: line.startswith("- "), lines))
    goes_on = points < len(lines) and len(lines[points]) > _CAPTION / 2
    return lines[points:] if points <= _MOST_POINTS and goes_on else lines


def _is_nearly(one: str, other: str) -> bool:
    """Return whether two folded texts are the same but for their ends."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > _TELLING and shorter in longer and len(shorter) > _NEARLY * len(longer)
