"""Reads counts out of the delivery log: of an edition, of an audience that might be frozen. Writes nothing."""

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, and_, func, select

from digest.delivery.counts import BatchCount, Headline, Report, count
from digest.delivery.statuses import BatchState, EditionState, Status
from digest.storage.tables import batch, edition, event, outcome, recipient, sent_page
from digest.storage.timestamps import instant


class SqlReports:
    """The counts of one newsroom's editions; see `digest.ports.Reports`."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(reading=True)

    def recent(self, count: int) -> list[Report]:
        """Count the editions that began to go out last, the newest first."""
        with self._reading.connect() as connection:
            ids = connection.scalars(
                select(edition.c.id).order_by(edition.c.started_at.desc(), edition.c.number.desc()).limit(count)
            ).all()
            return [report for report in (self._report(connection, name) for name in ids) if report]

    def headline(self, edition_id: str) -> Headline | None:
        """Return the state of an edition without its counts; None when it was never opened."""
        with self._reading.connect() as connection:
            row = connection.execute(select(edition).where(edition.c.id == edition_id)).first()
        return _headline(row) if row else None

    def headlines(self, count: int) -> list[Headline]:
        """Return the states of the editions that began to go out last, the newest first; counts nothing."""
        rows = select(edition).order_by(edition.c.started_at.desc(), edition.c.number.desc()).limit(count)
        with self._reading.connect() as connection:
            return [_headline(row) for row in connection.execute(rows)]

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
            return self._report(connection, edition_id)

    def deliveries(self, reader: int) -> list[dict[str, str]]:
        """List what became of every edition one reader was to get, oldest first.

        With the reason where one reader's delivery differs, and the kinds of events that came about it.
        """
        where = (
            batch.c.edition == edition.c.number,
            batch.c.variant == recipient.c.variant,
            batch.c.wave == recipient.c.wave,
        )
        rows = (
            select(
                edition.c.id,
                func.coalesce(outcome.c.status, batch.c.state, Status.PENDING.value),
                batch.c.answered_at,
                func.coalesce(outcome.c.reason, ""),
                edition.c.number,
            )
            .select_from(recipient)
            .join(edition, edition.c.number == recipient.c.edition)
            .outerjoin(batch, and_(*where, recipient.c.reader.between(batch.c.first, batch.c.last)))
            .outerjoin(outcome, and_(outcome.c.edition == recipient.c.edition, outcome.c.reader == recipient.c.reader))
            .where(recipient.c.reader == reader)
            .order_by(edition.c.number)
        )
        with self._reading.connect() as connection:
            return [
                {
                    "edition": name,
                    "status": status,
                    "at": at or "",
                    "why": reason,
                    "events": ", ".join(connection.scalars(_kinds(number, reader))),
                }
                for name, status, at, reason, number in connection.execute(rows).all()
            ]

    def _report(self, connection: Connection, edition_id: str) -> Report | None:
        row = connection.execute(select(edition).where(edition.c.id == edition_id)).first()
        if row is None:
            return None
        here, there = outcome.c.edition == row.number, batch.c.edition == row.number
        exceptions = (
            select(outcome.c.batch, func.count()).where(here, outcome.c.batch.is_not(None)).group_by(outcome.c.batch)
        )
        differing: dict[int, int] = dict(connection.execute(exceptions).tuples().all())
        batches = [
            BatchCount(BatchState(found.state), found.readers, differing.get(found.number, 0))
            for found in connection.execute(select(batch.c.number, batch.c.state, batch.c.readers).where(there))
        ]
        outcomes: Counter[Status] = Counter()
        excluded: Counter[str] = Counter()
        frozen_out = 0
        grouped = select(outcome.c.batch.is_(None), outcome.c.status, outcome.c.reason, func.count()).where(here)
        for at_freeze, status, reason, number in connection.execute(
            grouped.group_by(outcome.c.batch.is_(None), outcome.c.status, outcome.c.reason)
        ):
            if status == Status.EXCLUDED.value:
                excluded[reason] += number
                frozen_out += number if at_freeze else 0
            else:
                outcomes[Status(status)] += number
        counted = count(row.recipients, batches, outcomes)
        if row.state == EditionState.CANCELLED.value and counted[Status.PENDING]:
            excluded["cancelled"] += counted.pop(Status.PENDING)
        return Report(
            edition=edition_id,
            state=EditionState(row.state),
            audience=row.recipients + frozen_out,
            excluded=dict(sorted(excluded.items())),
            accepted=counted[Status.ACCEPTED],
            refused=counted[Status.REFUSED],
            failed=counted[Status.FAILED],
            uncertain=counted[Status.UNCERTAIN],
            pending=counted[Status.PENDING],
            started_at=instant(row.started_at),
            ended_at=instant(row.ended_at),
            reason=row.reason,
            ad_hoc=row.ad_hoc,
            override_reason=row.override_reason,
            next_wave=self._next_wave(connection, row) if counted[Status.PENDING] else None,
            lease_until=instant(row.lease_until),
            later=self._later(connection, row.number),
            picks=connection.scalar(
                select(func.count()).select_from(sent_page).where(sent_page.c.edition == row.number)
            )
            or 0,
        )

    def _next_wave(self, connection: Connection, row: Row[Any]) -> datetime | None:
        """Return when the first wave that still has readers in no batch begins."""
        cut = (
            select(batch.c.wave, func.sum(batch.c.readers)).where(batch.c.edition == row.number).group_by(batch.c.wave)
        )
        batched = dict(connection.execute(cut).tuples().all())
        left = [int(wave) for wave, readers in json.loads(row.waves).items() if readers > batched.get(int(wave), 0)]
        return datetime.fromisoformat(row.opens_at) + timedelta(minutes=min(left)) if left else None

    def _later(self, connection: Connection, number: int) -> dict[str, int]:
        """Count readers by the kinds of events that came about their mail."""
        kinds = (
            select(event.c.kind, func.count(event.c.reader.distinct()))
            .where(event.c.edition == number)
            .group_by(event.c.kind)
        )
        return dict(sorted(connection.execute(kinds).tuples().all()))


def _kinds(number: int, reader: int) -> Select[tuple[str]]:
    return (
        select(event.c.kind)
        .where(event.c.edition == number, event.c.reader == reader)
        .distinct()
        .order_by(event.c.kind)
    )


def _headline(row: Row[Any]) -> Headline:
    started_at = datetime.fromisoformat(row.started_at)
    return Headline(row.id, EditionState(row.state), started_at, instant(row.ended_at), instant(row.lease_until))
