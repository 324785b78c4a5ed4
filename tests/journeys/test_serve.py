"""`digest serve` as processes: neither the pages nor the schedule can be stopped by what happens to the other."""

import os
import resource
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from digest.app.container import Newsroom
from digest.app.paths import DATABASE
from subscribers.policy.model import Status
from subscribers.policy.tokens import Purpose, make
from tests.standins.command_line import run_json
from tests.standins.processes import DIGEST, due, environment
from tests.standins.readers import populate
from tests.standins.sample import NOW
from tests.standins.serving import Served, free_port, serving

Found = TypeVar("Found")
IDLE = 1_100


@pytest.mark.slow
def test_idle_computers_keep_neither_the_friday_letter_nor_a_reader_waiting(folder: Path) -> None:
    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, 100, NOW)
    moment = datetime.now(UTC) + timedelta(minutes=1)
    name, slowest = moment.date().isoformat(), 0.0
    with ExitStack() as stack:
        with few_files():
            served = stack.enter_context(serving(folder, **due(folder, moment)))
        stack.enter_context(idle(served, IDLE))
        deadline = time.monotonic() + 120
        while run_json(folder, "status", name)["state"] != "sent":
            assert time.monotonic() < deadline, "the letter did not go out"
            began = time.monotonic()
            with urllib.request.urlopen(f"{served.url}/health", timeout=5) as answer:
                assert answer.status == 200
            slowest = max(slowest, time.monotonic() - began)
    assert slowest < 2
    assert f"edition {name}: sent" in served.said


@contextmanager
def few_files() -> Iterator[None]:
    """Let programs that are started meanwhile have 1,024 files open, as shells and systemd do."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def idle(served: Served, count: int) -> Iterator[None]:
    """Keep `count` connections open that say nothing."""
    host, _, port = served.url.removeprefix("http://").partition(":")
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(socket.create_connection((host, int(port)), timeout=10))
        yield


@pytest.mark.slow
def test_whoever_leaves_is_answered_whatever_sixty_others_wait_for(folder: Path) -> None:
    """Another program holds the database; the wish is in the journal, and others are told to try again."""
    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, 10, NOW)
        people = {person.number: person for person in newsroom.store.subscribers(Status.CONFIRMED)}
        tokens = [make(newsroom.store.keyring, Purpose.LETTER, bytes.fromhex(one.id)) for one in people.values()]
        leaving = next(iter(people))
    with (
        serving(folder) as served,
        ThreadPoolExecutor(60) as threads,
        closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as holder,
    ):
        holder.execute("BEGIN IMMEDIATE")
        kinds = ("r", "p")
        waiting = [
            threads.submit(_post, f"{served.url}/{kinds[one % 2]}/{tokens[1 + one % 5]}", served) for one in range(60)
        ]
        time.sleep(2)
        began = time.monotonic()
        assert _post(f"{served.url}/u/{tokens[0]}", served) == 200
        assert time.monotonic() - began < 15
        assert {one.result() for one in waiting} <= {200, 503}
        holder.execute("ROLLBACK")
    with Newsroom(folder, {}) as newsroom:
        assert newsroom.store.get(leaving)[0].status is Status.UNSUBSCRIBED


def _post(url: str, served: Served) -> int:
    request = urllib.request.Request(url, b"List-Unsubscribe=One-Click", {"Origin": served.url})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code


@pytest.mark.slow
def test_a_schedule_that_is_killed_begins_again_while_the_pages_go_on(folder: Path) -> None:
    with serving(folder) as served:
        (first,) = wait_for(lambda: children(served.pid))
        os.kill(first, signal.SIGKILL)
        with urllib.request.urlopen(f"{served.url}/health", timeout=5) as answer:
            assert answer.status == 200
        (second,) = wait_for(lambda: children(served.pid) - {first})
        assert second != first
    assert "the schedule ended (by signal 9); it begins again in 1 s" in served.said
    assert not alive(second), "it ended with the server"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_schedule_ends_with_the_server_however_that_ended(folder: Path, number: signal.Signals) -> None:
    settings = environment(DIGEST_WEB__PORT=free_port())
    with subprocess.Popen([*DIGEST, "serve"], cwd=folder, env=settings, stdout=subprocess.DEVNULL) as server:
        (schedule,) = wait_for(lambda: children(server.pid))
        time.sleep(2)  # it must have got as far as to listen
        server.send_signal(number)
        assert server.wait(20) == (-9 if number == signal.SIGKILL else 0)
        wait_for(lambda: not alive(schedule))


def children(pid: int) -> set[int]:
    """Return the processes that a process has begun and that have not ended."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for task in tasks for child in task.read_text(encoding="ascii").split() if alive(int(child))}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def wait_for(look: Callable[[], Found]) -> Found:
    deadline = time.monotonic() + 30
    while not (found := look()):
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)
    return found
