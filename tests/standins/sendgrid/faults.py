"""How the stand-in misbehaves: one fault per call, taken from a plan or drawn by chance.

`taken` says whether the readers get the mail although the caller may never hear of it.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What happens to one call."""

    NONE = "none"
    DELAY = "delay"  # taken, answered late
    HANG_BEFORE = "hang-before"  # nothing is read, nothing answered
    HANG_AFTER = "hang-after"  # all is read, nothing answered, not taken
    RESET_BEFORE = "reset-before"  # the connection breaks before the body is read
    RESET_AFTER = "reset-after"  # the connection breaks after it, not taken
    LOST = "accepted-but-answer-lost"  # taken, and the connection breaks instead of an answer
    PARTIAL = "partial-answer"  # taken, and half a status line comes back
    REDIRECT = "redirect"  # 302 to somewhere else
    BAD_GATEWAY = "bad-gateway"  # 502 in HTML, not taken
    BAD_GATEWAY_TAKEN = "bad-gateway-taken"  # 502 in HTML, taken all the same
    TOO_LARGE = "too-large-early"  # 413 before the body is read
    RATE_LIMIT = "rate-limit"  # 429 with a reset time
    UNAUTHORIZED = "unauthorized"  # 401
    NAMED = "named"  # 400 that names one personalization
    SERVER_ERROR = "server-error"  # 500 as an errors array, not taken


TAKEN = {Fault.NONE, Fault.DELAY, Fault.LOST, Fault.PARTIAL, Fault.BAD_GATEWAY_TAKEN}


@dataclass(slots=True)
class Plan:
    """Which fault the next call meets: first the listed ones, then by chance with the given weights."""

    listed: list[Fault] = field(default_factory=list)
    weights: dict[Fault, float] = field(default_factory=dict)
    seed: int = 0
    delay_seconds: float = 0.2
    hang_seconds: float = 3.0
    _chance: random.Random | None = None

    def next(self) -> Fault:
        """Return the fault of the next call."""
        if self.listed:
            return self.listed.pop(0)
        if not self.weights:
            return Fault.NONE
        self._chance = self._chance or random.Random(self.seed)
        kinds, weights = zip(*self.weights.items(), strict=True)
        return Fault(self._chance.choices(kinds, weights)[0])


def parse(names: Iterable[str]) -> list[Fault]:
    """Read a plan written by hand: names of faults in the order of calls."""
    return [Fault(name) for name in names]
