"""Revisions of editions on SQL: letters that differ from the mailed ones, beside them; rows are only ever added."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select

from digest.delivery.frozen import FrozenLetters
from digest.delivery.revision import MAILED, Revision
from digest.errors import DigestError
from digest.storage.frozen_letters import read_letters, read_rows
from digest.storage.letter_tables import frozen_edition, revision, revision_body, revision_letter
from digest.storage.stored_letters import (
    LetterRow,
    StoredLetters,
    deflated_bodies,
    envelope_as_json,
    letter_rows,
    rules_as_json,
    rules_from_json,
)
from digest.storage.tables import edition
from digest.storage.timestamps import stamp

_REMEDY = "restore the database from a backup"


class SqlRevisions:
    """The revisions of one newsroom's editions; see `digest.ports.revisions.Revisions`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def add(self, letters: FrozenLetters, note: str, language: str, now: datetime) -> Revision | None:
        """Store other letters of an edition that has begun, under the next number; None where they are the latest.

        Whoever amends at the same time waits for the edition's row, and gets the number after this one. Raises
        `DigestError` where there are no letters that it was mailed with.
        """
        rows = letter_rows(letters.letters)
        with self._engine.begin() as connection:
            own_row = select(edition.c.number).where(edition.c.id == letters.edition).with_for_update()
            number = connection.scalar(own_row)
            mailed = read_rows(connection, number) if number is not None else []
            if number is None or not mailed:
                raise DigestError(f"edition {letters.edition} has no letters that it was mailed with")
            last = _last(connection, number)
            known = _rows(connection, number, last) if last > MAILED else mailed
            rules = rules_as_json(letters.mailboxes)
            if set(rows) == set(known) and rules == _rules_of(connection, number, last):
                return None
            found = Revision(last + 1, note, language, datetime.fromisoformat(stamp(now)))
            _write(connection, number, found, letters, rows)
        return found

    def letters(self, edition_id: str, number: int) -> FrozenLetters | None:
        """Return the letters of one revision, those that are mailed under number 1; None where there are none."""
        mailed = read_letters(self._reading, edition_id)
        return self._revised(mailed, number) if mailed and number > MAILED else mailed

    def latest(self, edition_id: str) -> FrozenLetters | None:
        """Return the letters of the last revision, those that are mailed where nothing was changed since."""
        with self._reading.connect() as connection:
            number = connection.scalar(select(edition.c.number).where(edition.c.id == edition_id))
            last = _last(connection, number) if number is not None else MAILED
        return self.letters(edition_id, last)

    def _revised(self, mailed: FrozenLetters, number: int) -> FrozenLetters | None:
        its_own = select(edition.c.number).where(edition.c.id == mailed.edition).scalar_subquery()
        with self._reading.connect() as connection:
            whole = connection.execute(
                select(revision).where(revision.c.edition == its_own, revision.c.number == number)
            ).first()
            if whole is None:
                return None
            rows = _rows(connection, whole.edition, number)

        def read_bodies(words: str, html: str) -> Mapping[str, bytes]:
            wanted = select(revision_body.c.sha256, revision_body.c.body).where(
                revision_body.c.edition == whole.edition, revision_body.c.sha256.in_((words, html))
            )
            with self._reading.connect() as connection:
                return dict(connection.execute(wanted).tuples().all())

        letters = StoredLetters(mailed.edition, rows, whole.envelope, read_bodies, _REMEDY)
        sections, rules = tuple(json.loads(whole.sections)), rules_from_json(whole.mailboxes)
        return replace(mailed, sections=sections, mailboxes=rules, letters=letters, replaced=0)


def revisions_of(connection: Connection, number: int) -> tuple[Revision, ...]:
    """Return the revisions of edition `number`, in their order."""
    return all_revisions(connection, number).get(number, ())


def all_revisions(connection: Connection, *numbers: int) -> dict[int, tuple[Revision, ...]]:
    """Map the numbers of editions, of all for none, to their revisions in their order, where there are any."""
    columns = revision.c.edition, revision.c.number, revision.c.note, revision.c.language, revision.c.at
    wanted = select(*columns).order_by(revision.c.edition, revision.c.number)
    found: dict[int, tuple[Revision, ...]] = {}
    for row in connection.execute(wanted.where(revision.c.edition.in_(numbers)) if numbers else wanted):
        one = Revision(row.number, row.note, row.language, datetime.fromisoformat(row.at))
        found[row.edition] = (*found.get(row.edition, ()), one)
    return found


def _last(connection: Connection, number: int) -> int:
    known = revisions_of(connection, number)
    return known[-1].number if known else MAILED


def _rules_of(connection: Connection, number: int, of_revision: int) -> str:
    """Return the rule for mailboxes of a revision, or of what was mailed, as it is stored."""
    its_own = (revision.c.edition == number, revision.c.number == of_revision)
    mailed = select(frozen_edition.c.mailboxes).where(frozen_edition.c.edition == number)
    wanted = select(revision.c.mailboxes).where(*its_own) if of_revision > MAILED else mailed
    return str(connection.scalar(wanted))


def _rows(connection: Connection, number: int, of_revision: int) -> list[LetterRow]:
    columns = (revision_letter.c[name] for name in LetterRow._fields)
    wanted = select(*columns).where(revision_letter.c.edition == number, revision_letter.c.revision == of_revision)
    return [LetterRow._make(row) for row in connection.execute(wanted)]


def _write(connection: Connection, number: int, found: Revision, letters: FrozenLetters, rows: list[LetterRow]) -> None:
    """Write a revision of edition `number`: its letters, and those of their bodies that no earlier one has."""
    kept = set(connection.scalars(select(revision_body.c.sha256).where(revision_body.c.edition == number)))
    bodies = [
        {"edition": number, "sha256": name, "body": body}
        for name, body in deflated_bodies(letters.letters).items()
        if name not in kept
    ]
    if bodies:
        connection.execute(insert(revision_body), bodies)
    its_own = {"edition": number, "revision": found.number}
    connection.execute(insert(revision_letter), [its_own | row._asdict() for row in rows])
    values = found._asdict() | {"edition": number, "at": stamp(found.at)}
    values |= {"sections": json.dumps(letters.sections), "envelope": envelope_as_json(letters.letters)}
    values |= {"mailboxes": rules_as_json(letters.mailboxes)}
    connection.execute(insert(revision).values(values))
