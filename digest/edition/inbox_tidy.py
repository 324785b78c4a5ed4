"""Takes links out of the text of the inbox that are done with; every other byte of it stays. Pure.

A link that a person wrote words beside stays: those words may still be wanted, and only they know. They are a comment
on one of its own lines, right above it, further right below it, or below it with nothing behind; what the program wrote
on top of the file is none. The new text is read again before it is returned, and must hold all other links as they
were.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from digest.edition.inbox_file import HEAD, parse_inbox
from digest.edition.inbox_link import InboxLink

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_COMMENT = re.compile(r"(?:^|\s)#")
_QUOTED = re.compile(
    r"""(?P<before>\ufeff?\s*(?:-\s+)?(?:[^\s"'#]+\s*[:：]\s+)?)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=\s)"""
)


class TakenOut(NamedTuple):
    """The text without the links that were `taken`; those `left` have a comment, or stand as nothing can be taken."""

    text: str
    taken: tuple[InboxLink, ...] = ()
    left: tuple[InboxLink, ...] = ()


def without_pages(text: str, pages: Collection[str]) -> TakenOut:
    """Return the text without the links to these pages, by the names of pages."""
    before = parse_inbox(text).every
    done = [link for link in before if link.page in pages]
    lines = _LINE.findall(text)
    spans = {id(link): _span(lines, link, before) for link in done}
    able = [link for link in done if spans[id(link)]]
    kept = [link for link in before if all(link is not one for one in able)]
    gone = {at for link in able for at in spans[id(link)]}
    new = "".join(line for at, line in enumerate(lines) if at not in gone)
    if not able or _values(parse_inbox(new).every) != _values(kept):
        return TakenOut(text, (), tuple(done))
    return TakenOut(new, tuple(able), tuple(link for link in done if not spans[id(link)]))


def _span(lines: Sequence[str], link: InboxLink, links: Sequence[InboxLink]) -> range:
    """Return the lines that are a link's own, from 0; none where a comment is among them, or another link begins."""
    first = link.mark.line - 1
    indent = len(lines[first]) - len(lines[first].lstrip(" "))
    end = first + 1
    for at in range(first + 1, len(lines)):
        words = lines[at].strip()
        if not words or words.startswith("#"):
            continue
        if len(lines[at]) - len(lines[at].lstrip(" ")) <= indent:
            break
        end = at + 1
    others = {other.mark.line - 1 for other in links if other is not link}
    begins = lines[first].lstrip("\ufeff ").startswith(("- ", "http"))
    own = range(first, end)
    is_own = begins and not any(at in others for at in own)
    has_words = any(_COMMENT.search(_unquoted(lines[at])) for at in own) or any(_around(lines, own, indent))
    return own if is_own and not has_words else range(0)


def _around(lines: Sequence[str], own: range, indent: int) -> Iterator[str]:
    """Yield the comments on lines of their own that are about a link with these lines, so far to the right."""
    for line in map(_plain, reversed(lines[: own.start])):
        if not line.startswith(" " * (indent + 1)):  # else it is about the link above
            if not line.lstrip().startswith("#"):
                break
            if line.strip() not in HEAD.splitlines():
                yield line
    touching, touches = list[str](), True
    for line in map(_plain, lines[own.stop :]):
        if line.strip() and not line.lstrip().startswith("#"):
            return
        if line.startswith(" " * (indent + 1)) and line.strip():
            yield line
        elif touches and line.strip():
            touching.append(line)
        if not line.strip():
            yield from touching
            touching, touches = [], False
    yield from touching


def _plain(line: str) -> str:
    return line.lstrip("\ufeff").rstrip()


def _unquoted(line: str) -> str:
    """Return a line without a value in quotes, where # begins no comment; within a value they are but signs."""
    return _QUOTED.sub(r"\g<before>", line, count=1) if _QUOTED.match(line) else line


def _values(links: Sequence[InboxLink]) -> list[tuple[str, str, str, str]]:
    return [(link.url, link.note, link.added, link.origin) for link in links]
