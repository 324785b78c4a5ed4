"""Lets several real `digest schedule --once` begin at the same instant, on one database, race after race.

    python -m tests.journeys.racing PROCESSES NEWSROOM...

Everything is imported once and each process is a fork that waits at a gate, so that they truly meet. Prints how each
ended, as JSON.
"""

import json
import os
import sys
from pathlib import Path

from tests.standins.command_line import run
from tests.standins.forked import become
from tests.standins.sample import EDITION


def race(folder: str, processes: int) -> list[int]:
    """Run one race; return the exit codes."""
    gate, opener = os.pipe()
    children = [_runner(folder, gate, opener) for _ in range(processes)]
    os.close(gate)
    os.close(opener)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def _runner(folder: str, gate: int, opener: int) -> int:
    child = os.fork()
    if child == 0:
        os.close(opener)
        os.read(gate, 1)  # returns when the parent has closed its end
        become("--newsroom", folder, "schedule", "--once")
    return child


def main() -> None:
    """Run all races."""
    processes, *folders = sys.argv[1:]
    run(Path(folders[0]), "build", EDITION)
    print(json.dumps([race(folder, int(processes)) for folder in folders]))


if __name__ == "__main__":
    main()
