"""How many readers left in which time, out of the consent log: numbers only, nothing of any reader.

A reader leaves by a record that takes a confirmed one off the list, unsubscribed or erased, unless it was taken back:
then the next record about the status is an undo. Who took back a request that was never confirmed has not left, and
neither has one whose address is erased long after.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, case, func, select

from subscribers.policy.model import Event
from subscribers.storage.store import Store
from subscribers.storage.tables import consent_record
from subscribers.storage.timestamps import timestamp

_LEAVES = (Event.UNSUBSCRIBE.value, Event.ERASE.value)
_COMES = (Event.CONFIRM.value, Event.IMPORT.value, Event.UNDO.value)
_KEEPS_THE_STATUS = (Event.MOVE.value, Event.UNSUPPRESS.value)


def count_left(store: Store, since: Sequence[datetime], until: datetime) -> list[int]:
    """Count the readers who left from each instant of `since`, ascending, to the next, from the last one to `until`.

    Each is counted once in a span, however often they left in it. One statement for all spans.
    """
    if not since:
        return []
    found = consent_record
    span = case(*((found.c.at >= timestamp(since[place]), place) for place in range(len(since) - 1, -1, -1)))
    within = found.c.at >= timestamp(since[0]), found.c.at < timestamp(until)
    left = found.c.event.in_(_LEAVES), _beside(before=True).in_(_COMES), ~_is_undone()
    counted = select(span, func.count(found.c.subscriber.distinct())).where(*within, *left).group_by(span)
    with store.reading.connect() as connection:
        by_span: dict[int, int] = dict(connection.execute(counted).tuples().all())
    return [by_span.get(place, 0) for place in range(len(since))]


def _is_undone() -> ColumnElement[bool]:
    return func.coalesce(_beside(before=False), "") == Event.UNDO.value


def _beside(*, before: bool) -> ScalarSelect[str]:
    """Select the event of the record about the same reader's status that stands right before, or behind, one."""
    other, own = consent_record.alias(), consent_record.c.number
    side, order = (other.c.number < own, other.c.number.desc()) if before else (other.c.number > own, other.c.number)
    its_reader = other.c.subscriber == consent_record.c.subscriber, other.c.event.not_in(_KEEPS_THE_STATUS)
    wanted = select(other.c.event).where(*its_reader, side).order_by(order).limit(1)
    return wanted.correlate(consent_record).scalar_subquery()
