"""CONTRIBUTING's recipe "A transport", followed: a maildir, made here as the recipe says, keeps the whole contract.

What the recipe asks for beside the room (its name in the settings, its line in `digest/app/transports.py`) is not done
for it, so nothing but this test knows it; that names, rooms and lines agree is held for all the others.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from digest.delivery.batch import Batch
from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.retry import TransportResult, Verdict
from digest.mime.message import Message
from digest.mime.readback import MessageUnsound
from tests.contracts.transport_contract import EmailContract, Received, Rig, SameAgainContract, received_mail
from tests.standins.batches import EDITION, batch
from tests.standins.envelopes import prepare, write_mail


class Maildir:
    """Writes letters into a maildir at `folder`, for programs that read mail; the room of the recipe.

    A file is written in `tmp` and moved into `new` under the delivery's opaque name, so that the same delivery again
    replaces it, unless somebody has read it meanwhile. Source: https://cr.yp.to/proto/maildir.html.
    """

    repeats = False

    def __init__(
        self, folder: Path, prepare: Callable[[Letter], Message], compose: Callable[[TransactionalMail], bytes]
    ) -> None:
        self._folder = folder
        self._prepare = prepare
        self._compose = compose

    def hand_over(self, batch: Batch) -> TransportResult:
        """Write one file per recipient."""
        try:
            message = self._prepare(batch.letter)
        except MessageUnsound as fault:
            return TransportResult(Verdict.STOP, str(fault))
        return self._write((reader.delivery, message.compose(reader)) for reader in batch.recipients)

    def send_mail(self, mail: TransactionalMail) -> TransportResult:
        """Write one file."""
        try:
            content = self._compose(mail)
        except MessageUnsound as fault:
            return TransportResult(Verdict.PERMANENT, str(fault))
        return self._write([(mail.name, content)])

    def _write(self, files: Iterable[tuple[str, bytes]]) -> TransportResult:
        try:
            for part in ("tmp", "new", "cur"):
                (self._folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
            for name, content in files:
                (self._folder / "tmp" / name).write_bytes(content)
                (self._folder / "tmp" / name).replace(self._folder / "new" / name)
            os.sync()
        except OSError as error:
            return TransportResult(Verdict.STOP, f"{self._folder}: {error.strerror}")
        return TransportResult(Verdict.ACCEPTED)


@dataclass
class MaildirRig:
    """The maildir in a folder, whose `new` is a file while there is trouble."""

    folder: Path

    def __post_init__(self) -> None:
        self.transport = Maildir(self.folder, prepare, write_mail)

    def received(self) -> Sequence[Received]:
        files = (file for file in self.folder.glob("new/*"))
        return [received_mail(message_from_bytes(file.read_bytes(), policy=default), file.name) for file in files]

    def troubles(self) -> Sequence[AbstractContextManager[object]]:
        return [self._no_folder()]

    @contextmanager
    def _no_folder(self) -> Iterator[None]:
        (self.folder / "new").parent.mkdir(exist_ok=True)
        (self.folder / "new").write_bytes(b"")
        yield
        (self.folder / "new").unlink()


class TestMaildir(EmailContract, SameAgainContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Rig:
        return MaildirRig(tmp_path / "maildir")


def test_a_mail_program_reads_it(tmp_path: Path) -> None:
    import mailbox

    MaildirRig(tmp_path).transport.hand_over(batch(2))
    letters = mailbox.Maildir(tmp_path, create=False)
    assert sorted(letter["To"] for letter in letters) == ["reader.1@example.org", "reader.2@example.org"]
    assert {letter["Feedback-ID"].partition(":")[0] for letter in letters} == {EDITION}
