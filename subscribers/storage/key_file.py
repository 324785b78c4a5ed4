"""The key file: one JSON file outside of the database, readable by its owner alone.

It is replaced whole or not at all.
"""

import base64
import json
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NotRequired, TypedDict, TypeGuard

from subscribers.errors import KeysUnusable
from subscribers.policy.keyring import Generation, Keyring
from subscribers.storage.timestamps import timestamp

TOKENS_LIVE = timedelta(days=731)
"""Links in letters open for at least 24 months after their keys were superseded."""
ADDRESS_KEYS_LIVE = timedelta(days=30)
"""By then no program that was started before the keys changed is still running."""
_MOST = 255
"""A token names its key in one byte."""


class _StoredGeneration(TypedDict):
    """One generation in the file: keys in base64, none (an empty text) for addresses once they are destroyed."""

    addresses: str
    tokens: str
    superseded_at: NotRequired[str]


class _Content(TypedDict):
    """The file: `generations` by number, `changing` while the change to the current one is not finished."""

    about: NotRequired[str]
    current: int
    index: str
    generations: dict[str, _StoredGeneration]
    changing: NotRequired[bool]


def create(file: Path) -> None:
    """Write a new key file, mode 0600; raises `FileExistsError` rather than ever replacing one."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content: _Content = {
        "about": "Keys of this newsroom's readers. Keep a copy in a safe place: without it no address can be "
        "read again.",
        "current": 1,
        "index": _text(secrets.token_bytes(32)),
        "generations": {"1": _new_generation()},
    }
    _write(file, content, os.O_EXCL)


def load(file: Path) -> Keyring:
    """Return the keyring of a key file; raises `KeysUnusable` when it is missing, open to others, or damaged.

    The keyring looks into the file again when it meets a generation it does not know: another process may have changed
    the keys.
    """
    content = _read(file)
    try:
        generations = _generations(content)
        keyring = Keyring(_sized(content["index"], 32), content["current"], _ReloadingGenerations(file, generations))
    except ValueError:
        raise KeysUnusable(f"{file} is damaged; restore it from your copy") from None
    usable = keyring.current in generations and bool(generations[keyring.current].addresses)
    if not usable or not all(0 < number <= _MOST for number in generations):
        raise KeysUnusable(f"{file} names no usable current generation; restore it from your copy")
    return keyring


def begin_rotation(file: Path, now: datetime) -> None:
    """Begin a new generation of keys, unless the last change is not finished; the old ones still decrypt and verify."""
    content = _read(file)
    if content.get("changing"):
        return
    number = next(number for number in range(1, _MOST + 1) if str(number) not in content["generations"])
    content["generations"][str(content["current"])]["superseded_at"] = timestamp(now)
    content["generations"][str(number)] = _new_generation()
    _write(file, content | {"current": number, "changing": True})


def finish_rotation(file: Path, now: datetime) -> None:
    """Finish a change of keys: destroy those that nothing can need any more."""
    content = _read(file)
    kept: dict[str, _StoredGeneration] = {}
    for number, keys in content["generations"].items():
        since = keys.get("superseded_at")
        age = now - datetime.fromisoformat(since) if since else timedelta(0)
        if age < TOKENS_LIVE:
            kept[number] = keys
            if age >= ADDRESS_KEYS_LIVE:
                keys["addresses"] = ""
    _write(file, content | {"generations": kept, "changing": False})


class _ReloadingGenerations(Mapping[int, Generation]):
    """The generations of a key file, read again when one is asked for that was not in it."""

    def __init__(self, file: Path, generations: dict[int, Generation]) -> None:
        self._file, self._known, self._seen = file, generations, _state(file)

    def __getitem__(self, number: int) -> Generation:
        if number not in self._known and _state(self._file) != self._seen:
            self._seen = _state(self._file)
            self._known = self._known | _generations(_read(self._file))
        return self._known[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _state(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_ino


def _read(file: Path) -> _Content:
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise KeysUnusable(f"{file} can be read by other users of this machine; run `chmod 600` on it")
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KeysUnusable(
            f"{file} is missing; restore it from your copy, or run `digest init` for a new newsroom"
        ) from None
    except ValueError:
        raise KeysUnusable(f"{file} is damaged; restore it from your copy") from None
    if not _is_key_file(content):
        raise KeysUnusable(f"{file} is damaged; restore it from your copy")
    return content


def _is_key_file(found: object) -> TypeGuard[_Content]:
    """Return whether parsed JSON has the shape of a key file; the keys themselves are not checked."""
    if not isinstance(found, dict) or not isinstance(generations := found.get("generations"), dict):
        return False
    return (
        isinstance(found.get("current"), int)
        and isinstance(found.get("index"), str)
        and all(isinstance(keys, dict) and {"addresses", "tokens"} <= keys.keys() for keys in generations.values())
        and all(isinstance(text, str) for keys in generations.values() for text in keys.values())
    )


def _write(file: Path, content: _Content, flags: int = os.O_TRUNC) -> None:
    part = file if flags & os.O_EXCL else file.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(content, out, indent=2)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _new_generation() -> _StoredGeneration:
    return {"addresses": _text(secrets.token_bytes(64)), "tokens": _text(secrets.token_bytes(32))}


def _generations(content: _Content) -> dict[int, Generation]:
    return {
        int(number): Generation(_sized(keys["addresses"], 64) if keys["addresses"] else b"", _sized(keys["tokens"], 32))
        for number, keys in content["generations"].items()
    }


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _sized(text: str, size: int) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != size:
        raise ValueError("a key has the wrong length")
    return key
