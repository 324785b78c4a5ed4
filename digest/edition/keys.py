"""What each key of a picks file holds, out of the models: for whatever reads lines before YAML does. Pure.

A key that is typed nearly right is found as well: in capitals, with one letter wrong, or under a name that other
programs give it.
"""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import get_args, get_origin, get_type_hints

from digest.edition.field_types import Form, LinkKind
from digest.edition.fields import ADDRESS_LIMIT, LINE_LIMIT, TEXT_LIMIT
from digest.edition.model import Edition, Fill, Pick
from digest.edition.parts import Part, bare_key, kinds_of, needed_keys, parts_of

OWN_KEYS = (
    "subject",
    "preheader",
    "number",
    "language",
    "kind",
    "repeats",
    "in_this_issue",
    "order",
    "without",
    "sections",
)
EDITION_KEYS = (*OWN_KEYS, *parts_of(Edition))
SECTION_KEYS = ("name", "look", "fill", "picks")
PICK_KEYS = tuple(
    field.name for field in dataclasses.fields(Pick) if field.name != "unread" and not field.name.startswith("mark")
)


class Holds(StrEnum):
    """What is written behind a key."""

    TEXT = "text"  # whatever is typed, literally
    LONG_TEXT = "long text"  # the same, on several lines
    WORD = "word"  # one of few words: a language, a kind
    FLAG = "flag"  # true or false
    ADDRESS = "address"
    PART = "part"  # keys of its own, or bare text
    LIST = "list"
    COUNT = "count"  # a whole number
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it holds, of a part or a list the shape of what stands in it, of a text how long it may be."""

    holds: Holds
    shape: "Shape | None" = None
    most_signs: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of one kind of mapping; `bare` is the key of an entry that is written without keys.

    `other` is what a key holds that is none of these, where it may be a name: `News:` above a list of picks.
    `needed` are the keys that must be there.
    """

    noun: str
    keys: Mapping[str, Key]
    bare: str = ""
    other: Key | None = None
    needed: frozenset[str] = frozenset()

    def key_of(self, *, is_address: bool) -> str:
        """Return the key that an entry is that is written without keys: its address, or else the first of its texts."""
        texts = (key for key, held in self.keys.items() if held.holds is Holds.TEXT)
        return self.bare or ("url" if is_address and "url" in self.keys else next(texts))

    def exact(self, word: str) -> str:
        """Return the key that `word` is, whatever its capitals; "" where it is none."""
        return word.lower() if word.lower() in self.keys else ""

    def near(self, word: str) -> str:
        """Return the one key that `word` can only be meant as; "" where there is none, or more than one."""
        word = word.lower()
        if _OTHER_NAMES.get(word) in self.keys:
            return _OTHER_NAMES[word]
        found = [key for key in self.keys if _is_slip(word, key)]
        return found[0] if len(found) == 1 else ""


def belongs_to(key: str) -> str:
    """Return what a key is written in, in words; "" for one that the program does not know."""
    return next((shape.noun for shape in (EDITION, SECTION, PICK) if key in shape.keys), "")


_OTHER_NAMES = {
    "headline": "title",
    "heading": "title",
    "link": "url",
    "href": "url",
    "address": "url",
    "image": "picture",
    "photo": "picture",
    "author": "byline",
    "authors": "byline",
    "lang": "language",
    "tags": "topics",
    "articles": "picks",
    "links": "picks",
    "stories": "picks",
}
"""What other programs call a key."""
_WORDS = ("language", "kind", "look")
_SHORTEST = 4
_LONGEST = 20


def _is_slip(word: str, key: str) -> bool:
    """Return whether one letter of `key` was changed, left out or added, or two were exchanged."""
    if abs(len(word) - len(key)) > 1 or len(word) > _LONGEST or word == key:
        return False
    at = next((place for place, (one, two) in enumerate(zip(word, key, strict=False)) if one != two), len(key))
    mine, theirs = word[at:], key[at:]
    if sorted(mine[:2]) == sorted(theirs[:2]) and mine[2:] == theirs[2:] and len(mine) == len(theirs):
        return True
    one_letter = mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]
    return one_letter and len(key) >= _SHORTEST and re.fullmatch(r"[\w-]+", word) is not None


def _plain(hint: object, name: str) -> Key:
    """Return what a field holds that is no part."""
    if hint is bool or name in _WORDS:
        return Key(Holds.FLAG if hint is bool else Holds.WORD, most_signs=LINE_LIMIT)
    if get_origin(hint) is tuple:
        return Key(Holds.LIST, Shape("a word", {}, "word"))
    forms = get_args(hint)
    if any(isinstance(form, LinkKind) for form in forms):
        return Key(Holds.ADDRESS, most_signs=ADDRESS_LIMIT)
    if Form.COUNT in forms or Form.DAY in forms:
        return Key(Holds.COUNT if Form.COUNT in forms else Holds.DAY, most_signs=LINE_LIMIT)
    is_line = Form.LINE in forms or not any(isinstance(form, Form) for form in forms)
    most = LINE_LIMIT if is_line else TEXT_LIMIT
    return Key(Holds.LONG_TEXT if Form.TEXT in forms else Holds.TEXT, most_signs=most)


def _keys(model: type, names: tuple[str, ...]) -> dict[str, Key]:
    hints, parts = get_type_hints(model, include_extras=True), parts_of(model)
    found = {}
    for name in names:
        part = parts.get(name)
        holds = Holds.LIST if part and part.many else Holds.PART
        found[name] = Key(holds, _shape_of(part.part)) if part else _plain(hints[name], name)
    return found


def _shape_of(part: type[Part]) -> Shape:
    hints = get_type_hints(part, include_extras=True)
    keys = {name: _plain(hints[name], name) for name in kinds_of(part)}
    return Shape(part.noun, keys, bare_key(part), needed=needed_keys(part))


PICK = Shape("a pick", _keys(Pick, PICK_KEYS), "url", needed=frozenset({"url"}))
SECTION = Shape(
    "a section",
    {
        "name": Key(Holds.TEXT, most_signs=LINE_LIMIT),
        "look": Key(Holds.WORD),
        "fill": Key(Holds.PART, _shape_of(Fill)),
        "picks": Key(Holds.LIST, PICK),
    },
    "name",
    Key(Holds.LIST, PICK),
    frozenset({"name"}),
)
EDITION = Shape(
    "the edition",
    _keys(Edition, tuple(key for key in EDITION_KEYS if key != "sections")) | {"sections": Key(Holds.LIST, SECTION)},
    needed=frozenset({"subject", "sections"}),
)
