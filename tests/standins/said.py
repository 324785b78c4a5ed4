"""What a person says who sends an edition by hand outside of its send window: for how many readers it is."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

_COUNT = (
    "SELECT COUNT(*) FROM subscriber s LEFT JOIN suppression x ON x.address_index = s.address_index WHERE "
    "s.status = 'confirmed' AND x.address_index IS NULL AND COALESCE(s.paused_until, '') <= ?"
)


def for_its_readers(folder: str | Path) -> tuple[str, str]:
    """Return the option that says it, counted in the database as it is now; asked only of what did not begin."""
    with closing(sqlite3.connect(Path(folder) / "data/digest.db")) as database:
        (readers,) = database.execute(_COUNT, (datetime.now(UTC).isoformat(),)).fetchone()
    return "--readers", str(max(readers, 1))
