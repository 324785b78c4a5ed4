"""Past editions on SQL, a few grouped statements for all of them; see `digest.ports.past.PastLog`."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, select

from digest.calendar.edition_id import CORRECTION
from digest.delivery.past_edition import listed
from digest.ports.past import CountedEdition
from digest.storage.edition_counts import count_editions
from digest.storage.edition_rows import latest_editions
from digest.storage.letter_tables import frozen_letter
from digest.storage.stored_letters import USUAL_OPTIONS
from digest.storage.tables import edition


class SqlPastLog:
    """The editions of one newsroom that began to go out."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(reading=True)

    def latest(self, count: int, language: str) -> list[CountedEdition]:
        """Count the letters that began to go out last, the newest first; corrections are none."""
        letters = ~edition.c.id.contains(CORRECTION, autoescape=True)
        with self._reading.connect() as connection:
            rows = latest_editions(connection, count, letters)
            subjects = _subjects(connection, [row.number for row in rows], language)
            return [
                CountedEdition(
                    row.started_at,
                    counted.report,
                    listed(row.recipients, counted.left_out),
                    subjects.get(row.number, ""),
                )
                for row, counted in zip(rows, count_editions(connection, rows), strict=True)
            ]

    def mailed_subjects(self, edition_ids: Sequence[str], language: str) -> dict[str, str]:
        """Map those of some editions that began to go out to the subject of their letters, in `language` if any is."""
        begun = select(edition.c.number, edition.c.id).where(edition.c.id.in_(edition_ids))
        with self._reading.connect() as connection:
            ids = dict(connection.execute(begun).tuples().all())
            subjects = _subjects(connection, list(ids), language)
        return {ids[number]: subject for number, subject in subjects.items()}


def _subjects(connection: Connection, numbers: Sequence[int], language: str) -> dict[int, str]:
    """Return the subjects of editions in `language`, or in another where there is none in it."""
    last_wins = (frozen_letter.c.language == language, frozen_letter.c.language)
    usual = frozen_letter.c.edition.in_(numbers), frozen_letter.c.options == USUAL_OPTIONS
    rows = select(frozen_letter.c.edition, frozen_letter.c.subject).where(*usual).order_by(*last_wins)
    return dict(connection.execute(rows).tuples().all())
