"""What readers change by themselves: pause, remind me later, preferences. Consent stays as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Update, select, update

from subscribers.policy.model import Status
from subscribers.policy.preferences import ReaderPreferences, read_preferences
from subscribers.storage.identity import find_identity
from subscribers.storage.safety_lines import pause_words, preferences_words
from subscribers.storage.store import Store
from subscribers.storage.tables import subscriber
from subscribers.storage.timestamps import timestamp
from subscribers.storage.undo_grants import Grant, find_grant, mark_used, offer_grant

PAUSES = (4, 8, 12)
"""The pauses offered, in weeks."""


def pause(store: Store, number: int, weeks: int, now: datetime) -> datetime:
    """Pause a reader's letters for so many weeks; return when they come again. 0 weeks end a pause at once."""
    until = now + timedelta(weeks=weeks)
    with _written_ahead(store, _words_of_pause(store, number, until if weeks else None), now) as connection:
        _set(connection, number, paused_until=timestamp(until) if weeks else None)
    return until


def _words_of_pause(store: Store, number: int, until: datetime | None) -> tuple[str, ...] | None:
    with store.reading.connect() as connection:
        public_id = connection.scalar(select(subscriber.c.public_id).where(subscriber.c.number == number))
    return pause_words(public_id, until) if public_id is not None else None


def offer_resume(store: Store, number: int, now: datetime) -> str | None:
    """Return a value by which a reader who is about to pause may take it back.

    None for who gets no letters anyway, or is pausing already: that pause would be ended with it.
    """
    person, _ = store.get(number)
    if person.pause_end(now) or person.status is not Status.CONFIRMED:
        return None
    return offer_grant(store.soon, Grant.RESUME, number, now)


def undo_pause(store: Store, number: int, value: str, now: datetime) -> bool:
    """Take a pause back; return whether it is, also when it was by the same button before.

    By the rules of taking a leaving back (docs/decisions/0021), and only the pause that was begun then, which its end
    tells from any other. It ends as any pause does, so a restored backup knows of it.
    """
    person, _ = store.get(number)
    with store.reading.connect() as connection:
        grant = find_grant(connection, Grant.RESUME, number, value, now)
    if grant is None or person.status is not Status.CONFIRMED:
        return False
    paused_at, was_used = grant
    if was_used:
        return person.paused_until is None
    if person.paused_until not in {paused_at + timedelta(weeks=weeks) for weeks in PAUSES}:
        return False
    with store.engine.begin() as connection:  # the one that waits for its turn first; the journal follows it
        this_pause = subscriber.c.paused_until == timestamp(person.paused_until)
        ended = connection.execute(_living(number).where(this_pause).values(paused_until=None)).rowcount == 1
        if ended:
            mark_used(connection, Grant.RESUME, value)
            words = pause_words(find_identity(connection, number).public_id, None)
            line = store.journal.append(timestamp(now), *words)
            store.journal.record_applied(connection, line)
    return ended


def remind_later(store: Store, number: int, weeks: int, now: datetime) -> date:
    """Hide appeals from a reader for so many weeks; store and return the day from which they may be shown again."""
    until = (now + timedelta(weeks=weeks)).date()
    with store.engine.begin() as connection:
        stored = connection.scalar(select(subscriber.c.preferences).where(subscriber.c.number == number)) or ""
        changed = replace(read_preferences(stored), appeals_after=until)
        connection.execute(_living(number).values(preferences=str(changed)))
    return until


def prefer(store: Store, number: int, language: str, zone: str, preferences: ReaderPreferences, now: datetime) -> None:
    """Save a reader's language, IANA time zone (or nothing) and preferences."""
    own = select(subscriber.c.public_id, subscriber.c.preferences).where(subscriber.c.number == number)
    with store.reading.connect() as connection:
        person = connection.execute(own).first()
    words = preferences_words(person.public_id, person.preferences, str(preferences)) if person else None
    with _written_ahead(store, words, now) as connection:
        _set(connection, number, language=language, zone=zone, preferences=str(preferences))


def is_discreet(connection: Connection, number: int | None) -> bool:
    """Return whether a subscriber wants mails that do not name us; None, somebody who is not on the list, does not.

    It asks the database in either case: how long an answer takes must not reveal who is on the list.
    """
    stored = connection.scalar(select(subscriber.c.preferences).where(subscriber.c.number == (number or 0)))
    return read_preferences(stored or "").discreet


def _set(connection: Connection, number: int, **values: str | None) -> None:
    connection.execute(_living(number).values(**values))


@contextmanager
def _written_ahead(store: Store, words: tuple[str, ...] | None, now: datetime) -> Iterator[Connection]:
    """Write what a reader's safety hangs on into the journal, and give the transaction that applies it.

    The journal comes first, so that it is kept while others hold the database. None: nothing of it concerns safety.
    """
    line = store.journal.append(timestamp(now), *words) if words else None
    with store.engine.begin() as connection:
        yield connection
        if line:
            store.journal.record_applied(connection, line)


def _living(number: int) -> Update:
    """Return the change of a reader's row, which an erased reader's is not: nothing is known of them any more."""
    return update(subscriber).where(subscriber.c.number == number, subscriber.c.status != Status.ERASED.value)
