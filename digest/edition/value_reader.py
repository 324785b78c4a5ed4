"""Reads the value behind a key of a typed picks file, or of an entry of a list, and writes it as YAML. Pure.

Text may go on on the next lines; what is open waits for them. Quoted text, block texts and brackets that YAML reads are
copied; a bracket that it does not read is a list on one line, text, or a fault.
"""

from dataclasses import dataclass, field

from digest.edition.keys import Holds, Key, Shape
from digest.edition.levels import Levels
from digest.edition.typed_line import TypedKey, TypedLine, looks_like_address
from digest.edition.typed_text import end_of_quotes, quoted, typed_text
from digest.edition.typed_values import Ends, as_list, block_header, is_comment, is_flow, topics, with_comment
from digest.edition.yaml_lines import YamlLines

_NOTHING = ("", "''", '""')
_WRITE = "write `{}`"


@dataclass(slots=True)
class Value:
    """A value that is read; `parts` are its lines, "" for an empty one.

    It is written behind `prefix`, was typed from `value_at` in its line, and hangs on a key or dash that was typed `at`
    a column and put at `column`. The `anchors` lead from there to the typed line.
    """

    line: TypedLine
    prefix: str
    value_at: int
    at: int
    column: int
    parts: list[str]
    anchors: tuple[tuple[int, int], ...] = ()
    holds: Holds = Holds.TEXT
    empty: list[TypedLine] = field(default_factory=list)  # the last lines so far, if nothing stands on them


