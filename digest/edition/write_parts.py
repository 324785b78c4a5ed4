"""Writes words of a section, a brief and the editor's note into a picks file. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from digest.edition.keys import EDITION, SECTION, Shape
from digest.edition.model import Note
from digest.edition.strict_yaml import Node, Table, Text
from digest.edition.typed_text import quoted
from digest.edition.write_entries import STEP
from digest.edition.write_key import Way, key_line, place_of_new, refuse_comments, refuse_hidden, ways, written_as
from digest.edition.write_values import forms
from digest.edition.write_word import as_typed, changed, meant_by
from digest.edition.written import Written, nodes_of, proved


def _shape(key: str) -> Shape:
    shape = EDITION.keys[key].shape
    if shape is None:
        raise TypeError(key)
    return shape


NOTE, BRIEF = _shape("note"), _shape("briefs")
_WITH_BARE_NOTE = replace(EDITION, keys={**EDITION.keys, "note": NOTE.keys["text"]})


def with_section_word(written: Written, number: int, key: str, value: str) -> Written:
    """Return the file with another name or look of its section `number`, from 0; raises `NotWritable`."""
    words, sections = meant_by(SECTION, key, value), list(written.edition.sections)
    sections[number] = replace(sections[number], **changed(key, words))
    node = nodes_of(written.root.nodes.get("sections"))[number]
    wanted = replace(written.edition, sections=tuple(sections))
    return proved(written, wanted, _section_ways(written, node, key, words))


def with_brief_word(written: Written, number: int, key: str, value: str) -> Written:
    """Return the file with another text or address of its brief `number`, from 0; raises `NotWritable`."""
    words, briefs = meant_by(BRIEF, key, value), list(written.edition.briefs)
    briefs[number] = replace(briefs[number], **changed(key, words))
    node = nodes_of(written.root.nodes.get("briefs"))[number]
    found = ways(written, node, BRIEF, key, as_typed(BRIEF.keys[key], words, value))
    return proved(written, replace(written.edition, briefs=tuple(briefs)), found)


def with_note_word(written: Written, key: str, value: str) -> Written:
    """Return the file with another text of the editor's note, or another name below it; raises `NotWritable`.

    A note of which nothing is left goes as a whole.
    """
    words = meant_by(replace(NOTE, needed=frozenset()), key, value)
    old = written.edition.note
    note = replace(old or Note(""), **changed(key, words))
    is_empty = not (note.text or note.by or note.portrait or note.alt)
    if is_empty and old in (None, note):
        return written
    if is_empty:
        refuse_hidden(written.root.nodes.get("note"), NOTE, old)
    wanted = replace(written.edition, note=None if is_empty else note)
    return proved(written, wanted, _ways_below(written, key, words, is_empty=is_empty))


def _section_ways(written: Written, node: Node, key: str, words: str) -> Iterator[Way]:
    if not isinstance(node, Table) or key != "name" or "name" in node.keys or len(node.keys) != 1:
        yield from ways(written, node, SECTION, key, words)
        return
    ((name, mark),) = node.keys.items()  # the name stands as the key of its picks
    line = key_line(written, mark, node.nodes[name])
    colon = line.word[-1]
    new = f"{line.before}{quoted(words)}{colon}{line.space if line.rest else ''}{line.rest}{line.end}"
    yield [*written.lines[: line.index], new, *written.lines[line.index + 1 :]]


def _ways_below(written: Written, key: str, words: str, *, is_empty: bool) -> Iterator[Way]:
    node = written.root.nodes.get("note")
    if is_empty:
        yield from ways(written, written.root, _WITH_BARE_NOTE, "note", "")
    elif isinstance(node, Table):
        yield from ways(written, node, NOTE, key, words)
    elif key == "text":
        yield from ways(written, written.root, _WITH_BARE_NOTE, "note", words)
    else:
        yield from _made_a_mapping(written, node, key, words)


def _made_a_mapping(written: Written, node: Node | None, key: str, words: str) -> Iterator[Way]:
    """Yield the file with a note that was text alone, or is none yet, as keys."""
    if node is None:
        at, _ = place_of_new(written, written.root, EDITION, "note")
        end, old, comment = at, "", ""
    else:
        line = key_line(written, written.root.keys["note"], node)
        old = node.value if isinstance(node, Text) else ""
        refuse_comments(written, line, node)
        at, end, comment = line.index, line.value_end, line.comment
    for text_form in forms(old, NOTE.keys["text"]):
        for form in forms(words, NOTE.keys[key]):
            own = written_as("  text: ", text_form, STEP, "", written.end)
            new = written_as(f"  {key}: ", form, STEP, "", written.end)
            yield [*written.lines[:at], f"note:{comment}{written.end}", *own, *new, *written.lines[end:]]
