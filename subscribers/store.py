"""The tables' keeper: the only place that holds a readable address, and only for as long as one call lasts.

Takes a SQLAlchemy engine whose transactions write at once (`BEGIN IMMEDIATE` on SQLite) and knows nothing of where it came from.
Every change of status goes through the table in `consent.py` inside one transaction that also writes the consent record.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update

from subscribers.addresses import BadAddress, Cipher, index, normalise
from subscribers.consent import step
from subscribers.errors import UnknownSubscriber
from subscribers.keyring import Keyring
from subscribers.model import PUBLIC_ID_BYTES, ConsentRecord, Event, Status, Subscriber, SuppressionReason
from subscribers.tables import consent_record, subscriber, suppression

_PAGE = 500


def stamp(at: datetime) -> str:
    """Write an aware time as the tables keep it: UTC, whole seconds, ISO 8601."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


class Store:
    """Reads and changes subscribers, one at a time; many at once is `transfer` and `roster`."""

    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        self.engine = engine
        self.keyring = keyring
        self.cipher = Cipher(keyring)

    def add(self, connection: Connection, address: str, language: str, status: Status, now: datetime) -> int:
        """Put a new subscriber on the list and return its number; the caller records why."""
        public_id = secrets.token_bytes(PUBLIC_ID_BYTES)
        result = connection.execute(insert(subscriber).values(self.row(address, public_id, language, status, now)))
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def row(self, address: str, public_id: bytes, language: str, status: Status, now: datetime, zone: str = "") -> dict[str, object]:
        """Give the row of a new subscriber, its address encrypted."""
        return {
            "public_id": public_id,
            "address": self.cipher.encrypt(address, public_id),
            "address_index": index(self.keyring, address),
            "status": status.value,
            "language": language,
            "zone": zone,
            "created_at": stamp(now),
        }

    def happen(self, event: Event, number: int, record: ConsentRecord) -> Status:
        """Let `event` happen to a subscriber and record it; returns the status it leads to. Raises `NotAllowed`."""
        with self.engine.begin() as connection:
            status = connection.scalar(select(subscriber.c.status).where(subscriber.c.number == number))
            if status is None:
                raise UnknownSubscriber("nobody on the list has this id; `digest subscribers list` shows all ids")
            return self.take_step(connection, event, number, Status(status), record)

    def take_step(self, connection: Connection, event: Event, number: int, status: Status, record: ConsentRecord) -> Status:
        """The same inside a transaction of the caller, who has read `status` in it."""
        taken = step(status, event)
        if taken.recorded:
            changes: dict[str, object] = {"status": taken.status.value}
            if taken.status is Status.ERASED:
                changes |= {"address": None, "address_index": None}
            connection.execute(update(subscriber).where(subscriber.c.number == number).values(changes))
            self.record(connection, number, record)
        return taken.status

    def record(self, connection: Connection, number: int, record: ConsentRecord) -> None:
        """Append one consent record."""
        connection.execute(insert(consent_record).values(record_row(number, record)))

    def number_of(self, public_id: str) -> int:
        """Find a subscriber by public id, 24 hexadecimal digits; raises `UnknownSubscriber`."""
        try:
            wanted = bytes.fromhex(public_id)
        except ValueError:
            raise UnknownSubscriber("an id has 24 digits 0-9 and a-f; `digest subscribers list` shows all ids") from None
        with self.engine.connect() as connection:
            number = connection.scalar(select(subscriber.c.number).where(subscriber.c.public_id == wanted))
        if number is None:
            raise UnknownSubscriber("nobody on the list has this id; `digest subscribers list` shows all ids")
        return int(number)

    def language_of(self, public_id: bytes) -> str:
        """Give the language a subscriber asked for; empty when none, and for somebody who is not there."""
        with self.engine.connect() as connection:
            return connection.scalar(select(subscriber.c.language).where(subscriber.c.public_id == public_id)) or ""

    def number_with(self, address: str) -> int:
        """Find a subscriber by address as a person types it; raises `UnknownSubscriber`, which does not repeat it."""
        try:
            wanted = index(self.keyring, normalise(address))
        except BadAddress as fault:
            raise UnknownSubscriber(f"that is not taken for an address: {fault}") from None
        with self.engine.connect() as connection:
            number = connection.scalar(select(subscriber.c.number).where(subscriber.c.address_index == wanted))
        if number is None:
            raise UnknownSubscriber("nobody on the list has this address")
        return int(number)

    def number_at(self, connection: Connection, address: str) -> tuple[int, Status] | None:
        """Find a subscriber by normalised address, inside the caller's transaction."""
        found = connection.execute(
            select(subscriber.c.number, subscriber.c.status).where(subscriber.c.address_index == index(self.keyring, address))
        ).first()
        return (found.number, Status(found.status)) if found else None

    def subscribers(self, status: Status | None = None) -> Iterator[Subscriber]:
        """Yield everybody, oldest first, a page at a time; without addresses."""
        last = 0
        while True:
            page = self._page(last, status)
            for row in page:
                reason = SuppressionReason(row.reason) if row.reason else None
                yield Subscriber(row.number, row.public_id.hex(), Status(row.status), row.language, reason)
            if len(page) < _PAGE:
                return
            last = page[-1].number

    def _page(self, after: int, status: Status | None) -> Sequence[Any]:
        rows = (
            select(subscriber.c.number, subscriber.c.public_id, subscriber.c.status, subscriber.c.language, suppression.c.reason)
            .outerjoin(suppression, suppression.c.address_index == subscriber.c.address_index)
            .where(subscriber.c.number > after)
            .order_by(subscriber.c.number)
            .limit(_PAGE)
        )
        with self.engine.connect() as connection:
            return connection.execute(rows if status is None else rows.where(subscriber.c.status == status.value)).all()

    def one(self, number: int) -> tuple[Subscriber, list[ConsentRecord]]:
        """Give one subscriber and the whole of its consent book, oldest first."""
        found = next(iter(self._page(number - 1, None)))
        records = select(consent_record).where(consent_record.c.subscriber == number).order_by(consent_record.c.number)
        with self.engine.connect() as connection:
            rows = connection.execute(records).all()
        reason = SuppressionReason(found.reason) if found.reason else None
        person = Subscriber(found.number, found.public_id.hex(), Status(found.status), found.language, reason)
        return person, [
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
        """Decrypt the addresses of the given subscribers; whoever was erased is left out."""
        wanted = select(subscriber.c.number, subscriber.c.public_id, subscriber.c.address).where(
            subscriber.c.number.in_(bindparam("numbers", expanding=True)), subscriber.c.address.is_not(None)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(wanted, {"numbers": list(numbers)}).all()
        return {row.number: self.cipher.decrypt(row.address, row.public_id) for row in rows}

    def suppress(self, address_index: bytes, reason: SuppressionReason, source: str, now: datetime) -> None:
        """Forbid an address for good; a second reason changes nothing."""
        with self.engine.begin() as connection:
            known = connection.scalar(select(suppression.c.reason).where(suppression.c.address_index == address_index))
            if known is None:
                row = {"address_index": address_index, "reason": reason.value, "at": stamp(now), "source": source}
                connection.execute(insert(suppression).values(row))

    def address_index(self, number: int) -> bytes | None:
        """Give the fingerprint an address is found by; None once erased."""
        with self.engine.connect() as connection:
            found = connection.scalar(select(subscriber.c.address_index).where(subscriber.c.number == number))
        return bytes(found) if found else None

    def counts(self) -> dict[str, int]:
        """Count subscribers by status, and those among the confirmed whose address is suppressed."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(subscriber.c.status, func.count()).group_by(subscriber.c.status)).all()
            suppressed = connection.scalar(
                select(func.count())
                .select_from(subscriber.join(suppression, suppression.c.address_index == subscriber.c.address_index))
                .where(subscriber.c.status == Status.CONFIRMED.value)
            )
        found = {status.value: 0 for status in Status} | {row[0]: row[1] for row in rows}
        return found | {"suppressed": int(suppressed or 0)}


def record_row(number: int, record: ConsentRecord) -> dict[str, object]:
    """Give the row of one consent record."""
    return {
        "subscriber": number,
        "event": record.event.value,
        "at": stamp(record.at),
        "source": record.source,
        "wording": record.wording,
        "confirmed_at": stamp(record.confirmed_at) if record.confirmed_at else None,
    }
