"""The sessions of editors on SQL. A row is looked at by the hash of the cookie's secret, and is no use without it.

A row stays for a while after its session ended: whoever shows its secret logged in with this very browser, and is not
kept out by what others try (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update

from digest.ports.editors import BROWSER_KNOWN, SESSION_IDLE, SESSION_VALID
from digest.storage.editor_tables import editor_passphrase, editor_session
from digest.storage.timestamps import stamp

_SECRET_BYTES = 32
_NOTED = timedelta(minutes=5)
"""So often it is written down at most that a session is in use."""


class SqlEditorSessions:
    """The sessions of one newsroom; see `digest.ports.editors.EditorSessions`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def open(self, editor: str, kept: str, now: datetime) -> str | None:
        """Open a session and return its new secret; None when `kept` is not the hash of their passphrase any more.

        Forgets the rows that are no use any more.
        """
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        mine = (editor_passphrase.c.editor == editor, editor_passphrase.c.hash == kept)
        row = {"token_hash": _hash(secret), "editor": editor, "began_at": stamp(now), "seen_at": stamp(now)}
        with self._engine.begin() as connection:
            today = now.astimezone(UTC).date().isoformat()
            if not connection.execute(update(editor_passphrase).where(*mine).values(last_login=today)).rowcount:
                return None
            connection.execute(delete(editor_session).where(editor_session.c.began_at <= stamp(now - BROWSER_KNOWN)))
            connection.execute(insert(editor_session).values(row))
        return secret

    def editor(self, secret: str, now: datetime) -> str | None:
        """Return whose living session this is, and note that it was used; None for any other."""
        mine = editor_session.c.token_hash == _hash(secret)
        with self._reading.connect() as connection:
            row = connection.execute(select(editor_session).where(mine)).one_or_none()
        if row is None or row.began_at <= stamp(now - SESSION_VALID) or row.seen_at <= stamp(now - SESSION_IDLE):
            return None
        if row.seen_at <= stamp(now - _NOTED):
            with self._engine.begin() as connection:
                connection.execute(update(editor_session).where(mine).values(seen_at=stamp(now)))
        return str(row.editor)

    def known(self, secret: str, now: datetime) -> str | None:
        """Return who logged in with this browser lately, and did not log out, in a session that lives or not."""
        mine = editor_session.c.token_hash == _hash(secret)
        lately = editor_session.c.began_at > stamp(now - BROWSER_KNOWN)
        with self._reading.connect() as connection:
            return connection.scalar(select(editor_session.c.editor).where(mine, lately))

    def close(self, secret: str) -> None:
        """End a session; one that has ended stays so."""
        with self._engine.begin() as connection:
            connection.execute(delete(editor_session).where(editor_session.c.token_hash == _hash(secret)))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
