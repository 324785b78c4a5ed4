"""APScheduler as the clock of the scheduler: it wakes it at the set time and every half minute.

It knows nothing of editions.

The job store is memory: what is due is asked of the database, never of a stored job. A job that is late runs once
(`coalesce`, no grace time) and never beside itself. What APScheduler does not see is a wall clock set back: its jobs
would wait as long again. So the watch here compares the wall clock with one that only runs forward, and sets all alarms
anew when they part.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from digest.calendar.plan import Plan
from digest.ports.process import Stop

TICK_SECONDS = 30
DELIVER_SECONDS = 3
CHAT_SECONDS = 10
DRIFT_SECONDS = 20


class SchedulerRunner:
    """Calls `look` at the set time and at every tick, and `deliver` and `tell_chat` every few seconds.

    Each in a thread of its own and never twice at once.
    """

    def __init__(
        self,
        plan: Plan,
        look: Callable[[], None],
        deliver: Callable[[], None],
        tell_chat: Callable[[], None] = lambda: None,
        *,
        tick_seconds: float = TICK_SECONDS,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Set the alarms; `wall` is the machine's clock in seconds, which may be set."""
        self._wall = wall
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it would warn of every tick during a long send
        once = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        executors = {"look": ThreadPoolExecutor(1), "deliver": ThreadPoolExecutor(1), "chat": ThreadPoolExecutor(1)}
        self._scheduler = BackgroundScheduler(executors=executors, job_defaults=once, timezone="UTC")
        days = ",".join(day[:3] for day in plan.days)
        cron = CronTrigger(day_of_week=days, hour=plan.time.hour, minute=plan.time.minute, second=0, timezone=plan.zone)
        self._scheduler.add_job(look, cron, id="set time", executor="look")
        self._scheduler.add_job(
            look, IntervalTrigger(seconds=tick_seconds), id="tick", executor="look", next_run_time=_now()
        )
        self._scheduler.add_job(
            deliver, IntervalTrigger(seconds=DELIVER_SECONDS), id="deliver", executor="deliver", next_run_time=_now()
        )
        self._scheduler.add_job(
            tell_chat, IntervalTrigger(seconds=CHAT_SECONDS), id="chat", executor="chat", next_run_time=_now()
        )

    def run(self, stop: Stop) -> None:
        """Tick until `stop` is set; what is under way then is finished first."""
        drift = self._wall() - time.monotonic()  # before the first alarm: no change of the clock falls in between
        self._scheduler.start()
        while not stop.wait(1):
            if abs(self._wall() - time.monotonic() - drift) > DRIFT_SECONDS:
                drift = self._wall() - time.monotonic()
                for job in self._scheduler.get_jobs():
                    job.reschedule(job.trigger)
                    if job.id != "set time":
                        job.modify(next_run_time=_now())
        self._scheduler.shutdown(wait=True)


def keep_going(
    act: Callable[[], None], describe: Callable[[Exception], str], complain: Callable[[str], None]
) -> Callable[[], None]:
    """Return `act` as a job that never fails.

    Its error is printed, once for as long as it is the same, and it is called again.
    """
    last = ""

    def job() -> None:
        nonlocal last
        try:
            act()
        except Exception as error:  # noqa: BLE001 - a schedule that dies silently is the worst of all
            words = describe(error)
            if words != last:
                complain(words)
            last = words
        else:
            last = ""

    return job


def _now() -> datetime:
    return datetime.now().astimezone() + timedelta(milliseconds=1)
