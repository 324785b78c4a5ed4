"""Readers' numbers that a database gave which is gone: none of them is given to anybody else.

A number follows from the rows there are, so a restored backup would give those of the readers it lacks once more, and
what was said about them, or comes to be said, would be taken for what is about the new ones. Numbers leave the machine
in the names of deliveries alone, and the journal names the readers before each hand-over: no number is known outside
that is higher than all of those.
"""

from sqlalchemy import Connection, func, select, text

from digest.storage.tables import given_number, recipient

STEP = 1_000_000
"""So many numbers, at most, are left out when nobody knows how many were given."""
_RECORD = text(
    "INSERT INTO given_number (number, highest) VALUES (1, :highest) "
    "ON CONFLICT (number) DO UPDATE SET highest = MAX(highest, excluded.highest)"
)


def record_given(connection: Connection, number: int) -> None:
    """Record that a reader's number was given, inside the caller's transaction; a lower one changes nothing."""
    connection.execute(_RECORD, {"highest": number})


def record_unknown_given(connection: Connection) -> None:
    """Record that numbers were given of which nobody knows: all up to the next multiple of `STEP` count as given."""
    known = connection.scalar(select(func.max(recipient.c.reader))) or 0
    record_given(connection, (max(known, highest_given(connection)) // STEP + 1) * STEP)


def highest_given(connection: Connection) -> int:
    """Return the highest number that is known to have been given by a database that is gone; 0 when none is."""
    return connection.scalar(select(given_number.c.highest)) or 0
