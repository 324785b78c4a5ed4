"""The consent log: what each reader agreed to, when and how, as a chain nobody can change unseen.

Every record carries the SHA-256 over the record before it and its own content, so that anybody can check the chain
without a key. The head of the chain and the number of records are sealed with a key that is not in the database: who
can write to the database but does not hold the key can neither rewrite the log nor cut off its end. Nor does the
program do it for them: before it seals new records it verifies the seal it extends, and a break that it finds is part
of every seal from then on. An older copy of the whole database is still sound in itself; compare its head with one that
was written down elsewhere (`noted_head`, or `digest subscribers audit --expect`).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, select, text

from subscribers.policy.counted import counted
from subscribers.policy.keyring import Keyring
from subscribers.policy.model import ConsentRecord
from subscribers.storage.tables import consent_record, subscriber
from subscribers.storage.timestamps import timestamp

START = bytes(32)
_SEALED_FOR = b"consent book"  # part of every seal that was ever made: it cannot change
_CONTENT = ("event", "at", "source", "wording", "confirmed_at")
_HEAD = text("SELECT records, head, seal, broken_at FROM consent_head")
_WRITE_HEAD = text(
    "INSERT INTO consent_head (number, records, head, seal, broken_at) VALUES (1, :records, :head, :seal, :broken_at) "
    "ON CONFLICT (number) DO UPDATE SET records = :records, head = :head, seal = :seal, broken_at = :broken_at"
)
_LINK = text("SELECT chain FROM consent_record ORDER BY number LIMIT 1 OFFSET :before")
_LINKS = text("SELECT COALESCE(chain, x'') FROM consent_record ORDER BY number")
_COUNT = text("SELECT count(*) FROM consent_record")
_APPEND = text(
    "INSERT INTO consent_record (subscriber, event, at, source, wording, confirmed_at, chain) "
    "SELECT number, :event, :at, :source, :wording, :confirmed_at, :chain FROM subscriber WHERE public_id = :public_id"
)


class Head(NamedTuple):
    """The end of the chain as it is kept beside it.

    How many records, the last link, the seal (empty: written before there was one), and after how many records the
    program found that the log had been changed past it; None: never.
    """

    records: int
    head: bytes
    seal: bytes
    broken_at: int | None


class NotedHead(NamedTuple):
    """The end of the log as it is noted elsewhere: how many records, and a seal that nobody makes without the keys."""

    records: int
    seal: bytes


def chain_hash(before: bytes, public_id: bytes, content: Sequence[str | None]) -> bytes:
    """Return the link of a record that follows the link `before`.

    `content` is event, at, source, wording and confirmed_at as the table holds them.
    """
    return hashlib.sha256(
        before + json.dumps([public_id.hex(), *content], ensure_ascii=False, separators=(",", ":")).encode()
    ).digest()


def append(
    connection: Connection, keyring: Keyring, records: Iterable[tuple[bytes, ConsentRecord]], kept: Head | None = None
) -> None:
    """Append records, each with the public id of its subscriber, inside the caller's transaction.

    `kept` is the end of the log where the caller has read it in this transaction.
    """
    told = list(records)
    if not told:
        return
    known = _verified_head(connection, keyring, kept)
    head, rows = known.head, list[dict[str, str | bytes | None]]()
    for public_id, record in told:
        content = _content(record)
        head = chain_hash(head, public_id, content)
        rows.append({"public_id": public_id, "chain": head, **dict(zip(_CONTENT, content, strict=True))})
    connection.execute(_APPEND, rows)
    _write_head(connection, keyring, known.records + len(rows), head, known.broken_at)


def seal_unsealed(connection: Connection, keyring: Keyring) -> None:
    """Seal a log that has no seal, because it is new or an earlier version wrote it; as broken, if its chain is.

    Only for a database that is opened with its keys for the first time: afterwards a missing seal is a break.
    """
    known = _read_head(connection)
    if known is None or not known.seal or not known.records:
        count, head, fault, _ = _follow(connection, "")
        sound = not fault and ((count, head) == (known.records, known.head) if known else count == 0)
        _write_head(connection, keyring, count, head, None if sound else count)


def is_sealed(connection: Connection, keyring: Keyring) -> bool:
    """Return whether the log has records and a seal that was made with these keys."""
    known = _read_head(connection)
    return known is not None and known.records > 0 and _fits(keyring, known)


def noted_head(connection: Connection, keyring: Keyring) -> NotedHead:
    """Return the end of the log, to be noted outside of the database."""
    return as_noted(keyring, _verified_head(connection, keyring))


def as_noted(keyring: Keyring, head: Head) -> NotedHead:
    """Return what is noted of an end of the log that was read before."""
    known = _verified(keyring, head)
    return NotedHead(known.records, _seal(keyring, known.records, known.head, known.broken_at))


def heads_not_held(connection: Connection, keyring: Keyring, noted: Iterable[NotedHead]) -> list[NotedHead]:
    """Return those of the heads noted earlier that are no part of the log any more: up to them it was cut or rewritten.

    All links of the log are read once, 32 bytes each, unless nothing was noted.
    """
    told = list(noted)
    if not told:
        return []
    links = [START, *map(bytes, connection.scalars(_LINKS))]
    breaks = {None, _verified_head(connection, keyring).broken_at}

    def is_held(head: NotedHead) -> bool:
        if head.records >= len(links):
            return False
        seals = (_seal(keyring, head.records, links[head.records], broken_at) for broken_at in breaks)
        return any(hmac.compare_digest(head.seal, seal) for seal in seals)

    return [head for head in told if not is_held(head)]


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found: how many records, the head of the chain as text, and every fault in words.

    `broken_at` is the record at which the chain, its end or its seal does not hold; None where all of it does.
    """

    records: int
    head: str
    faults: tuple[str, ...]
    broken_at: int | None = None


