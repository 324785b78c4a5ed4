"""Writes the blocks of a letter into a picks file: a quote, a number of the week, events, corrections, related links.

What is one part is written word by word; of a list each entry by itself, so that the others keep their lines. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from digest.edition.changes import Kept, Words
from digest.edition.keys import EDITION, PICK, Holds, Key, Shape
from digest.edition.model import Correction, Edition, Event, NumberOfTheWeek, Pick, Quote, Related
from digest.edition.strict_yaml import Table, Text
from digest.edition.write_entries import DASH, STEP
from digest.edition.write_key import Way, key_line, refuse_comments, refuse_hidden, ways, written_as
from digest.edition.write_list import ListOf, with_added, without
from digest.edition.write_together import together
from digest.edition.write_values import forms
from digest.edition.write_word import as_typed, changed, meant_by, node_at, with_picks
from digest.edition.written import NotWritable, Written, nodes_of, proved

_PARTS: Mapping[str, type[Quote] | type[NumberOfTheWeek]] = {"quote": Quote, "number_of_the_week": NumberOfTheWeek}
_ENTRIES: Mapping[str, type[Event] | type[Correction]] = {"events": Event, "corrections": Correction}
_MOST_WAYS = 64


def with_part(written: Written, key: str, words: Words) -> Written:
    """Return the file with the `words` of its quote or number of the week, by their keys; one without any goes.

    Raises `NotWritable`, also where a word is missing that it needs.
    """
    shape, node = _shape(EDITION, key), written.root.nodes.get(key)
    meant, typed = _meant(shape, words)
    part = _PARTS[key](**meant)
    if not any(meant.values()) or isinstance(node, Text):
        refuse_hidden(node, shape, getattr(written.edition, key))
    if not any(meant.values()):
        as_text = replace(EDITION, keys={**EDITION.keys, key: Key(Holds.TEXT)})
        return proved(
            written, replace(written.edition, **changed(key, None)), ways(written, written.root, as_text, key, "")
        )
    _require_needed(shape, meant)
    if isinstance(node, Table):
        for word in shape.keys:
            wanted = replace(getattr(written.edition, key), **{word: meant[word]})
            found = ways(written, written.root.nodes[key], shape, word, typed[word])
            written = proved(written, replace(written.edition, **changed(key, wanted)), found)
        return written
    return proved(written, replace(written.edition, **changed(key, part)), _new_part(written, key, shape, typed))


def with_entries(written: Written, key: str, pick: int | None, entries: Sequence[Words | Kept | None]) -> Written:
    """Return the file with other events or corrections, or other links related to a pick, from 0.

    `entries` stand for those of the file, in their order, None for one that goes; those behind them are new, and those
    that are not named stay. Raises `NotWritable`, also where an entry goes in which more stands than can be read.
    """
    there = len(_list(written, key, pick).items)
    own = list(enumerate(entries[:there]))
    written = _with_words(written, key, pick, {number: words for number, words in own if isinstance(words, tuple)})
    if gone := [number for number, words in own if words is None]:
        found = _list(written, key, pick)
        for number in gone:
            refuse_hidden(nodes_of(found.node)[number], _entry_shape(key), found.items[number])
        written = without(found, *gone)
    for words in entries[there:]:
        if isinstance(words, tuple):
            written = _with_new(written, key, pick, words)
    return written


def with_topics(written: Written, number: int, topics: Sequence[str]) -> Written:
    """Return the file with other topics of its pick `number`, from 0; raises `NotWritable`."""
    pick = list(written.edition.picks())[number]
    node = node_at(written, pick.mark)
    wanted = with_picks(written.edition, lambda one: replace(one, topics=tuple(topics)) if one is pick else one)
    return proved(written, wanted, ways(written, node, PICK, "topics", "\n".join(topics)))


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of an entry: what is read of it again, and how it is typed."""

    number: int
    key: str
    meant: str
    typed: str


def _with_words(written: Written, key: str, pick: int | None, changed_entries: Mapping[int, Words]) -> Written:
    """Return the file with other words in entries, by their numbers."""
    shape, items = _entry_shape(key), _list(written, key, pick).items
    new = list[_Word]()
    for number, words in changed_entries.items():
        own = {word: getattr(items[number], word) for word in shape.keys}
        meant, typed = _meant(shape, [(word, value) for word, value in words if value != own.get(word)])
        given = {word for word, value in words if value != own.get(word)}
        _require_needed(shape, own | {word: meant[word] for word in given})
        new += [_Word(number, word, meant[word], typed[word]) for word in shape.keys if word in given]
    by_key = sorted(new, key=lambda one: list(shape.keys).index(one.key))
    return _with_each(written, key, pick, by_key)


