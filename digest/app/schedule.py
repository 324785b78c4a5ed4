"""The jobs of the scheduler: what the clock calls, with the newsroom opened anew each time.

So what editors and operators change in its files counts from the next look on; faults in digest.toml are told, and
what it said before holds meanwhile.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from digest.app.chat import tell_chat
from digest.app.last_good import LastGood
from digest.app.services import Services
from digest.app.upkeep import Upkeep
from digest.mailing.alerts import Alerts
from digest.ports.process import Stop
from digest.scheduling.scheduler import SchedulerMemory
from digest.scheduling.tidying import Tidying

Job = Callable[[], None]


class Jobs(NamedTuple):
    """What a schedule does again and again: look whether anything is due, deliver single letters, tell the chat."""

    look: Job
    deliver: Job
    tell_chat: Job


def build_jobs(folder: Path, log: Callable[[str], None], stop: Stop) -> Jobs:
    """Return the jobs of the newsroom in `folder`; `log` gets a line."""
    memory, tidying, settings = SchedulerMemory(), Tidying(), LastGood(folder)
    tell = _teller()

    def look() -> None:
        with settings.open() as newsroom:
            services = Services(newsroom)
            try:
                tell(services.alerts(log), settings.fault)
            finally:  # neither keeps the others back
                try:
                    services.scheduler(memory, log, stop).look()
                finally:
                    tidying.tidy_if_due(Upkeep(newsroom).tidy, newsroom.clock)

    def deliver() -> None:
        with settings.open() as newsroom:
            services, upkeep = Services(newsroom), Upkeep(newsroom)
            try:
                upkeep.write_waiting_mail()
            finally:  # what is wrong with the line keeps no other mail back, nor do mails the welcome letters
                try:
                    services.deliver_mail()
                finally:
                    upkeep.welcome_newcomers()

    def chat() -> None:
        with settings.open() as newsroom:
            tell_chat(newsroom, log)

    return Jobs(look, deliver, chat)


def _teller() -> Callable[[Alerts, str], None]:
    """Return what tells of faults in the settings, and that they are mended: only when this process saw them, or began.

    Of two processes one may have to be restarted and the other not; they must not tell in turn.
    """
    faulty = True

    def tell(alerts: Alerts, fault: str) -> None:
        nonlocal faulty
        if fault:
            alerts.notify_of_settings(fault)
        elif faulty:
            alerts.end_settings_faults()
        faulty = bool(fault)

    return tell
