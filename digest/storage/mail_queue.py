"""Transactional mails that wait to be handed over, on SQL.

Address and words are sealed while they wait and deleted once the mail has ended.

The attempt is written before the hand-over, as for editions: a mail whose runner died in between is uncertain and is
not repeated, unless the transport repeats harmlessly, and one that was not accepted goes again. What a mail is about
(its `key`) is enqueued once, however many schedules look at the same database.
"""

import json
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select, text, update

from digest.delivery.mail import NAME_PREFIX, ClaimedMail, TransactionalMail
from digest.delivery.statuses import Status
from digest.storage.attempt_journal import MAILED, Journal, JournalLine, write_line
from digest.storage.lost_mails import LOST
from digest.storage.process import is_dead, myself
from digest.storage.tables import transactional_mail
from digest.storage.timestamps import stamp

LEASE = timedelta(minutes=5)
_SETTLE = text(
    "UPDATE transactional_mail SET state = :to, reason = :why, sealed = NULL "
    "WHERE name = :about AND state = 'uncertain'"
)
_KEEP_EVENT = text(
    "UPDATE transactional_mail SET event_state = :to, event_reason = :why "
    "WHERE name = :about AND state = 'claimed' AND COALESCE(event_state, '') != 'accepted'"
)
"""A sign of acceptance outweighs any other, in whichever order they come."""
_LONGEST_ADDRESS = 254
"""In characters (RFC 5321); what a shorter one lacks is filled up: the length of a sealed mail tells nothing."""


class Seal(Protocol):
    """Encrypts texts, each bound to a name, so that a stolen database reveals nothing."""

    def encrypt(self, text: str, name: bytes, /) -> bytes:
        """Return `text` encrypted for `name`."""
        ...

    def open_all(self, pairs: Sequence[tuple[bytes, bytes]], /) -> list[str | None]:
        """Return the texts that `encrypt` was given, from pairs of (encrypted, name); None for one that is damaged."""
        ...


