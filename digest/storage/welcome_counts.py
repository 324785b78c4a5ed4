"""Counts and lists of welcome letters, apart from those of audiences."""

from collections.abc import Sequence

from sqlalchemy import Connection, case, func, literal, select

from digest.storage.tables import edition, welcome

_WHY = "the welcome letter"


def count_welcomes(connection: Connection, edition_id: str) -> dict[str, int]:
    """Count the welcome letters of an edition, or the words of thanks, by status."""
    counted = select(welcome.c.state, func.count()).where(welcome.c.edition == edition_id)
    return dict(connection.execute(counted.group_by(welcome.c.state).order_by(welcome.c.state)).tuples().all())


def welcomes_of(connection: Connection, reader: int) -> Sequence[tuple[str, str, str | None, str, int]]:
    """List a reader's welcome letters, oldest first: edition, status, when it was answered, why, the events' number."""
    why = case((welcome.c.reason == "", _WHY), else_=literal(f"{_WHY}, ") + welcome.c.reason)
    number = select(edition.c.number).where(edition.c.id == welcome.c.edition).scalar_subquery()
    columns = welcome.c.edition, welcome.c.state, welcome.c.answered_at, why, func.coalesce(number, 0)
    theirs = select(*columns).where(welcome.c.reader == reader).order_by(welcome.c.made_at)
    return connection.execute(theirs).tuples().all()
