"""Letters as rows of tables: what is written of each, and how they come back, each body when it is asked for.

A body that several letters share (readers of plain text get the text of the others) is kept once, under its SHA-256,
with which it is compared when it is read. At most `KEPT_LETTERS` are in memory at once.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import NamedTuple

from digest.delivery.mail import Envelope, Letter
from digest.delivery.variant import AppealMode, LetterOptions, MailboxRules, Variant
from digest.errors import DigestError

KEPT_LETTERS = 200
_QUICK = 1
ReadBodies = Callable[[str, str], Mapping[str, bytes]]
"""Returns the deflated bodies of two names, by name."""


class LetterRow(NamedTuple):
    """A letter as it is stored; `options` is JSON of what is not usual, `text` and `html` name its bodies."""

    language: str
    options: str
    direction: str
    subject: str
    sender: str
    text: str
    html: str


def letter_rows(letters: Mapping[Variant, Letter]) -> list[LetterRow]:
    """Return the rows of letters, in their order."""
    names = {body: _name(body) for letter in letters.values() for body in (letter.text, letter.html)}
    return [
        LetterRow(
            language=variant.language,
            options=_options_as_json(variant.options),
            direction=letter.direction,
            subject=letter.subject,
            sender=letter.sender,
            text=names[letter.text],
            html=names[letter.html],
        )
        for variant, letter in letters.items()
    ]


def deflated_bodies(letters: Mapping[Variant, Letter]) -> dict[str, bytes]:
    """Map the names of the bodies of letters to UTF-8, deflated (RFC 1950); an empty one is not kept."""
    bodies = dict.fromkeys(body for letter in letters.values() for body in (letter.text, letter.html))
    return {_name(body): zlib.compress(body.encode(), _QUICK) for body in bodies if body}


def envelope_as_json(letters: Mapping[Variant, Letter]) -> str:
    """Return who letters come from, which is the same for all of them, as JSON."""
    envelope = next(iter(letters.values())).envelope
    return json.dumps(asdict(envelope) if envelope else None)


def rules_as_json(rules: MailboxRules) -> str:
    """Return the rule at which mailboxes letters warn, or do not ask, as JSON."""
    return json.dumps(asdict(rules))


def rules_from_json(stored: str) -> MailboxRules:
    """Return the rule that `rules_as_json` wrote."""
    rules = json.loads(stored)
    return MailboxRules(tuple(rules["warn"]), tuple(rules["hide"]))


class StoredLetters(Mapping[Variant, Letter]):
    """The letters of one edition, whose bodies are read when they are asked for.

    `envelope` is what `envelope_as_json` made. A letter that is not what was written raises `DigestError`, which says
    what to do in the words of `remedy`.
    """

    def __init__(
        self, edition_id: str, rows: Iterable[LetterRow], envelope: str, read_bodies: ReadBodies, remedy: str
    ) -> None:
        self._edition, self._read_bodies, self._remedy = edition_id, read_bodies, remedy
        written = json.loads(envelope)
        self._envelope = Envelope(**written) if written else None
        self._rows = {Variant(row.language, _options_from_json(row.options)): row for row in rows}
        self._letter = lru_cache(KEPT_LETTERS)(self._read)

    def __getitem__(self, variant: Variant) -> Letter:
        return self._letter(variant)

    def __contains__(self, variant: object) -> bool:
        return variant in self._rows

    def __iter__(self) -> Iterator[Variant]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _read(self, variant: Variant) -> Letter:
        row = self._rows[variant]
        stored = self._read_bodies(row.text, row.html)
        return Letter(
            edition=self._edition,
            variant=variant,
            direction=row.direction,
            subject=row.subject,
            mjml="",
            html=self._whole(row.html, stored),
            text=self._whole(row.text, stored),
            bytes_per_pick=(),
            sender=row.sender,
            envelope=self._envelope,
        )

    def _whole(self, name: str, stored: Mapping[str, bytes]) -> str:
        if not name:
            return ""
        try:
            body = zlib.decompress(stored.get(name, b"")).decode()
        except (zlib.error, UnicodeDecodeError):
            body = ""
        if _name(body) != name:
            raise DigestError(f"a letter of edition {self._edition} is damaged in the database; {self._remedy}")
        return body


def _name(body: str) -> str:
    """Return the name a body is kept under; an empty one has none and is not kept."""
    return hashlib.sha256(body.encode()).hexdigest() if body else ""


def _options_as_json(options: LetterOptions) -> str:
    return json.dumps({name: value for name, value in options._asdict().items() if value != _USUAL[name]})


def _options_from_json(stored: str) -> LetterOptions:
    found = json.loads(stored)
    appeal, without = AppealMode(found.pop("appeal", AppealMode.SHOW)), tuple(found.pop("without", ()))
    return LetterOptions(appeal=appeal, without=without, **found)


_USUAL = LetterOptions()._asdict()
USUAL_OPTIONS = _options_as_json(LetterOptions())
"""How the options of a letter are stored in which nothing is chosen."""
