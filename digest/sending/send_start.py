"""Send start: when an edition begins to go out, until when it may, and whether it keeps to the readers' clocks.

The schedule and whoever sends by hand ask the same functions. Pure.
"""

from datetime import datetime, timedelta

from digest.calendar.plan import Plan, Window, wave_minutes, window_of
from digest.sending.send import SendStart


def start_in_window(window: Window, plan: Plan, override_reason: str = "") -> SendStart:
    """Return how the edition of a send window begins: in waves, if the newsroom keeps to the readers' clocks."""

    def wave_of(zone: str) -> int:
        return wave_minutes(window, plan.time, zone)

    return SendStart(window.due, window.closes, wave_of if plan.by_readers_clock else None, override_reason)


def start_by_hand(edition_id: str, plan: Plan, now: datetime, override_reason: str) -> SendStart:
    """Return how an edition that a person sends at `now` begins, and when it must have ended.

    One that is due already keeps to the readers' clocks, if the newsroom does; one that is sent early or is ad hoc goes
    to all at once.
    """
    window = window_of(edition_id, plan)
    if window and plan.by_readers_clock and window.is_open(now):
        return start_in_window(window, plan, override_reason)
    return SendStart(now, now + timedelta(hours=plan.window_hours), None, override_reason)
