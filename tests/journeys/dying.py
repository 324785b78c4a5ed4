"""Runs the real `digest send` again and again in processes that are killed: at random instants, or at a named point.

    python -m tests.journeys.dying NEWSROOM EDITION SEED KILLS [point ...]

Everything is imported once and each try is a fork, so that a try costs a tenth of a second. A named point is `before:`
or `after:` and a call of a port, such as `after:transport.hand_over`; the process kills itself there with SIGKILL, at a
random one of the first such calls. Prints one line of JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digest.app.container import Newsroom
from digest.cli import main as command

POINTS = [
    f"{when}:{port}.{call}"
    for port, calls in {
        "log": ("open", "take", "claim", "attempt", "receive", "withdraw", "close"),
        "subscribers": ("consenting",),
        "transport": ("hand_over",),
    }.items()
    for call in calls
    for when in ("before", "after")
]


ONCE = (".open", ".take", ".close", ".withdraw")
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


def one_try(folder: str, edition: str, chance: random.Random, point: str) -> int:
    """Fork a `digest send` and kill it; return its exit status (negative: the signal)."""
    delay, count = chance.uniform(0.02, 0.5), 1 if point.endswith(ONCE) else chance.randint(1, 3)
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        if point:
            import digest.app.container

            DyingNewsroom.point, DyingNewsroom.count = point, count
            digest.app.container.Newsroom = DyingNewsroom  # type: ignore[assignment, misc]  # the composition root of this process, not a part under test
        sys.argv = ["digest", "--newsroom", folder, "send", edition]
        try:
            command.main()
        except SystemExit as end:
            os._exit(int(end.code or 0))
        os._exit(0)
    if not point:
        time.sleep(delay)
        if chance.random() < 0.2:
            os.kill(child, signal.SIGSTOP)
            time.sleep(0.05)
            if chance.random() < 0.5:
                os.kill(child, signal.SIGCONT)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Kill as often as asked, then print how each try ended."""
    folder, edition, seed, kills, *points = sys.argv[1:]
    chance = random.Random(int(seed))
    killed = finished = 0
    for number in range(int(kills)):
        ended = one_try(folder, edition, chance, points[number % len(points)] if points else "")
        killed += ended == -signal.SIGKILL
        finished += ended >= 0
    print(json.dumps({"killed": killed, "finished": finished}))


if __name__ == "__main__":
    main()
