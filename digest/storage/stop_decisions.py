"""What editors decided that keeps letters from going out, once more outside of the database: pauses and cancellations.

"A source is in danger" must hold after a backup from before was put back, too. The line is written inside the
transaction that changes the edition, so whoever is killed between the two has the decision done when the newsroom is
opened next. That a paused edition was let go on stands in no line: after a restore it waits for people once more. Nor
do the stops of the program's own, which it would make again. A line holds the edition's id, and no reason, for that may
hold names.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from digest.delivery.statuses import EditionState
from digest.delivery.ways_out import CANCELLED_BEFORE, PAUSED_BEFORE
from digest.storage.attempt_journal import JournalLine
from digest.storage.tables import edition, stop_decision

KINDS: Final = {EditionState.PAUSED: "edition-pause", EditionState.CANCELLED: "edition-cancel"}
"""The kind of line of each decision; `pause` alone is a reader's."""
REASONS: Final = {EditionState.PAUSED: PAUSED_BEFORE, EditionState.CANCELLED: CANCELLED_BEFORE}
_STOPPED: Final = {
    EditionState.PAUSED: (EditionState.SENDING.value,),
    EditionState.CANCELLED: (EditionState.SENDING.value, EditionState.PAUSED.value),
}


def stop_lines() -> Mapping[str, Callable[[Connection, JournalLine], bool]]:
    """Return what applies the lines about stopped editions to a database that may be older, by their kind."""
    return {kind: partial(_apply, to) for to, kind in KINDS.items()}


def stop_again(connection: Connection, edition_id: str, number: int) -> None:
    """Stop an edition that was just begun if that was decided before a backup was put back."""
    theirs = stop_decision.c.edition == edition_id
    for state in connection.scalars(select(stop_decision.c.state).where(theirs)).all():
        _stop(connection, number, EditionState(state))
    connection.execute(delete(stop_decision).where(theirs))


def _apply(to: EditionState, connection: Connection, line: JournalLine) -> bool:
    """Apply a decision; of an edition that this database does not know it is kept for the day it is begun."""
    (name,) = line.words
    number = connection.scalar(select(edition.c.number).where(edition.c.id == name))
    if number is not None:
        _stop(connection, number, to)
        return True
    kept = insert(stop_decision).values(edition=name, state=to.value, at=line.at)
    if to is EditionState.CANCELLED:
        kept = kept.on_conflict_do_update([stop_decision.c.edition], set_={"state": to.value})
    connection.execute(kept.on_conflict_do_nothing() if to is EditionState.PAUSED else kept)
    return True


def _stop(connection: Connection, number: int, to: EditionState) -> None:
    """Stop an edition, unless it has ended, or waits for people for a reason that says more."""
    where = (edition.c.number == number, edition.c.state.in_(_STOPPED[to]))
    connection.execute(update(edition).where(*where).values(state=to.value, reason=REASONS[to], halted=False))
