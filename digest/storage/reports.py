"""Reads counts out of the delivery log: of an edition, of an audience that might be frozen. Writes nothing."""

from sqlalchemy import Engine, Select, and_, func, literal, select, union

from digest.calendar.edition_id import CORRECTION
from digest.delivery.audience_guard import KnownAudiences
from digest.delivery.counts import OpenedEdition, Report
from digest.delivery.forgotten import Forgotten
from digest.delivery.frozen import FrozenLetters
from digest.delivery.statuses import Status
from digest.delivery.variant import MailboxRules
from digest.delivery.welcome import WORDS
from digest.delivery.withheld import Withheld
from digest.storage.edition_counts import count_editions
from digest.storage.edition_rows import EditionRow, find_edition, latest_editions
from digest.storage.forgotten_editions import forgotten_editions
from digest.storage.frozen_letters import read_letters, read_mailboxes
from digest.storage.known_audiences import known_audiences
from digest.storage.tables import batch, edition, event, outcome, recipient, sent_page
from digest.storage.welcome_counts import count_welcomes, welcomes_of
from digest.storage.withheld import skipped_editions, withheld_of


class SqlReports:
    """The counts of one newsroom's editions; see `digest.ports.reports.Reports`."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(reading=True)

    def recent(self, count: int) -> list[Report]:
        """Count the letters that began to go out last, the newest first; corrections are compared with nothing."""
        with self._reading.connect() as connection:
            letters = ~edition.c.id.contains(CORRECTION, autoescape=True)
            counted = count_editions(connection, latest_editions(connection, count, letters))
            return [found.report for found in counted]

    def opened(self, edition_id: str) -> OpenedEdition | None:
        """Return how far an edition has come, without its counts; None when it was never opened."""
        with self._reading.connect() as connection:
            row = find_edition(connection, edition_id)
        return _opened(row) if row else None

    def last_opened(self, count: int) -> list[OpenedEdition]:
        """Return the editions that began to go out last, the newest first, without their counts."""
        with self._reading.connect() as connection:
            return [_opened(row) for row in latest_editions(connection, count)]

    def forgotten(self) -> dict[str, Forgotten]:
        """Map the editions of which this database, being older, forgot something to what that is."""
        return forgotten_editions(self._reading)

    def withheld(self, edition_id: str) -> Withheld | None:
        """Return what editors decided of an edition that did not begin; None when they let it be."""
        with self._reading.connect() as connection:
            return withheld_of(connection, edition_id)

    def skipped(self) -> frozenset[str]:
        """Return the ids of all editions that are skipped."""
        with self._reading.connect() as connection:
            return skipped_editions(connection)

    def known_audiences(self, edition_id: str) -> KnownAudiences:
        """Return what the audience of an edition is compared with."""
        with self._reading.connect() as connection:
            return known_audiences(connection, edition_id)

    def words_of_thanks(self) -> dict[str, int]:
        """Count the words of thanks to newcomers that are remembered, by status."""
        with self._reading.connect() as connection:
            return count_welcomes(connection, [WORDS]).get(WORDS, {})

    def sent_pages(self) -> dict[str, str]:
        """Map every page that was in an edition to the last such edition."""
        with self._reading.connect() as connection:
            rows = (
                select(sent_page.c.page, edition.c.id)
                .join(edition, edition.c.number == sent_page.c.edition)
                .order_by(edition.c.number)
            )
            return dict(connection.execute(rows).tuples().all())

    def report(self, edition_id: str) -> Report | None:
        """Count an edition; None when it was never opened."""
        with self._reading.connect() as connection:
            row = find_edition(connection, edition_id)
            return count_editions(connection, [row])[0].report if row else None

    def letters(self, edition_id: str) -> FrozenLetters | None:
        """Return the letters an edition is sent with; None when it was never opened, or by a version that kept none."""
        return read_letters(self._reading, edition_id)

    def mailboxes(self, edition_id: str) -> MailboxRules | None:
        """Return the rule for mailboxes an edition is sent by; None where there are no letters."""
        return read_mailboxes(self._reading, edition_id)

    def deliveries(self, reader: int) -> list[dict[str, str]]:
        """List what became of every edition one reader was to get, oldest first.

        With the reason where one reader's delivery differs, and the kinds of events that came about it, then reasons.
        """
        with self._reading.connect() as connection:
            found = [*connection.execute(_deliveries_to(reader)), *welcomes_of(connection, reader)]
            return [
                {
                    "edition": name,
                    "status": status,
                    "at": at or "",
                    "why": reason,
                    "events": ", ".join(connection.scalars(_kinds_and_reasons(number, reader))),
                }
                for name, status, at, reason, number in found
            ]


def _opened(row: EditionRow) -> OpenedEdition:
    return OpenedEdition(row.id, row.state, row.started_at, row.ended_at, row.lease_until, row.fence, row.ad_hoc)


def _deliveries_to(reader: int) -> Select[tuple[str, str, str | None, str, int]]:
    """Select edition, status, time of the answer, reason and number of the edition, of each delivery to a reader."""
    where = (
        batch.c.edition == edition.c.number,
        batch.c.variant == recipient.c.variant,
        batch.c.wave == recipient.c.wave,
        recipient.c.reader.between(batch.c.first, batch.c.last),
    )
    return (
        select(
            edition.c.id,
            func.coalesce(outcome.c.status, batch.c.state, Status.PENDING.value),
            batch.c.answered_at,
            func.coalesce(outcome.c.reason, ""),
            edition.c.number,
        )
        .select_from(recipient)
        .join(edition, edition.c.number == recipient.c.edition)
        .outerjoin(batch, and_(*where))
        .outerjoin(outcome, and_(outcome.c.edition == recipient.c.edition, outcome.c.reader == recipient.c.reader))
        .where(recipient.c.reader == reader)
        .order_by(edition.c.number)
    )


def _kinds_and_reasons(number: int, reader: int) -> Select[tuple[str]]:
    """Select the kinds of the events about a reader's delivery, and then their reasons, each once."""
    about = (event.c.edition == number, event.c.reader == reader)
    kinds = select(event.c.kind.label("told"), literal(0).label("place")).where(*about)
    reasons = select(event.c.reason, literal(1)).where(*about, event.c.reason != "")
    both = union(kinds, reasons).subquery()
    return select(both.c.told).order_by(both.c.place, both.c.told)
