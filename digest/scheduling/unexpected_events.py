"""Unexpected events: editors get a mail when the ESP tells of letters that this newsroom's log knows nothing of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.delivery.events import News
from digest.mailing.alerts import Alerts
from digest.mailing.notices import unexpected_events
from digest.ports.delivery import Settlements

LOOKED_BACK = timedelta(days=7)
"""A schedule that stood still for longer than this alarms nobody about what came before."""
_SUBJECTS = {
    News.EDITION: "letters of {what} were sent, and not from here",
    News.LETTERS: "{what} needs you: letters were sent that the log does not know",
    News.DELIVERY: "somebody else's letters are reported to this newsroom",
}


@dataclass(frozen=True, slots=True)
class UnexpectedEvents:
    """Alarms editors, once for each edition, and once for names that are not this newsroom's."""

    settlements: Settlements
    alerts: Alerts

    def notify(self, now: datetime) -> None:
        """Mail what came lately; words of the ESP's that are new are `digest doctor`'s to tell, and need no editor."""
        for found in self.settlements.unknown_since(now - LOOKED_BACK):
            subject = _SUBJECTS.get(found.news)
            if subject:
                notice = unexpected_events(found.news, found.what, found.times)
                self.alerts.notify(f"events:{found.news}:{found.what}", subject.format(what=found.what), notice)
