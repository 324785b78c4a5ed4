"""Reads the parts of a picks file by the types of their models: which field is an address, and which must be there.

A part is a dataclass with a `noun`, its name in messages. Its fields have the types of `digest.edition.field_types`;
those without a default must be written. A part written as bare text is its `text`, where it needs no more than that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, replace
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    ClassVar,
    Protocol,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from digest.characters import one_line, several_lines
from digest.edition.field_types import Form, LinkKind
from digest.edition.fields import MOST_FILLED, Fields
from digest.edition.strict_yaml import Node, Table, Text
from digest.edition.typed_line import looks_like_address
from digest.edition.typed_text import quoted
from digest.problem import Mark

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Model = TypeVar("Model", bound=DataclassInstance)


_SHOWN = 120


class Part(Protocol):
    """A part of an edition: a dataclass that has a name in messages."""

    noun: ClassVar[str]
    __dataclass_fields__: "ClassVar[dict[str, Field[object]]]"

    def __init__(self, **values: str | Mark) -> None:
        """Make a part of the values of its fields, by name."""


AnyPart = TypeVar("AnyPart", bound=Part)


@dataclass(frozen=True, slots=True)
class PartField:
    """What a field of an edition holds: one part or None, or a list of them."""

    part: type[Part]
    many: bool


@cache
def parts_of(model: type) -> Mapping[str, PartField]:
    """Map each field of `model` that holds a part, or a list of parts, to what it holds."""
    found = {name: (_part(hint), get_origin(hint) is tuple) for name, hint in get_type_hints(model).items()}
    return {name: PartField(part, many) for name, (part, many) in found.items() if part}


def with_parts(fields: Fields, table: Table, model: "Model") -> "Model":
    """Return `model` with every part read that it has a field for: one or None, or a list of them."""
    holding = parts_of(type(model)).items()
    return replace(model, **{name: _read_field(fields, table.nodes.get(name), name, field) for name, field in holding})


def read_part(fields: Fields, node: Node, part: type[AnyPart], *, alone: bool = False) -> AnyPart:
    """Return one part; `alone` says that it is no entry of a list, and may be there with its words still empty."""
    kinds = kinds_of(part)
    values: dict[str, str | Mark] = {"mark": node.mark} if "mark" in part.__dataclass_fields__ else {}
    if isinstance(node, Text) and (bare := bare_key(part)):
        values[bare] = _formed(node.value, kinds[bare])
        return part(**values)
    if isinstance(node, Text):
        fields.add_problem(node.mark, *words_alone(part, one_line(node.value), alone=alone))
        return part(**values, **dict.fromkeys(kinds, ""))
    table = fields.table(node, part.noun, kinds)
    values |= {name: _value(fields, table, name, kind) for name, kind in kinds.items()}
    picture = next((name for name, kind in kinds.items() if kind is LinkKind.PICTURE and name in table.keys), "")
    if picture and "picture_mark" in part.__dataclass_fields__:
        values["picture_mark"] = table.keys[picture]
    if isinstance(node, Table):
        _check_needed(fields, table, part, {name for name, value in values.items() if value}, alone=alone)
    return part(**values)


def _part(hint: object) -> type[Part] | None:
    """Return the part in a type such as `Note | None` or `tuple[Brief, ...]`; None where there is none."""
    return next((inner for inner in get_args(hint) if isinstance(inner, type) and hasattr(inner, "noun")), None)


def _read_field(fields: Fields, node: Node | None, name: str, field: PartField) -> Part | tuple[Part, ...] | None:
    if field.many and isinstance(node, Text) and node.value:
        fields.add_problem(node.mark, *words_alone(field.part, one_line(node.value)))
        return ()
    if field.many:
        return tuple(read_part(fields, entry, field.part) for entry in fields.items(node, f"`{name}`"))
    return None if node is None else read_part(fields, node, field.part, alone=True)


@cache
def bare_key(part: type[Part]) -> str:
    """Return the field that a part written as bare text is: its `text`; "" where it needs others beside that."""
    return "text" if "text" in kinds_of(part) and needed_keys(part) <= {"text"} else ""


@cache
def kinds_of(part: type[Part]) -> Mapping[str, Form | LinkKind]:
    """Map the fields of a part that an editor can write to what each holds."""
    return {
        name: next(kind for kind in get_args(hint)[1:] if isinstance(kind, Form | LinkKind))
        for name, hint in get_type_hints(part, include_extras=True).items()
        if get_origin(hint) is Annotated
    }


def _value(fields: Fields, table: Table, name: str, kind: Form | LinkKind) -> str:
    if isinstance(kind, LinkKind):
        return fields.address(table, name)
    if kind is Form.COUNT:
        return fields.count(table, name, MOST_FILLED)
    if kind is Form.DAY:
        return fields.day(table, name)
    return fields.line(table, name) if kind is Form.LINE else _formed(fields.text(table, name), kind)


def _formed(text: str, kind: Form | LinkKind) -> str:
    return several_lines(text) if kind is Form.TEXT else one_line(text)


def needed_keys(part: type[Part]) -> frozenset[str]:
    """Return the fields of a part that an editor must write: those without a default."""
    return frozenset(name for name in kinds_of(part) if part.__dataclass_fields__[name].default is MISSING)


def _check_needed(fields: Fields, table: Table, part: type[Part], given: set[str], *, alone: bool) -> None:
    """Add a problem for what must be there and is not; a bad address has one already."""
    kinds = kinds_of(part)
    needed = [name for name in kinds if name in needed_keys(part)]
    written = given | fields.unread(table) | (set(table.nodes) if alone else set())
    missing = [name for name in needed if name not in written]
    if missing:
        examples = " and ".join(f"`{_example(name, kinds[name])}`" for name in missing)
        fields.add_problem(table.mark, _without(part, missing), f"write {examples} in it, or delete it")


def words_alone(part: type[Part], words: str, *, alone: bool = False) -> tuple[str, str]:
    """Return what is wrong with a part that is an address or words without keys, and the lines to write instead."""
    kinds = kinds_of(part)
    needed = [name for name in kinds if name in needed_keys(part)]
    texts = [name for name in needed if kinds[name] is not Form.COUNT]
    of_kind = [name for name in texts if isinstance(kinds[name], LinkKind) is looks_like_address(words)]
    given = of_kind[0] if of_kind else ""
    first, *others = (_example(name, kinds[name], words if name == given else "") for name in needed)
    below = "".join(f", and below that `{other}`" for other in others)
    place = "below its key, further right" if alone else "on lines of its own"
    missing = [name for name in needed if name != given]
    return _without(part, missing), f"write {place}: `{'' if alone else '- '}{first}`{below}"


def _without(part: type[Part], missing: Sequence[str]) -> str:
    return f"{part.noun} has no {' and no '.join(f'`{name}`' for name in missing)}"


def _example(name: str, kind: Form | LinkKind, words: str = "") -> str:
    """Return a line as it should be written, with the words that are there or with dots."""
    if isinstance(kind, LinkKind):
        return f"{name}: {words if 0 < len(words) <= _SHOWN else 'https://...'}"
    if kind is Form.COUNT:
        return f"{name}: 3"
    return f"{name}: {quoted(words if 0 < len(words) <= _SHOWN else '...')}"
