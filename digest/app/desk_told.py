"""What a save tells the page that comes after it; kept in memory for a while, and by nobody read twice by mistake.

An address must not hold words that a page then shows: anybody can write an address.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

TOO_MANY = "Many editions wait for their pages to be read. Ask for these again in a few minutes."
"""What is said where no page will be read for now."""
_MOST = 200


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Words that were not written, what they were for, and why."""

    what: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, in sentences, and what could not be."""

    done: tuple[str, ...] = ()
    unwritten: tuple[Unwritten, ...] = ()


class Tellings:
    """What was told, by keys that nobody guesses; the oldest is forgotten first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[str, Told]] = OrderedDict()

    def keep(self, editor: str, told: Told) -> str:
        """Keep what an editor is to be told; return its key."""
        key = secrets.token_urlsafe(8)
        with self._lock:
            self._kept[key] = (editor, told)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return key

    def told(self, editor: str, key: str) -> Told:
        """Return what an editor was told by a key; nothing where there is none of theirs."""
        with self._lock:
            whose, told = self._kept.get(key, ("", Told()))
        return told if whose == editor else Told()
