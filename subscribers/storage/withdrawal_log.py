"""Withdrawals, once more outside of the database: a backup from last week does not know who left since.

Each line is a time, what happened, and the opaque name of whom it happened to; no address. The database remembers how
much of the file it has applied. When the file is ahead of it, because a backup was restored or the program was killed
between file and database, `services/withdrawal_replay.py` applies the rest. A withdrawal is written here first, inside
the transaction that applies it, so lines come one by one.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text

_MARK = text("UPDATE withdrawal_mark SET bytes = :bytes")
_FIRST_MARK = text("INSERT INTO withdrawal_mark (number, bytes) VALUES (1, :bytes)")
_APPLIED = text("SELECT bytes FROM withdrawal_mark")


class WithdrawalLog:
    """The file; it is made when the first reader leaves."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def write(self, connection: Connection, line: str) -> None:
        """Append one line, and mark it as applied together with the caller's transaction.

        Not while lines before it are not applied: somebody was killed between the two, and a mark behind their lines
        would hide them. A file that is shorter than its mark is another file, made anew, and is marked from there on.
        """
        descriptor = os.open(self._file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            cut_off = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, f"{chr(10) if cut_off else ''}{line}\n".encode())
            os.fdatasync(descriptor)
            if self._applied(connection) >= size:
                self.mark(connection, os.fstat(descriptor).st_size)
        finally:
            os.close(descriptor)

    def mark(self, connection: Connection, size: int) -> None:
        """Record that the database has applied the first `size` bytes of the file."""
        if connection.execute(_MARK, {"bytes": size}).rowcount == 0:
            connection.execute(_FIRST_MARK, {"bytes": size})

    def is_ahead(self, connection: Connection) -> bool:
        """Return whether the file holds lines that this database has not applied."""
        return self.size > self._applied(connection)

    def rest(self, connection: Connection) -> tuple[list[str], int]:
        """Return the lines that were not applied, and the size of the file with them."""
        with self._file.open("rb") as file:
            file.seek(self._applied(connection))
            left = file.read()
            return list(_whole_lines(left)), file.tell()

    @property
    def size(self) -> int:
        """Return how many bytes the file has; 0 when there is none."""
        try:
            return self._file.stat().st_size
        except FileNotFoundError:
            return 0

    def _applied(self, connection: Connection) -> int:
        return connection.scalar(_APPLIED) or 0


def _whole_lines(text: bytes) -> Iterator[str]:
    """Yield the lines of the file; one that a crash cut off fits no reader and is ignored by the replay."""
    yield from (line.decode("ascii", errors="replace") for line in text.splitlines() if line)
