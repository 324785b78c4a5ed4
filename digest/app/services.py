"""The newsroom's verbs with their ports put in: looking at an edition, handing it over, telling editors, the schedule."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.app.clock import SystemClock
from digest.app.container import Newsroom
from digest.calendar.plan import wave_minutes, window_of
from digest.delivery.counts import Report
from digest.editing.build import Built
from digest.editing.readiness import Desk
from digest.mailing.editor_mail import Editors
from digest.mailing.mail_queue import post
from digest.ports import Stop, Watcher
from digest.scheduling.runner import Ticking
from digest.scheduling.scheduler import Office, Schedule
from digest.sending.send import Begin, Pace, send
from subscribers.services.retention import forget

TIDY_EVERY = timedelta(hours=1)
LETTERS_REMEMBERED = timedelta(days=40)
"""Longer than anything asks whether it was told already."""


def desk_of(newsroom: Newsroom) -> Desk:
    """Give everything that is needed to look at an edition before it goes out."""
    return Desk(
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
    """Give those who are told of what happens."""
    return Editors(newsroom.settings.schedule.editors, newsroom.letters, newsroom.templates, newsroom.settings.digest.title)


def hand_out(newsroom: Newsroom, built: Built, begin: Begin, closes: datetime, stop: Stop, watch: Watcher) -> Report:
    """Send a finished edition, until `closes` at the latest."""
    clock = SystemClock()
    return send(
        built,
        newsroom.log,
        newsroom.reports,
        newsroom.roster,
        newsroom.transport(clock.now()),
        clock,
        begin=begin,
        stop=stop,
        languages=newsroom.templates.languages,
        pace=Pace(closes, newsroom.settings.delivery.batch_size, newsroom.settings.delivery.workers),
        watch=watch,
    )


def by_hand(newsroom: Newsroom, edition_id: str, now: datetime, even_though: str) -> tuple[Begin, datetime]:
    """Say how an edition that a person sends at `now` begins, and when it must have ended.

    One that is due already keeps to the readers' clocks, if the newsroom does; one that is sent early or is special goes to all at once.
    """
    plan = newsroom.settings.schedule.plan
    window = window_of(edition_id, plan)
    closes = now + timedelta(hours=plan.window_hours)
    if window and plan.by_readers_clock and window.is_open(now):
        return Begin(window.due, lambda zone: wave_minutes(window, plan.time, zone), even_though), window.closes
    return Begin(now, None, even_though), closes


def post_letters(newsroom: Newsroom) -> int:
    """Hand over the single letters that wait; returns how many were tried."""
    clock = SystemClock()
    return post(newsroom.letters, newsroom.transport(clock.now()), clock)


def tidy(newsroom: Newsroom) -> None:
    """Forget what need not be kept any longer: see `subscribers.services.retention`, and single letters that ended a month ago."""
    now = SystemClock().now()
    forget(newsroom.store, timedelta(days=newsroom.settings.readers.forget_left_after_days), now)
    newsroom.letters.forget_ended(now - LETTERS_REMEMBERED)


def office_of(newsroom: Newsroom, stop: Stop) -> Office:
    """Give everything the schedule works with."""
    return Office(
        plan=newsroom.settings.schedule.plan,
        desk=desk_of(newsroom),
        editors=editors_of(newsroom),
        reports=newsroom.reports,
        roster=newsroom.roster,
        helm=newsroom.helm,
        diary=newsroom.diary,
        clock=SystemClock(),
        send=lambda built, begin, closes: hand_out(newsroom, built, begin, closes, stop, lambda _done, _of: None),
        languages=newsroom.templates.languages,
    )


def alarm_clock(newsroom: Newsroom, look: Callable[[], None], send_letters: Callable[[], None]) -> Ticking:
    """Make what calls `look` when an edition is due and at every tick, and `send_letters` every few seconds."""
    return Ticking(newsroom.settings.schedule.plan, look, send_letters)


def look_and_post(folder: Path, schedule: Schedule, stop: Stop) -> tuple[Callable[[], None], Callable[[], None]]:
    """Give the two things an alarm clock calls: look whether anything is due, and post what waits.

    Each opens the newsroom anew, so that what editors and operators change in its files counts from the next look on.
    """
    tidied = datetime.min.replace(tzinfo=UTC)

    def look() -> None:
        nonlocal tidied
        with Newsroom(folder) as newsroom:
            if SystemClock().now() - tidied > TIDY_EVERY:
                tidy(newsroom)
                tidied = SystemClock().now()
            schedule.look(office_of(newsroom, stop))

    def send_letters() -> None:
        with Newsroom(folder) as newsroom:
            post_letters(newsroom)

    return look, send_letters
