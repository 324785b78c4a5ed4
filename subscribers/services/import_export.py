"""Import and export of subscribers as CSV, in a stream: a million rows take no more memory than a thousand.

An import is believed only with evidence: each row says when its reader agreed, the command says where the list comes
from and to which wording they agreed. Every row that is refused is reported with its line and without its address.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from subscribers.errors import NotAllowed, SubscribersError
from subscribers.policy.addresses import index
from subscribers.policy.consent import step
from subscribers.policy.csv_text import CellFault, Record, disarm, read_records
from subscribers.policy.import_header import Header, read_beginning
from subscribers.policy.import_row import LONGEST_EVIDENCE, ImportRow, is_evidence, read_row
from subscribers.policy.mailboxes import mailbox_index
from subscribers.policy.model import ConsentRecord, Event, Status, SuppressionReason
from subscribers.storage import consent_log
from subscribers.storage.consent_heads import record_consent_head
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import barred_mailboxes
from subscribers.storage.tables import NewSubscriber, consent_record, subscriber, suppression
from subscribers.storage.timestamps import timestamp

CHUNK = 1_000
EXPORTED = (
    *("id", "address", "status", "language", "suppressed", "zone", "paused_until", "preferences"),
    *("confirmed_at", "source", "wording"),
)
_SUPPRESSED = "this address is suppressed and must not be mailed"
_LEFT = "this reader left or was erased; only they can sign up again"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves an import: where the list comes from, and the version of the wording its readers agreed to.

    Raises `SubscribersError` when one of them is empty, or no short line without an address.
    """

    source: str
    wording: str

    def __post_init__(self) -> None:
        if not self.source.strip() or not self.wording.strip():
            raise SubscribersError(
                "--source and --wording are the proof of consent; say where the list comes from and what its "
                "readers agreed to"
            )
        if not is_evidence(self.source) or not is_evidence(self.wording):
            raise SubscribersError(
                "--source and --wording are kept for good: each is one line of at most "
                f"{LONGEST_EVIDENCE} characters and must not hold an address"
            )


@dataclass(frozen=True, slots=True)
class Progress:
    """What an import has come to so far, in rows; `refusals` and `warnings` are those since the last report.

    A refused row was not taken; of a row with a warning, something was left out.
    """

    rows: int = 0
    added: int = 0
    confirmed: int = 0
    unchanged: int = 0
    refused: int = 0
    refusals: tuple[CellFault, ...] = ()
    warnings: tuple[CellFault, ...] = ()

    def after(self, chunk: "Progress") -> "Progress":
        """Return what it has come to with one more `chunk`, of which alone the faults are told one by one."""
        return Progress(
            rows=self.rows + chunk.rows,
            added=self.added + chunk.added,
            confirmed=self.confirmed + chunk.confirmed,
            unchanged=self.unchanged + chunk.unchanged,
            refused=self.refused + chunk.refused,
            refusals=chunk.refusals,
            warnings=chunk.warnings,
        )


@dataclass(slots=True)
class _Chunk:
    """A thousand rows while they are read: those to be taken, by the fingerprint of the address, and what is wrong."""

    rows: int = 0
    readers: list[tuple[bytes, ImportRow]] = field(default_factory=list)
    refused: list[CellFault] = field(default_factory=list)
    warnings: list[CellFault] = field(default_factory=list)


def import_csv(store: Store, lines: Iterable[str], evidence: Evidence, now: datetime) -> Iterator[Progress]:
    """Import a list in CSV, with the columns that `policy/import_header.py` names; yield progress per thousand rows.

    Rows become confirmed subscribers. Each thousand is one transaction: an interrupted import can simply be run again.
    Raises `NotAList` when the first line, or the one behind `sep=;`, does not name the columns.
    """
    coming = iter(lines)
    header = read_beginning(coming)
    records = read_records(coming, header.shape, first=header.line + 1)
    progress, warnings = Progress(), list(header.warnings)
    while some := list(islice(records, CHUNK)):
        chunk = _read_chunk(store, some, header, now)
        added, confirmed, unchanged = _take(store, chunk.readers, chunk.refused, evidence, now)
        refusals, warned = _in_order(chunk.refused), _in_order([*warnings, *chunk.warnings])
        progress = progress.after(Progress(chunk.rows, added, confirmed, unchanged, len(refusals), refusals, warned))
        warnings = []
        yield progress


def export_csv(store: Store) -> Iterator[Sequence[str]]:
    """Yield the header and a row per subscriber, of which an import makes the same subscriber in another newsroom.

    The proof of consent is empty where consent does not stand. An apostrophe stands before a cell that a spreadsheet
    would take for a formula; an import takes it off again.
    """
    yield EXPORTED
    people = store.subscribers()
    while page := list(islice(people, CHUNK)):
        addresses = store.addresses([person.number for person in page])
        proofs = _proofs(store, [person.number for person in page if person.status is Status.CONFIRMED])
        for person in page:
            row = (
                person.id,
                addresses.get(person.number, ""),
                person.status,
                person.language,
                person.suppressed or "",
                person.zone,
                person.paused_until.isoformat() if person.paused_until else "",
                str(person.preferences),
                *proofs.get(person.number, ("", "", "")),
            )
            yield [disarm(cell) for cell in row]