def audit(connection: Connection, keyring: Keyring, expected: str = "") -> Audit:
    """Check the whole chain; `expected` is the head of an earlier audit, which must still be a link of it."""
    count, head, fault, seen = _follow(connection, expected)
    fault, broken_at = (fault, count) if fault else _fault_of_head(keyring, _read_head(connection), count, head)
    if fault:
        return Audit(connection.scalar(_COUNT) or 0, head.hex(), (fault,), broken_at)
    if not seen:
        fault = "the head you noted is no link of this chain: the log was cut off, or an older copy was restored"
    return Audit(count, head.hex(), (fault,) if fault else ())


def _follow(connection: Connection, expected: str) -> tuple[int, bytes, str, bool]:
    """Follow the chain; return how far it holds, its last link, its fault in words, and whether `expected` was met."""
    head, count, seen = START, 0, not expected
    for number, public_id, chain, content in _walk(connection):
        head = chain_hash(head, public_id, content)
        count += 1
        seen = seen or head.hex() == expected
        if chain != head:
            fault = f"record {number} does not follow from the records before it: it, or one of them, was changed"
            return count, head, fault, seen
    return count, head, "", seen


def _read_head(connection: Connection) -> Head | None:
    row = connection.execute(_HEAD).first()
    return Head(row.records, bytes(row.head), bytes(row.seal), row.broken_at) if row else None


def _verified_head(connection: Connection, keyring: Keyring, kept: Head | None = None) -> Head:
    """Return the head that the next record follows, with a break in it where its seal does not fit or it is gone."""
    known = kept or _read_head(connection)
    if known is None:
        count = connection.scalar(_COUNT) or 0
        last = connection.scalar(_LINK, {"before": count - 1}) if count else None
        return Head(count, bytes(last or START), b"", count)
    return _verified(keyring, known)


def _verified(keyring: Keyring, known: Head) -> Head:
    if _fits(keyring, known):
        return known
    return known._replace(broken_at=known.records if known.broken_at is None else known.broken_at)


def _write_head(connection: Connection, keyring: Keyring, count: int, head: bytes, broken_at: int | None) -> None:
    values = {"records": count, "head": head, "broken_at": broken_at}
    connection.execute(_WRITE_HEAD, values | {"seal": _seal(keyring, count, head, broken_at)})


def _fault_of_head(keyring: Keyring, known: Head | None, count: int, head: bytes) -> tuple[str, int | None]:
    """Return the fault of the end of a sound chain in words, and at which record it is."""
    if known is None:
        return "nothing says how many records the log should have: it was changed past the program", count
    if (known.records, known.head) != (count, head):
        counts = f"the log has {counted(count, 'record')} and should have {known.records}"
        return f"{counts}: its end was cut off or written past the program", min(count, known.records)
    if not _fits(keyring, known):
        return "the seal does not fit: the log was rewritten by somebody who did not have the keys", count
    if known.broken_at is not None:
        several = f"{known.broken_at} records prove nothing: they were"
        rewritten = "record proves nothing: it was" if known.broken_at == 1 else several
        return f"the first {rewritten} rewritten past the program before the next", known.broken_at
    return "", None


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


def _fits(keyring: Keyring, known: Head) -> bool:
    return hmac.compare_digest(known.seal, _seal(keyring, known.records, known.head, known.broken_at))


def _seal(keyring: Keyring, count: int, head: bytes, broken_at: int | None = None) -> bytes:
    broken = b"" if broken_at is None else b"broken" + broken_at.to_bytes(8, "big")
    key = hmac.digest(keyring.index, _SEALED_FOR, "sha256")
    return hmac.digest(key, count.to_bytes(8, "big") + head + broken, "sha256")
