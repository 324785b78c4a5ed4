"""Who a correction is for, on SQL: whoever got the letter that it corrects, in its audience or as a welcome.

A reader of whom that is not known is left out, with a reason: they may not have it, and would wonder what is corrected.
"""

from sqlalchemy import Connection, Integer, String, case, select, text
from sqlalchemy.sql.selectable import Subquery

from digest.calendar.edition_id import CORRECTION
from digest.delivery.audience import AudienceQuery
from digest.delivery.statuses import UNDER_WAY, EditionState, Status
from digest.errors import DigestError
from digest.storage.candidates import Candidates, CandidateSource
from digest.storage.tables import edition

DID_NOT_GET_IT = "did_not_get_the_letter"
MAY_NOT_HAVE_IT = "unknown_whether_they_got_the_letter"
_STATUSES = text(
    "WITH lane AS (SELECT b.variant, b.wave, MAX(b.last) AS last FROM batch b "
    "JOIN edition e ON e.number = b.edition WHERE e.id = :corrects GROUP BY b.variant, b.wave), "
    # SQLite keeps the order of a cross join: batches that were not accepted are few, and readers are many
    "other AS (SELECT r.reader, b.state FROM batch b CROSS JOIN recipient r WHERE b.state != 'accepted' "
    "AND b.edition = (SELECT number FROM edition WHERE id = :corrects) AND r.edition = b.edition "
    "AND r.variant = b.variant AND r.wave = b.wave AND r.reader BETWEEN b.first AND b.last) "
    "SELECT r.reader AS reader, "
    "COALESCE(o.status, t.state, CASE WHEN r.reader <= l.last THEN 'accepted' ELSE 'pending' END) AS status "
    "FROM recipient r LEFT JOIN lane l ON l.variant = r.variant AND l.wave = r.wave "
    "LEFT JOIN other t ON t.reader = r.reader "
    "LEFT JOIN outcome o ON o.edition = r.edition AND o.reader = r.reader "
    "WHERE r.edition = (SELECT number FROM edition WHERE id = :corrects) "
    "UNION ALL SELECT reader, state FROM welcome WHERE edition = :corrects"
)
"""What became of an edition for each of its readers; a status of their own counts before that of their batch."""


def asked_about(query: AudienceQuery, source: CandidateSource) -> Candidates:
    """Return the query for everybody whom an audience's question is about: for a correction, the letter's readers."""
    if not query.corrects:
        return source(query)
    asked, got = source(query).order_by(None).subquery(), _letter(query.corrects)
    why = case(
        (asked.c.reason.is_not(None), asked.c.reason),
        (got.c.status == Status.UNCERTAIN.value, MAY_NOT_HAVE_IT),
        (got.c.status != Status.ACCEPTED.value, DID_NOT_GET_IT),
    )
    return (
        select(asked.c.number, asked.c.variant, asked.c.wave, why.label("reason"))
        .join(got, got.c.reader == asked.c.number)
        .order_by(asked.c.number)
    )


def check_done(connection: Connection, corrects: str) -> None:
    """Raise `DigestError` where the letter that is corrected is not done: whoever gets it later would not get this."""
    state = connection.scalar(select(edition.c.state).where(edition.c.id == corrects)) if corrects else None
    if corrects and (state is None or EditionState(state) in UNDER_WAY):
        raise DigestError(f"edition {corrects} is not done, so it cannot be corrected yet; let it end, or cancel it")


def is_corrected(connection: Connection, edition_id: str) -> bool:
    """Return whether a correction of an edition began to go out."""
    some = select(edition.c.id).where(edition.c.id.startswith(f"{edition_id}{CORRECTION}", autoescape=True)).limit(1)
    return connection.scalar(some) is not None


def _letter(edition_id: str) -> Subquery:
    """Return the readers of a letter, each with what became of it."""
    return _STATUSES.bindparams(corrects=edition_id).columns(reader=Integer, status=String).subquery()
