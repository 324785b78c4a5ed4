"""What an edition's audience is compared with, on SQL: the regular editions before it, and what people approved."""

from sqlalchemy import Connection, select

from digest.calendar.edition_id import CORRECTION
from digest.delivery.audience_guard import COMPARED, KnownAudiences
from digest.storage.editors_anew import counts
from digest.storage.tables import audience_approval, edition


def known_audiences(connection: Connection, edition_id: str) -> KnownAudiences:
    """Return what is known when an edition begins, also inside the transaction that does it."""
    regular = (edition.c.id != edition_id, ~edition.c.ad_hoc, ~edition.c.id.contains(CORRECTION, autoescape=True))
    before = select(edition.c.recipients).where(*regular).order_by(edition.c.number.desc()).limit(COMPARED)
    own = (audience_approval.c.edition == edition_id, counts(audience_approval))
    said = select(audience_approval.c.recipients).where(*own)
    return KnownAudiences(tuple(connection.scalars(before)), tuple(connection.scalars(said)))
