"""The outbox: one .eml file per reader in data/outbox/<edition>/, so that everything runs without an account.

A file appears whole or not at all, under the delivery's opaque name; writing the same delivery again replaces its file, so a batch that met
a full disk may safely go again. Only these files hold addresses outside of the database, as letters must.
"""

import os
from collections.abc import Callable
from pathlib import Path

from digest.delivery.message import Message
from digest.delivery.model import Batch
from digest.delivery.retry import Reply, Verdict
from digest.rendering.letter import Letter


class Outbox:
    """Writes letters into `folder`; `prepare` makes the message of a letter."""

    def __init__(self, folder: Path, prepare: Callable[[Letter], Message]) -> None:
        self._folder = folder
        self._prepare = prepare

    def hand_over(self, batch: Batch) -> Reply:
        """Write one file per recipient and sync them; a disk that refuses stops everything."""
        try:
            self._write(batch)
        except OSError as error:
            return Reply(Verdict.STOP, f"{self._folder / batch.edition}: {error.strerror}")
        return Reply(Verdict.ACCEPTED)

    def _write(self, batch: Batch) -> None:
        folder = self._folder / batch.edition
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        message = self._prepare(batch.letter)
        for recipient in batch.recipients:
            file = folder / f"{recipient.delivery}.eml"
            part = file.with_suffix(".part")
            part.write_bytes(message.compose(recipient))
            part.chmod(0o600)
            part.replace(file)
        os.sync()
