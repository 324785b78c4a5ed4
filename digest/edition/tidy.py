"""A picks file in its safe, tidy form: text in quotes, one way to write each thing, comments and order kept. Pure.

What the file means does not change; whoever calls this compares. ruamel.yaml writes the YAML: it keeps comments, blank
lines and block texts, and is told here what each value is, so that it takes no text for a number, a date or nothing.
"""

import io

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    PlainScalarString,
    SingleQuotedScalarString,
)

from digest.characters import one_line, several_lines
from digest.edition.keys import EDITION, Holds, Key, Shape
from digest.edition.language_code import language_code
from digest.edition.pasted_address import pasted_address
from digest.edition.typed_file import read_typed

_Tree = CommentedMap | CommentedSeq | str | None
_NEVER_FOLDED = 1_000_000
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def tidied(text: str) -> str | None:
    """Return the tidy form of a picks file that has no errors; None where it cannot be written back."""
    writer = YAML(typ="rt")
    writer.Constructor = _Texts
    writer.preserve_quotes = True
    writer.width = _NEVER_FOLDED
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    try:
        root = writer.load(read_typed(text).tidy_text())
        if not isinstance(root, CommentedMap):
            return None
        if root.fa.flow_style():
            _in_blocks(root)
        _tidy_map(root, EDITION)
        writer.dump(root, out)
    except YAMLError:
        return None
    return read_typed(out.getvalue()).typed_text().strip("\n") + "\n"


class _Texts(RoundTripConstructor):
    """Reads every scalar as text."""

    def construct_text(self, node: ScalarNode) -> str:
        return str(node.value)


for _kind in ("int", "float", "bool", "timestamp", "null"):
    _Texts.add_constructor(f"tag:yaml.org,2002:{_kind}", _Texts.construct_text)


def _in_blocks(tree: _Tree) -> None:
    """Write what stands in brackets on lines of its own, but for lists of words."""
    if isinstance(tree, CommentedMap):
        tree.fa.set_block_style()
        for place, name in enumerate(list(tree)):
            tree.insert(place, str(name), tree.pop(name))
    children = list(tree.values()) if isinstance(tree, CommentedMap) else list(tree or ())
    if isinstance(tree, CommentedSeq) and any(isinstance(child, CommentedMap) for child in children):
        tree.fa.set_block_style()
    for child in children:
        if isinstance(child, CommentedMap | CommentedSeq):
            _in_blocks(child)


def _tidy_map(tree: CommentedMap, shape: Shape) -> None:
    if shape.other and len(tree) == 1 and (name := next(iter(tree))) not in shape.keys:
        tree.insert(0, "name", name)  # a section whose name stands as the key of its picks
        tree.insert(1, "picks", tree.pop(name))
    if any(key.holds is Holds.LONG_TEXT for key in shape.keys.values()):
        tree.fa.set_block_style()
    for name, value in tree.items():
        if name in shape.keys:
            tree[name] = _tidy(value, shape.keys[name])


def _tidy(value: _Tree, key: Key) -> _Tree | bool:
    """Return the value of a key as it should be written."""
    if isinstance(value, CommentedMap):
        if key.shape:
            _tidy_map(value, key.shape)
        return value
    if isinstance(value, CommentedSeq):
        for place, entry in enumerate(value):
            value[place] = _tidy_entry(entry, key.shape)
        return value
    if not value or key.holds is Holds.LIST:
        return value or None
    return _scalar(value, _bare(key.shape) if key.shape else key)


def _tidy_entry(entry: _Tree, shape: Shape | None) -> _Tree | bool:
    if shape is None or entry is None:
        return entry
    return _tidy(entry, Key(Holds.PART, shape) if isinstance(entry, CommentedMap) else _bare(shape))


def _bare(shape: Shape) -> Key:
    """Return what an entry, or a part, holds that is written without keys."""
    return shape.keys.get(shape.bare, Key(Holds.TEXT))


def _scalar(value: str, key: Key) -> str | bool | None:
    if key.holds is Holds.ADDRESS:
        found = pasted_address(value)
        return _plain(value.strip().lower() if found.fault else found.url)
    if key.holds is Holds.FLAG:
        return _FLAGS.get(one_line(value).lower(), value)
    if key.holds is Holds.WORD:
        word = one_line(value)
        return _plain(language_code(word) or word)
    if key.holds in (Holds.COUNT, Holds.DAY):
        return _plain(one_line(value))
    if isinstance(value, LiteralScalarString | FoldedScalarString):
        return value
    text = several_lines(value)
    if key.holds is Holds.LONG_TEXT and "\n" in text:
        block: str = LiteralScalarString(text + "\n")
        return block
    line = text if key.holds is Holds.LONG_TEXT else one_line(value)
    if not line:
        return None
    is_plain = "'" in line or not set(line) & set('"\\')
    quoted: str = DoubleQuotedScalarString(line) if is_plain else SingleQuotedScalarString(line)
    return quoted


def _plain(text: str) -> str:
    plain: str = PlainScalarString(text)
    return plain
