"""What a picks file said at a time, and who saved the text that it says now. Pure."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a picks file: `by` is the editor's name, empty for what was found there and nobody saved.

    `text` and `began_from`, what it was before, are hashes (`text_hash`). What `is_written` was put into the file, or
    found there; else somebody had saved something else meanwhile.
    """

    number: int
    text: str
    by: str
    at: datetime
    began_from: str
    is_written: bool


_MOST_LOOKED_AT = 20
"""So many saves are looked at for whose words these are: each is read as an edition."""


def wrote_last(versions: Iterable[Version], version: Version, words: Callable[[Version], object]) -> Version:
    """Return the version whose save put the words into the file that `version` has; a later one changed none of them.

    `versions` are all of the edition, newest first; `words` returns what one says, equal for two that say the same: a
    save that changes a comment, or how something is written, is no edit of the letter.
    """
    before = (one for one in versions if one.number < version.number and one.is_written)
    mine, found = words(version), version
    for one in islice(before, _MOST_LOOKED_AT):
        if words(one) != mine:
            break
        found = one
    return found


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def version_of(versions: Iterable[Version], text: str) -> Version | None:
    """Return the version that a file is which says `text` now; None where somebody changed it elsewhere.

    `versions` are all of the edition, newest first. It is the last that was written or one after that, of which that is
    not known: the program can end between the file and the record of it.
    """
    wanted = text_hash(text)
    for version in versions:
        if version.text == wanted:
            return version
        if version.is_written:
            return None
    return None
