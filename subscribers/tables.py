"""The tables of this package. Times are UTC in ISO 8601; an address exists in one column of one table, encrypted."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

subscriber = Table(
    "subscriber",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("public_id", LargeBinary(12), nullable=False, unique=True),
    Column("address", LargeBinary),  # NULL once erased
    Column("address_index", LargeBinary(16), unique=True),  # NULL once erased
    Column("status", String(16), nullable=False),
    Column("language", String(16), nullable=False, server_default=""),
    Column("zone", String(64), nullable=False, server_default=""),  # IANA name; empty: not known
    Column("created_at", String(32), nullable=False),
)

consent_record = Table(
    "consent_record",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("subscriber", Integer, ForeignKey("subscriber.number"), nullable=False),
    Column("event", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("source", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("confirmed_at", String(32)),
    Index("consent_record_of_subscriber", "subscriber"),
)

suppression = Table(
    "suppression",
    metadata,
    Column("address_index", LargeBinary(16), primary_key=True),
    Column("reason", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("source", Text, nullable=False),
    sqlite_with_rowid=False,
)
