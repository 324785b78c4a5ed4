"""The table of the tokens with which an editorial system may add links to the inbox; the links are in a file."""

from sqlalchemy import Column, Integer, String, Table

from digest.storage.tables import metadata

NAME_LENGTH = 40

inbox_token = Table(
    "inbox_token",
    metadata,
    Column("name", String(NAME_LENGTH), primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),  # of the token, which nobody keeps
    Column("made_at", String(32), nullable=False),
    Column("used_at", String(32)),
    Column("hour", String(13), nullable=False),  # the one of UTC in which links were last counted: 2026-11-27T05
    Column("in_hour", Integer, nullable=False),
    Column("in_day", Integer, nullable=False),  # of the day of that hour
)
"""A token that is revoked has no row."""
