"""The form of an edition: what its fields and buttons mean, as changes of the text that it was made from. Pure.

Fields are named by what they hold: `subject`, `note.text`, `section.0.name`, `pick.3.title`, `brief.1.text`; numbers
are places in that text, from 0. A field that is not sent is as it was. The button that was pressed is `do`, such as
`up:3`; links that wait in the box or were ticked (`take.0`), a brief and a section that were begun are added
whichever it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.characters import one_line, several_lines
from digest.edition.bare_addresses import bare_addresses
from digest.edition.candidates import Candidates
from digest.edition.changes import AddBrief, AddPick, AddSection, Change, SetNote, SetPartWord, SetWord
from digest.edition.form_blocks import block_changes
from digest.edition.form_buttons import number_below, pressed
from digest.edition.model import NO_PICTURE, Edition, Note, Pick
from digest.edition.pasted_address import pasted_address

EDITION_WORDS = ("subject", "preheader", "number", "language")
PICK_WORDS = ("title", "summary", "byline", "kicker", "alt", "credit", "language", "live_from")
MOST_LINKS = 100
"""Lines of one paste; no letter has as many."""


@dataclass(frozen=True, slots=True)
class FormChanges:
    """What a form wants: changes in the order in which they are made, and links that are in the edition already.

    `pressed` is the last of the changes, where a button made it.
    """

    changes: tuple[Change, ...]
    twice: tuple[str, ...] = ()
    pressed: Change | None = None


def changes_of(edition: Edition, fields: Mapping[str, str], offered: Sequence[Candidates]) -> FormChanges:
    """Return what the `fields` of the form of `edition` want; `offered` are the pictures there are for its picks."""
    links, twice = _links(edition, fields)
    press = tuple(pressed(edition, fields, offered))
    changes = (*_words(edition, fields, offered), *_added(edition, fields, links), *press)
    return FormChanges(changes, tuple(twice), *press)


def _words(edition: Edition, fields: Mapping[str, str], offered: Sequence[Candidates]) -> Iterator[Change]:
    for key in EDITION_WORDS:
        if (value := _typed(fields, key, getattr(edition, key))) is not None:
            yield SetWord(key, value)
    note = edition.note or Note("")
    for key, old in (("text", note.text), ("by", note.by), ("portrait", note.portrait), ("alt", note.alt)):
        if (value := _typed(fields, f"note.{key}", old)) is not None:
            yield SetNote(key, value)
    for number, section in enumerate(edition.sections):
        if (value := _typed(fields, f"section.{number}.name", section.name)) is not None:
            yield SetPartWord("section", number, "name", value)
        if (value := _typed(fields, f"section.{number}.look", section.look)) is not None:
            yield SetPartWord("section", number, "look", value)
    for number, pick in enumerate(edition.picks()):
        yield from _pick_words(pick, number, fields, offered)
    yield from _brief_words(edition, fields)
    yield from block_changes(edition, fields)


def _brief_words(edition: Edition, fields: Mapping[str, str]) -> Iterator[SetPartWord]:
    for number, brief in enumerate(edition.briefs):
        for key, old in (("text", brief.text), ("url", brief.url)):
            if (value := _typed(fields, f"brief.{number}.{key}", old)) is not None:
                yield SetPartWord("brief", number, key, value)


def _typed(fields: Mapping[str, str], name: str, old: str) -> str | None:
    """Return what was typed into a field; None where that is what it held."""
    if name not in fields:
        return None
    value = several_lines(fields[name].replace("\r\n", "\n")).strip()
    return None if _same(value, old) else value


def _same(value: str, old: str) -> bool:
    return value == old.strip() or (("\n" not in old.strip()) and one_line(value) == one_line(old))


def _pick_words(
    pick: Pick, number: int, fields: Mapping[str, str], offered: Sequence[Candidates]
) -> Iterator[SetPartWord]:
    typed = {key: _typed(fields, f"pick.{number}.{key}", getattr(pick, key)) for key in PICK_WORDS}
    picture = _picture(pick, number, fields)
    if picture is not None:
        yield SetPartWord("pick", number, "picture", picture)
        about = _words_about(picture, offered[number] if number < len(offered) else None)
        typed |= {key: value for key, value in about.items() if typed[key] is None and value != getattr(pick, key)}
    for key, value in typed.items():
        if value is not None:
            yield SetPartWord("pick", number, key, value)


def _picture(pick: Pick, number: int, fields: Mapping[str, str]) -> str | None:
    """Return the picture that was chosen for a pick, by its address; None where it is the one it has."""
    chosen = one_line(fields.get(f"pick.{number}.other-picture", "")) or fields.get(f"pick.{number}.picture")
    return None if chosen is None or chosen == pick.picture else chosen


def _words_about(picture: str, offered: Candidates | None) -> dict[str, str]:
    """Return the words that go with a picture: those about another one would tell blind readers something wrong."""
    if picture == NO_PICTURE:
        return {}
    known = next((one for one in offered.pictures if one.url == picture), None) if offered and picture else None
    return {"alt": known.alt, "credit": known.credit} if known else {"alt": "", "credit": ""}


def _links(edition: Edition, fields: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the links that were pasted, and those of them that are in the edition already, or came twice."""
    known, new, twice = {pick.url for pick in edition.picks()}, list[str](), list[str]()
    taken = [value for name, value in fields.items() if name.startswith("take.")]
    for line in (*fields.get("links", "").splitlines(), *taken)[:MOST_LINKS]:
        for url in _addresses(line)[: MOST_LINKS - len(new)]:
            (twice if url in known else new).append(url)
            known.add(url)
    return new, twice


def _addresses(line: str) -> list[str]:
    """Return the addresses of a line; the line itself where it has none, so that somebody says so."""
    if not one_line(line):
        return []
    found = pasted_address(line, is_page=True)
    if not found.fault:
        return [found.url]
    several = [pasted_address(url, is_page=True) for url in bare_addresses(line)]
    return [one.url for one in several if not one.fault] or [one_line(line)]


def _added(edition: Edition, fields: Mapping[str, str], links: Sequence[str]) -> Iterator[Change]:
    where = fields.get("links.into", "")
    known = number_below(where, len(edition.sections))
    section = one_line(fields.get("links.section", ""))
    for url in links:
        yield AddPick(url, section or (known if known is not None else "News"))
    if name := one_line(fields.get("new-section", "")):
        yield AddSection(name)
    if text := one_line(fields.get("new-brief.text", "")):
        yield AddBrief(text, one_line(fields.get("new-brief.url", "")))
