"""Sections of a typed picks file that are written by their name alone, without `name:` or without `picks:`. Pure.

    News:                       - name: News
      - https://...               - https://...

Both become a key with the section's name above its picks (`- "News":`), which the picks file knows as a section.
"""

from digest.edition.levels import Level, Levels
from digest.edition.typed_line import TypedLine, looks_like_address
from digest.edition.typed_text import quoted
from digest.edition.value_reader import ValueReader, indented
from digest.edition.yaml_lines import YamlLines

_NO_PICKS = "the line was read as the first of the section's picks, though there is no `picks:`"
_NAME = "a line with a colon at its end was read as the name of a section"


class SectionNames:
    """Reads such sections."""

    def __init__(self, yaml: YamlLines, levels: Levels, values: ValueReader) -> None:
        self._yaml = yaml
        self._levels = levels
        self._values = values

    def begin_below(self, line: TypedLine) -> bool:
        """Begin the picks of a section that has only a name, where one stands below it; return whether it does."""
        width, text = line.bullet(line.start), self._values.open_text
        start = line.after_gap(line.start + width)
        level = self._levels.only_named(line.key(start), line.text[start:]) if width and text else None
        if level is None or text is None or level.shape.other is None or looks_like_address(text.parts[0]):
            return False
        if line.indent < text.at or (level.bare and line.indent == text.at):
            return False
        self._yaml.remark(line, line.start, _NO_PICKS)
        self._values.end_as_key(f"{text.prefix.partition('-')[0]}- ")
        self._levels.enter(level)
        self._levels.open_key(level.shape.other, text.at, level.column)
        return True

    def read(self, line: TypedLine, index: int) -> int | None:
        """Read a name that stands as a key, with its picks below; None for what is none."""
        entries = self._levels.named(line.indent)
        if entries is None or not line.name(line.start):
            return None
        self._values.end()
        if entries.at is None:
            entries.begin(line.indent)
        self._levels.enter(entries)
        self.write(line, entries, line.start)
        return index

    def write(self, line: TypedLine, entries: Level, start: int) -> None:
        """Write the name at `start` as an entry of the sections."""
        prefix = " " * entries.column + "- "
        anchors = ((indented(prefix), line.start), (len(prefix), start))
        self._yaml.write(line, f"{prefix}{quoted(line.name(start))}:", *anchors)
        self._yaml.remark(line, start, _NAME)
        if entries.shape.other:
            self._levels.open_key(entries.shape.other, line.indent, len(prefix))
