"""The tables of the letters of editions: what was mailed, and what was changed since. Times are UTC in ISO 8601.

What was mailed is written once, with the audience, and never touched: revisions have tables of their own.
"""

from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint, String, Table, Text

from digest.storage.tables import metadata

frozen_edition = Table(
    "frozen_edition",
    metadata,
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("sections", Text, nullable=False),  # JSON: their names
    Column("mailboxes", Text, nullable=False),  # JSON: at which mailboxes letters warn, and do not ask
    Column("envelope", Text, nullable=False),  # JSON: who the letters come from
    Column("replaced", Integer, nullable=False, server_default="0"),  # choices of sections that made no sound letter
)

frozen_letter = Table(
    "frozen_letter",
    metadata,
    Column("edition", Integer, nullable=False),
    Column("language", String(16), nullable=False),
    Column("options", Text, nullable=False),  # JSON of what is not usual
    Column("direction", String(3), nullable=False),
    Column("subject", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("text", String(64), nullable=False),  # which body
    Column("html", String(64), nullable=False),  # which body; empty in a letter of plain text
    PrimaryKeyConstraint("edition", "language", "options"),
    sqlite_with_rowid=False,
)

frozen_body = Table(
    "frozen_body",
    metadata,
    Column("edition", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),  # UTF-8, deflated (RFC 1950)
    PrimaryKeyConstraint("edition", "sha256"),
)

revision = Table(
    "revision",
    metadata,
    Column("edition", Integer, nullable=False),
    Column("number", Integer, nullable=False),  # from 2 on: 1 is what was mailed
    Column("note", Text, nullable=False),  # what was changed, for everybody
    Column("language", String(16), nullable=False),  # of the note
    Column("at", String(32), nullable=False),
    Column("sections", Text, nullable=False),  # JSON: their names
    Column("mailboxes", Text, nullable=False),  # JSON, see `frozen_edition`
    Column("envelope", Text, nullable=False),  # JSON: who its letters come from
    PrimaryKeyConstraint("edition", "number"),
)
"""Rows are only ever added, here and in the two below."""

revision_letter = Table(
    "revision_letter",
    metadata,
    Column("edition", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("language", String(16), nullable=False),
    Column("options", Text, nullable=False),  # see `frozen_letter`
    Column("direction", String(3), nullable=False),
    Column("subject", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("text", String(64), nullable=False),
    Column("html", String(64), nullable=False),
    PrimaryKeyConstraint("edition", "revision", "language", "options"),
    sqlite_with_rowid=False,
)

revision_body = Table(
    "revision_body",
    metadata,
    Column("edition", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),  # see `frozen_body`; what several revisions share is here once
    PrimaryKeyConstraint("edition", "sha256"),
)
