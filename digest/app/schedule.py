"""The jobs of the scheduler: what the clock calls, with the newsroom opened anew each time.

So what editors and operators change in its files counts from the next look on.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.app.clock import SystemClock
from digest.app.container import Newsroom
from digest.app.services import Services
from digest.ports import Stop
from digest.scheduling.scheduler import SchedulerMemory

TIDY_EVERY = timedelta(hours=1)
Job = Callable[[], None]


def build_jobs(folder: Path, log: Callable[[str], None], stop: Stop) -> tuple[Job, Job]:
    """Return the two jobs: look whether anything is due, and deliver the mail that waits; `log` gets a line."""
    memory = SchedulerMemory()
    tidied = datetime.min.replace(tzinfo=UTC)

    def look() -> None:
        nonlocal tidied
        with Newsroom(folder) as newsroom:
            services = Services(newsroom)
            if SystemClock().now() - tidied > TIDY_EVERY:
                services.tidy()
                tidied = SystemClock().now()
            services.scheduler(memory, log, stop).look()

    def deliver() -> None:
        with Newsroom(folder) as newsroom:
            Services(newsroom).deliver_mail()

    return look, deliver
