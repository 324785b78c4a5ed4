"""Another journal in the place of one that is lost: what can be read of the old one is done, and none of it hidden."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from subscribers.services.journal_replay import WITHDRAWN, Apply, apply_readable
from subscribers.storage.journal_line import JournalLine
from subscribers.storage.kept_journals import Readable
from subscribers.storage.noted_heads import OlderRecords, carry_over, older_records, restore_words
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp

_AT_ONCE = 200
"""How many withdrawals are done in one transaction: others write in between."""


class NewJournal(NamedTuple):
    """What came of the old journal: where it is kept, if there was any, what was read, how many lines were done now."""

    kept: Path
    read: Readable
    applied: int


def begin_new_journal(
    store: Store, others: Mapping[str, Apply], give_up: Callable[[Connection], None], now: datetime
) -> NewJournal:
    """Begin another journal, after every line of the old one that can be read was done, those in `others` by them.

    `give_up` ends, in the transaction that follows the new one, what only the lost lines could have told. Killed in
    between, it can be run again. Raises `JournalBusy`.
    """
    journal = store.journal
    with store.reading.connect() as connection:
        found = journal.readable(connection)
        restore = restore_words(connection, store.keyring, found.waiting)  # before anything is done again
        older = older_records(connection, store.keyring, found.lines)
    first, done = withdraw_in_advance(store, found, older)
    # the database first, then the file: the order of all who write a line inside a transaction
    with store.engine.connect() as connection, connection.begin() as writing, journal.file.held():
        found = journal.readable(connection)
        applied = apply_readable(connection, store, others, found, done, older)
        mark = journal.mark(connection)
        writing.commit()  # before the old one is out of the way, and while nobody can add a line to it
        kept = journal.begin_another(timestamp(now), mark)
    with store.engine.begin() as connection:
        journal.follow(connection)
        give_up(connection)
        carry_over(connection, store.keyring, journal, found.lines, restore, now)
    return NewJournal(kept, found, first + applied)


def withdraw_in_advance(store: Store, found: Readable, older: OlderRecords) -> tuple[int, set[str]]:
    """Do the withdrawals, which can be thousands, while others may write too.

    Return how many of them the database had yet to do, and the links of all their lines.
    """
    waiting = [line for line in found.waiting if line.kind in WITHDRAWN]
    done = {line.link for line in waiting}
    others = [line for line in found.lines if line.kind in WITHDRAWN and line.link not in done]
    parts = [found._replace(waiting=part, lines=()) for part in _batched(waiting)]
    parts += [found._replace(waiting=(), lines=part) for part in _batched(others)]
    applied = 0
    for part in parts:
        with store.engine.begin() as connection:
            applied += apply_readable(connection, store, {}, part, (), older)
    return applied, done | {line.link for line in others}


def _batched(lines: Sequence[JournalLine]) -> Iterator[Sequence[JournalLine]]:
    return (lines[begin : begin + _AT_ONCE] for begin in range(0, len(lines), _AT_ONCE))
