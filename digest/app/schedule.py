"""The jobs of the scheduler: what the clock calls, with the newsroom opened anew each time.

So what editors and operators change in its files counts from the next look on.
"""

from collections.abc import Callable
from pathlib import Path

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.ports.process import Stop
from digest.scheduling.scheduler import SchedulerMemory
from digest.scheduling.tidying import Tidying

Job = Callable[[], None]


def build_jobs(folder: Path, log: Callable[[str], None], stop: Stop) -> tuple[Job, Job]:
    """Return the two jobs: look whether anything is due, and deliver single letters; `log` gets a line."""
    memory, tidying = SchedulerMemory(), Tidying()

    def look() -> None:
        with Newsroom(folder) as newsroom:
            services = Services(newsroom)
            try:
                services.scheduler(memory, log, stop).look()
            finally:  # last, and in any case: neither keeps the other back
                tidying.tidy_if_due(services.tidy, newsroom.clock)

    def deliver() -> None:
        with Newsroom(folder) as newsroom:
            services = Services(newsroom)
            try:
                services.write_waiting_mail()
            finally:  # what is wrong with the line keeps no other mail back, nor do mails the welcome letters
                try:
                    services.deliver_mail()
                finally:
                    services.welcome_newcomers()

    return look, deliver
