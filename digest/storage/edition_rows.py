"""The rows of editions that were opened, as whoever counts them reads them."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, select

from digest.delivery.statuses import EditionState
from digest.storage.tables import edition
from digest.storage.timestamps import instant


class EditionRow(NamedTuple):
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


def find_edition(connection: Connection, edition_id: str) -> EditionRow | None:
    """Return the row of an edition; None when it was never opened."""
    return next(_editions(connection, select(edition.c.number).where(edition.c.id == edition_id)), None)


def latest_editions(connection: Connection, count: int, *which: ColumnElement[bool]) -> list[EditionRow]:
    """Return the editions that began to go out last, the newest first."""
    newest_first = edition.c.started_at.desc(), edition.c.number.desc()
    numbers = select(edition.c.number).where(*which).order_by(*newest_first).limit(count)
    return list(_editions(connection, numbers))


def _editions(connection: Connection, numbers: Select[tuple[int]]) -> Iterator[EditionRow]:
    """Yield the editions that `numbers` selects, the one that began last first."""
    rows = select(edition).where(edition.c.number.in_(numbers))
    for row in connection.execute(rows.order_by(edition.c.started_at.desc(), edition.c.number.desc())):
        yield EditionRow(
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
