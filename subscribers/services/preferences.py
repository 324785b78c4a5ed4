"""What readers change by themselves: pause, remind me later, preferences. Consent stays as it is."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from subscribers.policy.preferences import ReaderPreferences, read_preferences
from subscribers.storage.store import Store
from subscribers.storage.tables import subscriber
from subscribers.storage.timestamps import timestamp

PAUSES = (4, 8, 12)
"""The pauses offered, in weeks."""


def pause(store: Store, number: int, weeks: int, now: datetime) -> datetime:
    """Send a reader nothing for so many weeks; return when letters come again. 0 weeks ends a pause at once."""
    until = now + timedelta(weeks=weeks)
    _set(store, number, paused_until=timestamp(until) if weeks else None)
    return until


def remind_later(store: Store, number: int, weeks: int, now: datetime) -> date:
    """Show a reader no appeal for so many weeks; stores that date and nothing else."""
    until = (now + timedelta(weeks=weeks)).date()
    with store.engine.begin() as connection:
        kept = connection.scalar(select(subscriber.c.preferences).where(subscriber.c.number == number)) or ""
        changed = replace(read_preferences(kept), appeals_after=until)
        connection.execute(update(subscriber).where(subscriber.c.number == number).values(preferences=str(changed)))
    return until


def prefer(store: Store, number: int, language: str, zone: str, preferences: ReaderPreferences) -> None:
    """Keep a reader's language, IANA time zone (or nothing) and wishes."""
    _set(store, number, language=language, zone=zone, preferences=str(preferences))


def _set(store: Store, number: int, **values: str | None) -> None:
    with store.engine.begin() as connection:
        connection.execute(update(subscriber).where(subscriber.c.number == number).values(**values))
