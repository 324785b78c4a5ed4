"""Import and export of subscribers as CSV, in a stream: a million rows take no more memory than a thousand.

An import is believed only with evidence: each row says when its reader agreed, the command says where the list comes
from and to which wording they agreed. Every row that is refused is reported with its line and without its address.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Connection, bindparam, insert, select, update

from subscribers.errors import NotAllowed, SubscribersError
from subscribers.policy.addresses import BadAddress, index, normalise
from subscribers.policy.consent import step
from subscribers.policy.model import ConsentRecord, Event, Status, SuppressionReason
from subscribers.storage import consent_log
from subscribers.storage.store import NewSubscriber, Store
from subscribers.storage.tables import subscriber, suppression

COLUMNS = ("address", "language", "confirmed_at")
OPTIONAL = ("zone",)
CHUNK = 1_000
_LANGUAGE_LENGTH = 16
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SUPPRESSED = "this address is suppressed and must not be mailed"
_LEFT = "this reader left or was erased; only they can sign up again"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves an import: where the list comes from, and the version of the wording its readers agreed to.

    Raises `SubscribersError` when one of them is empty.
    """

    source: str
    wording: str

    def __post_init__(self) -> None:
        if not self.source.strip() or not self.wording.strip():
            raise SubscribersError(
                "--source and --wording are the proof of consent; say where the list comes from and what its "
                "readers agreed to"
            )


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: its line in the file, and why. Never its address."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What an import has come to so far, in rows; `refusals` are the rows that were refused since the last report."""

    rows: int = 0
    added: int = 0
    confirmed: int = 0
    unchanged: int = 0
    refused: int = 0
    refusals: tuple[Refused, ...] = ()

    def after(self, chunk: "Progress") -> "Progress":
        """Return what it has come to with one more `chunk`, of which alone the refusals are told one by one."""
        return Progress(
            rows=self.rows + chunk.rows,
            added=self.added + chunk.added,
            confirmed=self.confirmed + chunk.confirmed,
            unchanged=self.unchanged + chunk.unchanged,
            refused=self.refused + chunk.refused,
            refusals=chunk.refusals,
        )


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    address: str
    index: bytes
    language: str
    confirmed_at: datetime
    zone: str


def import_csv(store: Store, lines: Iterable[str], evidence: Evidence, now: datetime) -> Iterator[Progress]:
    """Import CSV `lines` with the columns address, language, confirmed_at and maybe zone; yield progress per thousand.

    Rows become confirmed subscribers. Each thousand is one transaction: an interrupted import can simply be run again.
    Raises `SubscribersError` when the header lacks a column.
    """
    reader = csv.reader(lines)
    positions, progress = _positions(next(reader, [])), Progress()
    while chunk := [(reader.line_num, row) for row in islice(reader, CHUNK)]:
        refused: list[Refused] = []
        rows = []
        for line, cells in chunk:
            read = _read_row(store, line, cells, positions, now) if any(cells) else None
            if isinstance(read, Refused):
                refused.append(read)
            elif read:
                rows.append(read)
        added, confirmed, unchanged = _take(store, rows, refused, evidence, now)
        count, refusals = sum(1 for _, cells in chunk if any(cells)), tuple(sorted(refused, key=lambda row: row.line))
        progress = progress.after(Progress(count, added, confirmed, unchanged, len(refusals), refusals))
        yield progress