class SqlMailQueue:
    """The mail queue of one newsroom; see `digest.ports.mail.MailQueue`."""

    def __init__(self, engine: Engine, seal: Seal, journal: Journal) -> None:
        self._engine = engine
        self._journal = journal
        self._lines: dict[int, JournalLine] = {}  # of the mails that are on their way, by number
        self._reading = engine.execution_options(reading=True)
        self._seal = seal

    def enqueue(self, key: str, mails: Sequence[TransactionalMail], now: datetime, expires_at: datetime) -> bool:
        """Put mails about `key` into the queue, one per recipient, unless that has happened."""
        with self._engine.begin() as connection:
            return self.enqueue_in(connection, key, mails, now, expires_at)

    def enqueue_in(
        self,
        connection: Connection,
        key: str,
        mails: Sequence[TransactionalMail],
        now: datetime,
        expires_at: datetime,
    ) -> bool:
        """Do as `enqueue`, inside a transaction of the caller."""
        if connection.scalar(
            select(func.count()).select_from(transactional_mail).where(transactional_mail.c.key == key)
        ):
            return False
        rows = [self._new_row(key, part, mail, now, expires_at) for part, mail in enumerate(mails)]
        if rows:
            connection.execute(insert(transactional_mail), rows)
        return bool(rows)

    def _new_row(
        self, key: str, part: int, mail: TransactionalMail, now: datetime, expires_at: datetime
    ) -> dict[str, str | int | bytes]:
        """Return the row of a mail that waits, under its name or a new one, its address and words encrypted."""
        name = mail.name or new_name()
        words = json.dumps(asdict(mail), ensure_ascii=False) + " " * (_LONGEST_ADDRESS - len(mail.to))
        return {
            "key": key,
            "part": part,
            "name": name,
            "reason": "",
            "sealed": self._seal.encrypt(words, name.encode()),
            "state": Status.PENDING.value,
            "tries": 0,
            "made_at": stamp(now),
            "due_at": stamp(now),
            "expires_at": stamp(expires_at),
        }

    def claim(self, now: datetime, *, repeats: bool = False) -> ClaimedMail | None:
        """Write an attempt at the mail that waited longest, and return it; None when no mail is due.

        A claimed mail whose runner died becomes uncertain, or waits again where the transport `repeats` harmlessly.
        """
        if not self._has_work(now):
            return None
        with self._engine.begin() as connection:
            self._end_lost(connection, now, repeats=repeats)
            waiting = select(transactional_mail).where(_is_due(now))
            found = connection.execute(
                waiting.order_by(transactional_mail.c.due_at, transactional_mail.c.number).limit(1)
            ).first()
            if found is None:
                return None
            tries = found.tries + 1
            attempt = {"state": Status.CLAIMED.value, "tries": tries, "attempted_at": stamp(now), "runner": myself()}
            self._set(connection, found.number, attempt)
            words = self._opened(found.sealed, found.name)
            if words is None:
                self._end(connection, found.number, Status.FAILED, "its words do not open: they were damaged")
        if words is None:
            return self.claim(now, repeats=repeats)
        self._lines[found.number] = write_line(self._journal, now, MAILED, found.name, str(tries))
        mail = TransactionalMail(**(json.loads(words) | {"name": found.name}))
        return ClaimedMail(found.number, mail, tries, datetime.fromisoformat(found.expires_at))

    def _opened(self, sealed: bytes, name: str) -> str | None:
        """Return the words of a mail; None for one that was damaged, which must not keep back those behind it."""
        return self._seal.open_all([(sealed, name.encode())])[0]

    def _end_lost(self, connection: Connection, now: datetime, *, repeats: bool) -> None:
        """End the claimed mails whose runner died or has been silent for longer than `LEASE`: they are uncertain.

        Those of whose attempt the journal knows nothing were never handed over, and wait again; so do all where the
        transport `repeats` harmlessly.
        """
        claimed = select(transactional_mail).where(transactional_mail.c.state == Status.CLAIMED.value)
        lost = [
            row
            for row in connection.execute(claimed).all()
            if is_dead(row.runner) or datetime.fromisoformat(row.attempted_at) + LEASE < now
        ]
        if not lost:
            return
        lines = {line.words: line for line in self._journal.unapplied(connection) if line.kind == MAILED}
        for row in lost:
            line = lines.get((row.name, str(row.tries)))
            if line is None or repeats:
                self._set(connection, row.number, {"state": Status.PENDING.value, "runner": None})
            else:
                self._end(connection, row.number, Status.UNCERTAIN, LOST)
            if line is not None:
                self._journal.record_applied(connection, line)

    def _has_work(self, now: datetime) -> bool:
        """Return whether a mail is due or claimed, without holding up those who write."""
        with self._reading.connect() as connection:
            wanted = (
                select(transactional_mail.c.number)
                .where(_is_due(now) | (transactional_mail.c.state == Status.CLAIMED.value))
                .limit(1)
            )
            return connection.scalar(wanted) is not None

    def finish(self, claimed: ClaimedMail, state: Status, reason: str) -> None:
        """Write what became of a mail, and delete its words and its address.

        Also when its runner was believed dead meanwhile: an answer, however late, is worth more than not knowing.
        """
        with self._engine.begin() as connection:
            self._settle_line(connection, claimed.number)
            if self._is_ours(connection, claimed, (Status.CLAIMED, Status.UNCERTAIN)):
                self._end(connection, claimed.number, state, reason)

    def requeue(self, claimed: ClaimedMail, reason: str, due_at: datetime) -> None:
        """Put a mail that was not accepted back into the queue, to go again at `due_at`, unless an event proves it.

        Not one that has ended meanwhile: its words are gone.
        """
        with self._engine.begin() as connection:
            self._settle_line(connection, claimed.number)
            if not self._is_ours(connection, claimed, (Status.CLAIMED,)) or self._end_by_event(
                connection, claimed.number
            ):
                return
            waits = {"state": Status.PENDING.value, "reason": reason, "due_at": stamp(due_at), "runner": None}
            self._set(connection, claimed.number, waits)

    def _is_ours(self, connection: Connection, claimed: ClaimedMail, states: Sequence[Status]) -> bool:
        """Return whether a mail is in one of `states` and nobody tried it after `claimed` was."""
        mail = transactional_mail.c
        where = (mail.number == claimed.number, mail.tries == claimed.tries, mail.state.in_([s.value for s in states]))
        return connection.scalar(select(mail.number).where(*where)) is not None

    def _settle_line(self, connection: Connection, number: int) -> None:
        line = self._lines.pop(number, None)
        if line:
            self._journal.record_applied(connection, line)

    def settle(self, heard: Sequence[tuple[str, Status, str]]) -> None:
        """Settle uncertain mails by an ESP's events, each the name of a mail, what became of it and why.

        About a mail on its way it is kept in case no answer comes.

        A sign of acceptance outweighs any other, in whichever order they come.
        """
        rows = [{"about": name, "to": state.value, "why": reason} for name, state, reason in heard]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(_SETTLE, rows)
                connection.execute(_KEEP_EVENT, rows)

    def counts(self, prefix: str) -> Mapping[Status, int]:
        """Count the mails whose key begins with `prefix`, by state; one that waits is pending."""
        found = select(transactional_mail.c.state, func.count()).where(
            transactional_mail.c.key.startswith(prefix, autoescape=True)
        )
        with self._reading.connect() as connection:
            return Counter(
                {
                    Status(state): number
                    for state, number in connection.execute(found.group_by(transactional_mail.c.state))
                }
            )

    def lost_in(self, connection: Connection, names: Sequence[str]) -> set[str]:
        """Return which of `names` are those of mails that failed or are uncertain, inside the caller's transaction."""
        lost = (Status.FAILED.value, Status.UNCERTAIN.value)
        mail = transactional_mail.c
        return set(connection.scalars(select(mail.name).where(mail.name.in_(names), mail.state.in_(lost))))

    def count_sealed(self) -> int:
        """Count the mails whose words are kept, because they have not ended."""
        with self._reading.connect() as connection:
            sealed = select(func.count()).where(transactional_mail.c.sealed.is_not(None))
            return connection.scalar(sealed) or 0

    def reseal(self, seal: Seal) -> tuple[int, int]:
        """Encrypt the mails that wait anew, with `seal`; return how many there were, and how many of them opened."""
        sealed = select(transactional_mail).where(transactional_mail.c.sealed.is_not(None))
        opened = 0
        with self._engine.begin() as connection:
            rows = connection.execute(sealed).all()
            for row in rows:
                words = self._opened(row.sealed, row.name)
                if words is None:
                    continue
                self._set(connection, row.number, {"sealed": seal.encrypt(words, row.name.encode())})
                opened += 1
        return len(rows), opened

    def forget_ended(self, before: datetime) -> None:
        """Delete the mails that have ended and were made before an instant."""
        open_ones = [Status.PENDING.value, Status.CLAIMED.value]
        old = (transactional_mail.c.state.not_in(open_ones), transactional_mail.c.made_at < stamp(before))
        with self._reading.connect() as connection:
            anything = connection.scalar(select(transactional_mail.c.number).where(*old).limit(1))
        if anything is not None:
            with self._engine.begin() as connection:
                connection.execute(delete(transactional_mail).where(*old))

    def _end(self, connection: Connection, number: int, state: Status, reason: str) -> None:
        """Write the last state of a mail; one of which nobody has heard ends by the event about it, if one came."""
        if state is Status.UNCERTAIN and self._end_by_event(connection, number):
            return
        self._set(connection, number, {"state": state.value, "reason": reason, "sealed": None})

    def _end_by_event(self, connection: Connection, number: int) -> bool:
        """End a mail by the event that came while it was on its way; return whether one did."""
        mail = transactional_mail.c
        proven = update(transactional_mail).where(mail.number == number, mail.event_state.is_not(None))
        ended = proven.values(state=mail.event_state, reason=mail.event_reason, sealed=None)
        return connection.execute(ended).rowcount == 1

    def _set(self, connection: Connection, number: int, values: Mapping[str, str | int | bytes | None]) -> None:
        connection.execute(update(transactional_mail).where(transactional_mail.c.number == number).values(values))


def new_name() -> str:
    """Return a name for a mail that nothing else has, and that nobody can guess."""
    return f"{NAME_PREFIX}{secrets.token_urlsafe(16).replace('_', '-')}"


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a mail waits and its time has come."""
    return (transactional_mail.c.state == Status.PENDING.value) & (transactional_mail.c.due_at <= stamp(now))
