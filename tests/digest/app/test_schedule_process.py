"""The schedule beside the pages: begun again after a pause whatever ends it, and ended with us."""

import io
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

from digest.app.schedule_process import Pauses, keep_schedule, watch_for_end

FINISHING = """
import signal, time
def finish(*_):
    time.sleep(0.3)
    raise SystemExit(7)
signal.signal(signal.SIGTERM, finish)
print("runs", flush=True)
for _ in range(600):
    time.sleep(0.1)
"""
"""Sleeps in short steps: a signal in the instant before a system call begins is seen when that call ends."""


class Schedule:
    """Begins small programs in place of the schedule, one after the other, and stops after the last."""

    def __init__(self, *programs: str) -> None:
        self.stop = threading.Event()
        self.said: list[str] = []
        self.begun: list[subprocess.Popen[bytes]] = []
        self._programs = list(programs)

    def begin(self) -> "subprocess.Popen[bytes]":
        if not self._programs:
            self.stop.set()
            raise FileNotFoundError(2, "no more")
        command = [sys.executable, "-S", "-c", self._programs.pop(0)]
        self.begun.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        return self.begun[-1]

    def complain(self, text: str) -> None:
        self.said.append(text)
        if not self._programs:
            self.stop.set()

    def keep(self, steady: float = 60, ending: float = 30) -> None:
        keep_schedule(self.begin, self.complain, self.stop, Pauses(0.01, 0.02, steady, ending))


def test_a_schedule_that_ends_begins_again_after_pauses_that_double() -> None:
    schedule = Schedule("import os; os.kill(os.getpid(), 9)", "raise SystemExit(1)", "")
    schedule.keep()
    assert [text.partition(";")[0] for text in schedule.said] == [
        "the schedule ended (by signal 9)",
        "the schedule ended (with exit code 1)",
        "the schedule ended (with exit code 0)",
    ]
    assert [text.partition("again in ")[2].partition(" s")[0] for text in schedule.said] == ["0.01", "0.02", "0.02"]
    assert len(schedule.begun) == 3


def test_a_schedule_that_cannot_be_started_is_tried_again_though_nobody_reads_the_complaint() -> None:
    tries: list[bool] = []
    stop = threading.Event()

    def fail() -> "subprocess.Popen[bytes]":
        tries.append(True)
        if len(tries) == 3:
            stop.set()
        raise BlockingIOError(11, "Resource temporarily unavailable")

    def complain(_text: str) -> None:
        raise BrokenPipeError

    keep_schedule(fail, complain, stop, Pauses(0.01))
    assert len(tries) == 3


def test_a_schedule_that_ran_long_begins_again_soon() -> None:
    schedule = Schedule("", "", "")
    schedule.keep(steady=0)
    assert all("again in 0.01 s" in text for text in schedule.said)


def test_the_schedule_is_asked_to_end_with_us_and_waited_for() -> None:
    schedule = Schedule(FINISHING)
    keeping = threading.Thread(target=schedule.keep)
    keeping.start()
    _wait(lambda: bool(schedule.begun))
    (running,) = schedule.begun
    assert running.stdout is not None
    assert running.stdout.readline() == b"runs\n"
    schedule.stop.set()
    keeping.join(10)
    assert running.returncode == 7, "it ended by itself, when it had finished"
    assert schedule.said == []


def test_a_schedule_that_does_not_end_is_killed_so_that_whoever_watches_over_us_can_begin_us_again() -> None:
    hanging = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('runs', flush=True); time.sleep(60)"
    )
    schedule = Schedule(hanging)
    keeping = threading.Thread(target=schedule.keep, args=(60, 0.2))
    keeping.start()
    _wait(lambda: bool(schedule.begun))
    (running,) = schedule.begun
    assert running.stdout is not None
    assert running.stdout.readline() == b"runs\n"
    schedule.stop.set()
    keeping.join(10)
    assert running.returncode == -9


def test_the_end_of_standard_input_is_a_wish_to_stop() -> None:
    stop = threading.Event()
    watch_for_end(partial(io.BytesIO(b"some words").read, 1), stop)
    assert stop.wait(10)


def test_standard_input_that_cannot_be_read_is_one_that_has_ended() -> None:
    stop = threading.Event()

    def closed() -> bytes:
        raise OSError(9, "Bad file descriptor")

    watch_for_end(closed, stop)
    assert stop.wait(10)


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not until():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.01)
