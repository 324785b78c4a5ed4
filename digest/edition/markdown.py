"""The editor's note as parsed Markdown: CommonMark, HTML in it shown as text. Pure.

Parsed here once for everybody: checks look at its links, `digest.letter.markdown` renders both parts of the letter.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest.web_address import encoded


class _Parser(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        """Return an address as it is, if it is sound: the library's own encoding rewrites some that are."""
        return encoded(url)


PARSER = _Parser("commonmark", {"html": False})
"""Parses notes; its renderer makes the HTML of the tokens that `parse` returns."""


@lru_cache(maxsize=32)
def parse(markdown: str) -> Sequence[Token]:
    """Return the blocks of a note in order; those that hold words have them as children."""
    return tuple(PARSER.parse(markdown))


def links(markdown: str) -> Iterator[str]:
    """Yield every address that a note links to, in order."""
    return (str(token.attrs["href"]) for token in _inline(markdown) if token.type == "link_open")


def pictures(markdown: str) -> Iterator[str]:
    """Yield the address of every picture that a note asks for, in order; no letter shows them."""
    return (str(token.attrs["src"]) for token in _inline(markdown) if token.type == "image")


def _inline(markdown: str) -> Iterator[Token]:
    for block in parse(markdown):
        yield from block.children or ()
