"""The tables of what picks files said, save by save. Times are UTC in ISO 8601."""

from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint, String, Table

from digest.storage.tables import metadata

saved_text = Table(
    "saved_text",
    metadata,
    Column("edition", String(32), nullable=False),  # its id: there is no row of it before it is sent
    Column("number", Integer, nullable=False),  # from 1 on
    Column("text", String(64), nullable=False),  # which body
    Column("by", String(32), nullable=False),  # the editor's name; empty for what was found in the file
    Column("at", String(32), nullable=False),
    Column("began_from", String(64), nullable=False),  # SHA-256 of the text that was changed; empty for none
    Column("is_written", Integer, nullable=False),  # 1 for what was put into the file, or found there
    PrimaryKeyConstraint("edition", "number"),
)

saved_body = Table(
    "saved_body",
    metadata,
    Column("edition", String(32), nullable=False),
    Column("sha256", String(64), nullable=False),  # of the text in UTF-8
    Column("body", LargeBinary, nullable=False),  # UTF-8, deflated (RFC 1950); what several saves share is here once
    PrimaryKeyConstraint("edition", "sha256"),
)
