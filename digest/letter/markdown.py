"""The editor's note, briefs: Markdown in, safe and well-formed HTML and plain text out, both from one parsed text.

HTML inside the Markdown is shown as text (CommonMark with `html` off); what is left passes nh3 (ammonia) with a short
list of tags and links that a letter may have. MJML is parsed as XML, hence the closed `<br />`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import nh3
from markdown_it.token import Token
from markupsafe import Markup

from digest.edition.addresses import is_secure
from digest.edition.markdown import BARE, PARSER, parse, parse_line
from digest.letter.plain_text import WIDTH, wrap

_TAGS = {"p", "h2", "blockquote", "strong", "em", "a", "ul", "ol", "li", "br"}
_TAGS_OF_LINE = {"strong", "em", "a"}
_HEADING = re.compile("(</?)h[1-6]>")
"""The letter's name is its h1, so that every heading of a note is of the next level."""
_HOLD_WORDS = {"inline", "fence", "code_block"}
_SHOWN = {"text", "code_inline"}
_ADDRESSES = {"autolink", BARE}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
_INDENT = "   "
_QUOTE = "> "
_MAILBOX = re.compile(r"mailto:([^?%]+)", re.IGNORECASE)
"""A mail address and nothing more: a subject, say, means something to programs only behind `mailto:`."""


@lru_cache(maxsize=32)
def to_html(markdown: str) -> Markup:
    """Return Markdown as sanitised XHTML without images or scripts."""
    return _safe(_HEADING.sub(r"\1h2>", PARSER.renderer.render(parse(markdown), PARSER.options, {})), _TAGS)


@lru_cache(maxsize=256)
def line_to_html(markdown: str, *, linked: bool = True) -> Markup:
    """Return a brief or a correction as sanitised XHTML, without links where all of it is to be one."""
    return _safe(PARSER.renderer.render(_line(markdown, linked=linked), PARSER.options, {}), _TAGS_OF_LINE)


def _safe(html: str, tags: set[str]) -> Markup:
    safe = nh3.clean(
        html,
        tags=tags,
        attributes={"a": {"href"}},
        attribute_filter=lambda _tag, _name, url: url if url.startswith("mailto:") or is_secure(url) else None,
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
    )
    return Markup(safe.replace("<br>", "<br />").replace("&nbsp;", "\u00a0"))  # noqa: S704 - nh3 has just made it safe


@lru_cache(maxsize=256)
def line_to_text(markdown: str, mark: str = "", width: int = WIDTH, *, linked: bool = True) -> str:
    """Return a brief or a correction as plain text behind `mark`, wrapped, its addresses below it as those of notes."""
    addresses: list[str] = []
    (block,) = _line(markdown, linked=linked)
    return wrap(_words(block.children or (), addresses), mark, width) + _below(addresses, 1, len(mark))


def _line(markdown: str, *, linked: bool) -> Sequence[Token]:
    """Return the block of a brief; where it is not to be `linked`, words alone, with bare addresses whole."""
    (block,) = parse_line(markdown)
    if linked:
        return [block]
    tokens, href = [], ""
    for token in block.children or ():
        if token.tag == "a":
            href = str(token.attrs.get("href", "")) if token.markup == BARE else ""
        else:
            tokens.append(token.copy(content=href) if href and token.type == "text" else token)
    return [block.copy(children=tokens)]


@lru_cache(maxsize=32)
def to_text(markdown: str, width: int = WIDTH) -> str:
    """Return Markdown as plain text, wrapped: items with their number or a dash, no emphasis, links as `words [1]`.

    The address stands below the paragraph, or the item, on a line of its own, which no program breaks.
    """
    text, before = "", 0
    for depth, block in _blocks(markdown, width):
        gap = "\n" if depth and before else "\n\n"
        text, before = text + (gap if text else "") + block, depth
    return text


def _blocks(markdown: str, width: int) -> Iterator[tuple[int, str]]:
    """Yield every block that holds words, indented, and in how many lists it stands."""
    lists: list[int | None] = []  # the number of the next item, None where items have a dash
    marker = ""
    addresses: list[str] = []
    quotes = 0
    for token in parse(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if token.tag == "ol" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type == "list_item_open":
            number = lists[-1]
            marker = "- " if number is None else f"{number}. "
            lists[-1] = None if number is None else number + 1
        elif token.type in _HOLD_WORDS:
            known, mark = len(addresses), _INDENT * (len(lists) - 1) + (marker or _INDENT * bool(lists))
            mark = _QUOTE * quotes + mark
            if token.children is None:  # code, whose lines stay as they are
                text = mark + token.content.rstrip("\n").replace("\n", "\n" + " " * len(mark))
            else:
                text = _quoted(wrap(_words(token.children, addresses), mark, width), quotes)
            yield len(lists), text + _below(addresses[known:], known + 1, len(mark))
            marker = ""


def _quoted(text: str, depth: int) -> str:
    """Return a text that hangs below its mark with the mark of a quote before each line."""
    mark = _QUOTE * depth
    return text.replace("\n" + " " * len(mark), "\n" + mark)


def _below(addresses: Iterable[str], first: int, indent: int) -> str:
    """Return lines with addresses, each behind its number."""
    return "".join(f"\n{' ' * indent}[{number}] {url}" for number, url in enumerate(addresses, first))


def _words(tokens: Iterable[Token], addresses: list[str]) -> str:
    """Return what a block says, with the number of its address behind linked words; new addresses are added."""
    parts: list[str] = []
    start, href = 0, ""  # of the link that is open; links do not nest
    for token in tokens:
        if token.type in _BREAKS:
            parts.append(_BREAKS[token.type])
        elif token.type in _SHOWN:
            parts.append(token.content)
        elif token.type == "link_open":
            start, href = len(parts), str(token.attrs["href"])
        elif token.type == "link_close":
            words = "".join(parts[start:])
            if token.markup in _ADDRESSES:
                parts[start:] = [words if href.startswith("mailto:") else href]
            elif words != href:
                address = found[1] if (found := _MAILBOX.fullmatch(href)) else href
                addresses += [] if address in addresses else [address]
                parts.append(f" [{addresses.index(address) + 1}]")
    return "".join(parts)
