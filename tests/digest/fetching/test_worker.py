"""Processes that can be killed: what takes too long or too much ends, and nothing else hears of it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from digest.errors import PageUnreadable, WorkerFailed
from digest.fetching.worker import Limits, Workers
from tests.standins import working

ROOT = Path(__file__).parents[3]
LIMITS = Limits(seconds=1, memory_bytes=100_000_000)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Return two processes with little patience, for all tests of this file: each must leave them as good as new."""
    found = Workers(working.prepare, LIMITS, most=2)
    yield found
    found.close()


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_call_is_done_elsewhere_and_its_result_comes_back(workers: Workers) -> None:
    assert workers.run(working.double, 21) == 42
    assert workers.run(working.number_of_process, 0) != os.getpid()


def test_a_process_is_kept_warm_for_the_next_call(workers: Workers) -> None:
    assert workers.run(working.number_of_process, 0) == workers.run(working.number_of_process, 0)


def test_what_is_raised_there_is_raised_here(workers: Workers) -> None:
    with pytest.raises(PageUnreadable, match=r"^gone$") as error:
        workers.run(working.refuse, "gone")
    assert error.value.status == 410


def test_a_call_may_have_less_time_than_others(workers: Workers) -> None:
    assert workers.run(working.sleep, 0.0, 5.0) is None
    began = time.monotonic()
    with pytest.raises(WorkerFailed, match=r"^takes longer than 0.3 seconds$"):
        workers.run(working.sleep, 20.0, 0.3)
    assert time.monotonic() - began < 10


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "argument", "words"),
    [
        (working.spin, 0, "takes longer than 1 seconds"),
        (working.sleep, 20, "takes longer than 1 seconds"),
        (working.fill, 1_000_000_000, "needs more than 100 MB"),
        (working.die, 0, "breaks the program that reads it"),
        (working.break_oddly, 0, r"breaks the program that reads it \(ZeroDivisionError\)"),
        (working.recurse, 0, "is nested too deeply"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_call_without_an_end_ends_and_the_next_one_is_as_good_as_ever(
    workers: Workers, function: object, argument: int, words: str
) -> None:
    began = time.monotonic()
    with pytest.raises(WorkerFailed, match=f"^{words}$"):
        workers.run(function, argument)  # type: ignore[arg-type]
    assert time.monotonic() - began < 15
    assert workers.run(working.double, 4) == 8


def test_an_answer_never_acts(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(WorkerFailed, match="breaks the program that reads it"):
        workers.run(working.grasp, str(tmp_path / "taken"))
    assert not (tmp_path / "taken").exists()
    assert workers.run(working.double, 4) == 8


def test_one_call_that_is_killed_spoils_none_of_the_others(workers: Workers) -> None:
    def attempt(number: int) -> object:
        try:
            return workers.run(working.die, 9) if number == 3 else workers.run(working.double, number)
        except WorkerFailed:
            return "killed"

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(attempt, range(8))) == [0, 2, 4, "killed", 8, 10, 12, 14]


def test_a_process_gets_warm_while_a_call_is_only_expected() -> None:
    workers = Workers(working.prepare, LIMITS)
    with workers.expecting():
        time.sleep(0.01)
        assert workers.run(working.double, 1) == 2
    workers.close()


def test_a_process_that_does_not_start_is_not_the_pages_fault() -> None:
    workers = Workers(working.fail_to_prepare, LIMITS)
    with pytest.raises(WorkerFailed, match="the process that reads pages does not start on this machine"):
        workers.run(working.double, 1)
    workers.close()


def test_a_process_knows_none_of_the_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.secret")
    workers = Workers(working.prepare, LIMITS, most=1)
    assert set(workers.run(working.environment, 0)) <= {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"}
    workers.close()


@pytest.mark.slow
def test_a_process_without_anything_to_do_ends_and_another_takes_its_place() -> None:
    workers = Workers(working.prepare, Limits(idle_seconds=1), most=1)
    first = workers.run(working.number_of_process, 0)
    time.sleep(4)
    assert workers.run(working.number_of_process, 0) != first
    workers.close()


def test_nothing_is_left_when_they_are_closed_also_of_what_is_at_work() -> None:
    workers = Workers(working.prepare, Limits(seconds=30), most=2)
    process = workers.run(working.number_of_process, 0)
    with ThreadPoolExecutor(1) as pool:
        at_work = pool.submit(workers.run, working.sleep, 20.0)
        time.sleep(0.1)
        workers.close()
        with pytest.raises(WorkerFailed):
            at_work.result(timeout=5)
    assert not is_running(process)
    with pytest.raises(WorkerFailed, match="was stopped"):
        workers.run(working.double, 1)


KILLED = """
import threading, time
from digest.fetching.worker import Limits, Workers
from tests.standins import working
workers = Workers(working.prepare, Limits(seconds=2), most=2)
print(workers.run(working.number_of_process, 0), flush=True)
threading.Thread(target=workers.run, args=(working.spin, 0), daemon=True).start()
time.sleep(0.2)
print(workers.run(working.number_of_process, 0), flush=True)
time.sleep(60)
"""


@pytest.mark.slow
def test_nothing_is_left_when_whoever_started_them_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout
        processes = [int(program.stdout.readline()) for _ in range(2)]
        program.kill()
    deadline = time.monotonic() + 20  # one of them is at work, and has two seconds of the processor
    while any(map(is_running, processes)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(is_running, processes))
