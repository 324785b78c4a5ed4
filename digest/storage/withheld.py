"""Editions that are held or skipped, on SQL: rows that whoever opens an edition reads in that very transaction.

Each decision, and each that takes one back, is also a line in the journal, which holds no reasons: a backup that is put
back knows them all the same. The line is written inside the transaction, so whoever is killed between the two has the
decision done when the newsroom is opened next.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert

from digest.delivery.withheld import DECIDED_BEFORE, Decision, Withheld
from digest.errors import DigestError, EditionWithheld
from digest.storage.attempt_journal import Journal, JournalLine, write_line
from digest.storage.tables import edition, withheld
from digest.storage.timestamps import stamp

_TAKEN: Final = {Decision.HELD: "edition-hold", Decision.SKIPPED: "edition-skip"}
_TAKEN_BACK: Final = {Decision.HELD: "edition-release", Decision.SKIPPED: "edition-unskip"}
"""The kinds of lines of each decision."""


class SqlWithholdings:
    """Writes what was decided of editions that did not begin; see `digest.ports.delivery.Withholdings`."""

    def __init__(self, engine: Engine, journal: Journal, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._journal = journal
        self._now = now

    def withhold(self, edition_id: str, decision: Decision, reason: str) -> bool:
        """Keep an edition from beginning; return whether it is: one that has begun cannot be.

        Where the journal cannot be written it is kept all the same, and `DigestError` is raised: said once more, it is
        written.
        """
        row = {"edition": edition_id, "decision": decision.value, "reason": reason, "at": stamp(self._now())}
        unwritten: Exception | None = None
        with self._engine.begin() as connection:
            if connection.scalar(select(edition.c.number).where(edition.c.id == edition_id)) is not None:
                return False
            kept = insert(withheld).values(row)
            again = kept.on_conflict_do_update([withheld.c.edition, withheld.c.decision], set_={"reason": reason})
            connection.execute(again)
            try:
                self._write(connection, _TAKEN[decision], edition_id)
            except Exception as error:  # noqa: BLE001 - whatever the journal says, the letter has to stay
                unwritten = error
        if unwritten:
            told = f"edition {edition_id} is {decision}, but a backup that is put back would not know it"
            raise DigestError(f"{told}: {unwritten}") from unwritten
        return True

    def take_back(self, edition_id: str, decision: Decision) -> bool:
        """Take a decision back; return whether it stood. Raises where the journal cannot be written."""
        theirs = (withheld.c.edition == edition_id, withheld.c.decision == decision.value)
        with self._engine.begin() as connection:
            stood = connection.execute(delete(withheld).where(*theirs)).rowcount == 1
            if stood:
                self._write(connection, _TAKEN_BACK[decision], edition_id)
        return stood

    def _write(self, connection: Connection, kind: str, edition_id: str) -> None:
        self._journal.record_applied(connection, write_line(self._journal, self._now(), kind, edition_id))


def check_not_withheld(connection: Connection, edition_id: str) -> None:
    """Raise `EditionWithheld` where an edition is held or skipped, inside the transaction that would begin it."""
    if found := withheld_of(connection, edition_id):
        raise EditionWithheld.because(edition_id, str(found), found.way_back)


def withheld_lines() -> Mapping[str, Callable[[Connection, JournalLine], bool]]:
    """Return what applies the lines about withheld editions to a database that may be older, by their kind."""
    return {kind: partial(_take, decision) for decision, kind in _TAKEN.items()} | {
        kind: partial(_take_back, decision) for decision, kind in _TAKEN_BACK.items()
    }


def withheld_of(connection: Connection, edition_id: str) -> Withheld | None:
    """Return what stands of an edition, None for nothing; that it is skipped says more than that it is held."""
    rows = connection.execute(select(withheld).where(withheld.c.edition == edition_id)).all()
    found = {
        Decision(row.decision): Withheld(Decision(row.decision), row.reason, datetime.fromisoformat(row.at))
        for row in rows
    }
    return found.get(Decision.SKIPPED) or found.get(Decision.HELD)


def skipped_editions(connection: Connection) -> frozenset[str]:
    """Return the ids of all editions that are skipped."""
    wanted = select(withheld.c.edition).where(withheld.c.decision == Decision.SKIPPED.value)
    return frozenset(connection.scalars(wanted))


def _take(decision: Decision, connection: Connection, line: JournalLine) -> bool:
    (name,) = line.words
    row = {"edition": name, "decision": decision.value, "reason": DECIDED_BEFORE, "at": line.at}
    connection.execute(insert(withheld).values(row).on_conflict_do_nothing())
    return True


def _take_back(decision: Decision, connection: Connection, line: JournalLine) -> bool:
    (name,) = line.words
    theirs = (withheld.c.edition == name, withheld.c.decision == decision.value)
    connection.execute(delete(withheld).where(*theirs))
    return True
