"""A picks file as people type it, turned into YAML that says what they meant, line by line. Pure.

YAML takes a colon, a hash, a bullet or a missing space for something else than the editor does. This pass knows the
keys of a picks file (`digest.edition.keys`), writes what each line means as YAML on the line with the same number, and
tells what was understood: nothing is lost without a word. Only what nobody can know is a fault.
"""

from digest.edition.keys import Holds, Key
from digest.edition.levels import STEP, Level, Levels, Owner, belongs, of_edition
from digest.edition.section_names import SectionNames
from digest.edition.typed_line import TypedKey, TypedLine, looks_like_address, typed_lines
from digest.edition.typed_text import is_text_after_hash
from digest.edition.value_reader import Value, ValueReader, indented, tell_odd_indentation
from digest.edition.yaml_lines import YamlLines

_DASHES = "-–—−•"
_SECOND = (
    "a second edition begins here",
    "keep one edition per file: delete this line and what is below it, or make that a file of its own",
    "",
)
_KEY_OR_TEXT = (
    "nobody can know whether this is a key or the rest of the text above",
    "if it is text, put it further right than the key of that text",
)
_ADDRESS_OR_TEXT = (
    "nobody can know whether this address is a pick or the rest of the text above",
    "if it is a pick, begin the line with `- `; if it is text, put it further right than the key of that text",
)
_NO_DASH = "the line was read as an entry of the list, though there is no `- ` before it"
_STRAY = (
    "this line belongs to no key",
    "begin it with its key, such as `summary:`, or with `#` if it is for yourself",
    "",
)


def read_typed(text: str, root: Level | None = None) -> YamlLines:
    """Return the YAML that a file means, on the same lines, with what was understood and what is unclear.

    `root` says what the file is; a picks file where nothing is said.
    """
    reader = _Reader(typed_lines(text), root or of_edition())
    first = next((line for line in reader.lines if not line.is_empty and not line.is_comment), None)
    if (
        first is None or first.text[first.start] in "{[" or first.text.startswith("--- ")
    ):  # nothing, or a program wrote it: YAML reads that
        return reader.yaml
    index = 0
    while index < len(reader.lines):
        index = reader.read(index) + 1
    reader.values.end()
    return reader.yaml if reader.knows_any_key else YamlLines(reader.lines, knows_no_key=True)


