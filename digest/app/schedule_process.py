"""The schedule as a process of its own beside the pages: what happens to one of the two does not stop the other.

It is the command `digest schedule`. The pipe that is its standard input is held open by nobody but us, so it reads the
end of it when we are gone, however we went (SIGKILL too), on every system; what it has begun it finishes first.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_COMMAND = "from digest.cli.main import main; main()"
_LOOK_SECONDS = 0.2


class Pauses(NamedTuple):
    """Seconds before the schedule begins again: at first, at most, and how long it must run for `first` to count.

    `ending` is how long it may take to end when it is asked to: the batches in flight end before, by their own
    deadlines. Then it is killed, which a send survives.
    """

    first: float = 1
    longest: float = 60
    steady: float = 120
    ending: float = 90


PAUSES = Pauses()

Begin = Callable[[], "subprocess.Popen[bytes]"]


def begin_schedule(folder: Path) -> "subprocess.Popen[bytes]":
    """Start the schedule of the newsroom in `folder`; it writes where we write."""
    # -P: a folder named `digest` where we happen to stand is not the program
    command = [sys.executable, "-P", "-c", _COMMAND, "--newsroom", str(folder.resolve()), "schedule", "--until-closed"]
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def keep_schedule(
    begin: Begin, complain: Callable[[str], None], stop: threading.Event, pauses: Pauses = PAUSES
) -> None:
    """Run the schedule until `stop` is set, and begin it again whenever it ends, after pauses that double.

    Then it is asked to end, and waited for, but not for ever.
    """
    pause = pauses.first
    while not stop.is_set():
        began = time.monotonic()
        ended = _run(begin, stop, pauses.ending)
        if stop.is_set():
            return
        if time.monotonic() - began > pauses.steady:
            pause = pauses.first
        with suppress(OSError):  # nobody reads what we write: no reason for no schedule
            complain(f"the schedule ended ({ended}); it begins again in {pause:g} s, the pages go on meanwhile")
        stop.wait(pause)
        pause = min(2 * pause, pauses.longest)


def _run(begin: Begin, stop: threading.Event, ending: float) -> str:
    """Run the schedule once; return how it ended, in words."""
    try:
        schedule = begin()
    except OSError as error:
        return f"it could not be started: {error.strerror}"
    with schedule:
        while schedule.poll() is None and not stop.wait(_LOOK_SECONDS):
            pass
        if schedule.poll() is None:
            schedule.terminate()
            try:
                schedule.wait(ending)
            except subprocess.TimeoutExpired:
                schedule.kill()
        code = schedule.wait()
    return f"by signal {-code}" if code < 0 else f"with exit code {code}"


def watch_for_end(read: Callable[[], bytes], stop: threading.Event) -> None:
    """Set `stop` when `read` has come to the end of our standard input, in a thread of its own."""

    def watch() -> None:
        with suppress(OSError):
            while read():
                pass
        stop.set()

    threading.Thread(target=watch, name="end of input", daemon=True).start()
