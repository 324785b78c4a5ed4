"""Counts and lists of welcome letters, apart from those of audiences."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, case, func, literal, select

from digest.storage.tables import edition, welcome

_WHY = "the welcome letter"


def count_welcomes(connection: Connection, edition_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Count the welcome letters of each edition, or the words of thanks, by status."""
    by = welcome.c.edition, welcome.c.state
    counted = select(*by, func.count()).where(welcome.c.edition.in_(edition_ids)).group_by(*by).order_by(*by)
    found = defaultdict[str, dict[str, int]](dict)
    for edition_id, state, readers in connection.execute(counted):
        found[edition_id][state] = readers
    return dict(found)


def welcomes_of(connection: Connection, reader: int) -> Sequence[tuple[str, str, str | None, str, int]]:
    """List a reader's welcome letters, oldest first: edition, status, when it was answered, why, the events' number."""
    why = case((welcome.c.reason == "", _WHY), else_=literal(f"{_WHY}, ") + welcome.c.reason)
    number = select(edition.c.number).where(edition.c.id == welcome.c.edition).scalar_subquery()
    columns = welcome.c.edition, welcome.c.state, welcome.c.answered_at, why, func.coalesce(number, 0)
    theirs = select(*columns).where(welcome.c.reader == reader).order_by(welcome.c.made_at)
    return connection.execute(theirs).tuples().all()
