"""Search in the words of letters: every word asked for must be somewhere in it, in whatever case. Pure."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from digest.archive.web_letter import ArchivedStory, WebLetter

LONGEST = 100
"""Characters of a question that are looked at."""
MOST_TERMS = 8
MOST_FOUND = 50
_FOLDED = 2_000
_STRAIGHT, _QUOTATION_MARK = "'", '"'
_STRESS = range(0x300, 0x370)
_SAME = (
    dict.fromkeys(_STRESS)
    | dict.fromkeys(map(ord, "‘’‚‛ʼ‹›`"), _STRAIGHT)
    | dict.fromkeys(map(ord, "“”„‟«»"), _QUOTATION_MARK)
    | {ord("ё"): "е"}
)
"""What `str.translate` makes of letters that are in one form and one case already."""


def terms(question: str) -> tuple[str, ...]:
    """Return the words asked for, folded, without the quotation marks round them; of a long question the first ones."""
    words = (word.strip(_STRAIGHT) for word in folded(question[:LONGEST]).replace(_QUOTATION_MARK, " ").split())
    return tuple(word for word in words if word)[:MOST_TERMS]


def matches(letter: WebLetter, wanted: Sequence[str]) -> bool:
    """Return whether all `wanted` words, which `terms` gives, are in a letter; none never are."""
    words = folded(f"{letter.subject} {letter.words}")
    return bool(wanted) and all(term in words for term in wanted)


def matching_stories(letter: WebLetter, wanted: Sequence[str]) -> list[ArchivedStory]:
    """Return the stories of a letter in which any of the words is, or all of them where it is in none."""
    found = [
        story for story in letter.stories if any(term in folded(f"{story.title} {story.summary}") for term in wanted)
    ]
    return found or list(letter.stories)


@lru_cache(_FOLDED)
def folded(text: str) -> str:
    """Return words in the form they are compared in.

    One case, one way to write a letter (NFKC), straight apostrophes and quotation marks, and no marks of stress: those
    are the ones that NFKC leaves apart from their letter.
    """
    return unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
