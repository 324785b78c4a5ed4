"""Editions of which a database that was put back knows less than the journal and the ESP's events do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, Engine, func, or_, select

from digest.calendar.edition_id import edition_date
from digest.delivery.forgotten import Forgotten
from digest.delivery.statuses import EditionState
from digest.delivery.ways_out import BEHIND, HEARD, PAUSED_BEFORE, on_top_of_halt
from digest.storage.stop_decisions import REASONS
from digest.storage.tables import early_event, edition, journaled_batch, stop_decision


def forgotten_editions(engine: Engine) -> dict[str, Forgotten]:
    """Map the editions of which this database forgot something to what that is, as far as nobody dealt with it yet.

    Those it does not know at all, and those that are paused for it. What stops an edition for good counts most, then
    that letters were handed over.
    """
    found: dict[str, Forgotten] = {}
    with engine.execution_options(reading=True).connect() as connection:
        for name, at, state, reason in _told(connection):
            since = datetime.fromisoformat(at) if at else _day_of(name)
            found[name] = Forgotten(min(since, found[name].since) if name in found else since, state, reason)
    return dict(sorted(found.items()))


def _told(connection: Connection) -> Iterator[tuple[str, str, EditionState, str]]:
    """Yield id, time, state and reason of what is known of each; what counts more comes later."""
    kept = select(stop_decision.c.edition, stop_decision.c.at, stop_decision.c.state)
    stops = [(name, at, EditionState(to)) for name, at, to in connection.execute(kept).tuples()]
    yield from ((name, at, to, REASONS[to]) for name, at, to in stops if to is EditionState.PAUSED)
    for table, instant, reason in ((early_event, "at", HEARD), (journaled_batch, "attempted_at", BEHIND)):
        first = select(table.c.edition, func.min(table.c[instant])).group_by(table.c.edition)
        for name, at in connection.execute(first).tuples():
            yield name, at, EditionState.PAUSED, reason
    for why in (PAUSED_BEFORE, BEHIND):
        is_why = or_(edition.c.reason == why, edition.c.reason.endswith(on_top_of_halt("", why), autoescape=True))
        begun = select(edition.c.id, edition.c.started_at).where(edition.c.state == EditionState.PAUSED.value, is_why)
        yield from ((name, at, EditionState.PAUSED, why) for name, at in connection.execute(begun).tuples())
    yield from ((name, at, to, REASONS[to]) for name, at, to in stops if to is EditionState.CANCELLED)


def _day_of(edition_id: str) -> datetime:
    """Return when an edition begins its day, for one of which an earlier version noted no time."""
    return datetime.combine(edition_date(edition_id) or date.min, time(), UTC)