def _proofs(store: Store, numbers: list[int]) -> dict[int, tuple[str, str, str]]:
    """Return when each of these readers agreed last, where, and to which wording, by number."""
    record = consent_record.c
    agreed = (
        select(record.subscriber, record.at, record.confirmed_at, record.source, record.wording)
        .where(record.subscriber.in_(bindparam("numbers", expanding=True)))
        .where(record.event.in_([Event.CONFIRM.value, Event.IMPORT.value]))
        .order_by(record.number)
    )
    with store.reading.connect() as connection:
        rows = connection.execute(agreed, {"numbers": numbers}).all()
    return {row.subscriber: (row.confirmed_at or row.at, row.source, row.wording) for row in rows}


def _read_chunk(store: Store, records: list[Record | CellFault], header: Header, now: datetime) -> _Chunk:
    """Read rows; those whose cells are all empty are none."""
    chunk = _Chunk()
    for record in records:
        if isinstance(record, Record) and not any(map(str.strip, record.cells)):
            continue
        chunk.rows += 1
        row, warnings = read_row(record, header, now) if isinstance(record, Record) else (record, [])
        if isinstance(row, CellFault):
            chunk.refused.append(row)
        else:
            chunk.readers.append((index(store.keyring, row.address), row))
            chunk.warnings += warnings
    return chunk


def _in_order(faults: Iterable[CellFault]) -> tuple[CellFault, ...]:
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))


def _take(
    store: Store, rows: list[tuple[bytes, ImportRow]], refused: list[CellFault], evidence: Evidence, now: datetime
) -> tuple[int, int, int]:
    """Write one chunk in one transaction; return how many were added, confirmed, and left unchanged."""
    mailboxes = {key: mailbox_index(store.keyring, row.address) for key, row in rows}
    with store.engine.begin() as connection:
        known, forbidden = _known(connection, [key for key, _ in rows])
        barred = barred_mailboxes(connection, [*mailboxes.values()])
        new: dict[bytes, tuple[NewSubscriber, ImportRow]] = {}
        confirmed: dict[bytes, ImportRow] = {}
        unchanged = 0
        for key, row in rows:
            public_id, status = known.get(key, (b"", None))
            # a reader who is here under this very spelling stays, whatever became of another spelling
            why_not = forbidden.get(key) or (barred.get(mailboxes[key]) if status is None else None)
            if why_not:
                refused.append(row.refused(_LEFT if why_not == SuppressionReason.LEFT.value else _SUPPRESSED))
                continue
            try:
                recorded = step(status, Event.IMPORT).recorded and key not in new
            except NotAllowed:
                refused.append(row.refused(f"this reader is {status}; only they can sign up again"))
                continue
            if not recorded:
                unchanged += 1
            elif status is None:
                new[key] = _new_row(store, row, now), row
            else:
                confirmed[public_id] = row
                known[key] = (public_id, Status.CONFIRMED)
        _write(store, connection, [person for person, _ in new.values()], confirmed)
        agreed = confirmed | {person["public_id"]: row for person, row in new.values()}
        records = [(public_id, _proof(row, evidence, now)) for public_id, row in agreed.items()]
        consent_log.append(connection, store.keyring, records)
    if records:
        record_consent_head(store, now)
    return len(new), len(confirmed), unchanged


def _new_row(store: Store, row: ImportRow, now: datetime) -> NewSubscriber:
    person = store.new_row(row.address, row.language, Status.CONFIRMED, now, row.zone)
    person["paused_until"] = timestamp(row.paused_until) if row.paused_until else None
    person["preferences"] = row.preferences
    return person


def _proof(row: ImportRow, evidence: Evidence, now: datetime) -> ConsentRecord:
    """Return the consent record of an imported reader, by the row's own source and wording where it has them."""
    source, wording = row.source or evidence.source, row.wording or evidence.wording
    return ConsentRecord(Event.IMPORT, now, source, wording, row.confirmed_at)


def _known(
    connection: Connection, indexes: list[bytes]
) -> tuple[dict[bytes, tuple[bytes, Status | None]], dict[bytes, str]]:
    """Return (public id, status) of those on the list and the reasons of those suppressed, by fingerprint."""
    among: BindParameter[Sequence[bytes]] = bindparam("indexes", expanding=True)
    people = select(subscriber.c.address_index, subscriber.c.public_id, subscriber.c.status).where(
        subscriber.c.address_index.in_(among)
    )
    barred = select(suppression.c.address_index, suppression.c.reason).where(suppression.c.address_index.in_(among))
    found = connection.execute(people, {"indexes": indexes}).all()
    known: dict[bytes, tuple[bytes, Status | None]] = {bytes(row[0]): (bytes(row[1]), Status(row[2])) for row in found}
    return known, {bytes(key): reason for key, reason in connection.execute(barred, {"indexes": indexes})}


def _write(store: Store, connection: Connection, new: list[NewSubscriber], confirmed: Iterable[bytes]) -> None:
    if new:
        store.add_all(connection, new)
    for public_id in confirmed:
        connection.execute(
            update(subscriber).where(subscriber.c.public_id == public_id).values(status=Status.CONFIRMED.value)
        )
