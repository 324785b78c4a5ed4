"""Readers filling in forms, without a web page: a road that remembers which letters forms caused, and joining in one call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, event

from subscribers.caps import Kind
from subscribers.enrol import Asking, Outcome, confirm, request
from subscribers.store import Store

SOURCE = "the form"
WORDING = "2026-09-01"
PER_HOUR = 10_000


@dataclass(slots=True)
class Pigeons:
    """Takes the letters that forms cause and keeps kind, address and token."""

    carried: list[tuple[Kind, str, str]] = field(default_factory=list)
    written: int = 0
    note: Callable[[bool], object] = bool

    def write(self, kind: Kind, language: str, token: str, *, discreet: bool = False) -> tuple[str, bool, str]:
        self.written += bool(kind)
        self.note(discreet)
        return language, discreet, token

    def put(self, connection: Connection, kind: Kind, address: str, letter: tuple[str, bool, str], _now: datetime) -> None:
        carried = (kind, address, letter[2])
        self.carried.append(carried)
        event.listen(connection, "rollback_savepoint", lambda *_: self.carried.remove(carried))

    @property
    def tokens(self) -> list[str]:
        return [token for _, _, token in self.carried]


def ask(store: Store, address: str, now: datetime, language: str = "", pigeons: Pigeons | None = None) -> tuple[Outcome, Pigeons]:
    """Fill in the sign-up form."""
    pigeons = pigeons or Pigeons()
    return request(store, pigeons, Asking(address, language, SOURCE, WORDING), now, PER_HOUR), pigeons


def join(store: Store, address: str, now: datetime, language: str = "") -> int:
    """Sign up and confirm; gives the subscriber's number."""
    _, pigeons = ask(store, address, now, language)
    assert confirm(store, pigeons.tokens[-1], now)
    return store.number_with(address)
