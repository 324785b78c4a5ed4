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

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from digest.delivery.frozen import FrozenLetters
from digest.delivery.mail import Envelope, Letter
from digest.delivery.variant import AppealMode, LetterOptions, MailboxRules, Variant
from digest.errors import DigestError
from digest.storage.tables import edition, frozen_body, frozen_edition, frozen_letter

KEPT_LETTERS = 200
_QUICK = 1


def write_letters(connection: Connection, number: int, frozen: FrozenLetters) -> None:
    """Write the letters of edition `number`, inside the caller's transaction."""
    for table in (frozen_body, frozen_letter, frozen_edition):  # an edition deleted by hand leaves its number to others
        connection.execute(delete(table).where(table.c.edition == number))
    bodies: dict[str, str] = {}
    rows = [
        {
            "edition": number,
            "language": variant.language,
            "options": _options_as_json(variant.options),
            "direction": letter.direction,
            "subject": letter.subject,
            "sender": letter.sender,
            "text": _keep(letter.text, bodies),
            "html": _keep(letter.html, bodies),
        }
        for variant, letter in frozen.letters.items()
    ]
    connection.execute(insert(frozen_letter), rows)
    deflated = [
        {"edition": number, "sha256": name, "body": zlib.compress(body.encode(), _QUICK)}
        for name, body in bodies.items()
    ]
    connection.execute(insert(frozen_body), deflated)
    envelope = next(iter(frozen.letters.values())).envelope
    whole = {
        "edition": number,
        "sections": json.dumps(frozen.sections),
        "mailboxes": json.dumps(asdict(frozen.mailboxes)),
        "envelope": json.dumps(asdict(envelope) if envelope else None),
    }
    connection.execute(insert(frozen_edition).values(whole))


def read_letters(engine: Engine, edition_id: str) -> FrozenLetters | None:
    """Return the letters an edition is sent with; None when it was never opened, or by a version that kept none."""
    where = select(edition.c.number).where(edition.c.id == edition_id).scalar_subquery()
    with engine.connect() as connection:
        whole = connection.execute(select(frozen_edition).where(frozen_edition.c.edition == where)).first()
        if whole is None:
            return None
        rows = connection.execute(select(frozen_letter).where(frozen_letter.c.edition == where)).all()
    rules, envelope = json.loads(whole.mailboxes), json.loads(whole.envelope)
    return FrozenLetters(
        edition=edition_id,
        sections=tuple(json.loads(whole.sections)),
        mailboxes=MailboxRules(tuple(rules["warn"]), tuple(rules["hide"])),
        letters=_StoredLetters(engine, edition_id, rows, Envelope(**envelope) if envelope else None),
    )


class _StoredLetters(Mapping[Variant, Letter]):
    """The letters of one edition, whose bodies are read when they are asked for."""

    def __init__(
        self,
        engine: Engine,
        edition_id: str,
        rows: "Sequence[Row[tuple[int, str, str, str, str, str, str, str]]]",
        envelope: Envelope | None,
    ) -> None:
        self._engine, self._edition, self._envelope = engine, edition_id, envelope
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
        return Letter(
            edition=self._edition,
            variant=variant,
            direction=row.direction,
            subject=row.subject,
            mjml="",
            html=self._body(row.edition, row.html),
            text=self._body(row.edition, row.text),
            bytes_per_pick=(),
            sender=row.sender,
            envelope=self._envelope,
        )

    def _body(self, number: int, name: str) -> str:
        if not name:
            return ""
        wanted = select(frozen_body.c.body).where(frozen_body.c.edition == number, frozen_body.c.sha256 == name)
        with self._engine.connect() as connection:
            stored = connection.scalar(wanted)
        try:
            body = zlib.decompress(stored or b"")
        except zlib.error:
            body = b""
        if hashlib.sha256(body).hexdigest() != name:
            remedy = "restore the database from a backup, or cancel the edition"
            raise DigestError(f"a letter of edition {self._edition} is damaged in the database; {remedy}")
        return body.decode()


def _keep(body: str, bodies: dict[str, str]) -> str:
    """Put a body among `bodies` and return its name there; an empty one has none."""
    if not body:
        return ""
    name = hashlib.sha256(body.encode()).hexdigest()
    bodies[name] = body
    return name


def _options_as_json(options: LetterOptions) -> str:
    return json.dumps({name: value for name, value in options._asdict().items() if value != _USUAL[name]})


def _options_from_json(stored: str) -> LetterOptions:
    found = json.loads(stored)
    appeal, without = AppealMode(found.pop("appeal", AppealMode.SHOW)), tuple(found.pop("without", ()))
    return LetterOptions(appeal=appeal, without=without, **found)


_USUAL = LetterOptions()._asdict()
