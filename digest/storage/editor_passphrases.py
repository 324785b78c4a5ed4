"""The passphrases of editors on SQL, as hashes: how they are made, and where they are kept.

Argon2id with the second recommended choice of RFC 9106, section 4: 3 passes over 64 MiB, 4 lanes, a salt of 128 and
a tag of 256 bits. A tenth of a second of this computer for one who logs in; years for one who has the database.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import Connection, Engine, delete, insert, select

from digest.ports.editors import KnownPassphrase
from digest.storage.editor_tables import editor_passphrase
from digest.storage.editors_anew import begin_anew
from digest.storage.timestamps import stamp


class Argon2Hashes:
    """Hashes of passphrases; see `digest.ports.editors.PassphraseHashes`."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

    def make(self, passphrase: str) -> str:
        """Return the hash that is kept."""
        return self._hasher.hash(_typed(passphrase))

    def matches(self, kept: str | None, passphrase: str) -> bool:
        """Return whether a passphrase is the one that was kept; as slowly where nothing is, for nobody's sake."""
        nobodys = self._nobodys  # whoever comes first, or the first would be told apart
        try:
            self._hasher.verify(nobodys if kept is None else kept, _typed(passphrase))
        except (Argon2Error, InvalidHashError):
            return False
        return kept is not None

    @cached_property
    def _nobodys(self) -> str:
        """The hash that is looked at for names without one."""
        return self._hasher.hash(b"")


def _typed(passphrase: str) -> bytes:
    """Return the bytes of a passphrase: keyboards write `é` in two ways (NFC, as RFC 8265, 4.2.2, has it)."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


class SqlPassphrases:
    """The passphrases of one newsroom; see `digest.ports.editors.Passphrases`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def keep(self, editor: str, kept: str, now: datetime) -> bool:
        """Keep the hash of a new passphrase; the editor begins anew with it. Return whether there was any before."""
        row = {"editor": editor, "hash": kept, "set_at": stamp(now)}
        with self._engine.begin() as connection:
            was_known = _forget(connection, editor)
            connection.execute(insert(editor_passphrase).values(row))
            return was_known

    def remove(self, editor: str) -> bool:
        """Take an editor's passphrase away, and all that was done in the name; return whether there was any of it."""
        with self._engine.begin() as connection:
            return _forget(connection, editor)

    def kept(self, editor: str) -> str | None:
        """Return the hash of an editor's passphrase; None when they have none."""
        with self._reading.connect() as connection:
            return connection.scalar(select(editor_passphrase.c.hash).where(editor_passphrase.c.editor == editor))

    def known(self) -> Mapping[str, KnownPassphrase]:
        """Return which names have a passphrase, also such as digest.toml does not name any more."""
        with self._reading.connect() as connection:
            rows = connection.execute(select(editor_passphrase).order_by(editor_passphrase.c.editor)).all()
        return {row.editor: KnownPassphrase(datetime.fromisoformat(row.set_at), _day(row.last_login)) for row in rows}


def _forget(connection: Connection, editor: str) -> bool:
    """Take away passphrase, sessions, links and approvals; return whether there was any of these."""
    was_known = begin_anew(connection, editor)
    gone = connection.execute(delete(editor_passphrase).where(editor_passphrase.c.editor == editor))
    return was_known or gone.rowcount > 0


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
