"""Readers filling in forms, without a web page.

A queue that remembers which mails forms caused, and joining in one call.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, event

from subscribers.policy.caps import MailKind
from subscribers.ports import Enqueue
from subscribers.services.confirmation import confirm
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.signup import SignupRequest, request
from subscribers.storage.store import Store

SOURCE = "the form"
WORDING = "2026-09-01"
PER_HOUR = 10_000


@dataclass(slots=True)
class SentMail:
    """Takes the mails that forms cause and keeps kind, address and token of those that were enqueued for good."""

    carried: list[tuple[MailKind, str, str]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    note: Callable[[bool], object] = bool
    never_arrived: set[str] = field(default_factory=set)

    def write(self, kind: MailKind, language: str, token: str, *, discreet: bool = False) -> Enqueue:
        self.languages.append(language)
        self.note(discreet)

        def enqueue(connection: Connection, address: str, _now: datetime) -> str:
            carried = (kind, address, token)
            self.carried.append(carried)
            event.listen(connection, "rollback_savepoint", lambda *_: self.carried.remove(carried))
            return _name_of(token)

        return enqueue

    def lost(self, _connection: Connection, names: Sequence[str], /) -> AbstractSet[str]:
        return self.never_arrived & set(names)

    @property
    def names(self) -> list[str]:
        return [_name_of(token) for token in self.tokens]

    @property
    def tokens(self) -> list[str]:
        return [token for _, _, token in self.carried]


def _name_of(token: str) -> str:
    """Return the name of the mail that carries a token, as long as the table permits."""
    return f"letter-{token}"[:32]


def ask(
    store: Store, address: str, now: datetime, language: str = "", mail: SentMail | None = None
) -> tuple[SignupOutcome, SentMail]:
    """Fill in the sign-up form."""
    mail = mail or SentMail()
    return request(store, mail, SignupRequest(address, language, SOURCE, WORDING), now, PER_HOUR), mail


def join(store: Store, address: str, now: datetime, language: str = "") -> int:
    """Sign up and confirm; return the subscriber's number."""
    _, mail = ask(store, address, now, language)
    assert confirm(store, mail.tokens[-1], now)
    return store.number_with(address)
