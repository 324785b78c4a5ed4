"""Reads counts out of the delivery log: of an edition, of an audience that might be frozen. Writes nothing."""

from collections import Counter
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Engine, Select, func, select

from digest.adapters.tables import batch, edition, outcome
from digest.delivery.model import BatchState, EditionState, Status
from digest.delivery.tally import BatchCount, Report, count
from digest.ports import Audience, Candidates


class SqlReports:
    """The counts of one newsroom's editions; see `digest.ports.Reports`."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(reading=True)

    def preview(self, candidates: Candidates) -> Audience:
        """Count an audience without freezing it."""
        asked = cast("Select[Any]", candidates).order_by(None).subquery()
        with self._reading.connect() as connection:
            rows = connection.execute(select(asked.c.reason, func.count()).group_by(asked.c.reason)).all()
        excluded = {reason: number for reason, number in rows if reason is not None}
        return Audience(next((number for reason, number in rows if reason is None), 0), excluded)

    def report(self, edition_id: str) -> Report | None:
        """Count an edition; None when it was never opened."""
        with self._reading.connect() as connection:
            return self._report(connection, edition_id)

    def _report(self, connection: Connection, edition_id: str) -> Report | None:
        row = connection.execute(select(edition).where(edition.c.id == edition_id)).first()
        if row is None:
            return None
        here, there = outcome.c.edition == row.number, batch.c.edition == row.number
        exceptions = select(outcome.c.batch, func.count()).where(here, outcome.c.batch.is_not(None)).group_by(outcome.c.batch)
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
            state=row.state,
            audience=row.recipients + frozen_out,
            excluded=dict(sorted(excluded.items())),
            accepted=counted[Status.ACCEPTED],
            refused=counted[Status.REFUSED],
            failed=counted[Status.FAILED],
            uncertain=counted[Status.UNCERTAIN],
            pending=counted[Status.PENDING],
            started_at=_instant(row.started_at),
            ended_at=_instant(row.ended_at),
            reason=row.reason,
        )


def _instant(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
