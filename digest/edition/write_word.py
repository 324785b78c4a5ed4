"""Writes one value of a picks file, and leaves every other byte of it as it is: comments, order, blanks, ends of lines.

For whoever changes an edition for its editor: what they chose or typed on a page goes into the very line they would
have typed it on. The new text is read again before it is returned: it must mean what the old one did but for that one
value, or else nothing is written. Pure.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from digest.edition.keys import EDITION, PICK, Holds, Key, Shape
from digest.edition.model import Edition, Pick
from digest.edition.strict_yaml import Node
from digest.edition.write_key import ways
from digest.edition.write_values import meant
from digest.edition.written import NotWritable, Written, nodes_of, picks_of, proved, read_written
from digest.problem import Mark

_OF_EDITION = ("subject", "preheader", "number", "language")


def write_word(text: str, place: Mark | None, key: str, value: str) -> str | None:
    """Return a picks file with `value` behind `key` of the pick that stands at `place`, or of the edition for None.

    A key that is not there is put where it usually stands, and one whose value is empty goes. None where the file is
    written in a way in which it cannot be done without changing more, such as with a pick in `{ }`.
    """
    written = read_written(text)
    if written is None:
        return None
    picks = [number for number, pick in enumerate(written.edition.picks()) if pick.mark == place]
    try:
        if place is None:
            return with_edition_word(written, key, value).text
        return with_pick_word(written, picks[0], key, value).text if len(picks) == 1 else None
    except NotWritable:
        return None


def with_edition_word(written: Written, key: str, value: str) -> Written:
    """Return the file with another word of the edition itself, such as its subject; raises `NotWritable`."""
    words = meant_by(EDITION, key if key in _OF_EDITION else "", value)
    wanted = replace(written.edition, **changed(key, words))
    return proved(written, wanted, ways(written, written.root, EDITION, key, as_typed(EDITION.keys[key], words, value)))


def with_pick_word(written: Written, number: int, key: str, value: str) -> Written:
    """Return the file with another word of its pick `number`, from 0; raises `NotWritable`."""
    words = meant_by(PICK, key, value)
    return _with_pick(written, number, key, words, as_typed(PICK.keys[key], words, value))


def with_lead(written: Written, number: int | None) -> Written:
    """Return the file in which the pick `number`, from 0, is the lead and no other one is; raises `NotWritable`."""
    for at, pick in enumerate(written.edition.picks()):
        if pick.lead and at != number:
            written = _with_pick(written, at, "lead", False, "")
    return written if number is None else _with_pick(written, number, "lead", True, "true")


def meant_by(shape: Shape, key: str, value: str) -> str:
    """Return what is read again when `value` is written behind a key; raises `NotWritable` for what cannot be."""
    held = shape.keys.get(key)
    if held is None or held.holds in (Holds.FLAG, Holds.LIST, Holds.PART):
        raise NotWritable("this is not changed here; change it in the file itself")
    words = meant(key, held, value)
    if not words and key in shape.needed and shape is not EDITION:
        raise NotWritable(f"`{key}` must not be empty; remove the whole of it instead")
    return words


def as_typed(held: Key, words: str, value: str) -> str:
    """Return what is written for the `words` that are meant: text with the ends of lines that its editor gave it."""
    return value if words and held.holds in (Holds.TEXT, Holds.LONG_TEXT) else words


def changed(key: str, words: object) -> dict[str, Any]:
    """Return the change of a field of a model."""
    return {key: words}


def _with_pick(written: Written, number: int, key: str, words: str | bool, value: str) -> Written:
    """Return the file with a pick that says `words`, which are written as `value`."""
    pick = list(written.edition.picks())[number]
    wanted = with_picks(written.edition, lambda one: replace(one, **changed(key, words)) if one is pick else one)
    return proved(written, wanted, ways(written, node_at(written, pick.mark), PICK, key, value))


def with_picks(edition: Edition, change: Callable[[Pick], Pick]) -> Edition:
    """Return an edition with every pick as `change` makes it."""
    sections = [replace(section, picks=tuple(map(change, section.picks))) for section in edition.sections]
    return replace(edition, sections=tuple(sections))


def node_at(written: Written, mark: Mark) -> Node:
    """Return what is written of the pick that stands at `mark`."""
    sections = nodes_of(written.root.nodes.get("sections"))
    return next(node for section in sections for node in nodes_of(picks_of(section)) if node.mark == mark)
