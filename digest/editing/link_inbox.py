"""The link inbox: whoever finds an article puts its address there, for whoever makes the next edition.

One service for the commands, the bookmarklet's page and the door of editorial systems. Nothing is fetched.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from digest.edition.inbox_link import Given, InboxLink, from_token, given_link
from digest.errors import DigestError, InboxFull
from digest.ports.inbox import InboxFile, InboxTokens
from digest.ports.process import Clock

MOST_AN_HOUR, MOST_A_DAY = 100, 300
"""Links that one token may bring: a system that publishes is far below it, one that runs wild is stopped."""
MOST_TOKENS = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_PREFIX = "inbox_"
"""By it people and scanners for secrets know what a token that lies about somewhere is for."""
_TOKEN_BYTES = 32
_QUOTA = "too many links came with this token"


class KeptLinks(NamedTuple):
    """Links that somebody gave, as they are kept, and how many of them are new in the inbox."""

    links: tuple[InboxLink, ...]
    new: int


@dataclass(frozen=True, slots=True)
class LinkInbox:
    """Takes links into the inbox of one newsroom."""

    file: InboxFile
    clock: Clock

    def add(self, given: Sequence[Given], origin: str) -> KeptLinks:
        """Put links into the inbox, all or none, and return them as they are kept there.

        Raises `DigestError` for one that is none, with its number where there are several, and where the inbox has no
        room (`InboxFull`) or cannot be written. What the inbox holds already is no fault.
        """
        links = _links(given, origin, self.clock)
        if isinstance(links, str):
            raise DigestError(links)
        return KeptLinks(tuple(links), self.file.append(links))


@dataclass(frozen=True, slots=True)
class InboxDoor:
    """What an editorial system can do with a token: put links behind those of the inbox, and learn nothing."""

    file: InboxFile
    tokens: InboxTokens
    clock: Clock

    def is_there(self) -> bool:
        """Return whether anybody has a token."""
        return bool(self.tokens.hashes())

    def name_of(self, token: str) -> str:
        """Return the name of a token; empty for one that is none, or was revoked.

        All are compared, each in a time that says nothing of it.
        """
        given = _hash(token)
        same = [name for name, known in self.tokens.hashes().items() if hmac.compare_digest(known, given)]
        return next(iter(same), "")

    def take(self, name: str, given: Sequence[Given]) -> str:
        """Put links into the inbox, all or none; return why not, empty where they are taken.

        What is wrong is said of the links that were given alone. Raises `InboxFull` where there is no room for as many,
        or too many came in this hour or on this day, and `DigestError` where nothing can be written.
        """
        if not self.tokens.spend(name, max(1, len(given)), self.clock.now(), (MOST_AN_HOUR, MOST_A_DAY)):
            raise InboxFull(_QUOTA)
        links = _links(given, from_token(name), self.clock)
        if isinstance(links, str):
            return links
        if links:
            self.file.append(links)
        return ""


def new_token(tokens: InboxTokens, name: str, clock: Clock) -> str:
    """Make a token of this name and return it: it is kept nowhere, and shown once.

    Raises `DigestError` for a name that is taken, or none.
    """
    if not _NAME.fullmatch(name):
        raise DigestError(
            f"`{name[:80]}` is no name of a token; take small letters, digits, - and _, such as `wordpress`"
        )
    if len(tokens.listed()) >= MOST_TOKENS:
        raise DigestError(f"there are {MOST_TOKENS} tokens already; revoke one with `digest inbox revoke NAME`")
    token = _PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
    if not tokens.add(name, _hash(token), clock.now()):
        raise DigestError(f"there is a token `{name}` already; revoke it first with `digest inbox revoke {name}`")
    return token


def revoke_token(tokens: InboxTokens, name: str) -> None:
    """Take from whoever has a token what they can do with it; raises `DigestError` where there is none of this name."""
    if not tokens.revoke(name):
        known = ", ".join(token.name for token in tokens.listed()) or "none"
        raise DigestError(f"there is no token `{name[:80]}`; tokens here: {known}")


def _hash(token: str) -> str:
    """Return what is kept of a token: it is as random as a key, so one round of SHA-256 hides it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _links(given: Sequence[Given], origin: str, clock: Clock) -> list[InboxLink] | str:
    """Return the links that are given, or what is wrong with the first that is none."""
    now, links = clock.now(), list[InboxLink]()
    for number, one in enumerate(given, 1):
        link = given_link(one, origin, now)
        if isinstance(link, str):
            return f"link {number}: {link}" if len(given) > 1 else link
        links.append(link)
    return links
