"""The tables of who may enter the desk: hashes alone, and the names of editors, which digest.toml has too.

Times are UTC in ISO 8601. No address of an editor, of a reader or of a computer is here.
"""

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from digest.storage.tables import metadata

NAME_LENGTH = 30
"""Of an editor; see `digest.settings.editors`."""

editor_passphrase = Table(
    "editor_passphrase",
    metadata,
    Column("editor", String(NAME_LENGTH), primary_key=True),
    Column("hash", String(200), nullable=False),  # Argon2id as its authors write it, parameters and salt included
    Column("set_at", String(32), nullable=False),
    Column("last_login", String(10)),  # the day alone
)

editor_session = Table(
    "editor_session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),  # SHA-256 of what the cookie holds
    Column("editor", String(NAME_LENGTH), nullable=False),
    Column("began_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
)

login_try = Table(
    "login_try",
    metadata,
    Column("subject", String(20), primary_key=True),  # one of a few thousand, by a keyed hash: nobody's in particular
    Column("hour", String(13), nullable=False),
    Column("tries", Integer, nullable=False),
)

editor_anew = Table(
    "editor_anew",
    metadata,
    Column("editor", String(NAME_LENGTH), primary_key=True),
    Column("approval", Integer, nullable=False),  # the number of the last one that does not count any more
    Column("audience_approval", Integer, nullable=False),  # in the same way
)
