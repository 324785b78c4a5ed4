"""Who hands an edition over: one runner at a time, by a lease that it renews with everything it writes.

A runner that died on this host loses the lease at once, one on another host when it ends (`process.py`). Whoever
acquires it raises the fence, so that the runner before can write nothing any more.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from digest.delivery.statuses import BatchState, EditionState
from digest.errors import ClockWentBack, EditionCancelled, EditionPaused, EditionTaken
from digest.storage.attempt_journal import Journal
from digest.storage.evidence import settle_by_events
from digest.storage.gaps import fill_gaps
from digest.storage.lost_attempts import end_lost_attempts
from digest.storage.process import is_free, myself
from digest.storage.tables import batch, edition
from digest.storage.timestamps import stamp

LEASE_SECONDS = 300
CLOCK_SLACK = timedelta(seconds=60)


def acquire_edition(connection: Connection, edition_id: str, journal: Journal, now: datetime, *, repeats: bool) -> int:
    """Make this process the runner of an edition, inside the caller's transaction; return the fence.

    The attempts of a dead runner are ended (`lost_attempts.py`), and readers whom no batch would reach get one
    (`gaps.py`). Raises `EditionTaken` while another runner lives, `EditionPaused` or `EditionCancelled` in those
    states, and `ClockWentBack`.
    """
    row = connection.execute(select(edition).where(edition.c.id == edition_id)).one()
    check_sending(edition_id, EditionState(row.state), row.reason, is_halted=row.halted)
    _check_clock(connection, row.number, row.started_at, now)
    me = myself()
    if row.runner != me and not is_free(row.runner, row.lease_until, stamp(now)):
        raise EditionTaken(
            f"another process ({row.runner}) is handing edition {edition_id} over; `digest status "
            f"{edition_id}` shows how far it is"
        )
    fence = int(row.fence) + 1
    acquired = {"fence": fence, "runner": me, "lease_until": lease(now)}
    connection.execute(update(edition).where(edition.c.number == row.number).values(acquired))
    end_lost_attempts(connection, edition_id, journal, now, repeats=repeats)
    fill_gaps(connection, row.number, now)
    settle_by_events(connection, row.number, BatchState.UNCERTAIN)
    return fence


def check_sending(edition_id: str, state: EditionState, reason: str, *, is_halted: bool) -> None:
    """Raise `EditionPaused` or `EditionCancelled`, with the `reason`, when the edition is in such a state."""
    if state is EditionState.PAUSED:
        raise EditionPaused.because(edition_id, reason, is_halted=is_halted)
    if state is EditionState.CANCELLED:
        raise EditionCancelled.because(edition_id, reason)


def lease(now: datetime) -> str:
    """Return until when a lease that is renewed at `now` lasts, as the table keeps it."""
    return stamp(now + timedelta(seconds=LEASE_SECONDS))


def _check_clock(connection: Connection, number: int, started_at: str, now: datetime) -> None:
    """Raise `ClockWentBack` when `now` is well before the last batch was claimed, or before the edition began."""
    last = connection.scalar(select(func.max(batch.c.claimed_at)).where(batch.c.edition == number)) or started_at
    if now < datetime.fromisoformat(last) - CLOCK_SLACK:
        raise ClockWentBack(
            f"this machine's clock shows {stamp(now)}, but the last batch was claimed at {last}; set the clock right"
        )
