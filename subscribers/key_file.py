"""The key file: one JSON file outside of the database, readable by its owner alone."""

import base64
import json
import os
import secrets
import stat
from pathlib import Path

from subscribers.errors import KeysUnusable
from subscribers.keyring import Generation, Keyring

_MOST = 255
"""A token names its key in one byte."""


def create(file: Path) -> None:
    """Make a new key file, mode 0600; raises `FileExistsError` rather than ever replacing one."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = {
        "about": "Keys of this newsroom's readers. Keep a copy in a safe place: without it no address can be read again.",
        "current": 1,
        "index": _text(secrets.token_bytes(32)),
        "generations": {"1": {"addresses": _text(secrets.token_bytes(64)), "tokens": _text(secrets.token_bytes(32))}},
    }
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(content, out, indent=2)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())


def load(file: Path) -> Keyring:
    """Read a key file; raises `KeysUnusable` when it is missing, open to others, or damaged."""
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise KeysUnusable(f"{file} can be read by other users of this machine; run `chmod 600` on it")
        content = json.loads(file.read_text(encoding="utf-8"))
        generations = {
            int(number): Generation(_sized(keys["addresses"], 64), _sized(keys["tokens"], 32))
            for number, keys in content["generations"].items()
        }
        keyring = Keyring(_sized(content["index"], 32), int(content["current"]), generations)
    except FileNotFoundError:
        raise KeysUnusable(f"{file} is missing; restore it from your copy, or run `digest init` for a new newsroom") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeysUnusable(f"{file} is damaged; restore it from your copy") from None
    if keyring.current not in generations or not all(0 < number <= _MOST for number in generations):
        raise KeysUnusable(f"{file} names no usable current generation; restore it from your copy")
    return keyring


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _sized(text: str, size: int) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != size:
        raise ValueError("a key has the wrong length")
    return key
