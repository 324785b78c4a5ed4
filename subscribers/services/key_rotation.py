"""Key rotation: a new generation writes from now on, every address is encrypted anew, old links go on working.

Killed in the middle, the next run goes on where it ended. Programs that are running meanwhile read both generations.
What an old keyring still wrote is found at the next change; therefore old keys of addresses are destroyed a month
later, and those of links after 24 months.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, update

from subscribers.policy.addresses import Cipher
from subscribers.policy.keyring import Keyring
from subscribers.storage import key_file
from subscribers.storage.store import Store
from subscribers.storage.tables import pending_request, subscriber

_AT_ONCE = 500


def rotate(
    store: Store, file: Path, now: datetime, reseal: Callable[[Keyring], None], watch: Callable[[int, int], None]
) -> int:
    """Change the keys in `file` and encrypt all addresses with the new ones; return how many there were.

    `reseal` is called with the new keyring for what else is sealed with it; `watch` with how many are done
    and how many there are.
    """
    key_file.begin_rotation(file, now)
    keyring = key_file.load(file)
    cipher = Cipher(keyring)
    done, of = 0, _count_old(store, keyring.current)
    while changed := _encrypt_some(store, cipher, keyring.current):
        done += changed
        watch(done, max(of, done))
    reseal(keyring)
    key_file.finish_rotation(file, now)
    return done


def _count_old(store: Store, current: int) -> int:
    with store.reading.connect() as connection:
        return sum(
            connection.scalar(
                select(func.count()).select_from(table).where(func.substr(table.c.address, 1, 1) != bytes([current]))
            )
            or 0
            for table in (subscriber, pending_request)
        )


def _encrypt_some(store: Store, cipher: Cipher, current: int) -> int:
    """Encrypt the next few hundred addresses anew, in one transaction; return how many."""
    changed = 0
    with store.engine.begin() as connection:
        for table in (subscriber, pending_request):
            old = func.substr(table.c.address, 1, 1) != bytes([current])
            rows = connection.execute(
                select(table.c.number, table.c.public_id, table.c.address).where(old).limit(_AT_ONCE)
            ).all()
            for row in rows:
                address = cipher.encrypt(cipher.decrypt(row.address, row.public_id), row.public_id)
                connection.execute(update(table).where(table.c.number == row.number).values(address=address))
            changed += len(rows)
    return changed
