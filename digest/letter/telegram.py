"""The edition as posts for a channel on Telegram: the text of its blocks, unwrapped, with nothing of one reader. Pure.

A post has at most 4,096 characters, counted in UTF-16 (core.telegram.org/bots/api, sendMessage; core.telegram.org/api/
entities). Programs of Telegram make links of addresses, so the text needs no markup and can be pasted by anybody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from digest.letter.block import LetterInput, Maker
from digest.letter.blocks.appeal import Appeal, appeal
from digest.letter.plain_text import ENDLESS
from digest.letter.view import BLOCKS

MOST_CHARACTERS = 4_096
_HEADING = re.compile(r"^(?:-{2,}\n(?P<below>.+)|(?P<above>.+)\n={2,})\n\n", re.MULTILINE)
"""A name with its rule, as text parts set them: it goes with what follows, without the rule."""
_RULE = re.compile(r"^[=-]{2,}$\n?", re.MULTILINE)
_GAP = "\n\n"


def _unwrapped(make: Maker) -> Maker:
    return lambda given: make(replace(given, width=ENDLESS))


def _appeal(given: LetterInput) -> Iterator[Appeal]:
    """Make the appeal without what only a reader of letters can do."""
    return (replace(block, remind_url="") for block in appeal(given))


_FOR_READERS_ALONE = {"banner", "mirrors", "forward", "footer"}
MAKERS: Mapping[str, Maker] = {
    name: _unwrapped(_appeal if make is appeal else make)
    for name, make in BLOCKS.items()
    if name not in _FOR_READERS_ALONE
}
"""The blocks of a channel's posts, by the names that editors use."""


def posts(parts: Sequence[str]) -> list[str]:
    """Return the posts that the texts of blocks fill, in order, cut between paragraphs where that is possible."""
    text = _HEADING.sub(lambda found: f"{found['above'] or found['below']}\n", _GAP.join(parts))
    paragraphs = [part.strip() for part in _RULE.sub("", text).split(_GAP)]
    pieces = [piece for paragraph in paragraphs if paragraph for piece in _pieces(paragraph)]
    found: list[str] = []
    for piece in pieces:
        joined = _GAP.join((*found[-1:], piece))
        if found and _length(joined) <= MOST_CHARACTERS:
            found[-1] = joined
        else:
            found.append(piece)
    return found


def _pieces(paragraph: str) -> Iterator[str]:
    """Yield a paragraph as it is, or in pieces between words, where it alone is longer than a post."""
    while _length(paragraph) > MOST_CHARACTERS:
        most = MOST_CHARACTERS // 2  # every character takes two units at most
        cut = max(paragraph.rfind("\n", 0, most), paragraph.rfind(" ", 0, most))
        cut = cut if cut > 0 else most
        yield paragraph[:cut]
        paragraph = paragraph[cut:].strip()
    if paragraph:
        yield paragraph


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
