"""The last checks of a letter and its templates: size, reader links, what filters and screen readers ask for.

Limits: Gmail hides the rest of a message near 102 kB (undocumented; decoded or encoded is disputed, so both are
watched), and clips a part in iso-8859-1 at any size, which SendGrid would choose for a part without one character
beyond Latin-1.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from digest.delivery.mail import Letter
from digest.edition.marks import marks
from digest.letter.slots import SLOT, ReaderLinks
from digest.letter.template_text import TemplateText
from digest.letter.view import View
from digest.problem import START, Problem, Severity

WARN_SHARE = 0.875
_QP_LITERAL = bytes(set(range(32, 127)) - {ord("=")})
_BEYOND_LATIN_1 = re.compile("[^\x00-\xff]")
GLANCE = 200
"""Characters of a letter that a locked screen shows at most."""
_FRAME = 20_000
_TAGS = re.compile(r"<!--.*?-->|^[^<]*?>|<[^>]*>", re.DOTALL)
_FILLERS = re.compile("[\u200b-\u200d\u2060\ufeff\u034f]")
_BODY_CHILD = re.compile(r"<body[^>]*>\s*<(\w+)([^>]*)>")


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """How large the HTML of a letter may be, in bytes: decoded, and as it travels."""

    html_bytes: int = 80_000
    encoded_bytes: int = 100_000


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a letter is, in bytes."""

    html_bytes: int
    encoded_bytes: int
    text_bytes: int


def sizes(letter: Letter) -> Sizes:
    """Return the sizes of a letter; the encoded one is that of the shorter of the two transfer encodings."""
    html = letter.html.encode()
    return Sizes(len(html), encoded_size(html), len(letter.text.encode()))


def encoded_size(data: bytes) -> int:
    """Return the bytes `data` takes in quoted-printable or base64 (RFC 2045), whichever is shorter.

    Line ends included.
    """
    quoted = len(data) + 2 * len(data.translate(None, _QP_LITERAL))
    base64 = -(-len(data) // 57) * 78
    return min(quoted + 3 * (quoted // 75), base64)


def preflight(letter: Letter, file: str, limits: SizeLimits, links: ReaderLinks) -> list[Problem]:
    """List what is wrong with a rendered letter of the edition in `file`.

    `links` are the only places for readers' tokens.
    """
    return [*_size(letter, file, limits), *_form(letter, file, links), *_stray_slots(letter, file, links)]


def marks_of_templates(letter: Letter, shown: View) -> list[Problem]:
    """List every mark in a rendered letter that stands in nothing of the view it was made from.

    Only a template can have put it together, out of pieces that `unreplaced_marks` cannot see.
    """
    found = marks(f"{letter.subject}\n{letter.html}\n{letter.text}")
    known = {SLOT, *marks(repr(shown).casefold())} if found != [SLOT] else {SLOT}
    return [
        Problem(
            "templates/email",
            START,
            f"a template makes `{mark}`, which nothing replaces, so every reader would see it",
            "write the words themselves, or delete the overriding file",
        )
        for mark in found
        if mark.casefold() not in known
    ]


def name_at_a_glance(letter: Letter, title: str, opening: str) -> list[Problem]:
    """List a discreet letter that names its newsroom in what a locked screen shows: who, what, how each part begins.

    `title` is the newsroom's name. The program's own frames begin with `opening`; a newsroom's may leave it out.
    """
    if not letter.variant.options.discreet:
        return []
    head, _, body = letter.html.partition("<body")
    titles = map(unescape, re.findall("<title>(.*?)</title>", head))
    begins = (unescape(_TAGS.sub(" ", body[:_FRAME])), letter.text)
    seen = [letter.subject, letter.sender, *titles, *(_visible(part)[:GLANCE] for part in begins)]
    named = any(title.casefold() in text.casefold() for text in seen)
    if not named or title.casefold() in opening.casefold():
        return []
    what = f"a discreet letter names you within its first {GLANCE} characters, where a locked screen shows it"
    remedy = "begin letter.mjml.jinja and letter.txt.jinja with `letter.opening`, or delete the overriding file"
    return [Problem("templates/email", START, what, remedy)]


def _visible(text: str) -> str:
    return " ".join(_FILLERS.sub("", text).split())


def unreplaced_marks(texts: Iterable[TemplateText]) -> list[Problem]:
    """List every mark such as `~name~` that a template writes and nobody replaces; `texts` are what templates say.

    The slot of the program's own links is looked after in the rendered letter.
    """
    return [
        Problem(
            f"templates/{text.file}",
            text.place(mark),
            f"nothing replaces `{mark}`, so every reader would see it",
            "write the words themselves, or delete this file if it is your own",
        )
        for text in texts
        for mark in marks(text.text)
        if mark != SLOT
    ]


def _size(letter: Letter, file: str, limits: SizeLimits) -> list[Problem]:
    measured = sizes(letter)
    found = []
    for noun, size, limit in (
        ("HTML", measured.html_bytes, limits.html_bytes),
        ("encoded HTML", measured.encoded_bytes, limits.encoded_bytes),
    ):
        if size > limit * WARN_SHARE:
            heaviest = sorted(letter.bytes_per_pick, key=lambda pair: -pair[1])[:3]
            weights = ", ".join(f"{url} {weight} bytes" for url, weight in heaviest)
            what = (
                f"the letter's {noun} has {size} bytes; mail programs cut letters off above {limit} (heaviest "
                f"picks: {weights})"
            )
            severity = Severity.ERROR if size > limit else Severity.WARNING
            found.append(Problem(file, START, what, "take picks out or shorten their words", severity))
    return found


def _form(letter: Letter, file: str, links: ReaderLinks) -> list[Problem]:
    faults = []
    for noun, part in (("HTML", letter.html), ("text", letter.text)):
        if links.unsubscribe not in part:
            faults.append(f"the {noun} part has no unsubscribe link")
        if not _BEYOND_LATIN_1.search(part):
            faults.append(f"the {noun} part has no character beyond Latin-1, so that Gmail may cut it off")
    if letter.html.count("<h1") != 1:
        faults.append(f"the letter has {letter.html.count('<h1')} top headings instead of one")
    child = _BODY_CHILD.search(letter.html)
    if not child or "lang=" not in child.group(2) or "dir=" not in child.group(2):
        faults.append("the letter does not say its language and direction")
    return [Problem(file, START, fault, "restore the program's own template in templates/email") for fault in faults]


def _stray_slots(letter: Letter, file: str, links: ReaderLinks) -> list[Problem]:
    """Return an error for a slot anywhere but in the program's own links: no other address may be given a token."""
    html, text = letter.html, f"\n{letter.text}"
    for url in (links.unsubscribe, links.preferences, links.remind_later):
        html = html.replace(f'href="{url}"', "")
        text = text.replace(f"\n{url}\n", "\n")
    if not any(SLOT in part for part in (letter.subject, letter.sender, html, text)):
        return []
    return [
        Problem(
            file,
            START,
            f"the letter holds `{SLOT}` where no reader's link belongs",
            "find these words in the picks and change them",
        )
    ]
