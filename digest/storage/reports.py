"""Reads counts out of the delivery log: of an edition, of an audience that might be frozen. Writes nothing."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, func, literal, select, union

from digest.calendar.edition_id import CORRECTION
from digest.delivery.audience_guard import KnownAudiences
from digest.delivery.counts import BatchCount, OpenedEdition, Report, count
from digest.delivery.events import NOBODY
from digest.delivery.forgotten import Forgotten
from digest.delivery.frozen import FrozenLetters
from digest.delivery.statuses import BatchState, EditionState, Status
from digest.delivery.variant import MailboxRules
from digest.delivery.welcome import WORDS
from digest.delivery.withheld import Withheld
from digest.storage.forgotten_editions import forgotten_editions
from digest.storage.frozen_letters import count_replaced, read_letters, read_mailboxes
from digest.storage.known_audiences import known_audiences
from digest.storage.revisions import revisions_of
from digest.storage.tables import batch, edition, event, outcome, recipient, sent_page, welcome
from digest.storage.timestamps import instant
from digest.storage.welcome_counts import count_welcomes, welcomes_of
from digest.storage.withheld import skipped_editions, withheld_of


class _EditionRow(NamedTuple):
    """The row of an edition that was opened; `waves` maps minutes after `opens_at` to recipients."""

    number: int
    id: str
    state: EditionState
    recipients: int
    opens_at: datetime
    started_at: datetime
    ended_at: datetime | None
    lease_until: datetime | None
    reason: str
    ad_hoc: bool
    halted: bool
    override_reason: str
    waves: Mapping[int, int]
    fence: int


class SqlReports:
    """The counts of one newsroom's editions; see `digest.ports.reports.Reports`."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(reading=True)

    def recent(self, count: int) -> list[Report]:
        """Count the letters that began to go out last, the newest first; corrections are compared with nothing."""
        with self._reading.connect() as connection:
            letters = ~edition.c.id.contains(CORRECTION, autoescape=True)
            return [_report(connection, row) for row in _latest(connection, count, letters)]

    def opened(self, edition_id: str) -> OpenedEdition | None:
        """Return how far an edition has come, without its counts; None when it was never opened."""
        with self._reading.connect() as connection:
            row = _find(connection, edition_id)
        return _opened(row) if row else None

    def last_opened(self, count: int) -> list[OpenedEdition]:
        """Return the editions that began to go out last, the newest first, without their counts."""
        with self._reading.connect() as connection:
            return [_opened(row) for row in _latest(connection, count)]

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
            return count_welcomes(connection, WORDS)

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
            row = _find(connection, edition_id)
            return _report(connection, row) if row else None

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


def _find(connection: Connection, edition_id: str) -> _EditionRow | None:
    return next(_editions(connection, select(edition.c.number).where(edition.c.id == edition_id)), None)


def _latest(connection: Connection, count: int, *which: ColumnElement[bool]) -> list[_EditionRow]:
    """Return the editions that began to go out last, the newest first."""
    newest_first = edition.c.started_at.desc(), edition.c.number.desc()
    numbers = select(edition.c.number).where(*which).order_by(*newest_first).limit(count)
    return list(_editions(connection, numbers))


def _editions(connection: Connection, numbers: Select[tuple[int]]) -> Iterator[_EditionRow]:
    """Yield the editions that `numbers` selects, the one that began last first."""
    rows = select(edition).where(edition.c.number.in_(numbers))
    for row in connection.execute(rows.order_by(edition.c.started_at.desc(), edition.c.number.desc())):
        yield _EditionRow(
            number=row.number,
            id=row.id,
            state=EditionState(row.state),
            recipients=row.recipients,
            opens_at=datetime.fromisoformat(row.opens_at),
            started_at=datetime.fromisoformat(row.started_at),
            ended_at=instant(row.ended_at),
            lease_until=instant(row.lease_until),
            reason=row.reason,
            ad_hoc=row.ad_hoc,
            halted=row.halted,
            override_reason=row.override_reason,
            waves={int(wave): readers for wave, readers in json.loads(row.waves).items()},
            fence=row.fence,
        )


