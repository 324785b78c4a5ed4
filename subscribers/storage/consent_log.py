"""The consent log: what each reader agreed to, when and how, as a chain nobody can change unseen.

Every record carries the SHA-256 over the record before it and its own content, so that anybody can check the chain
without a key. The head of the chain and the number of records are sealed with a key that is not in the database: who
can write to the database but does not hold the key can neither rewrite the book nor cut off its end. An older copy of
the whole database is still sound in itself; compare its head with one you noted elsewhere (`digest subscribers audit
--expect`).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from subscribers.policy.keyring import Keyring
from subscribers.policy.model import ConsentRecord
from subscribers.storage.tables import consent_record, subscriber
from subscribers.storage.timestamps import timestamp

START = bytes(32)
_SEALED_FOR = b"consent log"
_HEAD = text("SELECT records, head, seal FROM consent_head")
_BEGIN = text("INSERT INTO consent_head (number, records, head, seal) VALUES (1, :records, :head, :seal)")
_GO_ON = text("UPDATE consent_head SET records = :records, head = :head, seal = :seal")
_APPEND = text(
    "INSERT INTO consent_record (subscriber, event, at, source, wording, confirmed_at, chain) "
    "SELECT number, :event, :at, :source, :wording, :confirmed_at, :chain FROM subscriber WHERE public_id = :public_id"
)


def chain_hash(before: bytes, public_id: bytes, told: Sequence[str | None]) -> bytes:
    """Return a record's place in the chain; `told` is event, at, source, wording, confirmed_at as they are kept."""
    return hashlib.sha256(
        before + json.dumps([public_id.hex(), *told], ensure_ascii=False, separators=(",", ":")).encode()
    ).digest()


def append(connection: Connection, keyring: Keyring, records: Iterable[tuple[bytes, ConsentRecord]]) -> None:
    """Append records, each with the public id of its subscriber, inside the caller's transaction."""
    known = connection.execute(_HEAD).first()
    count, head = (known.records, known.head) if known else (0, START)
    rows: list[dict[str, object]] = []
    for public_id, record in records:
        told = _told(record)
        head = chain_hash(head, public_id, told)
        rows.append(dict(zip(("event", "at", "source", "wording", "confirmed_at"), told, strict=True)))
        rows[-1] |= {"public_id": public_id, "chain": head}
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
    """Walk the whole chain; `expected` is a head noted earlier, which must still be a link of it."""
    faults: list[str] = []
    head, count, seen = START, 0, not expected
    for number, public_id, chain, told in _walk(connection):
        head = chain_hash(head, public_id, told)
        count += 1
        seen = seen or head.hex() == expected
        if chain != head:
            faults.append(
                f"record {number} does not follow from the records before it: it, or one of them, was changed"
            )
            break
    known = connection.execute(_HEAD).first()
    if not faults:
        faults += _faults_of_head(keyring, known, count, head)
    if not seen and not faults:
        faults.append(
            "the head you noted is no link of this chain: the book was cut off, or an older copy was restored"
        )
    return Audit(count, head.hex(), tuple(faults))


def _faults_of_head(keyring: Keyring, known: Any, count: int, head: bytes) -> list[str]:
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
    kept = consent_record.c
    rows = (
        select(
            kept.number,
            subscriber.c.public_id,
            kept.chain,
            kept.event,
            kept.at,
            kept.source,
            kept.wording,
            kept.confirmed_at,
        )
        .join(subscriber, subscriber.c.number == kept.subscriber)
        .order_by(kept.number)
    )
    for number, public_id, chain, *told in connection.execute(rows.execution_options(yield_per=2_000)):
        yield number, bytes(public_id), chain, told


def _told(record: ConsentRecord) -> list[str | None]:
    confirmed = timestamp(record.confirmed_at) if record.confirmed_at else None
    return [record.event.value, timestamp(record.at), record.source, record.wording, confirmed]


def _seal(keyring: Keyring, count: int, head: bytes) -> bytes:
    return hmac.digest(hmac.digest(keyring.index, _SEALED_FOR, "sha256"), count.to_bytes(8, "big") + head, "sha256")
