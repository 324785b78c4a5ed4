"""How a ratio is measured.

Two things alternately, the best of many rounds of each, so that a busy machine hurts both alike.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, the figure, and the most (or least) it should be."""

    what: str
    figure: float
    unit: str
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def __str__(self) -> str:
        bound = ">=" if self.at_least else "<="
        return (
            f"{'ok ' if self.kept else 'NOT'} {self.figure:10.2f} {self.unit:<4} {bound} {self.limit:<8g} {self.what}"
        )


def ratio(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 60) -> float:
    """Return the time of `ours` as a multiple of the time of `theirs`."""
    best_ours = best_theirs = float("inf")
    for _ in range(rounds):
        best_theirs = min(best_theirs, _time(theirs))
        best_ours = min(best_ours, _time(ours))
    return best_ours / best_theirs


def _time(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def peak_megabytes(code: str, *arguments: str) -> tuple[float, str]:
    """Run Python `code` in a process of its own; give its peak memory and what it printed.

    The process reads its own high-water mark: the one that the parent is told of includes the parent's at the fork.
    """
    marked = f"{code}\nprint(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    done = subprocess.run([sys.executable, "-c", marked, *arguments], stdout=subprocess.PIPE, text=True, check=True)
    printed, _, mark = done.stdout.rpartition("VmHWM:")
    return int(mark.split()[0]) / 1024, printed.strip()
