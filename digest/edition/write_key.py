"""Writes the value behind one key of a picks file, in each way in which it may be meant; whoever calls proves them.

A value that is there gives way, a key that is not there is put in its usual order, one whose value is to be empty goes.
Comments behind it and within it stay, or nothing is written. An entry that is bare, an address alone, becomes keys when
another one is wanted. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digest.edition.keys import Shape
from digest.edition.strict_yaml import Items, Node, Table, Text
from digest.edition.write_entries import STEP
from digest.edition.write_values import forms
from digest.edition.written import NotWritable, Written
from digest.problem import Mark

Way = list[str]
_KEY = re.compile(
    r"(?P<word>(?:\"[^\"]*\"|'[^']*'|[^\s:：]+)(?:\s*[:：]|\s=(?=\s)))(?P<space>[^\S\r\n]*)(?P<rest>[^\r\n]*)"
)
_END = re.compile(r"[\r\n]*\Z")
_HASH = re.compile(r"(?:^|\s)(#.*)")
_HIDDEN = "more stands there than can be read, which would be lost; change it in the file itself"
_WITHIN = "there is a comment in the middle of it, which would be lost; change it in the file itself"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """The line, from 0, on which a key stands, or an entry without keys, whose `word` is then empty.

    `before` stands in front of it, a bullet for the first key of an entry; `inner` in front of the other keys, which
    are `indent` columns wide. What is written behind the key ends before the line `value_end`; behind it
    stands the `comment`, with the spaces before it. What only looks like a comment is words: `title: Why #MeToo`.
    """

    index: int
    before: str
    inner: str
    indent: int
    word: str
    space: str
    rest: str
    end: str
    value_end: int
    comment: str


def key_line(written: Written, mark: Mark, node: Node | None, *, is_entry: bool = False) -> KeyLine:
    """Return the line of the key at `mark` that holds `node`; raises `NotWritable` where more stands before it.

    `is_entry` says that `node` is all of an entry. One without keys may stand there though other keys follow.
    """
    is_bare = node is not None and node.mark == mark
    index = mark.line - 1
    line, raw = written.line(index), written.lines[index]
    start, _ = written.start(mark)
    found = re.match(r"(?P<word>)(?P<space>)(?P<rest>[^\r\n]*)" if is_bare else _KEY, raw[start:])
    if not found:
        raise NotWritable
    indent = line.indent + start - line.start
    hangs_on = line.indent if is_entry else indent
    inner = line.text[: line.start] + " " * (start - line.start)
    last, comment = written.value_end(index)
    end = max(last + 1, _value_end(written, index, hangs_on, is_list=isinstance(node, Items)))
    parts = (found["word"], found["space"], found["rest"], _END.search(raw)[0])  # type: ignore[index]
    return KeyLine(index, raw[:start], inner, indent, *parts, end, comment)


def ways(written: Written, node: Node, shape: Shape, key: str, value: str) -> Iterator[Way]:
    """Yield the lines of the file with `value` behind a key of a mapping, or of an entry that may be bare.

    An empty value takes the key out, unless it must be there.
    """
    bare = node if isinstance(node, Text) else None
    if bare is not None:
        yield from _bare(written, bare, shape, key, value)
    elif isinstance(node, Table) and key in node.keys:
        line = key_line(written, node.keys[key], node.nodes.get(key))
        if value or key in shape.needed:
            yield from _replaced(written, line, shape, key, value, node.nodes.get(key))
        else:
            yield _removed(written, line, node.nodes.get(key))
    elif isinstance(node, Table) and value:
        yield from _added(written, node, shape, key, value)


def place_of_new(written: Written, table: Table, shape: Shape, key: str) -> tuple[int, str]:
    """Return where a key that is not there stands, as the number of a line, and what stands in front of it.

    That is below the last of those that come before it in the order of the `shape`, or else above all others.
    """
    order = [known for known in shape.keys if known in table.keys or known == key]
    before = order[: order.index(key)]
    if not order[1:]:
        return len(written.lines), ""
    near = before[-1] if before else min(table.keys, key=lambda other: table.keys[other])
    line = key_line(written, table.keys[near], table.nodes.get(near))
    is_above = not before and line.before == line.inner
    return line.index if is_above else line.value_end, line.inner


def written_as(start: str, form: Way, inner: str, comment: str, end: str) -> Way:
    """Return a value in one of its forms as lines behind `start`, those below it further right than `inner`."""
    further = [(f"{inner}{STEP}{line}" if line else "") + end for line in form[1:]]
    return [f"{start}{form[0]}{comment}{end}", *further]


def refuse_comments(written: Written, line: KeyLine, node: Node | None) -> None:
    """Raise `NotWritable` where a comment stands below the first line of a value that gives way to another."""
    if _comments(written, line, node):
        raise NotWritable(_WITHIN)


def refuse_hidden(node: Node | None, shape: Shape, said: object) -> None:
    """Raise `NotWritable` where more stands in something than was read of it: nobody deletes what they do not see."""
    if isinstance(node, Text):
        is_hidden = bool(node.value) and not any(getattr(said, key) for key in shape.keys)
    else:
        inner = node.nodes.items() if isinstance(node, Table) else ()
        is_hidden = any(
            key not in shape.keys or (not getattr(said, key) and not _is_empty(held)) for key, held in inner
        )
    if is_hidden:
        raise NotWritable(_HIDDEN)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and not node.value


def _replaced(written: Written, line: KeyLine, shape: Shape, key: str, value: str, node: Node | None) -> Iterator[Way]:
    refuse_comments(written, line, node)
    lines = written.lines
    start = line.before + (f"{line.word}{line.space or ' '}" if line.word else "")
    for form in forms(value, shape.keys[key]):
        new = written_as(start, form, line.inner, line.comment, line.end)
        yield [*lines[: line.index], *new, *lines[line.value_end :]]


def _removed(written: Written, line: KeyLine, node: Node | None) -> Way:
    """Return the file without a key; its bullet goes to the next one, and comments behind and within the value stay."""
    lines, first = written.lines, line.comment.strip()
    lead = written.line(line.index).text[: written.line(line.index).start]
    kept = [f"{lead}{comment}{line.end}" for comment in (first, *_comments(written, line, node)) if comment]
    if line.before == line.inner:
        return [*lines[: line.index], *kept, *lines[line.value_end :]]
    at = line.value_end
    while at < len(lines) and (written.is_comment(at) or written.line(at).is_empty):
        at += 1
    if at == len(lines) or not lines[at].startswith(line.inner):
        raise NotWritable
    next_key = line.before + lines[at].removeprefix(line.inner)
    return [*lines[: line.index], *kept, *lines[line.value_end : at], next_key, *lines[at + 1 :]]


def _added(written: Written, table: Table, shape: Shape, key: str, value: str) -> Iterator[Way]:
    at, inner = place_of_new(written, table, shape, key)
    for form in forms(value, shape.keys[key]):
        new = written_as(f"{inner}{key}: ", form, inner, "", written.end)
        yield [*written.lines[:at], *new, *written.lines[at:]]


def _bare(written: Written, node: Text, shape: Shape, key: str, value: str) -> Iterator[Way]:
    """Yield the file with an entry that is written without keys changed, or with keys."""
    line, lines, bare = key_line(written, node.mark, node, is_entry=True), written.lines, shape.bare
    if key == bare:
        yield from _replaced(written, line, shape, key, value, node)
        return
    if not bare:
        return  # nobody can say which key such words are
    refuse_comments(written, line, node)
    bare_again = forms(node.value, shape.keys[bare])
    own = [written_as(f"{line.before}{bare}: ", form, line.inner, line.comment, line.end) for form in bare_again]
    if line.value_end == line.index + 1:
        own.insert(0, [f"{line.before}{bare}: {line.rest}{line.end}"])
    for first in own if value else ():
        for form in forms(value, shape.keys[key]):
            new = written_as(f"{line.inner}{key}: ", form, line.inner, "", line.end)
            yield [*lines[: line.index], *first, *new, *lines[line.value_end :]]


def _value_end(written: Written, index: int, indent: int, *, is_list: bool) -> int:
    """Return where the value ends behind a key that stands at a column; empty lines and comments at its end stay."""
    end = index + 1
    for at in range(index + 1, len(written.lines)):
        line = written.line(at)
        if line.is_empty or written.is_comment(at):
            continue
        if line.indent < indent or (line.indent == indent and not (is_list and line.bullet(line.start))):
            break
        end = at + 1
    return end


def _comments(written: Written, line: KeyLine, node: Node | None) -> list[str]:
    """Return the comments below the first line of a value; raises `NotWritable` where nobody can tell."""
    behind, words, found = _behind_keys(written, node), _words(node), list[str]()
    own = written.value_end(line.index)[0] if isinstance(node, Text) else line.index  # no comment stands in a text
    for at in range(own + 1, line.value_end):
        text = written.lines[at].strip()
        hash_ = _HASH.search(text)
        if written.is_comment(at):
            found.append(text)
        elif at in behind:
            found += filter(None, [behind[at]])
        elif hash_ and hash_[1] not in words:
            raise NotWritable(_WITHIN)
    return found


def _behind_keys(written: Written, node: Node | None) -> Mapping[int, str]:
    """Map the lines of the keys of a mapping to the comments behind their values."""
    if not isinstance(node, Table):
        return {}
    try:
        own = {key: key_line(written, mark, node.nodes.get(key)) for key, mark in node.keys.items()}
    except NotWritable:
        return {}
    return {line.index: line.comment.strip() for line in own.values()}


def _words(node: Node | None) -> str:
    if isinstance(node, Text):
        return node.value
    inner = node.nodes.values() if isinstance(node, Table) else node.nodes if isinstance(node, Items) else ()
    return "\n".join(map(_words, inner))
