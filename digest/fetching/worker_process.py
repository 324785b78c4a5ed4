"""The other side of `worker.py`: a process that does what it is sent, one call after the other, within its limits.

It ends when whoever started it does: then its pipe ends. While it works, the kernel ends it when its time is used up.
"""

import math
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from digest.errors import DigestError, WorkerFailed

_BROKEN = "breaks the program that reads it ({})"


def serve(link: int, memory_bytes: int, seconds: float, idle_seconds: float) -> None:
    """Get warm, then answer each call with what it returned or raised, and whether another can be taken."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(EOFError, OSError), Connection(link) as pipe:
        pickle.loads(pipe.recv_bytes())()  # noqa: S301 - of our own process
        _limit_memory(memory_bytes)
        kept = True
        pipe.send_bytes(pickle.dumps((None, kept)))
        while kept and pipe.poll(idle_seconds):
            request = pipe.recv_bytes()
            _limit_time(seconds)
            answer, kept = _answer(request, memory_bytes)
            pipe.send_bytes(answer)


def _answer(request: bytes, memory_bytes: int) -> tuple[bytes, bool]:
    try:
        function, argument = pickle.loads(request)  # noqa: S301 - of our own process
        del request
        return pickle.dumps((_result(function, argument), True)), True
    except MemoryError:
        pass  # what was made is let go before anything is said of it
    return pickle.dumps((WorkerFailed(f"needs more than {memory_bytes // 1_000_000} MB"), False)), False


def _result(function: Callable[[object], object], argument: object) -> object:
    try:
        return function(argument)
    except MemoryError:
        raise
    except RecursionError:
        return WorkerFailed("is nested too deeply")
    except Exception as error:  # noqa: BLE001 - what it read is somebody else's; the caller hears what became of it
        return error if isinstance(error, DigestError) else WorkerFailed(_BROKEN.format(type(error).__name__))


def _limit_memory(more_bytes: int) -> None:
    """Let the process have so much more than it has now; where the system does not say how much that is, no limit."""
    if sys.platform != "linux":
        return
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no need for pathlib in here
        pages = int(file.read().split()[0])
    limit = pages * resource.getpagesize() + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _limit_time(seconds: float) -> None:
    """Let the kernel end the process when it has used so many more seconds of the processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
