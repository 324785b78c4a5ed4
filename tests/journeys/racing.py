"""Lets several real `digest schedule --once` begin at the same instant, on one database, race after race.

    python -m tests.journeys.racing PROCESSES NEWSROOM...

Everything is imported once and each process is a fork that waits at a gate, so that they truly meet. Prints how each
ended, as JSON.
"""

import json
import os
import sys

from digest.app import services  # noqa: F401 - imported before the fork: a race is about the database, not about importing
from digest.cli import main as command


def race(folder: str, processes: int) -> list[int]:
    """Run one race; return the exit codes."""
    gate, opener = os.pipe()
    children = [_runner(folder, gate, opener) for _ in range(processes)]
    os.close(gate)
    os.close(opener)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def _runner(folder: str, gate: int, opener: int) -> int:
    child = os.fork()
    if child:
        return child
    os.close(opener)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.read(gate, 1)  # returns when the parent has closed its end
    sys.argv = ["digest", "--newsroom", folder, "schedule", "--once"]
    try:
        command.main()
    except SystemExit as end:
        os._exit(int(end.code or 0))
    os._exit(0)


def main() -> None:
    """Run all races."""
    processes, *folders = sys.argv[1:]
    print(json.dumps([race(folder, int(processes)) for folder in folders]))


if __name__ == "__main__":
    main()
