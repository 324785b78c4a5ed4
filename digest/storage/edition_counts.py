"""Counts editions out of the delivery log: each table is asked once for all of them, never a reader or an edition."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from digest.delivery.counts import BatchCount, Report, count
from digest.delivery.events import NOBODY
from digest.delivery.revision import Revision
from digest.delivery.statuses import BatchState, EditionState, Status
from digest.storage.edition_rows import EditionRow
from digest.storage.letter_tables import frozen_edition
from digest.storage.revisions import all_revisions
from digest.storage.tables import batch, edition, event, outcome, sent_page, welcome
from digest.storage.welcome_counts import count_welcomes


class Counted(NamedTuple):
    """The counts of an edition, and by reason who was left out of it when it began."""

    report: Report
    left_out: Mapping[str, int]


class _Exceptions(NamedTuple):
    """The readers of an edition who have an outcome of their own.

    Those in batches `by_status`, all who are `excluded` by reason, those of them who were `left_out` at the freeze, and
    how many there are in each batch.
    """

    by_status: Counter[Status]
    excluded: Counter[str]
    left_out: Counter[str]
    by_batch: Counter[int]


class _Found(NamedTuple):
    """What is known of editions, by their numbers; `welcomed` is by their ids."""

    exceptions: Mapping[int, _Exceptions]
    batches: Mapping[int, Sequence[BatchCount]]
    later: Mapping[int, Mapping[str, int]]
    picks: Mapping[int, int]
    replaced: Mapping[int, int]
    welcomed: Mapping[str, Mapping[str, int]]
    revisions: Mapping[int, tuple[Revision, ...]]


def count_editions(connection: Connection, rows: Sequence[EditionRow]) -> list[Counted]:
    """Count editions, in their order."""
    if not rows:
        return []
    numbers = [row.number for row in rows]
    exceptions = _exceptions(connection, numbers)
    picks = select(sent_page.c.edition, func.count()).where(sent_page.c.edition.in_(numbers))
    replaced = select(frozen_edition.c.edition, frozen_edition.c.replaced)
    found = _Found(
        exceptions=exceptions,
        batches=_batches(connection, numbers, exceptions),
        later=_later(connection, numbers),
        picks=dict(connection.execute(picks.group_by(sent_page.c.edition)).tuples().all()),
        replaced=dict(connection.execute(replaced.where(frozen_edition.c.edition.in_(numbers))).tuples().all()),
        welcomed=count_welcomes(connection, [row.id for row in rows]),
        revisions=all_revisions(connection, *numbers),
    )
    return [Counted(_report(connection, row, found), exceptions[row.number].left_out) for row in rows]


def _report(connection: Connection, row: EditionRow, found: _Found) -> Report:
    own = found.exceptions[row.number]
    counted, excluded = count(row.recipients, found.batches.get(row.number, ()), own.by_status), own.excluded
    if row.state is EditionState.CANCELLED and counted[Status.PENDING]:
        excluded["cancelled"] += counted.pop(Status.PENDING)
    return Report(
        edition=row.id,
        state=row.state,
        audience=row.recipients + own.left_out.total(),
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
        later=found.later.get(row.number, {}),
        picks=found.picks.get(row.number, 0),
        replaced=found.replaced.get(row.number, 0),
        welcomed=found.welcomed.get(row.id, {}),
        revisions=found.revisions.get(row.number, ()),
    )


def _exceptions(connection: Connection, numbers: Sequence[int]) -> defaultdict[int, _Exceptions]:
    found: defaultdict[int, _Exceptions] = defaultdict(lambda: _Exceptions(Counter(), Counter(), Counter(), Counter()))
    by = outcome.c.edition, outcome.c.batch, outcome.c.status, outcome.c.reason
    grouped = select(*by, func.count()).where(outcome.c.edition.in_(numbers)).group_by(*by)
    for number, in_batch, status, reason, readers in connection.execute(grouped):
        own = found[number]
        if in_batch is not None:
            own.by_batch[in_batch] += readers
        if Status(status) is not Status.EXCLUDED:
            own.by_status[Status(status)] += readers
            continue
        own.excluded[reason] += readers
        if in_batch is None:
            own.left_out[reason] += readers
    return found


def _batches(
    connection: Connection, numbers: Sequence[int], exceptions: Mapping[int, _Exceptions]
) -> dict[int, list[BatchCount]]:
    """Return how many readers each batch of editions has, and how many of them have an outcome of their own."""
    wanted = select(batch.c.edition, batch.c.number, batch.c.state, batch.c.readers)
    found = defaultdict[int, list[BatchCount]](list)
    for row in connection.execute(wanted.where(batch.c.edition.in_(numbers))):
        differing = exceptions[row.edition].by_batch[row.number]
        found[row.edition].append(BatchCount(BatchState(row.state), row.readers, differing))
    return found


def _later(connection: Connection, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """Count readers of editions by the kinds of events that came about their mail.

    Not those who got it as a welcome letter: none of them is of its audience, so they are taken off.
    """
    by = event.c.edition, event.c.kind
    readers = select(*by, func.count(event.c.reader.distinct())).group_by(*by)
    all_of_them = readers.where(event.c.edition.in_(numbers), event.c.reader != NOBODY).order_by(*by)
    got_it = select(edition.c.number, welcome.c.reader).join(welcome, welcome.c.edition == edition.c.id)
    # each is there once as it is: `distinct` lets SQLite begin with these few, and not with all events
    few = got_it.where(edition.c.number.in_(numbers)).distinct().subquery()
    welcomed = readers.join(few, and_(event.c.edition == few.c.number, event.c.reader == few.c.reader))
    others = {(number, kind): counted for number, kind, counted in connection.execute(welcomed)}
    found = defaultdict[int, dict[str, int]](dict)
    for number, kind, counted in connection.execute(all_of_them):
        if left := counted - others.get((number, kind), 0):
            found[number][kind] = left
    return dict(found)


def _next_wave(connection: Connection, row: EditionRow) -> datetime | None:
    """Return when the first wave that still has readers in no batch begins."""
    cut = select(batch.c.wave, func.sum(batch.c.readers)).where(batch.c.edition == row.number).group_by(batch.c.wave)
    batched = dict(connection.execute(cut).tuples().all())
    left = [wave for wave, readers in row.waves.items() if readers > batched.get(wave, 0)]
    return row.opens_at + timedelta(minutes=min(left)) if left else None
