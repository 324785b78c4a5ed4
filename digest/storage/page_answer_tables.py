"""The table of what sites answered about pages that go live at a set time. Times are UTC in ISO 8601."""

from sqlalchemy import Column, Integer, String, Table

from digest.storage.tables import metadata

page_answer = Table(
    "page_answer",
    metadata,
    Column("page", String(64), primary_key=True),  # SHA-256 of its address, in hexadecimal
    Column("status", Integer, nullable=False),  # as in `digest.ports.editorial.Liveness`
    Column("at", String(32), nullable=False),  # when it was first answered so
)