def export_csv(store: Store) -> Iterator[Sequence[str]]:
    """Yield the header and a row per subscriber: everything that is kept but the consent log.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    yield ("id", "address", "status", "language", "suppressed", "zone", "paused_until", "preferences")
    people = store.subscribers()
    while page := list(islice(people, CHUNK)):
        addresses = store.addresses([person.number for person in page])
        for person in page:
            paused = person.paused_until.isoformat() if person.paused_until else ""
            columns = (
                person.status,
                person.language,
                person.suppressed or "",
                person.zone,
                paused,
                str(person.preferences),
            )
            row = (person.id, addresses.get(person.number, ""), *columns)
            yield [f"'{cell}" if cell.startswith(_FORMULA) else str(cell) for cell in row]


def _positions(header: list[str]) -> dict[str, int]:
    names = [cell.strip().lower().removeprefix("\ufeff") for cell in header]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise SubscribersError(
            f"line 1 of the file has no column {', '.join(missing)}; its first line must be `{','.join(COLUMNS)}` "
            "(confirmed_at says when the reader agreed; without it a row is no proof of consent)"
        )
    return {column: names.index(column) for column in (*COLUMNS, *OPTIONAL) if column in names}


def _read_row(store: Store, line: int, cells: list[str], positions: dict[str, int], now: datetime) -> _Row | Refused:
    found = {column: cells[at].strip() if at < len(cells) else "" for column, at in positions.items()}
    address, language, given, zone = (found.get(column, "") for column in (*COLUMNS, *OPTIONAL))
    if not given:
        return Refused(line, "confirmed_at is empty: nothing proves that this reader agreed")
    confirmed_at = _instant(given)
    if confirmed_at is None:
        return Refused(line, "confirmed_at is no date; write 2025-03-31 or 2025-03-31T12:00:00Z")
    if confirmed_at > now:
        return Refused(line, "confirmed_at lies in the future")
    if not (len(language) <= _LANGUAGE_LENGTH and language.replace("-", "").isalnum()) and language:
        return Refused(line, "language is no language tag such as en, ru or pt-BR")
    if zone and not is_zone(zone):
        return Refused(line, "zone is no IANA time zone such as Europe/Riga; leave it empty where it is not known")
    try:
        normal = normalise(address)
    except BadAddress as fault:
        return Refused(line, f"the address is not taken: {fault}")
    return _Row(line, normal, index(store.keyring, normal), language.lower(), confirmed_at, zone)


@cache
def is_zone(name: str) -> bool:
    """Return whether `name` is a time zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _instant(given: str) -> datetime | None:
    """Return a date or time of ISO 8601, without a zone in UTC; None for anything else."""
    try:
        found = datetime.fromisoformat(given.replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        try:
            found = datetime.combine(date.fromisoformat(given), time())
        except ValueError:
            return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _take(
    store: Store, rows: list[_Row], refused: list[Refused], evidence: Evidence, now: datetime
) -> tuple[int, int, int]:
    """Write one chunk in one transaction; return how many were added, confirmed, and left unchanged."""
    with store.engine.begin() as connection:
        known, forbidden = _known(connection, rows)
        new: dict[bytes, tuple[NewSubscriber, _Row]] = {}
        confirmed: dict[bytes, _Row] = {}
        unchanged = 0
        for row in rows:
            public_id, status = known.get(row.index, (b"", None))
            if row.index in forbidden:
                refused.append(
                    Refused(row.line, _LEFT if forbidden[row.index] == SuppressionReason.LEFT.value else _SUPPRESSED)
                )
                continue
            try:
                recorded = step(status, Event.IMPORT).recorded and row.index not in new
            except NotAllowed:
                refused.append(Refused(row.line, f"this reader is {status}; only they can sign up again"))
                continue
            if not recorded:
                unchanged += 1
            elif status is None:
                new[row.index] = store.new_row(row.address, row.language, Status.CONFIRMED, now, row.zone), row
            else:
                confirmed[public_id] = row
                known[row.index] = (public_id, Status.CONFIRMED)
        _write(connection, [person for person, _ in new.values()], confirmed)
        agreed = confirmed | {person["public_id"]: row for person, row in new.values()}
        records = [
            (public_id, ConsentRecord(Event.IMPORT, now, evidence.source, evidence.wording, row.confirmed_at))
            for public_id, row in agreed.items()
        ]
        consent_log.append(connection, store.keyring, records)
    return len(new), len(confirmed), unchanged


def _known(
    connection: Connection, rows: list[_Row]
) -> tuple[dict[bytes, tuple[bytes, Status | None]], dict[bytes, str]]:
    """Return (public id, status) of those on the list and the reasons of those suppressed, by fingerprint."""
    indexes = [row.index for row in rows]
    among: BindParameter[Sequence[bytes]] = bindparam("indexes", expanding=True)
    people = select(subscriber.c.address_index, subscriber.c.public_id, subscriber.c.status).where(
        subscriber.c.address_index.in_(among)
    )
    barred = select(suppression.c.address_index, suppression.c.reason).where(suppression.c.address_index.in_(among))
    found = connection.execute(people, {"indexes": indexes}).all()
    known: dict[bytes, tuple[bytes, Status | None]] = {bytes(row[0]): (bytes(row[1]), Status(row[2])) for row in found}
    return known, {bytes(key): reason for key, reason in connection.execute(barred, {"indexes": indexes})}


def _write(connection: Connection, new: list[NewSubscriber], confirmed: Iterable[bytes]) -> None:
    if new:
        connection.execute(insert(subscriber), new)
    for public_id in confirmed:
        connection.execute(
            update(subscriber).where(subscriber.c.public_id == public_id).values(status=Status.CONFIRMED.value)
        )
