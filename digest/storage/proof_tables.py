"""The tables of proofs that were mailed to editors. Times are UTC in ISO 8601; of a link only a hash is kept."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from digest.storage.tables import EDITION_LENGTH, metadata

mailed_proof = Table(
    "mailed_proof",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("edition", String(EDITION_LENGTH), nullable=False),  # its id: the log has no row of it yet
    Column("fingerprint", String(64), nullable=False),  # empty for a draft
    Column("at", String(32), nullable=False),
    Column("copies", Integer, nullable=False),
    Column("record", Text, nullable=False),  # JSON, see `digest.edition.proof_record`
    Column("changes", Text, nullable=False),  # JSON: what it said was changed, a line each
    Index("mailed_proof_edition", "edition", "number"),
)

proof_link = Table(
    "proof_link",
    metadata,
    Column("hash", String(64), primary_key=True),  # SHA-256 of the token, in hexadecimal
    Column("proof", Integer, nullable=False, index=True),
    Column("editor", String(30), nullable=False),  # the name in the settings
    sqlite_with_rowid=False,
)
