"""What a process is told to do in tests of processes that can be killed: things that end, and things that do not."""

import os
import signal
import time

from digest.errors import PageUnreadable


def prepare() -> None:
    """Import nothing."""


def fail_to_prepare() -> None:
    """Find that something is missing."""
    raise ImportError("nothing is installed")


def double(number: int) -> int:
    """Return twice as much."""
    return 2 * number


def number_of_process(_nothing: int) -> int:
    """Return the number of the process that does this."""
    return os.getpid()


def spin(_nothing: int) -> None:
    """Use the processor for ever."""
    while True:
        pass


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def fill(count: int) -> int:
    """Take so many bytes of memory, one by one written to."""
    return len(bytearray(os.urandom(1_000)) * (count // 1_000))


def die(number: int) -> None:
    """End by a signal, as a parser in C may."""
    os.kill(os.getpid(), number or signal.SIGSEGV)


def refuse(words: str) -> None:
    """Raise what the caller expects."""
    raise PageUnreadable(words, 410)


class Unsendable(Exception):
    """An error that no other process can make again."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} {two}")


def break_oddly(_nothing: int) -> None:
    """Raise what cannot be sent."""
    raise Unsendable(1, 2)


def recurse(_nothing: int) -> int:
    """Call itself for ever."""
    return recurse(_nothing) + 1


def environment(_nothing: int) -> dict[str, str]:
    """Return the variables of the process."""
    return dict(os.environ)
