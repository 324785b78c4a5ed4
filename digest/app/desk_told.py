"""What a save tells the page that comes after it; kept in memory for a while, and by nobody read twice by mistake.

An address must not hold words that a page then shows: anybody can write an address.
"""

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock

TOO_MANY = "Many editions wait for their pages to be read. Ask for these again in a few minutes."
"""What is said where no page will be read for now."""
_MOST = 200


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Words that were not written, what they were for, and why; `field` names the one beside which why stands."""

    what: str
    words: str
    why: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, in sentences, and what could not be.

    `typed` maps fields to the words that were not written, which stay in them while the file says what it said then:
    the text of the hash `text_mark`. `place` names the button or field of the form at which its editor goes on, where
    that is not what was told.
    """

    done: tuple[str, ...] = ()
    unwritten: tuple[Unwritten, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    text_mark: str = ""
    place: str = ""

    def now(self, text_mark: str) -> "Told":
        """Return what is told of a file that says `text_mark` now: of another one no field is filled."""
        if text_mark == self.text_mark:
            return self
        return replace(self, typed={}, place="", unwritten=tuple(replace(one, field="") for one in self.unwritten))


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