def _opened(row: _EditionRow) -> OpenedEdition:
    return OpenedEdition(row.id, row.state, row.started_at, row.ended_at, row.lease_until, row.fence, row.ad_hoc)


def _report(connection: Connection, row: _EditionRow) -> Report:
    outcomes, excluded, frozen_out = _outcomes(connection, row.number)
    counted = count(row.recipients, _batches(connection, row.number), outcomes)
    if row.state is EditionState.CANCELLED and counted[Status.PENDING]:
        excluded["cancelled"] += counted.pop(Status.PENDING)
    picks = select(func.count()).select_from(sent_page).where(sent_page.c.edition == row.number)
    return Report(
        edition=row.id,
        state=row.state,
        audience=row.recipients + frozen_out,
        excluded=dict(sorted(excluded.items())),
        accepted=counted[Status.ACCEPTED],
        refused=counted[Status.REFUSED],
        failed=counted[Status.FAILED],
        uncertain=counted[Status.UNCERTAIN],
        pending=counted[Status.PENDING],
        started_at=row.started_at,
        ended_at=row.ended_at,
        reason=row.reason,
        ad_hoc=row.ad_hoc,
        is_halted=row.halted,
        override_reason=row.override_reason,
        next_wave=_next_wave(connection, row) if counted[Status.PENDING] else None,
        lease_until=row.lease_until,
        later=_later(connection, row),
        picks=connection.scalar(picks) or 0,
        replaced=count_replaced(connection, row.id),
        welcomed=count_welcomes(connection, row.id),
        revisions=revisions_of(connection, row.number),
    )


def _batches(connection: Connection, number: int) -> list[BatchCount]:
    """Return how many readers each batch of an edition has, and how many of them have an outcome of their own."""
    exceptions = (
        select(outcome.c.batch, func.count())
        .where(outcome.c.edition == number, outcome.c.batch.is_not(None))
        .group_by(outcome.c.batch)
    )
    differing: dict[int, int] = dict(connection.execute(exceptions).tuples().all())
    batches = select(batch.c.number, batch.c.state, batch.c.readers).where(batch.c.edition == number)
    return [
        BatchCount(BatchState(found.state), found.readers, differing.get(found.number, 0))
        for found in connection.execute(batches)
    ]


def _outcomes(connection: Connection, number: int) -> tuple[Counter[Status], Counter[str], int]:
    """Count the readers of an edition who have an outcome of their own.

    By status those in batches, by reason all who are excluded, and how many of these were excluded at the freeze.
    """
    outcomes: Counter[Status] = Counter()
    excluded: Counter[str] = Counter()
    frozen_out = 0
    at_freeze = outcome.c.batch.is_(None)
    grouped = select(at_freeze, outcome.c.status, outcome.c.reason, func.count()).where(outcome.c.edition == number)
    rows = connection.execute(grouped.group_by(at_freeze, outcome.c.status, outcome.c.reason))
    for frozen, status, reason, readers in rows:
        if Status(status) is Status.EXCLUDED:
            excluded[reason] += readers
            frozen_out += readers if frozen else 0
        else:
            outcomes[Status(status)] += readers
    return outcomes, excluded, frozen_out


def _next_wave(connection: Connection, row: _EditionRow) -> datetime | None:
    """Return when the first wave that still has readers in no batch begins."""
    cut = select(batch.c.wave, func.sum(batch.c.readers)).where(batch.c.edition == row.number).group_by(batch.c.wave)
    batched = dict(connection.execute(cut).tuples().all())
    left = [wave for wave, readers in row.waves.items() if readers > batched.get(wave, 0)]
    return row.opens_at + timedelta(minutes=min(left)) if left else None


def _later(connection: Connection, row: _EditionRow) -> dict[str, int]:
    """Count readers by the kinds of events that came about their mail; not those who got it as a welcome letter."""
    apart = event.c.reader.not_in(select(welcome.c.reader).where(welcome.c.edition == row.id))
    kinds = (
        select(event.c.kind, func.count(event.c.reader.distinct()))
        .where(event.c.edition == row.number, event.c.reader != NOBODY, apart)
        .group_by(event.c.kind)
    )
    return dict(sorted(connection.execute(kinds).tuples().all()))


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