class _Reader:
    """Reads the lines one after the other."""

    def __init__(self, lines: list[TypedLine], root: Level) -> None:
        self.lines = lines
        self.yaml = YamlLines(lines)
        self.knows_any_key = False
        self._levels = Levels(root)
        self._is_list = root.is_list
        self.values = ValueReader(lines, self.yaml, self._levels)
        self._names = SectionNames(self.yaml, self._levels, self.values)
        self._stray = 0  # the number of the last line that belongs to no key
        self._skipped: int | None = None  # what stands further right than this is below an unknown key

    def read(self, index: int) -> int:
        """Read the line at `index`; return the index of the last line that was read with it."""
        line = self.lines[index]
        if line.is_empty or line.is_comment:
            return self._read_unseen(index)
        if line.text.rstrip() in ("---", "...") or line.text.startswith("%"):
            return self._read_marker(index)
        if self._skipped is not None and line.indent > self._skipped:
            self.yaml.drop(line)
            return index
        self._skipped = None
        key, text = line.key(line.start), self.values.open_text
        is_inside = text is not None and line.indent > text.at
        owner = self._levels.owner(key.word, line.indent, exactly=is_inside or not key.is_usual) if key else None
        if key and owner:
            return self._read_key(index, key, owner)
        done = None
        is_inside = not self._names.begin_below(line) and is_inside
        if not is_inside:
            done = self._read_entry(index)
            done = self._names.read(line, index) if done is None else done
            done = self._read_unknown(index, key) if done is None else done
        return self._read_words(index, is_inside=is_inside) if done is None else done

    def _read_unseen(self, index: int) -> int:
        line = self.lines[index]
        self.yaml.write(line, " " * line.indent + line.text[line.start :] if line.is_comment else "")
        if line.is_comment:
            self.yaml.comments.add(line.number)
        else:
            self.values.leave_empty(line)
        return index

    def _read_marker(self, index: int) -> int:
        """Read a line by which YAML begins or ends a document: one file is one edition, a list goes on."""
        line, rest = self.lines[index], self.lines[index + 1 :]
        if not self.knows_any_key:
            return index
        self.values.end()
        self.yaml.write(line, "")
        if self._is_list or all(other.is_empty or other.is_comment for other in rest):
            self.yaml.remark(line, 0, f"`{line.text.rstrip()}` is not needed, and was left out")
            return index
        self.yaml.refuse(line, 0, _SECOND)
        for other in rest:
            self.yaml.drop(other)
        return len(self.lines)

    def _read_key(self, index: int, key: TypedKey, owner: Owner) -> int:
        line, level = self.lines[index], owner.level
        self.values.end()
        self._tell_indentation(line, level, is_moved=owner.is_moved)
        self._levels.enter(level)
        prefix = ""
        if level.is_list:  # an entry whose dash is missing
            self._begin_without_dash(line, level)
            prefix = " " * level.column + "- "
            level = self._open_entry(level, line.indent, STEP)
        elif level.at is None:
            level.begin(line.indent)
        if level.bare:
            self._give_key(level)
        return self._read_value(index, key, Owner(level, owner.key), prefix or " " * level.column)

    def _begin_without_dash(self, line: TypedLine, entries: Level) -> None:
        self.yaml.remark(
            line, line.start, "the line was read as an entry of the list, though there is no `- ` before it"
        )
        if entries.at is None:
            entries.begin(line.indent)
        entries.has_no_dashes = entries.is_loose = True

    def _tell_indentation(self, line: TypedLine, level: Level, *, is_moved: bool) -> None:
        if line.odd_indentation:
            tell_odd_indentation(self.yaml, line)
        elif is_moved and not level.is_loose:
            side = "left" if line.indent < (level.at or 0) else "right"
            self.yaml.remark(
                line, line.start, f"the line was read as part of what is above it, though it stands too far {side}"
            )

    def _open_entry(self, entries: Level, at: int, width: int) -> Level:
        """Open the mapping of an entry whose first key is typed `at` a column, `width` behind its bullet."""
        column = entries.column + width
        level = Level(entries.shape, is_list=False, parent_at=at, parent_column=column, at=at, column=column)
        level.is_loose = entries.is_loose
        return self._levels.go_into(level)

    def _give_key(self, level: Level) -> None:
        """Put the key before the entry that was written without one, now that another key follows."""
        number, level.bare = level.bare, 0
        before, line = self.yaml.written[number], self.lines[number - 1]
        dash = before.index("- ") + len("- ")
        name = level.bare_key
        self.yaml.written[number] = f"{before[:dash]}{name}: {before[dash:].lstrip()}"
        level.present.add(name)
        level.column = dash
        self.yaml.move(line, dash, len(name) + 2)
        self.yaml.remark(line, line.start, f"the entry was read as its `{name}:`, for more keys follow")

    def _read_value(self, index: int, key: TypedKey, owner: Owner, prefix: str) -> int:
        """Read what stands behind a key that is known, and write it behind `prefix`."""
        line, level, name = self.lines[index], owner.level, owner.key
        self.knows_any_key = True
        start = line.text.rindex(key.word, 0, key.at)
        if key.word != name:
            self.yaml.remark(line, start, f"`{key.word}` was read as `{name}`")
        if key.oddity:
            self.yaml.remark(line, start, key.oddity)
        level.present.add(name)
        anchors = ((indented(prefix), line.start), (len(prefix), start), (len(prefix) + len(name) + 2, key.at))
        at = line.indent if prefix.isspace() or not prefix else level.at or 0
        value = Value(line, f"{prefix}{name}:", key.at, at, len(prefix), [key.value], anchors)
        return self.values.read(index, level.shape.keys[name], value)

    def _read_entry(self, index: int) -> int | None:
        """Read an entry of a list with its bullet; None for a line that is none."""
        line = self.lines[index]
        width = line.bullet(line.start)
        if not width:
            return None
        start = line.after_gap(line.start + width)
        content, key, mark = line.text[start:].rstrip(), line.key(start), line.text[line.start : line.start + width]
        is_apart = start > line.start + width or not content
        found = self._levels.list_for(line.indent, content, key, is_dash=mark == "-" and is_apart)
        if not found or not (is_apart or mark in _DASHES or belongs(found[0].shape, content, key)):
            return None
        self.values.end()
        entries, is_moved = found
        if entries.at is None:
            is_moved = entries.begin(line.indent) or is_moved
        self._tell_indentation(line, entries, is_moved=is_moved)
        is_plain = mark == "-" and line.text[line.start + width : start].strip(" ") == "" and is_apart
        if not is_plain:
            gap = "" if mark != "-" else ", though no plain space stands behind it"
            self.yaml.remark(line, line.start, f"`{mark}` was read as the dash before an entry{gap}")
            entries.is_loose = True
        self._levels.enter(entries)
        return self._read_content(index, entries, start, start - line.start if is_plain else STEP)

    def _read_content(self, index: int, entries: Level, start: int, width: int) -> int:
        """Read what stands behind a bullet; it is put `width` columns behind it."""
        line, shape = self.lines[index], entries.shape
        content, key = line.text[start:].rstrip(), line.key(start)
        at = line.indent + start - line.start
        prefix = " " * entries.column + "-" + " " * (width - 1)
        if not content or (content.startswith("#") and not is_text_after_hash(content)):
            self.yaml.write(line, f"{prefix}{content}".rstrip(), (indented(prefix), line.start))
            self._levels.go_into(Level(shape, is_list=False, parent_at=line.indent, parent_column=entries.column))
            return index
        name = key and (shape.exact(key.word) or (key.is_usual and shape.near(key.word)))
        if key and name:
            return self._read_value(index, key, Owner(self._open_entry(entries, at, width), name), prefix)
        if shape.other and line.name(start):
            self._names.write(line, entries, start)
            return index
        if key and key.is_usual and shape.keys and shape.bare != "text":
            return self._skip_below(index, key, self._open_entry(entries, at, width), prefix)
        return self._read_bare(index, entries, start, prefix)

    def _read_bare(self, index: int, entries: Level, start: int, prefix: str) -> int:
        """Read an entry without keys."""
        line, shape = self.lines[index], entries.shape
        content = line.text[start:].rstrip()
        anchors = ((indented(prefix), line.start), (len(prefix), start))
        value = Value(line, prefix.rstrip(), start, line.indent, entries.column, [content], anchors)
        if shape.keys and content[0] in "{[" and not looks_like_address(content.lstrip("[{")):
            return self.values.read(index, Key(Holds.PART, shape), value)
        if shape.keys:
            at = line.indent + start - line.start
            level = self._open_entry(entries, at, len(prefix) - entries.column)
            level.bare, level.bare_key = line.number, shape.key_of(is_address=looks_like_address(content))
        held = shape.keys.get(shape.bare, Key(Holds.TEXT))
        return self.values.read(index, held, value)

    def _read_unknown(self, index: int, key: TypedKey | None) -> int | None:
        """Read a key that nothing here knows, or an address in a list that has no bullet; None for other words."""
        line = self.lines[index]
        entries, level = self._levels.expected(line.indent), self._levels.at(line.indent)
        if entries and looks_like_address(line.text[line.start :]) and entries.shape.bare == "url":
            self._begin_without_dash(line, entries)
            self._levels.enter(entries)
            return self._read_content(index, entries, line.start, STEP)
        if key is None or not key.is_usual or level is None:
            return None
        text = self.values.open_text
        if text and text.parts[-1] and key.word[0].isupper() and key.value:
            self.yaml.refuse(
                line, line.start, (*_KEY_OR_TEXT, " " * (text.at + STEP) + line.text[line.start :].rstrip())
            )
            self.yaml.drop(line)
            return index
        self.values.end()
        self._levels.enter(level)
        if level.at is None:
            level.begin(line.indent)
        return self._skip_below(index, key, level, " " * level.column)

    def _skip_below(self, index: int, key: TypedKey, level: Level, prefix: str) -> int:
        """Write a key that nothing here knows, and read nothing of what stands below it."""
        self.values.write_unknown(self.lines[index], key, prefix)
        self._skipped, self._stray = level.at, self.lines[index].number
        return index

    def _read_words(self, index: int, *, is_inside: bool) -> int:
        """Read a line without a key: the rest of the text above it, or else nobody knows what."""
        line, text = self.lines[index], self.values.open_text
        if text and (is_inside or text.parts[-1]):
            words = line.text[line.start :].rstrip()
            if not is_inside and looks_like_address(words) and len(words.split()) == 1:
                self.yaml.refuse(line, line.start, (*_ADDRESS_OR_TEXT, f"{' ' * (text.at - STEP)}- {words}"))
                self.yaml.drop(line)
                return index
            self.values.go_on(line)
            return index
        self.values.end()
        if self._stray != line.number - 1:
            self.yaml.refuse(line, line.start, _STRAY)
        self.yaml.unread.add(self.yaml.mark(line, line.start))
        self._stray = line.number
        self.yaml.drop(line)
        return index
