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

    The keyring looks at the file again whenever something is written, and when it meets a generation it does not know:
    another process may have changed the keys.
    """
    return _FileKeyring(_KeyFile(file))


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


class _KeyFile:
    """What a key file says, read again once it was replaced; keys that were read once stay known."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = _state(file)
        self.index, self._current, self._generations = _parse(file)

    def read(self) -> tuple[int, Mapping[int, Generation]]:
        """Return the current generation and all of them; raises `KeysUnusable` when the file is another's or damaged.

        A file that is not there for the moment has not changed.
        """
        state = _state(self._file)
        if state is not None and state != self._seen:
            index, current, generations = _parse(self._file)
            if index != self.index:
                raise KeysUnusable(f"{self._file} was replaced by other keys while this program ran; restore it")
            self._seen, self._current, self._generations = state, current, self._generations | generations
        return self._current, self._generations


class _FileKeyring(Keyring):
    """The keyring of a key file, whose current generation is the file's at the instant of asking."""

    def __init__(self, file: _KeyFile) -> None:
        self._file = file
        object.__setattr__(self, "index", file.index)
        object.__setattr__(self, "generations", _Generations(file))

    @property
    def current(self) -> int:
        """Return the generation that writes now."""
        return self._file.read()[0]


class _Generations(Mapping[int, Generation]):
    """The generations of a key file; it is looked at again when one is asked for that was not in it."""

    def __init__(self, file: _KeyFile) -> None:
        self._file, self._known = file, file.read()[1]

    def __getitem__(self, number: int) -> Generation:
        if number not in self._known:
            self._known = self._file.read()[1]
        return self._known[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _parse(file: Path) -> tuple[bytes, int, dict[int, Generation]]:
    """Return index key, current generation and all generations of a key file; raises `KeysUnusable`."""
    content = _read(file)
    try:
        index, generations = _sized(content["index"], 32), _generations(content)
    except ValueError:
        raise KeysUnusable(f"{file} is damaged; restore it from your copy") from None
    current = content["current"]
    usable = current in generations and bool(generations[current].addresses)
    if not usable or not all(0 < number <= _MOST for number in generations):
        raise KeysUnusable(f"{file} names no usable current generation; restore it from your copy")
    return index, current, generations


def _state(file: Path) -> tuple[int, int] | None:
    """Return what changes when the file is replaced; None when it cannot be looked at."""
    try:
        found = file.stat()
    except OSError:
        return None
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
    except OSError as error:
        raise KeysUnusable(f"{file} cannot be read ({error.strerror}); see that it is yours") from None
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
    if part != file:
        part.unlink(missing_ok=True)  # one that a crash left has whatever rights it has
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
