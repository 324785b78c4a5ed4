"""Readers whom a restored backup lost, as far as they may have had an edition: they may sign up again, as somebody new.

What is known of them is a number: whoever has a higher one came after it, and may be one of them.
"""

from sqlalchemy import Connection, text

NOBODY_KNOWN = 0
"""Any reader may have had the edition: one who left since was in its audience, and is not in the one frozen anew."""
_RECORD = text(
    "INSERT INTO lost_readers (edition, newest) VALUES (:edition, :newest) "
    "ON CONFLICT (edition) DO UPDATE SET newest = MIN(newest, excluded.newest)"
)


def record_lost_readers(connection: Connection, edition_id: str, newest: int) -> None:
    """Record that readers had an edition who came after the reader `newest`, inside the caller's transaction."""
    connection.execute(_RECORD, {"edition": edition_id, "newest": newest})
