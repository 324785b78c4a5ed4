"""Attempts, once more outside of the database: a restored backup must not send again what left after it was made.

Before each post a line with the batch, the try and exactly the readers it is handed over for is on disk, after the
database has them as attempted. So an attempt without its line was never posted, and a line the database does not know
was written by a database that is gone: its readers are uncertain.
"""

import base64
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from digest.delivery.batch import Claim
from digest.errors import DigestError
from digest.storage.timestamps import stamp

OPENED = "open"
ATTEMPTED = "attempt"
MAILED = "mail"
WELCOMED = "welcome"
"""The kinds of lines that are about deliveries."""
_MORE = 0x80
"""This bit of a byte says that the next one belongs to the same number."""


class JournalLine(Protocol):
    """One line of the journal, and where it stands."""

    @property
    def begins(self) -> int:
        """Its first byte."""
        ...

    @property
    def ends(self) -> int:
        """The byte behind it."""
        ...

    @property
    def link(self) -> str:
        """The hash that ties it to the lines before it."""
        ...

    @property
    def journal(self) -> str:
        """The id of the journal it stands in."""
        ...

    @property
    def at(self) -> str:
        """When it was written, in ISO 8601."""
        ...

    @property
    def kind(self) -> str:
        """What happened."""
        ...

    @property
    def words(self) -> tuple[str, ...]:
        """What it happened to."""
        ...


class Journal(Protocol):
    """The journal of this database, as far as deliveries go."""

    def append(self, at: str, kind: str, *words: str) -> JournalLine:
        """Write one line and sync it; raises `OSError`."""
        ...

    def record_applied(self, connection: Connection, line: JournalLine) -> None:
        """Record that the caller's transaction settles what `line` is about."""
        ...

    def unapplied(self, connection: Connection) -> Sequence[JournalLine]:
        """Return the lines about which the database has recorded nothing."""
        ...


class JournaledAttempt(NamedTuple):
    """An attempt as the journal holds it: who was handed over, and in which lane (variant and wave) their batch was."""

    edition: str
    batch: int
    tries: int
    variant: str
    wave: int
    readers: tuple[int, ...]


class JournalUnwritable(DigestError):
    """The journal cannot be written, so nothing may be handed over."""


def write_line(journal: Journal, now: datetime, kind: str, *words: str) -> JournalLine:
    """Write one line and sync it; raises `JournalUnwritable`."""
    try:
        return journal.append(stamp(now), kind, *words)
    except OSError as error:
        raise JournalUnwritable(
            f"the journal cannot be written ({error.strerror}), so nothing was handed over; see that data/ is writable "
            "and has room, then run the command again"
        ) from error


def attempt_words(edition_id: str, claim: Claim, tries: int, wave: int, readers: Sequence[int]) -> tuple[str, ...]:
    """Return the words of the line for one hand-over of a batch to `readers` (ascending)."""
    return edition_id, str(claim.number), str(tries), claim.variant, str(wave), pack(readers)


def read_attempt(line: JournalLine) -> JournaledAttempt:
    """Return the attempt of a line of kind `ATTEMPTED`."""
    edition, batch, tries, variant, wave, readers = line.words
    return JournaledAttempt(edition, int(batch), int(tries), variant, int(wave), unpack(readers))


def pack(readers: Sequence[int]) -> str:
    """Return ascending numbers as a short text without spaces: the steps between them, compressed.

    A thousand neighbours take 30 characters, a thousand scattered ones about 1,400.
    """
    steps = bytearray()
    before = 0
    for reader in readers:
        step, before = reader - before, reader
        while step >= _MORE:  # seven bits a byte, the lowest first, as in protobuf's varint
            steps.append(step % _MORE | _MORE)
            step >>= 7
        steps.append(step)
    return base64.urlsafe_b64encode(zlib.compress(steps)).decode().rstrip("=")


def unpack(text: str) -> tuple[int, ...]:
    """Return the numbers that `pack` was given."""
    found: list[int] = []
    before = step = shift = 0
    for byte in zlib.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))):
        step |= byte % _MORE << shift
        shift += 7
        if byte < _MORE:
            before += step
            found.append(before)
            step = shift = 0
    return tuple(found)
