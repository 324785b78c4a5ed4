"""The editor's note, and a brief, as parsed Markdown: CommonMark, HTML shown as text, bare addresses linked. Pure.

Parsed here once for everybody: checks look at its links, `digest.letter.markdown` renders both parts of the letter.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline, text
from markdown_it.token import Token

from digest.edition.bare_addresses import SCHEME, WWW, end_of_address, with_scheme, without_sentence_end
from digest.redirectors import unwrapped
from digest.web_address import encoded

LONGEST_SCHEME = 5


class _Parser(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        """Return an address as it is, if it is sound: the library's own encoding rewrites some that are.

        A link by way of somebody else becomes the page's own.
        """
        return encoded(unwrapped(url))


def _words(state: StateInline, silent: bool) -> bool:
    """Take words as the library does, but none of a bare address that begins with `www.`; a rule of the parser."""
    start, pending = state.pos, len(state.pending)
    taken = text(state, silent)
    may_have = taken and "www." in state.src[start : state.pos].lower()
    www = WWW.search(state.src, start, state.posMax) if may_have else None
    if www and www.start() < state.pos:
        state.pos = www.start()
        state.pending = state.pending if silent else state.pending[: pending + state.pos - start]
    return state.pos > start


def _bare_address(state: StateInline, silent: bool) -> bool:
    """Take a bare address as a link before emphasis can tear it at a `*` or `_`; a rule of the parser.

    In the words of a link it stays words. The library's own rule needs linkify-it, and cuts addresses at a `*`.
    """
    scheme = SCHEME.search(state.src, max(0, state.pos - LONGEST_SCHEME), state.posMax)
    if scheme and scheme.end() == state.pos:
        start, words_taken = scheme.start(), len(scheme[0])
    elif WWW.match(state.src, state.pos, state.posMax):
        start, words_taken = state.pos, 0
    else:
        return False
    end = _without_emphasis(state, end_of_address(state.src, start))
    if not silent:
        state.pending = state.pending[: len(state.pending) - words_taken]
        _push_address(state, unescapeAll(state.src[start:end]))
    state.pos = end
    return True


def _without_emphasis(state: StateInline, end: int) -> int:
    """Return where an address ends that may stand in emphasis: `**https://example.org**` has no stars of its own."""
    marker = state.src[end - 1]
    unclosed = 0
    for delimiter in state.delimiters:
        if chr(delimiter.marker) == marker:
            closes = delimiter.close and unclosed > 0
            unclosed += -1 if closes else int(delimiter.open)
    while unclosed > 0 and state.src[end - 1] == marker:
        unclosed, end = unclosed - 1, end - 1
    return without_sentence_end(state.src, end)


def _push_address(state: StateInline, address: str) -> None:
    in_a_link = state.linkLevel > 0
    if not in_a_link:
        opened = state.push("link_open", "a", 1)
        opened.attrs, opened.markup = {"href": state.md.normalizeLink(with_scheme(address))}, BARE
    state.push("text", "", 0).content = address
    if not in_a_link:
        state.push("link_close", "a", -1).markup = BARE


BARE = "linkify"
"""The markup of a link that is an address in the text, as the library calls it."""
PARSER = _Parser("commonmark", {"html": False})
"""Parses notes; its renderer makes the HTML of the tokens that `parse` returns."""
PARSER.inline.ruler.at("text", _words)
PARSER.inline.ruler.after("text", "bare_address", _bare_address)


@lru_cache(maxsize=32)
def parse(markdown: str) -> Sequence[Token]:
    """Return the blocks of a note in order; those that hold words have them as children."""
    return tuple(PARSER.parse(markdown))


@lru_cache(maxsize=256)
def parse_line(markdown: str) -> Sequence[Token]:
    """Return the one block of a brief or a correction, which is a line of words whatever it begins with."""
    return tuple(PARSER.parseInline(markdown))


def links(markdown: str) -> Iterator[tuple[str, int]]:
    """Yield every address that a note links to, in order, with the number of its line in the note, from 0."""
    return _with_lines(markdown, _addresses)


def links_of_line(markdown: str) -> Iterator[str]:
    """Yield every address that a brief or a correction links to, in order."""
    return (url for block in parse_line(markdown) for url in _addresses(block.children or ()))


def pictures(markdown: str) -> Iterator[tuple[str, int]]:
    """Yield the address of every picture that a note asks for, as `links` does; no letter shows them."""
    return _with_lines(markdown, _pictures)


def _with_lines(markdown: str, found: Callable[[Iterable[Token]], Iterator[str]]) -> Iterator[tuple[str, int]]:
    """Yield what is `found` in each block, with the number of its line."""
    lines = markdown.split("\n")
    for block in parse(markdown):
        first, end = block.map or (0, 0)
        for url in found(block.children or ()):
            yield url, next((at for at in range(first, end) if url in lines[at]), first)


def _pictures(tokens: Iterable[Token]) -> Iterator[str]:
    return (str(token.attrs["src"]) for token in tokens if token.type == "image")


def _addresses(tokens: Iterable[Token]) -> Iterator[str]:
    return (str(token.attrs["href"]) for token in tokens if token.type == "link_open")
