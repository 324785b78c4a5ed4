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


class Grasping:
    """A value that makes whoever reads it do something: write a file."""

    def __init__(self, file: str) -> None:
        self._file = file

    def __reduce__(self) -> tuple[object, ...]:
        return open, (self._file, "w")


def grasp(file: str) -> Grasping:
    """Return what acts when it is read."""
    return Grasping(file)


def break_oddly(_nothing: int) -> None:
    """Raise what nobody expects."""
    raise ZeroDivisionError


def recurse(_nothing: int) -> int:
    """Call itself for ever."""
    return recurse(_nothing) + 1


def environment(_nothing: int) -> dict[str, str]:
    """Return the variables of the process."""
    return dict(os.environ)
