"""Runs the real `digest send` again and again in processes that are killed: at random instants, or at a named point.

Without points, three of four are killed a short while after they have begun to hand over, as the database shows, and
one at an instant before that. A kill that leaves a batch attempted and unanswered has hit a running send.

    python -m tests.journeys.dying NEWSROOM EDITION SEED KILLS [point ...]

Each try is a fork of a process that has built the letter before, so that a try costs a tenth of a second. A named
point is `before:` or `after:` and a call of a port, such as `after:transport.hand_over`; the process kills itself there
with SIGKILL, at a random one of the first such calls. Prints one line of JSON.
"""

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from digest.app.container import Newsroom
from tests.standins.command_line import run
from tests.standins.forked import become
from tests.standins.said import for_its_readers

POINTS = [
    f"{when}:{port}.{call}"
    for port, calls in {
        "log": ("open", "acquire", "claim", "attempt", "receive", "withdraw", "close"),
        "subscribers": ("consenting",),
        "transport": ("hand_over",),
    }.items()
    for call in calls
    for when in ("before", "after")
]


ONCE = (".open", ".acquire", ".close", ".withdraw")
"""Calls that come once a run, or rarely."""


class Dying:
    """A port that kills its process before or after the n-th call of one method."""

    def __init__(self, real: Any, when: str, call: str, count: int) -> None:
        self._real, self._when, self._call, self._left = real, when, call, count

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return self._deadly(found) if name == self._call else found

    def _deadly(self, found: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left <= 0 and self._when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            result = found(*arguments, **named)
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call


class DyingNewsroom(Newsroom):
    """A newsroom in which one port is deadly."""

    point = ""
    count = 1

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        when, _, rest = self.point.partition(":")
        port, _, call = rest.partition(".")
        if port in ("log", "subscribers"):
            self.__dict__[port] = Dying(getattr(self, port), when, call, self.count)
        self._deadly_transport = (when, call) if port == "transport" else None

    def transport(self, date: Any) -> Any:
        real = super().transport(date)
        return Dying(real, *self._deadly_transport, self.count) if self._deadly_transport else real


def under_way(folder: str, edition: str) -> tuple[int, int]:
    """Return the number of the last runner of an edition, and how many of its batches are attempted and unanswered."""
    found = (
        "SELECT fence, (SELECT COUNT(*) FROM batch WHERE edition = e.number AND state = 'attempted' AND attempt = fence) "
        "FROM edition e WHERE id = ?"
    )
    with closing(sqlite3.connect(Path(folder) / "data/digest.db", timeout=10)) as connection:
        row = connection.execute(found, (edition,)).fetchone()
    return row or (0, 0)


def one_try(folder: str, edition: str, chance: random.Random, point: str, early: bool) -> tuple[int, bool]:
    """Fork a `digest send` and kill it.

    Return its exit status (negative: the signal), and whether the kill hit a running send.
    """
    count = 1 if point.endswith(ONCE) else chance.randint(1, 3)
    before, _ = under_way(folder, edition)
    child = os.fork()
    if child == 0:
        _send(folder, edition, point, count)
    if not point:
        if early:
            time.sleep(chance.uniform(0.01, 0.15))
        else:
            _wait_until_it_hands_over(folder, edition, child, before)
            time.sleep(chance.uniform(0, 0.05))
        _kill(child, chance)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    runner, left = under_way(folder, edition)
    return ended, ended == -signal.SIGKILL and runner > before and left > 0


def _send(folder: str, edition: str, point: str, count: int) -> None:
    """Be the process that is going to die."""
    if point:
        import digest.app.container

        DyingNewsroom.point, DyingNewsroom.count = point, count
        digest.app.container.Newsroom = DyingNewsroom  # type: ignore[assignment, misc]  # the composition root of this process, not a part under test
    become("--newsroom", folder, "send", edition, *for_its_readers(folder))


def _wait_until_it_hands_over(folder: str, edition: str, child: int, before: int) -> None:
    """Wait until a new runner has a batch under way, or has ended without."""
    while not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        runner, batches = under_way(folder, edition)
        if runner > before and batches:
            return
        time.sleep(0.005)


def _kill(child: int, chance: random.Random) -> None:
    """Kill a process, one of five frozen or woken just before."""
    if chance.random() < 0.2:
        os.kill(child, signal.SIGSTOP)
        time.sleep(0.05)
        if chance.random() < 0.5:
            os.kill(child, signal.SIGCONT)
    os.kill(child, signal.SIGKILL)


def main() -> None:
    """Kill as often as asked, then print how each try ended."""
    folder, edition, seed, kills, *points = sys.argv[1:]
    chance = random.Random(int(seed))
    for words in ("build", edition), ("send", edition, "--dry-run"):
        run(Path(folder), *words)
    killed = finished = hit = 0
    for number in range(int(kills)):
        point = points[number % len(points)] if points else ""
        ended, hits = one_try(folder, edition, chance, point, early=number % 4 == 3)
        killed += ended == -signal.SIGKILL
        finished += ended >= 0
        hit += hits
    print(json.dumps({"killed": killed, "finished": finished, "hit": hit}))


if __name__ == "__main__":
    main()
