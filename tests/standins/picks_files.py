"""Picks files as people write them, drawn at random: ends of lines, indentation, bullets, quotes, comments everywhere.

Every line says whose it is: `p3` stands in each line of pick 3, `s1` in each line of section 1 that is none of a pick's,
`b2` in each of brief 2; lines of nobody say `x`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from digest.edition.changes import MovePick

OTHERS = "x"


@dataclass
class DrawnFile:
    """A file: how many picks each section has, how many briefs there are, and which picks stand in brackets."""

    text: str = ""
    sections: list[list[int]] = field(default_factory=list)
    briefs: int = 0
    in_brackets: set[int] = field(default_factory=set)


class _Writer:
    """Writes one file, line by line."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self.lines: list[str] = []
        self.made = DrawnFile()

    def one_of(self, *choices: str) -> str:
        return self._draw(st.sampled_from(choices))

    def number(self, least: int, most: int) -> int:
        return self._draw(st.integers(least, most))

    def maybe(self, of: int = 3) -> bool:
        return self.number(1, of) == of

    def comment(self, indent: str, owner: str) -> None:
        """Write a comment, or not."""
        if self.maybe(4):
            self.lines.append(f"{indent}# {owner}: said {len(self.lines)}")

    def gap(self, indent: str) -> None:
        """Write empty lines and comments that stand by themselves, or nothing."""
        if self.maybe(4):
            self.lines.append("")
            if self.maybe():
                self.lines += [f"{indent}# {OTHERS}: by itself {len(self.lines)}", ""]

    def behind(self, owner: str) -> str:
        """Return a comment behind a quoted value, or nothing."""
        return f"   # {owner} {len(self.lines)}" if self.maybe(4) else ""

    def key(self, start: str, indent: str, key: str, owner: str) -> None:
        """Write a key with a text of some style; `start` stands before it and `indent` before what is below it."""
        words = f"{owner} {key} of {len(self.lines)}"
        style = self.one_of("plain", "double", "single", "literal", "folded", "lines")
        if style == "plain":
            self.lines.append(f"{start}{key}: {words}: it's #1")
        elif style in ("double", "single"):
            sign = '"' if style == "double" else "'"
            self.lines.append(f"{start}{key}: {sign}{words}{sign}{self.behind(owner)}")
        elif style == "lines":
            self.lines += [f"{start}{key}: {words}", f"{indent}   goes on {owner}"]
        else:
            self.lines += [
                f"{start}{key}: {'|' if style == 'literal' else '>'}  # {owner} {len(self.lines)}",
                f"{indent}    {words}",
            ]
            self.lines += ["", f"{indent}    # no comment {owner}"] if self.maybe() else []

    def pick(self, lead: str, bullet: str, number: int) -> None:
        """Write a pick."""
        owner, inner = f"p{number}", lead + " " * len(bullet)
        self.comment(lead, owner)
        url = f"https://example.org/{owner}"
        style = self.one_of("bare", "bare", "quoted", "keys", "keys", "keys", "flow")
        if style in ("bare", "quoted"):
            sign = '"' if style == "quoted" else ""
            self.lines.append(f"{lead}{bullet}{sign}{url}{sign}{self.behind(owner)}")
        elif style == "flow":
            self.made.in_brackets.add(number)
            self.lines.append(f"{lead}{bullet}{{url: {url}, title: {owner}}}")
        else:
            start = f"{lead}{bullet}"
            keys = self._draw(st.permutations(["url", "title", "summary", "byline"]))[: self.number(1, 4)]
            for key in keys if "url" in keys else [*keys, "url"]:
                if key == "url":
                    self.lines.append(f"{start}url: {url}{self.behind(owner)}")
                else:
                    self.key(start, inner, key, owner)
                self.comment(inner, owner)
                start = inner

    def section(self, lead: str, bullet: str, offset: str, number: int) -> None:
        """Write a section with its picks."""
        owner, inner = f"s{number}", lead + " " * len(bullet)
        self.comment(lead, owner)
        self.lines.append(f'{lead}{bullet}name: "{owner}"{self.behind(owner)}')
        self.lines.append(f"{inner}picks:{self.behind(owner)}")
        picks: list[int] = []
        first = sum(map(len, self.made.sections))
        dash = self.one_of("- ", "- ", "-  ", "-   ")
        for at in range(self.number(0, 4)):
            picks.append(first + at)
            self.pick(inner + offset, dash, first + at)
            self.gap(inner + offset)
        self.made.sections.append(picks)

    def brief(self, lead: str, number: int) -> None:
        """Write a brief."""
        owner = f"b{number}"
        self.comment(lead, owner)
        if self.maybe(2):
            self.lines.append(f'{lead}- "{owner}"{self.behind(owner)}')
        else:
            self.key(f"{lead}- ", f"{lead}  ", "text", owner)
            self.lines.append(f"{lead}  url: https://example.org/{owner}")

    def file(self) -> DrawnFile:
        """Return the whole file."""
        self.comment("", OTHERS)
        self.lines.append(f'subject: "{OTHERS}"{self.behind(OTHERS)}')
        if self.maybe():
            self.key("", "", "note", OTHERS)
        lead, offset = self.one_of("", "  ", "    "), self.one_of("", "  ", "    ")
        bullet = self.one_of("- ", "- ", "-  ")
        self.lines.append(f"sections:  # {OTHERS}")
        for number in range(self.number(1, 3)):
            self.section(lead, bullet, offset, number)
            self.gap("")
        if self.maybe(2):
            self.made.briefs = self.number(1, 3)
            self.lines.append(f"briefs:  # {OTHERS}")
            for number in range(self.made.briefs):
                self.brief(lead, number)
        self.lines += [f"number: {OTHERS}"] if self.maybe() else []
        end = self.one_of("\n", "\n", "\r\n")
        text = end.join(self.lines) + self.one_of(end, "")
        self.made.text = self.one_of("", "\ufeff") + text
        return self.made


@st.composite
def picks_files(draw: st.DrawFn) -> DrawnFile:
    """Draw a file."""
    return _Writer(draw).file()


def arrangement(sections: Sequence[tuple[int, Sequence[int]]]) -> list[MovePick]:
    """Return the moves after which each section, by its number, has exactly these picks in this order."""
    return [MovePick(pick, section, place) for section, picks in sections for place, pick in enumerate(picks)]
