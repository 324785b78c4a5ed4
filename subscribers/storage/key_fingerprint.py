"""Which keys a database belongs to: with others, everybody who left or was erased would be a stranger.

The database keeps keyed fingerprints of the key that addresses are found by, which never changes, and of the newest key
that encrypts them. From a fingerprint no key can be learned. A database from before there were fingerprints gets them
when it is first opened, from keys that prove themselves: they open the stored addresses and find each by its own index,
or, where there is none, they made the seal of the consent log.
"""

import hmac

from sqlalchemy import Connection, Engine, Select, Table, exists, select, text

from subscribers.errors import WrongKeys
from subscribers.policy.addresses import Cipher, index
from subscribers.policy.keyring import Keyring
from subscribers.storage import consent_log
from subscribers.storage.tables import form_mail, pending_request, stored_address, subscriber, suppression

_TRIED = 500
_WITH_ADDRESSES = (subscriber, pending_request)
_KEYED = (subscriber, suppression, pending_request, form_mail)
_READ = text("SELECT address_index, generation, addresses FROM key_fingerprint")
_WRITE = text(
    "INSERT INTO key_fingerprint (number, address_index, generation, addresses) "
    "VALUES (1, :index, :number, :addresses) "
    "ON CONFLICT (number) DO UPDATE SET address_index = :index, generation = :number, addresses = :addresses"
)
_OTHERS = (
    "the key file does not belong to this database: with it, readers who left could not be told from new ones; "
    "restore the key file of this database from your copy"
)
_OLDER = "the key file is older than this database, whose keys were changed since; restore the newest copy of it"


def verify_keys(engine: Engine, keyring: Keyring) -> None:
    """Make sure that `keyring` is the one this database was written with; raises `WrongKeys`.

    Writes only when a database is first opened with its keys, or after they were changed.
    """
    with engine.execution_options(reading=True).connect() as connection:
        known = connection.execute(_READ).first()
    if known is None:
        with engine.begin() as connection:
            _adopt(connection, keyring)
    elif not hmac.compare_digest(bytes(known.address_index), _fingerprint(keyring.index)):
        with engine.begin() as connection:
            if is_keyed(connection):
                raise WrongKeys(_OTHERS)
            _adopt(connection, keyring)
    elif not _has_generation(keyring, known.generation, bytes(known.addresses)):
        raise WrongKeys(_OLDER)
    elif known.generation != keyring.current:
        with engine.begin() as connection:
            write_fingerprint(connection, keyring)


def is_keyed(connection: Connection) -> bool:
    """Return whether anything in the database belongs to a key: readers, requests, or addresses not to be mailed."""
    return any(connection.scalar(select(exists().select_from(table))) for table in _KEYED)


def write_fingerprint(connection: Connection, keyring: Keyring) -> None:
    """Keep the fingerprints of `keyring`, inside the caller's transaction."""
    number = keyring.current
    addresses = _fingerprint(keyring.generations[number].addresses)
    connection.execute(_WRITE, {"index": _fingerprint(keyring.index), "number": number, "addresses": addresses})


def _adopt(connection: Connection, keyring: Keyring) -> None:
    """Give a database its first fingerprints, and its consent log the seal that it may lack."""
    if is_keyed(connection) and not _is_proven(connection, keyring):
        raise WrongKeys(_OTHERS)
    consent_log.seal_unsealed(connection, keyring)
    write_fingerprint(connection, keyring)


def _is_proven(connection: Connection, keyring: Keyring) -> bool:
    """Return whether the keys open most of the newest addresses, each under its own index, or made the log's seal.

    Not each of them: one may be damaged, which is no reason to stop everything.
    """
    cipher = Cipher(keyring)
    rows = [row for table in _WITH_ADDRESSES for row in connection.execute(_newest(table))]
    addresses = cipher.open_all([(row.address, row.public_id) for row in rows])
    own = [
        address is not None and index(keyring, address) == row.address_index
        for row, address in zip(rows, addresses, strict=True)
    ]
    return sum(own) > len(own) / 2 if own else consent_log.is_sealed(connection, keyring)


def _newest(table: Table) -> Select[tuple[bytes, bytes, bytes]]:
    columns = select(table.c.public_id, stored_address(table), table.c.address_index)
    return columns.where(table.c.address.is_not(None)).order_by(table.c.number.desc()).limit(_TRIED)


def _has_generation(keyring: Keyring, number: int, addresses: bytes) -> bool:
    try:
        key = keyring.generations[number].addresses
    except KeyError:
        return False
    return hmac.compare_digest(addresses, _fingerprint(key))


def _fingerprint(key: bytes) -> bytes:
    return hmac.digest(key, b"key fingerprint", "sha256")
