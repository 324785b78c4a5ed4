"""People who could be written to, as the subscribers' tables would name them."""

from collections.abc import Iterable

from sqlalchemy import Text, literal, select, union_all

from digest.storage.candidates import Candidates

Person = tuple[int, str, int, str | None]
"""Number, variant, wave, and why they get nothing."""


def people(them: Iterable[Person]) -> Candidates:
    """Return a SELECT of them, in the order of their numbers."""
    table = union_all(
        *(
            select(
                literal(number).label("number"),
                literal(variant).label("variant"),
                literal(wave).label("wave"),
                literal(reason, Text).label("reason"),
            )
            for number, variant, wave, reason in them
        )
    ).subquery()
    return select(table.c.number, table.c.variant, table.c.wave, table.c.reason).order_by(table.c.number)
