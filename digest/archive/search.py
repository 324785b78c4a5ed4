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


def terms(question: str) -> tuple[str, ...]:
    """Return the words asked for, folded; of a long question the first ones."""
    return tuple(folded(question[:LONGEST]).split()[:MOST_TERMS])


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
    """Return words in the form they are compared in: one case, one way to write a letter (NFKC)."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
