"""The newsroom's verbs with their ports put in.

Looking at an edition, handing it over, telling editors, the schedule.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.app.clock import SystemClock
from digest.app.container import Newsroom
from digest.calendar.plan import wave_minutes, window_of
from digest.delivery.counts import Report
from digest.editing.build import Built
from digest.editing.readiness import EditingContext
from digest.mailing.editor_mail import Editors
from digest.mailing.mail_queue import deliver_due
from digest.ports import Stop, Watcher
from digest.scheduling.runner import SchedulerRunner
from digest.scheduling.scheduler import Schedule, SchedulerContext
from digest.sending.send import Pace, SendStart, send
from subscribers.services.retention import forget

TIDY_EVERY = timedelta(hours=1)
LETTERS_REMEMBERED = timedelta(days=40)
"""Longer than anything asks whether it was told already."""


def editing_context(newsroom: Newsroom) -> EditingContext:
    """Return everything that is needed to look at an edition before it goes out."""
    return EditingContext(
        editions=newsroom.editions,
        reports=newsroom.reports,
        approvals=newsroom.approvals,
        rules=newsroom.rules,
        publication=newsroom.publication,
        templates=newsroom.templates,
        limits=newsroom.limits,
        approval_required=newsroom.settings.schedule.approval == "required",
    )


def editors_of(newsroom: Newsroom) -> Editors:
    """Return those who are told of what happens."""
    return Editors(
        newsroom.settings.schedule.editors, newsroom.mail_queue, newsroom.templates, newsroom.settings.digest.title
    )


def hand_out(
    newsroom: Newsroom, built: Built, begin: SendStart, closes: datetime, stop: Stop, watch: Watcher
) -> Report:
    """Send a finished edition, until `closes` at the latest."""
    clock = SystemClock()
    return send(
        built,
        newsroom.log,
        newsroom.reports,
        newsroom.subscribers,
        newsroom.transport(clock.now()),
        clock,
        begin=begin,
        stop=stop,
        languages=newsroom.templates.languages,
        pace=Pace(closes, newsroom.settings.delivery.batch_size, newsroom.settings.delivery.workers),
        watch=watch,
    )


def by_hand(newsroom: Newsroom, edition_id: str, now: datetime, override_reason: str) -> tuple[SendStart, datetime]:
    """Say how an edition that a person sends at `now` begins, and when it must have ended.

    One that is due already keeps to the readers' clocks, if the newsroom does; one that is sent early or is special
    goes to all at once.
    """
    plan = newsroom.settings.schedule.plan
    window = window_of(edition_id, plan)
    closes = now + timedelta(hours=plan.window_hours)
    if window and plan.by_readers_clock and window.is_open(now):
        return SendStart(window.due, lambda zone: wave_minutes(window, plan.time, zone), override_reason), window.closes
    return SendStart(now, None, override_reason), closes


def post_letters(newsroom: Newsroom) -> int:
    """Hand over the single letters that wait; return how many were tried."""
    clock = SystemClock()
    return deliver_due(newsroom.mail_queue, newsroom.transport(clock.now()), clock)


def tidy(newsroom: Newsroom) -> None:
    """Forget what need not be kept any longer.

    See `subscribers.services.retention`, and single letters that ended a month ago.
    """
    now = SystemClock().now()
    forget(newsroom.store, timedelta(days=newsroom.settings.readers.forget_left_after_days), now)
    newsroom.mail_queue.forget_ended(now - LETTERS_REMEMBERED)


def scheduler_context(newsroom: Newsroom, stop: Stop) -> SchedulerContext:
    """Return everything the schedule works with."""
    return SchedulerContext(
        plan=newsroom.settings.schedule.plan,
        desk=editing_context(newsroom),
        editors=editors_of(newsroom),
        reports=newsroom.reports,
        subscribers=newsroom.subscribers,
        edition_states=newsroom.edition_states,
        schedule_state=newsroom.schedule_state,
        clock=SystemClock(),
        send=lambda built, begin, closes: hand_out(newsroom, built, begin, closes, stop, lambda _done, _of: None),
        languages=newsroom.templates.languages,
    )


def alarm_clock(newsroom: Newsroom, look: Callable[[], None], send_letters: Callable[[], None]) -> SchedulerRunner:
    """Make what calls `look` when an edition is due and at every tick, and `send_letters` every few seconds."""
    return SchedulerRunner(newsroom.settings.schedule.plan, look, send_letters)


def look_and_post(folder: Path, schedule: Schedule, stop: Stop) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return the two things an alarm clock calls: look whether anything is due, and post what waits.

    Each opens the newsroom anew, so that what editors and operators change in its files counts from the next look on.
    """
    tidied = datetime.min.replace(tzinfo=UTC)

    def look() -> None:
        nonlocal tidied
        with Newsroom(folder) as newsroom:
            if SystemClock().now() - tidied > TIDY_EVERY:
                tidy(newsroom)
                tidied = SystemClock().now()
            schedule.look(scheduler_context(newsroom, stop))

    def send_letters() -> None:
        with Newsroom(folder) as newsroom:
            post_letters(newsroom)

    return look, send_letters
