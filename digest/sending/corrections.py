"""Corrections: when one may go out. It is for whoever got the letter, so that must have ended first."""

from digest.calendar.edition_id import corrected
from digest.delivery.statuses import UNDER_WAY
from digest.ports.reports import Reports


def correction_obstacle(edition_id: str, reports: Reports) -> str:
    """Return why a correction cannot go out yet, in words; empty when it can, and for what is no correction."""
    first = corrected(edition_id)
    if not first:
        return ""
    opened = reports.opened(first)
    if opened is None:
        return (
            f"this database knows nobody who got edition {first}, and a correction is for those alone; "
            f"if it is still to go out, mend editions/{first}.yaml instead"
        )
    if opened.state in UNDER_WAY:
        return (
            f"edition {first} is not done, and whoever gets it later would not get its correction; "
            f"let it end, or stop it with `digest cancel {first}`"
        )
    return ""
