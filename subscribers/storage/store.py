"""Reading and changing subscribers: the only place that holds a readable address, and only while one call lasts.

Takes a SQLAlchemy engine whose transactions write at once (`BEGIN IMMEDIATE` on SQLite) and knows nothing of where it
came from. Every change of status goes through the table in `consent.py` inside one transaction that also writes the
consent record.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, bindparam, func, insert, select, text
from sqlalchemy.exc import OperationalError

from subscribers.errors import UnknownSubscriber
from subscribers.policy.addresses import BadAddress, Cipher, index, normalise
from subscribers.policy.consent import step
from subscribers.policy.keyring import Keyring
from subscribers.policy.mailboxes import mailbox_index
from subscribers.policy.model import PUBLIC_ID_BYTES, ConsentRecord, Event, Status, Subscriber, SuppressionReason
from subscribers.policy.preferences import read_preferences
from subscribers.storage import consent_log
from subscribers.storage.consent_log import NotedHead, as_noted, noted_head
from subscribers.storage.erasure import end_links, erase_traces
from subscribers.storage.identity import NOBODY, Identity, find_by_public_id, find_identity, head_of
from subscribers.storage.journal import Journal
from subscribers.storage.journal_line import JournalLine
from subscribers.storage.noted_heads import WITHDRAWALS, head_words, withdrawal_words
from subscribers.storage.numbers import highest_number
from subscribers.storage.tables import (
    NewSubscriber,
    consent_record,
    pending_request,
    stored_address,
    subscriber,
    suppression,
)
from subscribers.storage.timestamps import timestamp
from subscribers.storage.undo_grants import end_grants

SOON_SECONDS = 2.0
"""Whoever unsubscribes is answered after so long, though others hold the database: the journal keeps the wish."""
_PAGE = 500
_SET_STATUS = text("UPDATE subscriber SET status = :status WHERE number = :number")
_COLUMNS = (
    subscriber.c.number,
    subscriber.c.public_id,
    subscriber.c.status,
    subscriber.c.language,
    suppression.c.reason,
    subscriber.c.zone,
    subscriber.c.paused_until,
    subscriber.c.preferences,
)

_Columns = tuple[int, bytes, str, str, str | None, str, str | None, str]
"""What `_COLUMNS` selects, in its order."""


class Store:
    """Reads and changes subscribers one at a time; many at once do `services/audience.py` and `import_export.py`.

    `highest_given` returns the highest number that was given to anybody by a database that is gone (0: none): a backup
    that was restored gives no number again.
    """

    def __init__(
        self, engine: Engine, keyring: Keyring, journal: Journal, highest_given: Callable[[Connection], int]
    ) -> None:
        self._highest_given = highest_given
        self.engine = engine
        self.reading = engine.execution_options(reading=True)
        self.soon = engine.execution_options(
            wait_seconds=SOON_SECONDS
        )  # one for all: to make it takes as long as to use it
        self.keyring = keyring
        self.cipher = Cipher(keyring)
        self.journal = journal

    def add(self, connection: Connection, row: NewSubscriber) -> int:
        """Put a new subscriber on the list and return its number; the caller records why."""
        return self.add_all(connection, [row])

    def add_all(self, connection: Connection, rows: Sequence[NewSubscriber]) -> int:
        """Do as `add` for one subscriber or more; their numbers follow from the returned one."""
        first = max(highest_number(connection), self._highest_given(connection)) + 1
        connection.execute(insert(subscriber), [{**row, "number": first + place} for place, row in enumerate(rows)])
        return first

    def new_row(self, address: str, language: str, status: Status, now: datetime, zone: str = "") -> NewSubscriber:
        """Return the row of a new subscriber, its address encrypted."""
        public_id = secrets.token_bytes(PUBLIC_ID_BYTES)
        return {
            "public_id": public_id,
            "address": self.cipher.encrypt(address, public_id),
            "address_index": index(self.keyring, address),
            "mailbox_index": mailbox_index(self.keyring, address),
            "status": status,
            "language": language,
            "zone": zone,
            "created_at": timestamp(now),
        }

    def apply_event(
        self, event: Event, number: int, record: ConsentRecord, seen: Row[Identity] | None = None
    ) -> Status:
        """Apply `event` to a subscriber and record it; return the status it leads to.

        `seen` is what the caller has just read of them, for the line in the journal.
        Raises `NotAllowed` when the consent table has no such step, `UnknownSubscriber` for a number nobody has.
        """
        line = self._write_ahead(event, number, record, seen)
        if line is None or event is not Event.UNSUBSCRIBE:
            with self.engine.begin() as connection:
                return self.apply_event_in(connection, event, number, record, line)
        try:
            with self.soon.begin() as connection:
                return self.apply_event_in(connection, event, number, record, line)
        except OperationalError:  # others hold the database; who asks next who may be written to reads the journal
            return Status.UNSUBSCRIBED

    def apply_event_in(
        self,
        connection: Connection,
        event: Event,
        number: int,
        record: ConsentRecord,
        line: JournalLine | None = None,
    ) -> Status:
        """Do as `apply_event`, inside a transaction of the caller; `line` says so in the journal already."""
        person = find_identity(connection, number)
        result = step(Status(person.status), event)
        if result.recorded:
            if line is None and event in WITHDRAWALS:
                line = self._journal(event, person, noted_head(connection, self.keyring), record)
            if result.status is Status.ERASED:
                erase_traces(connection, number, person.address_index, record)
            connection.execute(_SET_STATUS, {"number": number, "status": result.status.value})
            consent_log.append(connection, self.keyring, [(person.public_id, record)], head_of(person))
        if event is Event.UNSUBSCRIBE and not result.recorded:
            end_grants(connection, [number])
        if event is Event.UNSUBSCRIBE and person.waits:
            end_links(connection, person.address_index, record.at)
        if line:
            self.journal.record_applied(connection, line)
        return result.status

    def _write_ahead(
        self, event: Event, number: int, record: ConsentRecord, seen: Row[Identity] | None
    ) -> JournalLine | None:
        """Write a withdrawal into the journal before anything else, so that it is kept while others hold the database.

        Return the line; None for what is no withdrawal or changes nothing.
        """
        if event not in WITHDRAWALS:
            return None
        person = seen or self._identity(number)
        if not step(Status(person.status), event).recorded:
            return None
        if head := head_of(person):
            return self._journal(event, person, as_noted(self.keyring, head), record)
        with self.reading.connect() as connection:
            return self._journal(event, person, noted_head(connection, self.keyring), record)

    def _identity(self, number: int) -> Row[Identity]:
        with self.reading.connect() as connection:
            return find_identity(connection, number)

    def _journal(self, event: Event, person: Row[Identity], head: NotedHead, record: ConsentRecord) -> JournalLine:
        words = withdrawal_words(person.public_id, head_words(head), person.address_index, person.mailbox_index)
        return self.journal.append(timestamp(record.at), event.value, *words)

    def number_of(self, public_id: str) -> int:
        """Return the number of the subscriber with a public id, 24 hexadecimal digits; raises `UnknownSubscriber`."""
        try:
            wanted = bytes.fromhex(public_id)
        except ValueError:
            raise UnknownSubscriber(
                "an id has 24 digits 0-9 and a-f; `digest subscribers list` shows all ids"
            ) from None
        with self.reading.connect() as connection:
            number = connection.scalar(select(subscriber.c.number).where(subscriber.c.public_id == wanted))
        if number is None:
            raise UnknownSubscriber(NOBODY)
        return int(number)

    def find_by_public_id(self, public_id: bytes) -> Row[Identity] | None:
        """Return what a change of status needs to know of the subscriber with a public id; None when there is none."""
        with self.reading.connect() as connection:
            return find_by_public_id(connection, public_id)

    def number_with(self, address: str) -> int:
        """Return the number of the subscriber with an address as a person types it.

        Raises `UnknownSubscriber`, which does not repeat the address.
        """
        try:
            normal = normalise(address)
        except BadAddress as fault:
            raise UnknownSubscriber(f"that is not taken for an address: {fault}") from None
        with self.reading.connect() as connection:
            known = self.find_by_index(connection, index(self.keyring, normal))
        if known is None:
            raise UnknownSubscriber("nobody on the list has this address")
        return known[0]

    def find_by_index(self, connection: Connection, address_index: bytes) -> tuple[int, Status] | None:
        """Return number and status of the subscriber with an address's fingerprint, inside the caller's transaction."""
        found = connection.execute(
            select(subscriber.c.number, subscriber.c.status).where(subscriber.c.address_index == address_index)
        ).first()
        return (found.number, Status(found.status)) if found else None

    def subscribers(self, status: Status | None = None) -> Iterator[Subscriber]:
        """Yield everybody, oldest first, a page at a time; without addresses."""
        last = 0
        while True:
            page = self._page(last, status)
            yield from page
            if len(page) < _PAGE:
                return
            last = page[-1].number

    def _page(self, after: int, status: Status | None, most: int = _PAGE) -> list[Subscriber]:
        rows = (
            select(*_COLUMNS)
            .outerjoin(suppression, suppression.c.address_index == subscriber.c.address_index)
            .where(subscriber.c.number > after)
            .order_by(subscriber.c.number)
            .limit(most)
        )
        with self.reading.connect() as connection:
            found = connection.execute(rows if status is None else rows.where(subscriber.c.status == status.value))
            return [_person(row) for row in found]

    def get(self, number: int) -> tuple[Subscriber, list[ConsentRecord]]:
        """Return one subscriber and the whole of its consent log, oldest first."""
        records = select(consent_record).where(consent_record.c.subscriber == number).order_by(consent_record.c.number)
        with self.reading.connect() as connection:
            rows = connection.execute(records).all()
        return self._page(number - 1, None, 1)[0], [
            ConsentRecord(
                Event(row.event),
                datetime.fromisoformat(row.at),
                row.source,
                row.wording,
                datetime.fromisoformat(row.confirmed_at) if row.confirmed_at else None,
            )
            for row in rows
        ]

    def addresses(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return the addresses of the given subscribers in the clear, by number.

        Whoever was erased is left out, and so is an address that does not open.
        """
        wanted = select(subscriber.c.number, subscriber.c.public_id, stored_address(subscriber)).where(
            subscriber.c.number.in_(bindparam("numbers", expanding=True)), subscriber.c.address.is_not(None)
        )
        with self.reading.connect() as connection:
            rows = connection.execute(wanted, {"numbers": list(numbers)}).all()
        addresses = self.cipher.open_all([(row.address, row.public_id) for row in rows])
        return {row.number: address for row, address in zip(rows, addresses, strict=True) if address is not None}

    def address_index(self, number: int) -> bytes | None:
        """Return the fingerprint an address is found by; None once erased."""
        with self.reading.connect() as connection:
            found = connection.scalar(select(subscriber.c.address_index).where(subscriber.c.number == number))
        return bytes(found) if found else None

    def counts(self) -> dict[str, int]:
        """Return how many subscribers have each status, and under `suppressed` how many confirmed ones are suppressed.

        Requests that wait for their confirmation count as `requested`.
        """
        with self.reading.connect() as connection:
            rows = connection.execute(select(subscriber.c.status, func.count()).group_by(subscriber.c.status)).all()
            suppressed = connection.scalar(
                select(func.count())
                .select_from(subscriber.join(suppression, suppression.c.address_index == subscriber.c.address_index))
                .where(subscriber.c.status == Status.CONFIRMED.value)
            )
            signups = (pending_request.c.used == 0, pending_request.c.moves.is_(None))
            waiting = connection.scalar(select(func.count(pending_request.c.address_index.distinct())).where(*signups))
        found = {status.value: 0 for status in Status} | {row[0]: row[1] for row in rows}
        found[Status.REQUESTED.value] += waiting or 0
        return found | {"suppressed": int(suppressed or 0)}


def _person(row: Row[_Columns]) -> Subscriber:
    return Subscriber(
        number=row.number,
        id=row.public_id.hex(),
        status=Status(row.status),
        language=row.language,
        suppressed=SuppressionReason(row.reason) if row.reason else None,
        zone=row.zone,
        paused_until=datetime.fromisoformat(row.paused_until) if row.paused_until else None,
        preferences=read_preferences(row.preferences),
    )