class ValueReader:
    """Reads values; `open_text` is the one that may go on."""

    def __init__(self, lines: list[TypedLine], yaml: YamlLines, levels: Levels) -> None:
        self.open_text: Value | None = None
        self._lines = lines
        self._yaml = yaml
        self._levels = levels
        self._ends = Ends(lines)

    def read(self, index: int, key: Key, value: Value) -> int:
        """Read a value by what its key holds; return the index of the last line that was read with it."""
        typed = value.parts[0]
        if key.holds in (Holds.LIST, Holds.PART) and (typed in _NOTHING or is_comment(typed)):
            self._write(value, typed)
            self._levels.open_key(key, value.at, value.column)
            return index
        if key.holds is Holds.LIST or (key.shape and typed[:1] == "{"):
            end = self._read_list(index, key, value)
            if end is not None:
                return end
        if key.holds in (Holds.ADDRESS, Holds.WORD, Holds.FLAG, Holds.COUNT, Holds.DAY):
            value.holds = key.holds
        last = self._read_text(index, value)
        if self.open_text and value.holds is not Holds.TEXT and typed and not is_comment(typed):
            self.end()
        return last

    def go_on(self, line: TypedLine) -> None:
        """Take a line for the rest of the text that is open."""
        text = self.open_text
        if text is None:
            return
        if line.indent <= text.at:
            self._yaml.remark(
                line, line.start, "the line was read as the rest of the text above it, though it is not indented"
            )
        text.parts.append(line.text[line.start :].rstrip())
        for dropped in (*text.empty, line):
            self._yaml.drop(dropped)
        text.empty.clear()

    def end_as_key(self, prefix: str) -> None:
        """Write the text that is open as a key behind `prefix`: what follows stands below it."""
        value, self.open_text = self.open_text, None
        if value is not None:
            source = typed_text(_folded(value.parts)).source
            self._yaml.write(value.line, f"{prefix}{source}:", (indented(prefix), value.line.start))

    def leave_empty(self, line: TypedLine) -> None:
        """Take an empty line for one of the text that is open, if that goes on."""
        if self.open_text:
            self.open_text.parts.append("")
            self.open_text.empty.append(line)

    def end(self) -> None:
        """Write the text that is open: nothing more belongs to it."""
        value, self.open_text = self.open_text, None
        if value is None:
            return
        text = _folded(value.parts) if not block_header(value.parts[0]) else _block(value.parts)
        if value.holds is not Holds.TEXT:
            source, comment = with_comment(text)
            self._write(value, f"{source}{comment}")
            return
        meant = typed_text(text)
        self._write(value, meant.source)
        if meant.remark:
            self._yaml.remark(value.line, value.value_at, meant.remark)
        if meant.fault:
            self._refuse(value, meant.at, (meant.fault, _WRITE, meant.instead))

    def write_unknown(self, line: TypedLine, key: TypedKey, prefix: str) -> None:
        """Write a key that nobody knows so that YAML can read it, whatever stands behind it."""
        value, start = key.value, line.text.rindex(key.word, 0, key.at)
        is_right = not value or (value[0] in "'\"" and end_of_quotes(value) > 0)
        source = f"{prefix}{key.word}: {value if is_right else quoted(value)}".rstrip()
        self._yaml.write(line, source, (indented(prefix), line.start), (len(prefix), start))

    def _refuse(self, value: Value, at: int, unclear: tuple[str, str, str]) -> None:
        line, (what, remedy, instead) = value.line, unclear
        corrected = f"{line.text[: value.value_at].rstrip()} {instead}" if instead else ""
        self._yaml.unread.add(self._yaml.mark(line, value.value_at))
        remedy = remedy.format(corrected.strip())
        self._yaml.refuse(
            line, min(value.value_at + at, max(len(line.text.rstrip()) - 1, 0)), (what, remedy, corrected)
        )

    def _write(self, value: Value, source: str) -> None:
        self._yaml.write(value.line, f"{value.prefix} {source}".rstrip(), *value.anchors)

    def _read_text(self, index: int, value: Value) -> int:
        typed = value.parts[0]
        if typed[:1] in ("'", '"') and (end := self._ends.of_quotes(index, typed)) >= 0:
            self._copy(index, end, value)
            return end
        if block_header(typed) and (end := self._end_of_block(index, value.at)) > index:
            self._copy_block(index, end, value)
            return end
        self.open_text = value
        return index

    def _end_of_block(self, index: int, column: int) -> int:
        """Return the index of the last line of a block text; a key further left than its first line is none of it."""
        end, first = self._ends.of_block(index, column), -1
        for number in range(index + 1, end + 1):
            line = self._lines[number]
            first = line.indent if first < 0 and not line.is_empty else first
            key = line.key(line.start) if line.indent < first else None
            if key and key.is_usual and self._levels.owner(key.word, line.indent, exactly=True):
                return number - 1
        return end

    def _copy(self, index: int, end: int, value: Value) -> None:
        """Write lines as they are, the first behind its key."""
        self._write(value, value.parts[0])
        for line in self._lines[index + 1 : end + 1]:
            self._yaml.write(line, line.text, (0, 0))

    def _copy_block(self, index: int, end: int, value: Value) -> None:
        """Write a block text so that YAML takes all of its lines for it, wherever its key was put."""
        lines = self._lines[index + 1 : end + 1]
        indents = [line.indent for line in lines if not line.is_empty]
        header, least = block_header(value.parts[0]), min(indents)
        if least < indents[0] and not any(sign.isdigit() for sign in header):
            header = f"{header[0]}{least - value.at}{header[1:]}"
        self._write(value, f"{header} {value.parts[0].partition(' ')[2]}".rstrip())
        for line in lines:
            text = " " * (line.indent + value.column - value.at) + line.text[line.start :]
            if line.odd_indentation and not line.is_empty:
                tell_odd_indentation(self._yaml, line)
            self._yaml.write(line, "" if line.is_empty else text, (0, 0))

    def _read_list(self, index: int, key: Key, value: Value) -> int | None:
        """Read a list that stands behind its key, in brackets or not; None for what is text after all."""
        typed, shape = value.parts[0], key.shape
        end, whole = self._ends.of_brackets(index, typed) if typed[0] in "[{" else (-1, "")
        if shape is None or (end >= 0 and is_flow(whole, shape)):
            self._copy(index, end, value)
            return end
        if key.holds is Holds.PART:
            return None
        if not shape.keys and end <= index and (typed[0] != "[" or typed[-1] == "]"):
            self._write(value, as_list(topics(typed)))
            if typed[0] != "[":
                self._yaml.remark(
                    value.line, value.value_at, "the words were read as a list with commas between its entries"
                )
            return index
        if typed[0] in "[{":
            self._refuse_brackets(shape, value, is_closed=end >= 0)
            return max(index, end)
        return self._read_entries(index, shape.bare, value)

    def _read_entries(self, index: int, bare: str, value: Value) -> int:
        """Read entries behind the key of their list, where an editor saved lines."""
        typed = value.parts[0]
        entries = typed.replace(",", " ").split() if bare == "url" else [typed]
        if bare == "text" or (bare == "url" and all(map(looks_like_address, entries))):
            self._write(value, as_list(entries))
            self._yaml.remark(
                value.line, value.value_at, "what stands behind the key of a list was read as its entries"
            )
        else:
            self._write(value, quoted(typed))
        return index

    def _refuse_brackets(self, shape: Shape, value: Value, *, is_closed: bool) -> None:
        typed = value.parts[0]
        closed = typed + {"[": "]", "{": "}"}[typed[0]]
        self._write(value, "''")
        if is_closed or not is_flow(closed, shape):
            what = "what stands in brackets here cannot be read"
            self._refuse(value, 0, (what, "write each entry on a line of its own, with `- ` before it", ""))
        else:
            self._refuse(value, 0, (f"the {typed[0]} that opens here is never closed", _WRITE, closed))


def indented(prefix: str) -> int:
    """Return how many spaces `prefix` begins with."""
    return len(prefix) - len(prefix.lstrip())


def tell_odd_indentation(yaml: YamlLines, line: TypedLine) -> None:
    """Tell that a line is indented with what is no space."""
    yaml.remark(line, 0, f"{line.odd_indentation} in front of a line were read as plain spaces")


def _block(parts: list[str]) -> str:
    """Return a block text whose lines are not indented: the lines as they are, or folded; a lone `|` is text."""
    if len(parts) == 1:
        return parts[0]
    return "\n".join(parts[1:]).strip("\n") if parts[0].startswith("|") else _folded(parts[1:])


def _folded(parts: list[str]) -> str:
    """Return lines of one text as YAML folds them: a space between two, and a new line for each empty one."""
    text, breaks = parts[0], 0
    for part in parts[1:]:
        if not part:
            breaks += 1
        else:
            text += ("\n" * breaks or " ") + part if text else part
            breaks = 0
    return text