def _with_each(written: Written, key: str, pick: int | None, words: Sequence[_Word]) -> Written:
    """Return the file with all these words, proved at once; those that cannot be in halves, down to each by itself."""
    if not words:
        return written
    shape, found = _entry_shape(key), _list(written, key, pick)
    items, nodes = list(found.items), nodes_of(found.node)
    for word in words:
        items[word.number] = replace(items[word.number], **{word.key: word.meant})
    each = [ways(written, nodes[word.number], shape, word.key, word.typed) for word in words]
    if len(words) == 1:
        return proved(written, found.wanted(items), each[0])
    first = [next(one, written.lines) for one in each]
    try:
        return proved(written, found.wanted(items), filter(None, [together(written.lines, first)]))
    except NotWritable:
        middle = len(words) // 2
        return _with_each(_with_each(written, key, pick, words[:middle]), key, pick, words[middle:])


def _with_new(written: Written, key: str, pick: int | None, words: Words) -> Written:
    shape, found = _entry_shape(key), _list(written, key, pick)
    meant, typed = _meant(shape, words)
    _require_needed(shape, meant)
    made: Any = Related if key == "related" else _ENTRIES[key]
    item = made(**meant)

    def blocks(lead: str, bullet: str) -> Iterator[Way]:
        bullet = bullet or DASH
        inner = lead + " " * len(bullet)
        for lines in _lines(shape, typed, inner, written.end):
            yield [f"{lead}{bullet}{lines[0].removeprefix(inner)}", *lines[1:]]

    if isinstance(found.holder, Text):
        return proved(written, found.wanted([item]), _below_bare(written, found.holder, key, blocks))
    return with_added(found, len(found.items), item, blocks)


def _below_bare(written: Written, node: Text, key: str, blocks: Any) -> Iterator[Way]:
    """Yield the file with a pick that is an address alone as keys, with a list in it."""
    line, lines = key_line(written, node.mark, node, is_entry=True), written.lines
    head = [*lines[: line.index], f"{line.before}url: {line.rest}{line.end}", f"{line.inner}{key}:{written.end}"]
    for block in blocks(line.inner + STEP, DASH):
        yield [*head, *block, *lines[line.value_end :]]


def _new_part(written: Written, key: str, shape: Shape, typed: Mapping[str, str]) -> Iterator[Way]:
    """Yield the file with a part that is none yet, or was text alone, as keys."""
    node = written.root.nodes.get(key)
    if node is None:
        at, end, comment = len(written.lines), len(written.lines), ""
    else:
        line = key_line(written, written.root.keys[key], node)
        at, end = line.index, line.value_end
        comment = line.comment if isinstance(node, Text) else ""
        refuse_comments(written, line, node)
    for lines in _lines(shape, typed, STEP, written.end):
        yield [*written.lines[:at], f"{key}:{comment}{written.end}", *lines, *written.lines[end:]]


def _lines(shape: Shape, typed: Mapping[str, str], inner: str, end: str) -> Iterator[Way]:
    """Yield the keys that have words as lines, in the ways in which these can be written."""
    keys = [word for word in shape.keys if typed[word]]
    for chosen in islice(product(*(list(forms(typed[word], shape.keys[word])) for word in keys)), _MOST_WAYS):
        written = (
            written_as(f"{inner}{word}: ", form, inner, "", end) for word, form in zip(keys, chosen, strict=True)
        )
        yield [line for lines in written for line in lines]


def _meant(shape: Shape, words: Iterable[tuple[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is read again of words, and how they are typed, for every key that there is."""
    free = replace(shape, needed=frozenset())
    given = dict(words)
    meant = {key: meant_by(free, key, given.get(key, "")) for key in shape.keys}
    return meant, {key: as_typed(shape.keys[key], meant[key], given.get(key, "")) for key in shape.keys}


def _require_needed(shape: Shape, meant: Mapping[str, str]) -> None:
    missing = [f"`{key}`" for key in shape.keys if key in shape.needed and not meant[key]]
    if missing:
        raise NotWritable(f"{shape.noun} needs {' and '.join(missing)}, too")


def _list(written: Written, key: str, pick: int | None) -> ListOf[Any]:
    if pick is None:
        edition, root = written.edition, written.root
        items = getattr(edition, key)
        return ListOf(
            written, root, EDITION, key, root.nodes.get(key), items, lambda new: _of_edition(edition, key, tuple(new))
        )
    old = list(written.edition.picks())[pick]
    node = node_at(written, old.mark)
    own = node.nodes.get(key) if isinstance(node, Table) else None

    def wanted(new: Sequence[Any]) -> Edition:
        def change(one: Pick) -> Pick:
            return replace(one, **changed(key, tuple(new))) if one is old else one

        return with_picks(written.edition, change)

    return ListOf(written, node, PICK, key, own, old.related, wanted)


def _of_edition(edition: Edition, key: str, items: tuple[Any, ...]) -> Edition:
    return replace(edition, **changed(key, items))


def _entry_shape(key: str) -> Shape:
    return _shape(PICK if key == "related" else EDITION, key)


def _shape(holder: Shape, key: str) -> Shape:
    shape = holder.keys[key].shape
    if shape is None:
        raise TypeError(key)
    return shape
