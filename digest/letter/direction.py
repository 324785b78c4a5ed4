"""Words that run the other way than the letter: an editor's Hebrew in an English edition, a Latin name in Arabic.

Most of their letters decide. The first one, by which `dir="auto"` goes, would turn a Hebrew headline that begins with
NATO, and not every mail program knows `auto`. Pure.
"""

import re
import unicodedata
from functools import lru_cache

from markupsafe import Markup, escape

from digest.letter.language import direction, within

_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
"""The kinds of letters that have a direction (UAX #9, table 4)."""
_MAY_TURN = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_SIGN = {"ltr": "\u200e", "rtl": "\u200f"}
_AS_IT_IS = re.compile("https?://|www\\.|[\u200e\u200f]", re.IGNORECASE)


def own_direction(words: str) -> str:
    """Return where words run: `ltr`, `rtl`, or "" where they have no letters."""
    if not _MAY_TURN.search(words):
        return "ltr" if any(map(str.isalpha, words)) else ""
    ways = _ways(words)
    return max(("ltr", "rtl"), key=ways.count) if ways else ""


_own_direction = lru_cache(maxsize=64)(own_direction)
"""The same of a text whose lines are asked about one after the other."""


@lru_cache(maxsize=1_024)
def directed(words: str, language: str, around: str) -> Markup:
    """Return the attributes that words need within those of another language, `around`; none where they need none.

    `language` is theirs where it is known to be another; where it is not, they are marked if they run the other way.
    """
    known = within(language, around)
    own = own_direction(words)
    if known or own in ("", direction(around)):
        return known
    return Markup(' dir="{}"').format(own)


def isolated(words: str, around: str) -> Markup:
    """Return words that have others beside them in their line, as HTML: they turn nothing but themselves."""
    attributes = directed(words, "", around)
    return Markup("<span{}>{}</span>").format(attributes, words) if attributes else escape(words)


def held(words: str, around: str) -> str:
    """Return the same as plain text, between signs that nobody sees."""
    way = direction(around)
    return f"{_SIGN[way]}{words}{_SIGN[way]}" if own_direction(words) not in ("", way) else words


def along(line: str, words: str) -> str:
    """Return a line of `words` that runs where they do, though programs go by its first letter.

    An address stays as it is, and so does a line that is `held` already.
    """
    if not _MAY_TURN.search(words) or _AS_IT_IS.match(line):
        return line
    own = _own_direction(words)
    return line if not own or _ways(line)[:1] in ([], [own]) else _SIGN[own] + line


def _ways(words: str) -> list[str]:
    return [_STRONG[kind] for kind in map(unicodedata.bidirectional, words) if kind in _STRONG]
