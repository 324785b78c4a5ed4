"""What is over: the one sentence about an edition that ended, for whoever wants to do something with it. Pure."""

from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState


def nothing_more(report: Report | None, done: str) -> str:
    """Return that nothing of an edition can be `done` any more ("held", "approved"); empty unless it ended.

    Times are UTC: what was sent is looked up in logs.
    """
    if report is None or report.state not in (EditionState.SENT, EditionState.CANCELLED):
        return ""
    at = report.ended_at if report.state is EditionState.SENT else None
    when = f" on {at.day} {at:%B %Y, %H:%M} UTC" if at else ""
    why = f": {report.reason}" if report.reason else ""
    return f"edition {report.edition} was {report.state}{when}{why}; nothing of it can be {done} any more"
