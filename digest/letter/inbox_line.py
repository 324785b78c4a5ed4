"""What an inbox shows of a letter before it is opened: who it is from, its subject, and how it begins. Pure.

Programs cut by pixels, nobody documents where, and published counts disagree by a quarter. These are in characters of
middle width in the usual size of type: subjects as emailtooltester.com and lettercounter.org tell of them (read in
November 2026), what stands behind them in Gmail our own estimate: a guide, no promise. Gmail fills the place behind a
short preheader with the blanks that the letter has for it; Apple Mail goes on with the words that come next in it.
"""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

from digest.delivery.mail import Letter

_OPENING = re.compile(r'<div[^>]*class="opening"[^>]*>(.*?)</div>', re.DOTALL)
_NOT_SEEN = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_FILLERS = re.compile("[\u200b-\u200d\u2060\ufeff\u034f]")
_ENOUGH = 20_000
"""Characters of HTML in which the first two hundred that are seen stand."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """How much a program shows, in characters of middle width: of the subject, and of the words behind it.

    `together` is what both share where they stand on one line. `goes_on` says that the words go on behind a preheader.
    """

    program: str
    subject: int
    behind: int
    together: int = 0
    goes_on: bool = False


INBOXES = (
    Inbox("Gmail on a phone", 37, 40),
    Inbox("Gmail on a computer", 70, 100, together=110),
    Inbox("Apple Mail on an iPhone", 48, 99, goes_on=True),
    Inbox("Apple Mail on a Mac", 70, 140, goes_on=True),
)


@dataclass(frozen=True, slots=True)
class InboxLine:
    """What one program shows; `is_cut` says that the end of the subject is not seen."""

    program: str
    sender: str
    subject: str
    behind: str
    is_cut: bool


def inbox_lines(letter: Letter, sender: str) -> list[InboxLine]:
    """Return what each program of `INBOXES` shows of a letter; `sender` is who it comes from if it does not say."""
    opening, whole = _opening(letter), _begins(letter)
    found = []
    for inbox in INBOXES:
        subject = cut(letter.subject, inbox.subject)
        room = min(inbox.behind, inbox.together - width(subject)) if inbox.together else inbox.behind
        behind = cut(whole if inbox.goes_on else opening or whole, max(room, 0))
        is_cut = subject != " ".join(letter.subject.split())
        found.append(InboxLine(inbox.program, letter.sender or sender, subject, behind, is_cut))
    return found


def cut(text: str, room: int) -> str:
    """Return as much of a text as has room, in characters of middle width, with … where its end is not seen.

    What is one sign for readers stays whole: a letter and its accents, emoji that are joined.
    """
    text = " ".join(text.split())
    if width(text) <= room:
        return text
    end = 0
    while end < len(text) and width(text[: end + 1]) < room:
        end += 1
    while end and _belongs_to_the_one_before(text, end):
        end -= 1
    return f"{text[:end].rstrip()}…" if room > 0 else ""


def width(text: str) -> int:
    """Return how wide a text is, in characters of middle width: those of Chinese and emoji are two, accents none."""
    return sum(map(_width, text))


def _width(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _belongs_to_the_one_before(text: str, at: int) -> bool:
    return _width(text[at]) == 0 or text[at - 1] == "\u200d"


def _opening(letter: Letter) -> str:
    found = _OPENING.search(letter.html)
    return _seen(found[1]) if found else ""


def _begins(letter: Letter) -> str:
    body = letter.html.partition("<body")[2][:_ENOUGH].partition(">")[2]
    return _seen(body.rpartition("<")[0] if len(body) > _ENOUGH - 1 else body) or " ".join(
        letter.text[:_ENOUGH].split()
    )


def _seen(html: str) -> str:
    return " ".join(_FILLERS.sub("", unescape(_NOT_SEEN.sub(" ", html))).split())
