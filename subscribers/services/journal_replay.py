"""Applying what the journal knows and this database does not: after a restored backup, or a crash in between.

Done whenever a newsroom is opened, and, for what readers did meanwhile, before each question who may be written to.
With nothing to apply it looks at the end of the file only.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress as suppress_error
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select, text

from subscribers.errors import NotAllowed
from subscribers.policy.model import PUBLIC_ID_BYTES, ConsentRecord, Event, SuppressionReason
from subscribers.storage.journal_file import JournalLost
from subscribers.storage.journal_line import BEGINS, GIVEN_UP, START, JournalEnd, JournalLine
from subscribers.storage.mailboxes import MOVED, count_lost_move
from subscribers.storage.noted_heads import (
    BROKEN,
    HEAD,
    RESTORED,
    WITHDRAWALS,
    OlderRecords,
    head_of,
    older_records,
    record_restore,
)
from subscribers.storage.safety_lines import APPLY, SUPPRESS
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import record_mailbox, suppress_address
from subscribers.storage.tables import consent_record, subscriber
from subscribers.storage.timestamps import timestamp
from subscribers.storage.undo_grants import end_all_grants

SOURCE = "done again after a restore"
_AT_ONCE = 500
_WITH_FINGERPRINTS = 5
"""How many words the line of a withdrawal has: who, the log's head in two, address, mailbox; fewer in older ones."""
_ADDRESS = 3
"""Which of them is the address."""
_INDEX_DIGITS = 32
"""How an address's fingerprint, 16 bytes, was written in the file of an earlier version."""
WITHDRAWN = frozenset(event.value for event in WITHDRAWALS)
"""The kinds of lines that tell of a withdrawal."""
_AGREED_SINCE = text(
    "SELECT 1 FROM subscriber s JOIN consent_record r ON r.subscriber = s.number "
    "WHERE (s.public_id = :name OR s.address_index = :address) AND r.event = :confirm "
    "AND (:exactly OR r.at > :at) AND r.number > :older LIMIT 1"
)
Apply = Callable[[Connection, JournalLine], bool]
"""Applies one line inside a transaction; returns False for one that its writer has yet to answer for.

A line that is applied again, or does not fit, changes nothing.
"""


def follow_journal(store: Store, now: datetime, withdrawal_log: Path) -> None:
    """Follow the journal from its first line on, if this database follows none.

    It is made when there is none, of the lines of the `withdrawal_log` that an earlier version kept.
    """
    journal = store.journal
    with store.reading.connect() as connection:
        if journal.mark(connection) is not None:
            return
    if not journal.file.path.exists():
        journal.file.begin(timestamp(now), _old_lines(withdrawal_log))
        withdrawal_log.unlink(missing_ok=True)
    with store.engine.begin() as connection:
        if journal.mark(connection) is None:
            journal.follow(connection)


def replay_journal(store: Store, others: Mapping[str, Apply], now: datetime) -> None:
    """Apply the lines that this database has not applied, those of the kinds in `others` by them; raises `JournalLost`.

    The line of a kind that this version does not know stays unapplied. What an older copy of the database lacks of the
    consent log is noted.
    """
    notes = dict.fromkeys((BEGINS, GIVEN_UP, HEAD, RESTORED, BROKEN), lambda _connection, _line: True)
    kinds = reader_lines(store) | dict(others) | notes
    with store.reading.connect() as connection:
        lines = store.journal.unapplied(connection)
    restored = False
    if lines:
        with store.engine.begin() as connection:
            end_all_grants(connection)
    if any(head_of(line) for line in lines):
        with store.engine.begin() as connection:
            restored = record_restore(connection, store.keyring, store.journal, lines, now)
    _apply(store, kinds, lines)
    if restored:
        _withdraw_all_again(store)


def _withdraw_all_again(store: Store) -> None:
    """Do every withdrawal of the journal again that the log has no record of, also those the mark says are applied.

    Whoever can put an older log in the place of a newer one can move the mark, too. Not for names that nobody has here:
    their address was barred when the line was first met, and its owner may have signed up anew since.
    """
    kinds = reader_lines(store)
    lines = list(store.journal.file.lines())
    with store.reading.connect() as connection:
        older = older_records(connection, store.keyring, [lines])
    for line in lines:
        if line.kind in WITHDRAWN:
            with store.engine.begin() as connection:
                if is_of_reader(connection, line):
                    bar_again(connection, kinds, line, older)


def bar_again(connection: Connection, kinds: Mapping[str, Apply], line: JournalLine, older: OlderRecords) -> None:
    """Do a withdrawal or suppression that may be done already, unless its reader agreed anew since it was written.

    That is a consent that is not among the records `older` than the line, and, where these are not all that are, later
    by its time too: a clock may have run ahead, or been set right since.

    One reader may have several lines, of clicks that followed upon each other, and only the first leaves a record.
    """
    name, address = line.words[0], line.words[_ADDRESS] if len(line.words) == _WITH_FINGERPRINTS else ""
    if line.kind == SUPPRESS:
        name, address = "", line.words[0]
    reader = {"name": bytes.fromhex(name), "address": bytes.fromhex(address)}
    records, exactly = older.than(line)
    since = {"confirm": Event.CONFIRM.value, "at": line.at, "older": records, "exactly": exactly}
    if connection.scalar(_AGREED_SINCE, reader | since) is None:
        kinds[line.kind](connection, line)


