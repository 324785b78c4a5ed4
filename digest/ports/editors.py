"""Ports to what is kept of editors who may enter the desk: passphrases as hashes, sessions, tries to log in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

SESSION_VALID = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=2)
"""A session ends so long after the login, and so long after it was last used."""
BROWSER_KNOWN = timedelta(days=30)
"""For so long after a login nobody else's tries keep this browser out."""


@dataclass(frozen=True, slots=True)
class KnownPassphrase:
    """That an editor has a passphrase: since when, and on which day (UTC) they last logged in with it."""

    set_at: datetime
    last_login: date | None


class PassphraseHashes(Protocol):
    """Makes a hash of a passphrase that nobody turns back, slowly on purpose."""

    def make(self, passphrase: str) -> str:
        """Return the hash that is kept."""
        ...

    def matches(self, kept: str | None, passphrase: str) -> bool:
        """Return whether a passphrase is the one that was kept; as slowly where nothing is, for nobody's sake."""
        ...


class Passphrases(Protocol):
    """The hash of each editor's passphrase."""

    def keep(self, editor: str, kept: str, now: datetime) -> bool:
        """Keep the hash of a new passphrase. The editor begins anew with it.

        All sessions and links of theirs end, and what they approved before does not count. Return whether there was
        any of these, or another passphrase.
        """
        ...

    def remove(self, editor: str) -> bool:
        """Take an editor's passphrase away; sessions, links and approvals end as with a new one.

        Return whether there was any of these.
        """
        ...

    def kept(self, editor: str) -> str | None:
        """Return the hash of an editor's passphrase; None when they have none."""
        ...

    def known(self) -> Mapping[str, KnownPassphrase]:
        """Return which names have a passphrase, also such as digest.toml does not name any more."""
        ...


class EditorSessions(Protocol):
    """The sessions of editors on the desk, by the secret in their cookie, of which only a hash is kept."""

    def open(self, editor: str, kept: str, now: datetime) -> str | None:
        """Open a session and return its new secret; None when `kept` is not the hash of their passphrase any more."""
        ...

    def editor(self, secret: str, now: datetime) -> str | None:
        """Return whose living session this is, and note that it was used; None for any other."""
        ...

    def known(self, secret: str, now: datetime) -> str | None:
        """Return who logged in with this browser lately, and did not log out, in a session that lives or not."""
        ...

    def close(self, secret: str) -> None:
        """End a session; one that has ended stays so."""
        ...


class LoginTries(Protocol):
    """How often somebody tried to log in within the hour, by name, network and browser; a restart forgets none."""

    def take(self, subjects: Sequence[tuple[str, str, int]], now: datetime) -> bool:
        """Count one try of each (kind, name, most an hour); return False, counting none, where one has no try left."""
        ...

    def give_back(self, subjects: Sequence[tuple[str, str, int]], now: datetime) -> None:
        """Take back the try of whoever was right."""
        ...
