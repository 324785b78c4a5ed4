"""The headline of a page: which of those that it declares and prints, without what belongs to the site. Pure.

No single place is right everywhere: declared headlines are cut, written for search engines or end in the site's name,
printed ones may be a logo or have a label before them. One that the page both declares and prints is the headline; else
the first that it declares; the others stay in the lock for the editor to choose from.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SEPARATOR = re.compile(r"\s*[|｜ㅣ¦•]+\s*|\s+(?:[·»«:/<>-]|[-–—]{1,2}|::)\s+|\s*[–—]\s+|\s+[–—]\s*|：")
_SURE = ("|", "｜", "ㅣ", "¦", "•")
"""Separators behind which the site's own name is no part of a headline, however short that is."""
_GLUED_SECTION = re.compile(r"-(?=[^\W\d_]{2,20}$)")
_LOGO = re.compile(r"\blogo\b|^menu$|^home$|^homepage$|^startseite$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_DATE = re.compile(
    r"^[\w.,\s]{0,12}\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$|^\w{3,12}\.?\s\d{1,2},?\s\d{4}$"
    r"|^\d{1,2}\.?\s\w{3,12}\.?\s\d{4}$"
)
_PAGE_NUMBER = re.compile(r"^(?:page|seite|стр\.?|p\.)\s?\d+(?: (?:of|von|из) \d+)?$", re.IGNORECASE)
_SHORTEST, _LONGEST = 8, 500
_TELLING, _MORE = 4, 25
MAX_OTHERS = 4


class Headline(NamedTuple):
    """A headline that a page offers: its text, and where it stands."""

    text: str
    source: str


def choose(declared: Sequence[Headline], printed: Sequence[Headline], belonging: Iterable[str]) -> list[Headline]:
    """Return the headlines that a page offers, the best first, each text once; none where it has none.

    `declared` are those in its head, in the order of trust, `printed` those that people see, in the order of the page;
    `belonging` are the names of the site, of the section and of authors, which are no part of a headline.
    """
    names = {folded(name) for name in belonging if name}
    declared = [one for one in (_stripped(one, names) for one in declared) if one.text]
    printed = [one for one in (_stripped(one, names) for one in printed) if one.text and not _is_label(one.text, names)]
    if printed:  # what declares no more than the site's name declares no headline
        declared = [one for one in declared if folded(one.text) not in names]
    best = _best(declared, printed)
    if best is None:
        return []
    by_text: dict[str, Headline] = {}
    for one in (best, *declared, *printed):
        by_text.setdefault(folded(one.text), one)
    return list(by_text.values())[: 1 + MAX_OTHERS]


def folded(text: str) -> str:
    """Return a text as two spellings of it compare: letters and digits alone, in one case."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _best(declared: Sequence[Headline], printed: Sequence[Headline]) -> Headline | None:
    """Return the headline of the page: the printed one where the page declares it too, else the first declared one.

    Where all that is declared stands in the page's title alone, what is printed counts, too.
    """
    said = [folded(one.text) for one in declared if len(one.text) >= _SHORTEST]
    if not printed or not said:
        return next(iter([*printed, *declared]), None)
    agreed = [one for one in printed if folded(one.text) in said]
    if agreed:
        return agreed[0]
    return next((one for one in declared if len(one.text) >= _SHORTEST), declared[0])


def _is_label(text: str, names: set[str]) -> bool:
    """Return whether what is printed as a heading is the site's name, a logo or a menu."""
    return folded(text) in names or bool(_LOGO.search(text))


def _stripped(one: Headline, names: set[str]) -> Headline:
    """Return a headline without the site's name, the section, date or author around it."""
    text, before = " ".join(one.text[:_LONGEST].split()), ""
    while text != before:
        before = text
        text = _without_end(text, names)
        text = _without_beginning(text, names)
    return Headline(text, one.source)


def _without_end(text: str, names: set[str]) -> str:
    found = list(_SEPARATOR.finditer(text))
    for separator in reversed(found[-1:]):
        head, tail = text[: separator.start()].strip(), text[separator.end() :].strip()
        is_site = bool(head) and tail != "" and folded(tail) in names and separator[0].strip() in _SURE
        if is_site or (len(head) >= _SHORTEST and _belongs(tail, names)):
            return (
                _GLUED_SECTION.split(head)[0]
                if _GLUED_SECTION.search(head) and folded(_GLUED_SECTION.split(head)[-1]) in names
                else head
            )
    return text


def _without_beginning(text: str, names: set[str]) -> str:
    separator = _SEPARATOR.search(text)
    if separator:
        head, tail = text[: separator.start()].strip(), text[separator.end() :].strip()
        if len(tail) >= _SHORTEST and folded(head) in names:
            return tail
    return text


def _belongs(tail: str, names: set[str]) -> bool:
    """Return whether the end of a headline is the site's: its name, in part or with more, a date or a page's number."""
    if not tail or _DATE.match(tail) or _PAGE_NUMBER.match(tail):
        return True
    end = folded(tail)
    if not end or end in names:
        return True
    return any(_is_part(end, name) or (_is_part(name, end) and len(end) < len(name) + _MORE) for name in names)


def _is_part(part: str, whole: str) -> bool:
    """Return whether a name begins or ends with a part that is long enough to tell it, spaces left out."""
    part, whole = part.replace(" ", ""), whole.replace(" ", "")
    return part == whole or (len(part) >= _TELLING and (whole.startswith(part) or whole.endswith(part)))
