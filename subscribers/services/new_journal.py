"""Another journal in the place of one that is lost: what can be read of the old one is done, and none of it hidden."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from subscribers.services.journal_replay import Apply, apply_readable
from subscribers.storage.noted_heads import carry_over, restore_words
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp


class NewJournal(NamedTuple):
    """What came of the old journal: where it lies, if there was any, and how many of its lines were applied only now.

    And how many of them nobody can read, being damaged.
    """

    kept: Path
    applied: int
    damaged: int


def begin_new_journal(
    store: Store, others: Mapping[str, Apply], give_up: Callable[[Connection], None], now: datetime
) -> NewJournal:
    """Begin another journal, after every line of the old one that can be read was applied, those in `others` by them.

    `give_up` ends, in the transaction that follows the new one, what only the lost lines could have told. Killed in
    between, it can be run again. Raises `JournalBusy`.
    """
    journal = store.journal
    # the database first, then the file: the order of all who write a line inside a transaction
    with store.engine.connect() as connection, connection.begin() as writing, journal.file.held():
        found = journal.readable(connection)
        restore = restore_words(connection, store.keyring, found.waiting)
        apply_readable(connection, store, others, found)
        writing.commit()  # before the old one is out of the way, and while nobody can add a line to it
        kept = journal.file.begin_another(timestamp(now))
    with store.engine.begin() as connection:
        journal.follow(connection)
        give_up(connection)
        carry_over(connection, store.keyring, journal, found.lines, restore, now)
    return NewJournal(kept, len(found.waiting), found.damaged)
