"""Key rotation: a new generation writes from now on, every address is encrypted anew, old links go on working.

Killed in the middle, the next run goes on where it ended. Programs that are running meanwhile read both generations.
What an old keyring still wrote is found at the next change; therefore old keys of addresses are destroyed a month
later, and those of links after 24 months. An address that does not open, because it was damaged, stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, func, select, update

from subscribers.policy.addresses import Cipher
from subscribers.policy.keyring import Keyring
from subscribers.storage import key_file
from subscribers.storage.key_fingerprint import write_fingerprint
from subscribers.storage.store import Store
from subscribers.storage.tables import pending_request, stored_address, subscriber

_AT_ONCE = 500
_WITH_ADDRESSES = (subscriber, pending_request)


@dataclass(frozen=True, slots=True)
class OtherSecrets:
    """What else is sealed with the keys: counts it; seals it anew, and returns how much it met, and how much opened."""

    count: Callable[[], int]
    reseal: Callable[[Keyring], tuple[int, int]]


class Rotated(NamedTuple):
    """How many addresses and other secrets were encrypted anew, and how many do not open and stayed as they were."""

    addresses: int
    others: int
    damaged: int


def rotate(store: Store, file: Path, now: datetime, others: OtherSecrets, watch: Callable[[int, int], None]) -> Rotated:
    """Change the keys in `file` and encrypt all addresses, and the `others`, with the new ones.

    `watch` is called with how many are done and how many there are, of all kinds together.
    """
    key_file.begin_rotation(file, now)
    keyring = key_file.load(file)
    with store.engine.begin() as connection:
        write_fingerprint(connection, keyring)
    seen, changed, sealed = 0, 0, others.count()
    of = _count_old(store, keyring.current) + sealed
    for table in _WITH_ADDRESSES:
        after: int | None = 0
        while after is not None:
            some, opened, after = _encrypt_some(store, keyring, table, after)
            seen, changed = seen + some, changed + opened
            if some:
                watch(seen, max(of, seen + sealed))
    met, resealed = others.reseal(keyring)
    seen += met
    if met or sealed:
        watch(seen, seen)
    key_file.finish_rotation(file, now)
    return Rotated(changed, resealed, seen - changed - resealed)


def _count_old(store: Store, current: int) -> int:
    with store.reading.connect() as connection:
        return sum(
            connection.scalar(select(func.count()).select_from(table).where(_is_old(table, current))) or 0
            for table in _WITH_ADDRESSES
        )


def _is_old(table: Table, current: int) -> ColumnElement[bool]:
    """Return whether an address is encrypted with other keys than the `current` ones; the erased have none.

    Of one that a damage emptied, SQLite's `substr` says NULL.
    """
    address = table.c.address
    return address.is_not(None) & func.substr(address, 1, 1).is_distinct_from(bytes([current]))


def _encrypt_some(store: Store, keyring: Keyring, table: Table, after: int) -> tuple[int, int, int | None]:
    """Encrypt the next few hundred addresses behind the number `after` anew, in one transaction.

    Return how many were looked at, how many of them opened, and the last number; None when there are no more.
    """
    cipher, row = Cipher(keyring), table.c
    old = (row.number > after, _is_old(table, keyring.current))
    wanted = select(row.number, row.public_id, stored_address(table)).where(*old).order_by(row.number).limit(_AT_ONCE)
    with store.engine.begin() as connection:
        found = connection.execute(wanted).all()
        addresses = cipher.open_all([(one.address, one.public_id) for one in found])
        opened = [(one, address) for one, address in zip(found, addresses, strict=True) if address is not None]
        for one, address in opened:
            again = cipher.encrypt(address, one.public_id)
            connection.execute(update(table).where(row.number == one.number).values(address=again))
    return len(found), len(opened), found[-1].number if found else None
