"""The letters of an edition that began to go out, on SQL: written with its audience, in the same transaction.

A body that several letters share (readers of plain text get the text of the others) is kept once, under its SHA-256,
with which it is compared when it is read. At most `KEPT_LETTERS` are in memory at once.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, Engine, text

from digest.delivery.frozen import FrozenLetters
from digest.delivery.mail import Envelope, Letter
from digest.delivery.variant import AppealMode, LetterOptions, MailboxRules, Variant
from digest.errors import DigestError

KEPT_LETTERS = 200
_QUICK = 1


_FORGET = (
    text("DELETE FROM frozen_body WHERE edition = :edition"),
    text("DELETE FROM frozen_letter WHERE edition = :edition"),
    text("DELETE FROM frozen_edition WHERE edition = :edition"),
)
_WRITE_EDITION = text(
    "INSERT INTO frozen_edition (edition, sections, mailboxes, envelope, replaced) "
    "VALUES (:edition, :sections, :mailboxes, :envelope, :replaced)"
)
_WRITE_LETTERS = text(
    "INSERT INTO frozen_letter (edition, language, options, direction, subject, sender, text, html) "
    "VALUES (:edition, :language, :options, :direction, :subject, :sender, :text, :html)"
)
_WRITE_BODIES = text("INSERT INTO frozen_body (edition, sha256, body) VALUES (:edition, :sha256, :body)")
_READ_EDITION = text(
    "SELECT edition, sections, mailboxes, envelope, replaced FROM frozen_edition "
    "WHERE edition = (SELECT number FROM edition WHERE id = :id)"
)
_READ_LETTERS = text(
    "SELECT language, options, direction, subject, sender, text, html FROM frozen_letter WHERE edition = :edition"
)
_READ_BODIES = text("SELECT sha256, body FROM frozen_body WHERE edition = :edition AND sha256 IN (:text, :html)")


class _LetterRow(NamedTuple):
    """A letter as it is stored; `text` and `html` name its bodies."""

    language: str
    options: str
    direction: str
    subject: str
    sender: str
    text: str
    html: str


def write_letters(connection: Connection, number: int, frozen: FrozenLetters) -> None:
    """Write the letters of edition `number`, inside the caller's transaction."""
    for forget in _FORGET:  # an edition deleted by hand leaves its number to others
        connection.execute(forget, {"edition": number})
    names = {body: _name(body) for letter in frozen.letters.values() for body in (letter.text, letter.html)}
    rows = [
        {
            "edition": number,
            "language": variant.language,
            "options": _options_as_json(variant.options),
            "direction": letter.direction,
            "subject": letter.subject,
            "sender": letter.sender,
            "text": names[letter.text],
            "html": names[letter.html],
        }
        for variant, letter in frozen.letters.items()
    ]
    bodies = [
        {"edition": number, "sha256": name, "body": zlib.compress(body.encode(), _QUICK)}
        for body, name in names.items()
        if name
    ]
    envelope = next(iter(frozen.letters.values())).envelope
    whole = {
        "edition": number,
        "sections": json.dumps(frozen.sections),
        "mailboxes": json.dumps(asdict(frozen.mailboxes)),
        "replaced": frozen.replaced,
        "envelope": json.dumps(asdict(envelope) if envelope else None),
    }
    connection.execute(_WRITE_LETTERS, rows)
    connection.execute(_WRITE_BODIES, bodies)
    connection.execute(_WRITE_EDITION, whole)


def read_letters(engine: Engine, edition_id: str) -> FrozenLetters | None:
    """Return the letters an edition is sent with; None when it was never opened, or by a version that kept none."""
    with engine.connect() as connection:
        whole = connection.execute(_READ_EDITION, {"id": edition_id}).first()
        if whole is None:
            return None
        found = connection.execute(_READ_LETTERS, {"edition": whole.edition})
        rows = [_LetterRow._make(row) for row in found]
    envelope = json.loads(whole.envelope)
    return FrozenLetters(
        edition=edition_id,
        sections=tuple(json.loads(whole.sections)),
        mailboxes=_rules(whole.mailboxes),
        replaced=whole.replaced,
        letters=_StoredLetters(
            engine, edition_id, int(whole.edition), rows, Envelope(**envelope) if envelope else None
        ),
    )


def read_mailboxes(engine: Engine, edition_id: str) -> MailboxRules | None:
    """Return the rule for mailboxes an edition is sent by; None where `read_letters` has no letters."""
    with engine.connect() as connection:
        whole = connection.execute(_READ_EDITION, {"id": edition_id}).first()
    return _rules(whole.mailboxes) if whole else None


def count_replaced(connection: Connection, edition_id: str) -> int:
    """Count the choices of sections whose letters were not sound; 0 where an earlier version did not count them."""
    whole = connection.execute(_READ_EDITION, {"id": edition_id}).first()
    return int(whole.replaced) if whole else 0


class _StoredLetters(Mapping[Variant, Letter]):
    """The letters of one edition, whose bodies are read when they are asked for."""

    def __init__(
        self,
        engine: Engine,
        edition_id: str,
        number: int,
        rows: Sequence[_LetterRow],
        envelope: Envelope | None,
    ) -> None:
        self._engine, self._edition, self._number, self._envelope = engine, edition_id, number, envelope
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
        words, html = self._bodies(row)
        return Letter(
            edition=self._edition,
            variant=variant,
            direction=row.direction,
            subject=row.subject,
            mjml="",
            html=html,
            text=words,
            bytes_per_pick=(),
            sender=row.sender,
            envelope=self._envelope,
        )

    def _bodies(self, row: _LetterRow) -> tuple[str, str]:
        """Return the text and the HTML of a letter; raises `DigestError` for one that is not what was written."""
        with self._engine.connect() as connection:
            wanted = {"edition": self._number, "text": row.text, "html": row.html}
            stored = dict(connection.execute(_READ_BODIES, wanted).tuples().all())
        return self._whole(row.text, stored), self._whole(row.html, stored)

    def _whole(self, name: str, stored: Mapping[str, bytes]) -> str:
        if not name:
            return ""
        try:
            body = zlib.decompress(stored.get(name, b"")).decode()
        except (zlib.error, UnicodeDecodeError):
            body = ""
        if _name(body) != name:
            remedy = "restore the database from a backup, or cancel the edition"
            raise DigestError(f"a letter of edition {self._edition} is damaged in the database; {remedy}")
        return body


def _name(body: str) -> str:
    """Return the name a body is kept under; an empty one has none and is not kept."""
    return hashlib.sha256(body.encode()).hexdigest() if body else ""


def _rules(stored: str) -> MailboxRules:
    rules = json.loads(stored)
    return MailboxRules(tuple(rules["warn"]), tuple(rules["hide"]))


def _options_as_json(options: LetterOptions) -> str:
    return json.dumps({name: value for name, value in options._asdict().items() if value != _USUAL[name]})


def _options_from_json(stored: str) -> LetterOptions:
    found = json.loads(stored)
    appeal, without = AppealMode(found.pop("appeal", AppealMode.SHOW)), tuple(found.pop("without", ()))
    return LetterOptions(appeal=appeal, without=without, **found)


_USUAL = LetterOptions()._asdict()
