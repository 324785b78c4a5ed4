"""Runs what reads other people's bytes in processes that can be killed: within so much time and memory, or not at all.

A page or picture can be made so that its parser takes minutes or gigabytes, and nothing in a thread can end that. Each
call runs in one of a few processes that are kept warm; one that takes too long is killed and replaced, and no other
call hears of it. The processes are started as programs of their own, never forked from a process with threads; they
get no environment but what a program needs to run, and end with the process that started them.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from typing import TypeVar, cast

from digest.errors import WorkerFailed
from digest.fetching.worker_answers import read_answer

Argument = TypeVar("Argument")
Result = TypeVar("Result")
_START = "import sys; sys.path[:] = {path!r}; from digest.fetching.worker_process import serve; serve({link}, {limits})"
_START_SECONDS = 60.0
_MOST_RESULT_BYTES = 16_000_000
_MOST_CALLS = 200
"""After so many calls a process is replaced: what they left behind must not count against the next one's memory."""
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Variables a program needs to run; the others may be secrets."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take: seconds (by the clock, and of the processor), and bytes beyond a warm process.

    A process that is sent nothing for `idle_seconds` ends.
    """

    seconds: float = 7.0
    memory_bytes: int = 300_000_000
    idle_seconds: float = 300.0


class Workers:
    """A few processes, started when they are needed; `prepare` is called in each to make it warm. Any thread may run.

    `prepare` and what is run are functions of modules, which the process imports by their names. What they return is
    made of plain values and of this program's own dataclasses.
    """

    def __init__(self, prepare: Callable[[], None], limits: Limits | None = None, most: int = 0) -> None:
        self._prepare, self._limits = prepare, limits or Limits()
        self._most = most or min(4, max(2, os.cpu_count() or 1))
        self._changed = threading.Condition()
        self._all: set[_Process] = set()
        self._idle: list[_Process] = []
        self._expected = 0
        self._closed = False

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """Say that a call will come soon, so that a process gets warm meanwhile."""
        with self._changed:
            self._expected += 1
            if len(self._all) < min(self._most, self._expected) and not self._closed:
                self._idle.append(self._start())
        try:
            yield
        finally:
            with self._changed:
                self._expected -= 1

    def run(self, function: Callable[[Argument], Result], argument: Argument, seconds: float | None = None) -> Result:
        """Return what `function` returns, or raise what it raises; raises `WorkerFailed` when it could not end.

        It has `seconds`, or as many as the limits say.
        """
        limits = self._limits if seconds is None else replace(self._limits, seconds=min(seconds, self._limits.seconds))
        process = self._take()
        kept = False
        try:
            result, kept = process.call(pickle.dumps((function, argument)), limits)
        finally:
            self._give_back(process, kept)
        if isinstance(result, BaseException):
            raise result
        return cast("Result", result)

    def close(self) -> None:
        """End all processes, also those at work."""
        with self._changed:
            self._closed = True
            for process in self._all:
                process.end()  # whoever waits for it hears of it, and lets it go
            for process in self._idle:
                process.let_go()
            self._all.clear()
            self._idle.clear()
            self._changed.notify_all()

    def _take(self) -> "_Process":
        with self._changed:
            while not self._closed:
                while self._idle:
                    process = self._idle.pop()
                    if process.is_alive():
                        return process
                    self._all.discard(process)
                    process.let_go()
                if len(self._all) < self._most:
                    return self._start()
                self._changed.wait()
        raise WorkerFailed("was stopped")

    def _give_back(self, process: "_Process", kept: bool) -> None:
        with self._changed:
            if kept and process.calls < _MOST_CALLS and not self._closed:
                self._idle.append(process)
            else:
                self._all.discard(process)
                process.end()
                process.let_go()
            self._changed.notify()

    def _start(self) -> "_Process":
        process = _Process(self._prepare, self._limits)
        self._all.add(process)
        return process


class _Process:
    """One process and the pipe to it."""

    def __init__(self, prepare: Callable[[], None], limits: Limits) -> None:
        self.calls = 0
        self._is_ready = False
        self._link, theirs = Pipe()
        numbers = f"{limits.memory_bytes}, {limits.seconds}, {limits.idle_seconds}"
        code = _START.format(path=sys.path, link=theirs.fileno(), limits=numbers)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", code],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
            )
        with suppress(OSError):
            self._link.send_bytes(pickle.dumps(prepare))

    def call(self, request: bytes, limits: Limits) -> tuple[object, bool]:
        """Return what a call returned or raised, and whether the process can take another; raises `WorkerFailed`."""
        self.calls += 1
        try:
            self._wait_until_ready()
            self._link.send_bytes(request)
            return self._receive(limits.seconds)
        except TimeoutError:
            raise WorkerFailed(f"takes longer than {limits.seconds:g} seconds") from None
        except ValueError:
            raise WorkerFailed("breaks the program that reads it") from None
        except (EOFError, OSError):
            raise WorkerFailed(self._how_it_ended(limits)) from None

    def _wait_until_ready(self) -> None:
        try:
            if not self._is_ready:
                self._receive(_START_SECONDS)
        except (TimeoutError, EOFError, OSError):
            raise WorkerFailed("was not read: the process that reads pages does not start on this machine") from None
        self._is_ready = True

    def _receive(self, seconds: float) -> tuple[object, bool]:
        if not self._link.poll(seconds):
            raise TimeoutError
        return read_answer(self._link.recv_bytes(_MOST_RESULT_BYTES))

    def _how_it_ended(self, limits: Limits) -> str:
        with suppress(subprocess.TimeoutExpired):
            if -self._process.wait(1) in _OUT_OF_TIME:
                return f"takes longer than {limits.seconds:g} seconds"
        return "breaks the program that reads it"

    def is_alive(self) -> bool:
        """Return whether the process has not ended by itself, having nothing to do."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill the process, whatever it does."""
        self._process.kill()

    def let_go(self) -> None:
        """Take leave of a process that was killed."""
        self._process.wait()
        self._link.close()


_OUT_OF_TIME = frozenset({24})
"""The signal of the kernel for a process that used its time up: SIGXCPU."""
