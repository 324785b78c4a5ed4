"""Past editions on SQL, a few grouped statements for all of them; see `digest.ports.past.PastLog`."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, Engine, func, select

from digest.calendar.edition_id import CORRECTION
from digest.delivery.past_edition import listed
from digest.ports.past import CountedEdition
from digest.storage.edition_counts import count_editions
from digest.storage.edition_rows import latest_editions
from digest.storage.letter_tables import frozen_letter
from digest.storage.stored_letters import USUAL_OPTIONS
from digest.storage.tables import edition, outcome


class SqlPastLog:
    """The editions of one newsroom that began to go out."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(reading=True)

    def latest(self, count: int, language: str) -> list[CountedEdition]:
        """Count the letters that began to go out last, the newest first; corrections are none."""
        letters = ~edition.c.id.contains(CORRECTION, autoescape=True)
        with self._reading.connect() as connection:
            rows = latest_editions(connection, count, letters)
            numbers = [row.number for row in rows]
            left_out, subjects = _left_out(connection, numbers), _subjects(connection, numbers, language)
            reports = count_editions(connection, rows)
        return [
            CountedEdition(
                row.started_at, report, listed(row.recipients, left_out[row.number]), subjects.get(row.number, "")
            )
            for row, report in zip(rows, reports, strict=True)
        ]


def _left_out(connection: Connection, numbers: Sequence[int]) -> defaultdict[int, dict[str, int]]:
    """Count by reason who was left out of editions when they began."""
    by = outcome.c.edition, outcome.c.reason
    at_freeze = outcome.c.edition.in_(numbers), outcome.c.batch.is_(None)
    found = defaultdict[int, dict[str, int]](dict)
    for number, reason, readers in connection.execute(select(*by, func.count()).where(*at_freeze).group_by(*by)):
        found[number][reason] = readers
    return found


def _subjects(connection: Connection, numbers: Sequence[int], language: str) -> dict[int, str]:
    """Return the subjects of editions in `language`, or in another where there is none in it."""
    last_wins = (frozen_letter.c.language == language, frozen_letter.c.language)
    usual = frozen_letter.c.edition.in_(numbers), frozen_letter.c.options == USUAL_OPTIONS
    rows = select(frozen_letter.c.edition, frozen_letter.c.subject).where(*usual).order_by(*last_wins)
    return dict(connection.execute(rows).tuples().all())
