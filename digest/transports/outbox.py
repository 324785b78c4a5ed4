"""The outbox: one .eml file per reader in data/outbox/<edition>/, so that everything runs without an account.

A file appears whole or not at all, under the delivery's opaque name; writing the same delivery again replaces its file,
so a batch that met a full disk may safely go again. No name begins with a hyphen, which commands would take for an
option (`rm *`). Only these files hold addresses outside of the database, as letters must.
"""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from digest.delivery.batch import Batch
from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.retry import TransportResult, Verdict
from digest.mime.message import Message
from digest.mime.readback import MessageUnsound

_PART = ".part"
"""Ends the name of a file that is being written."""


class Outbox:
    """Writes letters into `folder`.

    `prepare` makes the message of an edition's letter, `compose` that of a single one; either may raise
    `MessageUnsound`.
    """

    repeats = True  # the same delivery has the same file, which is replaced

    def __init__(
        self, folder: Path, prepare: Callable[[Letter], Message], compose: Callable[[TransactionalMail], bytes]
    ) -> None:
        self._folder = folder
        self._prepare = prepare
        self._compose = compose
        self._tidied: set[Path] = set()
        self._lock = threading.Lock()

    def hand_over(self, batch: Batch) -> TransportResult:
        """Write one file per recipient and sync them; a disk that refuses stops everything, and so does the letter."""
        try:
            message = self._prepare(batch.letter)
        except MessageUnsound as fault:
            return TransportResult(Verdict.STOP, str(fault))
        return self._write(
            self._folder / batch.edition, ((reader.delivery, message.compose(reader)) for reader in batch.recipients)
        )

    def send_mail(self, mail: TransactionalMail) -> TransportResult:
        """Write one file into the folder `letters` and sync it."""
        try:
            content = self._compose(mail)
        except MessageUnsound as fault:
            return TransportResult(Verdict.PERMANENT, str(fault))
        return self._write(self._folder / "letters", [(mail.name, content)])

    def _write(self, folder: Path, files: Iterable[tuple[str, bytes]]) -> TransportResult:
        """Write `files`, each whole or not at all, then sync all of them at once."""
        try:
            if not self._folder.exists():  # `parents` would make it as the umask says
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._tidy(folder)
            for name, content in files:
                _write_whole(folder, name, content)
            os.sync()
        except OSError as error:
            return TransportResult(Verdict.STOP, f"{folder}: {error.strerror}")
        return TransportResult(Verdict.ACCEPTED)

    def _tidy(self, folder: Path) -> None:
        """Delete the half letters that a killed process left in a folder, when this one first writes there."""
        with self._lock:
            if folder not in self._tidied:
                for left in folder.glob(f"*{_PART}"):
                    left.unlink(missing_ok=True)
                self._tidied.add(folder)


def _write_whole(folder: Path, name: str, content: bytes) -> None:
    """Write one file, whole or not at all, and never readable for others, whatever the umask.

    A letter that met a full disk leaves no half behind, and a half that a crash left is replaced.
    """
    part = folder / f"{file_name(name)}{_PART}"
    try:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
        part.replace(folder / f"{file_name(name)}.eml")
        if name != file_name(name):
            (folder / f"{name}.eml").unlink(missing_ok=True)  # an earlier version's file of this delivery
    except OSError:
        part.unlink(missing_ok=True)
        raise


def file_name(name: str) -> str:
    """Return what the file of a delivery is called: its name, after a `_` where that begins with a hyphen.

    One name in 64 does. All are equally long, so none with a `_` before it is another's.
    """
    return f"_{name}" if name.startswith("-") else name
