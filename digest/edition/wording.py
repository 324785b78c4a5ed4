"""What readers would see otherwise than its editor thinks; each is a warning. Pure.

These are marks of HTML or Markdown in plain words, topics beyond the last that is shown, a section in two pieces, and
quotes that fill a screen.
"""

import re
from collections.abc import Iterator

from digest.counted import counted
from digest.edition import markdown
from digest.edition.addresses import fault_of
from digest.edition.bare_addresses import bare_addresses
from digest.edition.cards import MAX_TOPICS
from digest.edition.model import Edition
from digest.edition.part_words import marked_words, part_words
from digest.problem import Mark, Problem, Severity
from digest.web_address import encoded

_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_MAY_MARK = re.compile(r"[*_`\[\]<>&\\]|://|www\.", re.IGNORECASE)
"""What stands in every text that has marks: most have none, and need not be read as Markdown."""
_MARKS = {
    "strong_open": "`**`",
    "em_open": "`*`",
    "code_inline": "backticks",
    "image": "picture `![ ]( )`",
    "link_open": "link `[ ]( )`",
}
MOST_LARGE_WORDS = 400
"""Characters of a quote or of the number of the week: 375 pixels hold 30 in a line, and 14 lines on a screen."""
_WORDS_OF_PICK = ("title", "summary", "byline", "kicker", "alt", "credit")


def wording(edition: Edition) -> Iterator[Problem]:
    """Yield a warning for each field that readers would see with marks in it, and for what the letter leaves out."""
    for mark, noun, text in _plain_words(edition):
        if what := _literal(noun, text):
            yield _warning(
                edition, mark, what, "take it out: only the note, briefs and corrections may have Markdown in them"
            )
        elif noun in ("the title", "the summary") and (url := _sound_address(text)):
            what = f"{noun} has the address `{url[:80]}` in it, which readers see as it stands"
            yield _warning(edition, mark, what, "take it out: the card leads to its page, and `related` to others")
    for mark, noun, tag in _html_in_markdown(edition):
        what = f"{noun} has `{tag[0][:40]}` in it, which readers see as it stands"
        yield _warning(edition, mark, what, "write Markdown: `**bold**`, `*italic*`, `[words](https://...)`")
    yield from _topics(edition)
    yield from _sections(edition)
    yield from _large_words(edition)


def _html_in_markdown(edition: Edition) -> Iterator[tuple[Mark, str, re.Match[str]]]:
    """Yield the first tag of HTML in each text that is Markdown, with its place and the text's name in messages."""
    note = edition.note
    if note and (tag := _tag(note.text)):
        line = note.text.count("\n", 0, tag.start())
        yield note.mark_of_line(line, edition.mark_of("note")), "the note", tag
    for mark, noun, text in marked_words(edition):
        if tag := _tag(text):
            yield mark, noun, tag


def _tag(text: str) -> re.Match[str] | None:
    """Return the first tag of HTML in a text; an address in angle brackets is none."""
    return next((tag for tag in _TAG.finditer(text) if not tag[0].startswith(("<http", "<www"))), None)


def _plain_words(edition: Edition) -> Iterator[tuple[Mark, str, str]]:
    """Yield every text that is no Markdown, with its place and its name in messages."""
    yield edition.mark_of("subject"), "the subject", edition.subject
    yield edition.mark_of("preheader"), "the preheader", edition.preheader
    for section in edition.sections:
        yield section.mark, "the name of the section", section.name
    for pick in edition.picks():
        for key in _WORDS_OF_PICK:
            yield pick.mark_of(key), f"the {key}", getattr(pick, key)
        for related in pick.related:
            yield pick.mark_of("related"), "the title of the related link", related.title
    yield from part_words(edition)


def _literal(noun: str, text: str) -> str:
    """Return what to say of the first mark of HTML or Markdown in plain words; "" where there is none."""
    if not _MAY_MARK.search(text):
        return ""
    html = _TAG.search(text) or _ENTITY.search(text)
    if html and not html[0].startswith("<http"):
        return f"{noun} has the HTML `{html[0][:40]}` in it, which readers see as it stands"
    tokens = (token for block in markdown.PARSER.parseInline(text) for token in block.children or ())
    found = next((_MARKS[token.type] for token in tokens if token.type in _MARKS and token.markup != markdown.BARE), "")
    return f"{noun} has the Markdown {found} in it, which readers see as it stands" if found else ""


def _sound_address(text: str) -> str:
    """Return the first address in a text that a letter may link to; one that it may not is an error already."""
    urls = list(bare_addresses(text))
    return urls[0] if urls and not any(fault_of(encoded(url)) for url in urls) else ""


def _topics(edition: Edition) -> Iterator[Problem]:
    for pick in edition.picks():
        if len(pick.topics) > MAX_TOPICS:
            what = f"the pick has {counted(len(pick.topics), 'topic')}, and its card shows the first {MAX_TOPICS}"
            yield _warning(edition, pick.mark_of("topics"), what, "keep those that matter most")


def _sections(edition: Edition) -> Iterator[Problem]:
    first: dict[str, Mark] = {}
    for section in edition.sections:
        name = section.name.casefold()
        if name and name in first:
            what = f"the section `{section.name}` stands here a second time (first on line {first[name].line})"
            yield _warning(edition, section.mark, what, "put all its picks in one place, or give this one another name")
        first.setdefault(name, section.mark)


def _large_words(edition: Edition) -> Iterator[Problem]:
    """Yield a warning for words that are set large, or stand beside what is, and are too many for that."""
    for key, part in (("quote", edition.quote), ("number_of_the_week", edition.number_of_the_week)):
        if part and len(part.text) > MOST_LARGE_WORDS:
            what = f"{part.noun} has {len(part.text)} characters, and fills more than the screen of a phone"
            yield _warning(edition, edition.mark_of(key), what, f"keep its point, at most {MOST_LARGE_WORDS}")


def _warning(edition: Edition, mark: Mark, what: str, remedy: str) -> Problem:
    return Problem(edition.file, mark, what, remedy, Severity.WARNING)
