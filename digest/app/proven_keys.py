"""Whether the keys belong to the database, looked at before anything is done with it."""

from pathlib import Path

from sqlalchemy import Engine

from subscribers.errors import KeysUnusable
from subscribers.storage.key_file import load
from subscribers.storage.key_fingerprint import verify_keys


def refuse_other_keys(database: Engine, key_file: Path) -> None:
    """Raise `WrongKeys` when the keys in a file are those of another database.

    What is wrong with the file itself is said by whatever needs a key; much does not.
    """
    try:
        keyring = load(key_file)
    except KeysUnusable:
        return
    verify_keys(database, keyring)