class JournalTail:
    """What is written into the journal while a newsroom is open, as far as it is about readers."""

    def __init__(self, store: Store) -> None:
        """Begin where the database stands."""
        self._store = store
        self._kinds = reader_lines(store)
        self._journal, self._read = self._mark()

    def catch_up(self) -> None:
        """Apply the new lines; most were applied by whoever wrote them. Raises `JournalLost`."""
        try:
            self._apply_new()
        except JournalLost:
            name, read = self._mark()
            if name == self._journal:
                raise
            self._journal, self._read = name, read  # somebody has begun another journal meanwhile
            self._apply_new()

    def _mark(self) -> tuple[str, JournalEnd]:
        with self._store.reading.connect() as connection:
            mark = self._store.journal.mark(connection)
        return (mark.journal, mark.end) if mark else ("", START)

    def _apply_new(self) -> None:
        lines = list(self._store.journal.file.lines(self._read))
        told = [line for line in lines if line.kind in self._kinds]
        if told:
            with self._store.reading.connect() as connection:
                told = [line for line in told if not self._store.journal.has_applied(connection, line)]
        _apply(self._store, self._kinds, told)
        if lines:
            self._read = JournalEnd(lines[-1].ends, lines[-1].link)


def _apply(store: Store, kinds: Mapping[str, Apply], lines: Sequence[JournalLine]) -> None:
    """Apply the lines of these kinds, many with one turn to write: whoever writes lines takes turns, too."""
    waiting = [line for line in lines if line.kind in kinds]
    for first in range(0, len(waiting), _AT_ONCE):
        with store.engine.begin() as connection:
            for line in waiting[first : first + _AT_ONCE]:
                if not store.journal.has_applied(connection, line) and kinds[line.kind](connection, line):
                    store.journal.record_applied(connection, line)


def reader_lines(store: Store) -> dict[str, Apply]:
    """Return what applies the lines about readers, by their kind."""

    def withdraw(connection: Connection, line: JournalLine) -> bool:
        number, at, event = _find(connection, line), datetime.fromisoformat(line.at), Event(line.kind)
        if number is not None and _is_recorded(connection, number, event, at):
            return True  # they may have come back since
        if len(line.words) == _WITH_FINGERPRINTS:
            _bar(connection, number, line, at)
        if number is not None:
            with suppress_error(NotAllowed):  # left before the backup, in another way
                store.apply_event_in(connection, event, number, ConsentRecord(event, at, SOURCE, ""), line)
        return True

    def suppress(connection: Connection, line: JournalLine) -> bool:
        address_index, reason, *mailbox = line.words
        at, address = datetime.fromisoformat(line.at), bytes.fromhex(address_index)
        suppress_address(connection, address, SuppressionReason(reason), SOURCE, at)
        if mailbox:
            record_mailbox(connection, address, bytes.fromhex(mailbox[0]))
        return True

    def repeat(connection: Connection, line: JournalLine) -> bool:
        APPLY[line.kind](connection, line.words, datetime.fromisoformat(line.at))
        return True

    def move(connection: Connection, line: JournalLine) -> bool:
        count_lost_move(connection, line.words, datetime.fromisoformat(line.at))
        return True

    found: dict[str, Apply] = {event.value: withdraw for event in WITHDRAWALS}
    return found | dict.fromkeys(APPLY, repeat) | {SUPPRESS: suppress, MOVED: move}


def _bar(connection: Connection, number: int | None, line: JournalLine, at: datetime) -> None:
    """Let no import and no older link bring back who left at an address, where their row does not hold it.

    They had signed up, or moved to it, after the backup was made.
    """
    address, mailbox = (bytes.fromhex(word) for word in line.words[-2:])
    held = connection.scalar(select(subscriber.c.address_index).where(subscriber.c.number == number))
    if held != address:
        suppress_address(connection, address, SuppressionReason.LEFT, SOURCE, at)
        record_mailbox(connection, address, mailbox)


def is_of_reader(connection: Connection, line: JournalLine) -> bool:
    """Return whether a withdrawal is of a reader whom this database has."""
    return _find(connection, line) is not None


def _find(connection: Connection, line: JournalLine) -> int | None:
    return connection.scalar(select(subscriber.c.number).where(subscriber.c.public_id == bytes.fromhex(line.words[0])))


def _is_recorded(connection: Connection, number: int, event: Event, at: datetime) -> bool:
    record = consent_record.c
    same = (record.subscriber == number, record.event == event.value, record.at == timestamp(at))
    return connection.scalar(select(record.number).where(*same).limit(1)) is not None


def _old_lines(withdrawal_log: Path) -> list[str]:
    """Return the whole lines of the file that an earlier version kept; none when it did not."""
    try:
        lines = withdrawal_log.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return [line for line in lines if _is_withdrawal(line.split(" "))]


def _is_withdrawal(words: list[str]) -> bool:
    """Return whether a line says when who withdrew: no crash cut it off, nothing damaged it."""
    try:
        at, kind, name, *reason = words
        datetime.fromisoformat(at)
        bytes.fromhex(name)
        if kind == SUPPRESS:
            SuppressionReason(*reason)
            return len(name) == _INDEX_DIGITS
        return kind in {event.value for event in WITHDRAWALS} and not reason and len(name) == 2 * PUBLIC_ID_BYTES
    except (ValueError, TypeError):
        return False
