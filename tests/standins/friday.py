"""The Friday that tests of the schedule live through: its plan, its instants, and a newsroom whose clock they set."""

from datetime import datetime, timedelta

from digest.app.container import Newsroom
from digest.calendar.plan import Plan
from tests.standins.time import MadeTime, utc

PLAN = Plan(zone="Europe/Riga", proofs=("1 day before 15:00", "1 hour before"))
FRIDAY = "2026-11-27"
NEXT = "2026-12-04"
DUE, CLOSES = utc("2026-11-27 05:00"), utc("2026-11-27 17:00")
MINUTE = timedelta(minutes=1)
READY = utc("2026-11-25 12:00")
WEEK = timedelta(days=7)
EDITORS = ("desk@lantern.example", "chief@lantern.example")


def room(
    newsroom: Newsroom, ready: datetime | None = READY, start: datetime = DUE - 3 * MINUTE, plan: Plan = PLAN
) -> MadeTime:
    """Open `newsroom` at `start`; its edition is ready at `ready`, or there is none."""
    return MadeTime(newsroom, plan, {FRIDAY: ready} if ready else {}, start, EDITORS)
