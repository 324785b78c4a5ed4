"""Another journal in the place of one that is lost: what can be read of the old one is done, and none of it hidden."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from subscribers.policy.model import SuppressionReason
from subscribers.services.journal_replay import WITHDRAWN, Apply, bar_again, is_of_reader, reader_lines
from subscribers.storage.journal_line import JournalLine
from subscribers.storage.kept_journals import Readable
from subscribers.storage.noted_heads import OlderRecords, carry_over, older_records, restore_words
from subscribers.storage.safety_lines import APPLY, SUPPRESS
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp

_AT_ONCE = 200
"""How many withdrawals are done in one transaction: others write in between."""
_LAST_WORDS = frozenset({SUPPRESS, *APPLY})
"""The kinds of lines of which the last about a reader or an address counts."""


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
        older = older_records(connection, store.keyring, found.copies)
    first, done = withdraw_in_advance(store, found, older)
    # the database first, then the file: the order of all who write a line inside a transaction
    with store.engine.connect() as connection, connection.begin() as writing, journal.file.held():
        found = journal.readable(connection)
        applied = apply_readable(connection, store, others, found, done, older)
        writing.commit()  # before the old one is out of the way, and while nobody can add a line to it
        kept = journal.begin_another(timestamp(now), found.names)
    with store.engine.begin() as connection:
        journal.follow(connection)
        give_up(connection)
        notes = journal.append_all([(timestamp(now), *one.words()) for one in found.given_up])
        journal.record_all_applied(connection, notes)
        carry_over(connection, store.keyring, journal, found.own, restore, now)
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


def apply_readable(
    connection: Connection,
    store: Store,
    others: Mapping[str, Apply],
    found: Readable,
    done: Collection[str],
    older: OlderRecords,
) -> int:
    """Apply what was `found` in a journal that is to be given up, but for the links in `done`, inside the transaction.

    A withdrawal counts in whichever journal it stands, of any other line only those that this database has yet to do.
    Return how many of these there were. The mark stays: it is about one file, and these lines stand in several.
    """
    kinds = reader_lines(store) | dict(others)
    waiting = [line for line in found.waiting if line.kind in kinds and line.link not in done]
    withdrawals = [line for line in found.lines if line.kind in WITHDRAWN and line.link not in done]
    for line in map(_of_no_journal, _with_later_lines(waiting, found.lines)):
        if line.kind in WITHDRAWN or (line.kind == SUPPRESS and line.words[1] != SuppressionReason.MANUAL.value):
            bar_again(connection, kinds, line, older)
        else:  # also what the newsroom decided, which no consent lifts
            kinds[line.kind](connection, line)
    for line in map(_of_no_journal, withdrawals):
        if is_of_reader(connection, line):
            bar_again(connection, kinds, line, older)
    return len(waiting)


def _with_later_lines(waiting: Sequence[JournalLine], lines: Sequence[JournalLine]) -> Sequence[JournalLine]:
    """Return the lines that wait, and of the `lines` after them those that say the last word about the same.

    These are done already; but a pause, say, that comes to light late must not take the place of its end.
    """
    about = {line.words[0] for line in waiting if line.kind in _LAST_WORDS}
    if not about:
        return waiting
    waits = {line.link for line in waiting}
    met = set[str]()
    told = list[JournalLine]()
    for line in lines:
        is_wish = line.kind in _LAST_WORDS and line.words[0] in about
        if is_wish and line.link in waits:
            met.add(line.words[0])
        if line.link in waits or (is_wish and line.words[0] in met):
            told.append(line)
    return told


def _of_no_journal(line: JournalLine) -> JournalLine:
    return line._replace(journal="")


def _batched(lines: Sequence[JournalLine]) -> Iterator[Sequence[JournalLine]]:
    return (lines[begin : begin + _AT_ONCE] for begin in range(0, len(lines), _AT_ONCE))
