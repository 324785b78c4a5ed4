"""What readers change by themselves: pause, remind me later, preferences. Consent stays as it is."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select, update

from subscribers.policy.preferences import ReaderPreferences, read_preferences
from subscribers.storage.store import Store
from subscribers.storage.tables import subscriber
from subscribers.storage.timestamps import timestamp

PAUSES = (4, 8, 12)
"""The pauses offered, in weeks."""


def pause(store: Store, number: int, weeks: int, now: datetime) -> datetime:
    """Pause a reader's letters for so many weeks; return when they come again. 0 weeks end a pause at once."""
    until = now + timedelta(weeks=weeks)
    _set(store, number, paused_until=timestamp(until) if weeks else None)
    return until


def remind_later(store: Store, number: int, weeks: int, now: datetime) -> date:
    """Hide appeals from a reader for so many weeks; store and return the day from which they may be shown again."""
    until = (now + timedelta(weeks=weeks)).date()
    with store.engine.begin() as connection:
        stored = connection.scalar(select(subscriber.c.preferences).where(subscriber.c.number == number)) or ""
        changed = replace(read_preferences(stored), appeals_after=until)
        connection.execute(update(subscriber).where(subscriber.c.number == number).values(preferences=str(changed)))
    return until


def prefer(store: Store, number: int, language: str, zone: str, preferences: ReaderPreferences) -> None:
    """Save a reader's language, IANA time zone (or nothing) and preferences."""
    _set(store, number, language=language, zone=zone, preferences=str(preferences))


def is_discreet(connection: Connection, number: int | None) -> bool:
    """Return whether a subscriber wants mails that do not name us; None, somebody who is not on the list, does not.

    It asks the database in either case: how long an answer takes must not reveal who is on the list.
    """
    stored = connection.scalar(select(subscriber.c.preferences).where(subscriber.c.number == (number or 0)))
    return read_preferences(stored or "").discreet


def _set(store: Store, number: int, **values: str | None) -> None:
    with store.engine.begin() as connection:
        connection.execute(update(subscriber).where(subscriber.c.number == number).values(**values))
