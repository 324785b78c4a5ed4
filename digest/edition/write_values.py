"""How a value is written behind its key: in which forms, and as which words it is read again. Pure."""

import re
from collections.abc import Iterator

from digest.characters import one_line, several_lines
from digest.counted import counted
from digest.edition.fields import LINE_LIMIT
from digest.edition.keys import Holds, Key
from digest.edition.language_code import language_code
from digest.edition.model import NO_PICTURE
from digest.edition.pasted_address import pasted_address
from digest.edition.typed_text import quoted
from digest.edition.written import NotWritable

_BREAK = re.compile(r"\r\n|\r|\n")


def meant(key: str, held: Key, value: str) -> str:
    """Return what is read again when `value` is written; raises `NotWritable` for what can be no such value."""
    if not one_line(value):
        return ""
    if held.holds is Holds.ADDRESS:
        return NO_PICTURE if key == "picture" and value.strip().lower() == NO_PICTURE else address(value, key == "url")
    if key == "language":
        code = language_code(one_line(value))
        if not code:
            raise NotWritable(f"`{one_line(value)[:80]}` is no language that is known here; write its code, such as uk")
        return code
    words = several_lines(value) if held.holds is Holds.LONG_TEXT else one_line(value)
    if held.most_signs and len(words) > held.most_signs:
        raise NotWritable(f"`{key}` has {counted(len(words), 'character')}, more than {held.most_signs}; shorten it")
    return words


def address(value: str, is_page: bool) -> str:
    """Return the address that is meant by what was pasted; raises `NotWritable` where that is none."""
    found = pasted_address(value, is_page=is_page)
    if found.fault:
        shown = one_line(value)[:80]
        raise NotWritable(f"`{shown}` is no address that a letter can link to: {found.fault}; {found.remedy_in_a_form}")
    return found.url


def forms(value: str, held: Key) -> Iterator[list[str]]:
    """Yield the ways in which a value can be written, each as lines: the first, and those further right below it.

    The one that `digest fmt` takes comes first; none of the lines has an end. A list is words, one a line.
    """
    if held.holds is Holds.LIST:
        yield [f"[{', '.join(quoted(line) for line in value.splitlines())}]"]
        return
    if held.holds in (Holds.ADDRESS, Holds.WORD, Holds.FLAG):
        yield [value]
    lines = _BREAK.split(several_lines(value))
    if len(lines) > 1 and held.most_signs > LINE_LIMIT:
        yield ["|", *lines]
        yield [quoted("\n".join(lines))]
    if held.holds is Holds.LONG_TEXT and len(lines) > 1:
        return
    line = one_line(value)
    is_plain = not set(line) & set('"\\')
    if is_plain:
        yield [f'"{line}"']
    if "'" not in line:
        yield [f"'{line}'"]
    if not is_plain:
        yield [quoted(line)]
        yield ["'{}'".format(line.replace("'", "''"))]
