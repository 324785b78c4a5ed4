"""The consent log: what each reader agreed to, when and how, as a chain nobody can change unseen.

Every record carries the SHA-256 over the record before it and its own content, so that anybody can check the chain
without a key. The head of the chain and the number of records are sealed with a key that is not in the database: who
can write to the database but does not hold the key can neither rewrite the log nor cut off its end. An older copy of
the whole database is still sound in itself; compare its head with one that was written down elsewhere (`digest
subscribers audit --expect`).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, select, text

from subscribers.policy.keyring import Keyring
from subscribers.policy.model import ConsentRecord
from subscribers.storage.tables import consent_record, subscriber
from subscribers.storage.timestamps import timestamp

START = bytes(32)
_SEALED_FOR = b"consent book"  # part of every seal that was ever made: it cannot change
_CONTENT = ("event", "at", "source", "wording", "confirmed_at")
_HEAD = text("SELECT records, head, seal FROM consent_head")
_BEGIN = text("INSERT INTO consent_head (number, records, head, seal) VALUES (1, :records, :head, :seal)")
_GO_ON = text("UPDATE consent_head SET records = :records, head = :head, seal = :seal")
_APPEND = text(
    "INSERT INTO consent_record (subscriber, event, at, source, wording, confirmed_at, chain) "
    "SELECT number, :event, :at, :source, :wording, :confirmed_at, :chain FROM subscriber WHERE public_id = :public_id"
)


class _Head(NamedTuple):
    """The end of the chain as it is kept beside it: how many records, the last link, and the seal (maybe empty)."""

    records: int
    head: bytes
    seal: bytes


def chain_hash(before: bytes, public_id: bytes, content: Sequence[str | None]) -> bytes:
    """Return the link of a record that follows the link `before`.

    `content` is event, at, source, wording and confirmed_at as the table holds them.
    """
    return hashlib.sha256(
        before + json.dumps([public_id.hex(), *content], ensure_ascii=False, separators=(",", ":")).encode()
    ).digest()


def append(connection: Connection, keyring: Keyring, records: Iterable[tuple[bytes, ConsentRecord]]) -> None:
    """Append records, each with the public id of its subscriber, inside the caller's transaction."""
    known = _read_head(connection)
    count, head = (known.records, known.head) if known else (0, START)
    rows: list[dict[str, str | bytes | None]] = []
    for public_id, record in records:
        content = _content(record)
        head = chain_hash(head, public_id, content)
        rows.append({"public_id": public_id, "chain": head, **dict(zip(_CONTENT, content, strict=True))})
    if not rows:
        return
    connection.execute(_APPEND, rows)
    count += len(rows)
    values = {"records": count, "head": head, "seal": _seal(keyring, count, head)}
    connection.execute(_GO_ON if known else _BEGIN, values)


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found: how many records, the head of the chain as text, and every fault in words."""

    records: int
    head: str
    faults: tuple[str, ...]


def audit(connection: Connection, keyring: Keyring, expected: str = "") -> Audit:
    """Check the whole chain; `expected` is the head of an earlier audit, which must still be a link of it."""
    faults: list[str] = []
    head, count, seen = START, 0, not expected
    for number, public_id, chain, content in _walk(connection):
        head = chain_hash(head, public_id, content)
        count += 1
        seen = seen or head.hex() == expected
        if chain != head:
            faults.append(
                f"record {number} does not follow from the records before it: it, or one of them, was changed"
            )
            break
    if not faults:
        faults += _faults_of_head(keyring, _read_head(connection), count, head)
    if not seen and not faults:
        faults.append("the head you noted is no link of this chain: the log was cut off, or an older copy was restored")
    return Audit(count, head.hex(), tuple(faults))


def _read_head(connection: Connection) -> _Head | None:
    row = connection.execute(_HEAD).first()
    return _Head(row.records, bytes(row.head), bytes(row.seal)) if row else None


def _faults_of_head(keyring: Keyring, known: _Head | None, count: int, head: bytes) -> list[str]:
    if known is None:
        return ["the log has records, but nothing says how many there should be"] if count else []
    if (known.records, known.head) != (count, head):
        counts = f"the log has {count} records and should have {known.records}"
        return [f"{counts}: its end was cut off or written past the program"]
    if known.seal and not hmac.compare_digest(known.seal, _seal(keyring, count, head)):
        return ["the seal does not fit: the log was rewritten by somebody who did not have the keys"]
    if not known.seal and count:
        return ["the log has no seal yet: an earlier version wrote it; the next record seals it"]
    return []


def _walk(connection: Connection) -> Iterator[tuple[int, bytes, bytes | None, list[str | None]]]:
    """Yield number, public id, chain and content of every record, oldest first, without holding them all."""
    record = consent_record.c
    rows = (
        select(record.number, subscriber.c.public_id, record.chain, *(record[name] for name in _CONTENT))
        .join(subscriber, subscriber.c.number == record.subscriber)
        .order_by(record.number)
    )
    for number, public_id, chain, *content in connection.execute(rows.execution_options(yield_per=2_000)):
        yield number, bytes(public_id), chain, content


def _content(record: ConsentRecord) -> list[str | None]:
    """Return a record in the columns of `_CONTENT`."""
    confirmed = timestamp(record.confirmed_at) if record.confirmed_at else None
    return [record.event.value, timestamp(record.at), record.source, record.wording, confirmed]


def _seal(keyring: Keyring, count: int, head: bytes) -> bytes:
    return hmac.digest(hmac.digest(keyring.index, _SEALED_FOR, "sha256"), count.to_bytes(8, "big") + head, "sha256")
