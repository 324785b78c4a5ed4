"""The letters of an edition that began to go out, on SQL: written with its audience, in the same transaction."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, Engine, text

from digest.delivery.frozen import FrozenLetters
from digest.delivery.variant import MailboxRules
from digest.storage.stored_letters import (
    LetterRow,
    StoredLetters,
    deflated_bodies,
    envelope_as_json,
    letter_rows,
    rules_as_json,
    rules_from_json,
)

_FORGET = tuple(
    text(f"DELETE FROM {table} WHERE edition = :edition")  # noqa: S608 - names of our own tables
    for table in (
        "frozen_body",
        "frozen_letter",
        "frozen_edition",
        "revision_body",
        "revision_letter",
        "revision",
    )
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
_REMEDY = "restore the database from a backup, or cancel the edition"


def write_letters(connection: Connection, number: int, frozen: FrozenLetters) -> None:
    """Write the letters of edition `number`, inside the caller's transaction."""
    for forget in _FORGET:  # an edition deleted by hand leaves its number to others
        connection.execute(forget, {"edition": number})
    rows = [{"edition": number, **row._asdict()} for row in letter_rows(frozen.letters)]
    bodies = [
        {"edition": number, "sha256": name, "body": body} for name, body in deflated_bodies(frozen.letters).items()
    ]
    whole = {
        "edition": number,
        "sections": json.dumps(frozen.sections),
        "mailboxes": rules_as_json(frozen.mailboxes),
        "replaced": frozen.replaced,
        "envelope": envelope_as_json(frozen.letters),
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
        rows = read_rows(connection, int(whole.edition))

    def read_bodies(words: str, html: str) -> Mapping[str, bytes]:
        with engine.connect() as connection:
            wanted = {"edition": int(whole.edition), "text": words, "html": html}
            return dict(connection.execute(_READ_BODIES, wanted).tuples().all())

    return FrozenLetters(
        edition=edition_id,
        sections=tuple(json.loads(whole.sections)),
        mailboxes=rules_from_json(whole.mailboxes),
        replaced=whole.replaced,
        letters=StoredLetters(edition_id, rows, whole.envelope, read_bodies, _REMEDY),
    )


def read_rows(connection: Connection, number: int) -> list[LetterRow]:
    """Return the rows of the letters that edition `number` is sent with."""
    return [LetterRow._make(row) for row in connection.execute(_READ_LETTERS, {"edition": number})]


def read_mailboxes(engine: Engine, edition_id: str) -> MailboxRules | None:
    """Return the rule for mailboxes an edition is sent by; None where `read_letters` has no letters."""
    with engine.connect() as connection:
        whole = connection.execute(_READ_EDITION, {"id": edition_id}).first()
    return rules_from_json(whole.mailboxes) if whole else None
