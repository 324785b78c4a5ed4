"""Turns come in the order in which they were asked for, across processes; the dead and the frozen stop nobody."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digest.storage.turns import Turns

OTHER = """
import sys, time
from pathlib import Path
from digest.storage.turns import Turns
turns, file, name, held = Turns(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3], float(sys.argv[4])
for _ in range(int(sys.argv[5])):
    turn = turns.take(20)
    with file.open("a") as out:
        out.write(name)
    time.sleep(held)
    turns.give_back(turn)
"""
FOR_EVER = 60


class Line:
    """A line of this process and others; `order` is who had a turn so far."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "d.db-turns"
        self._order = folder / "order"
        self.turns = Turns(self.file)
        self.others: list[subprocess.Popen[bytes]] = []

    def other(self, name: str, held: float = 0.02, times: int = 1) -> "subprocess.Popen[bytes]":
        """Let another process stand in line, and wait until it does."""
        drawn = self.drawn
        command = [sys.executable, "-c", OTHER, str(self.file), str(self._order), name, str(held), str(times)]
        process = subprocess.Popen(command)
        self.others.append(process)
        wait_for(lambda: self.drawn > drawn)
        return process

    @property
    def drawn(self) -> int:
        """How many tickets were drawn; read through what is open already: closing a file gives up all its locks."""
        if self.turns._descriptor >= 0:
            return int.from_bytes(os.pread(self.turns._descriptor, 8, 0), "big")
        return int.from_bytes(self.file.read_bytes(), "big") if self.file.exists() else 0

    @property
    def order(self) -> str:
        return self._order.read_text() if self._order.exists() else ""


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path)
    yield line
    for process in line.others:
        process.kill()
        process.wait()


def test_processes_take_turns_in_the_order_in_which_they_came(line: Line) -> None:
    mine = line.turns.take(1)
    assert mine
    for name in "abc":
        line.other(name)
    assert line.order == ""
    line.turns.give_back(mine)
    last = line.turns.take(10)
    assert last
    assert line.order == "abc", "who gives back and asks again stands at the end"
    line.turns.give_back(last)


def test_nobody_starves_beside_one_that_asks_without_a_pause(line: Line) -> None:
    line.other("x", held=0.005, times=2_000)
    wait_for(lambda: bool(line.order))
    for _ in range(20):
        before = len(line.order)
        turn = line.turns.take(5)
        assert turn
        assert len(line.order) - before <= 2, "the one in its turn, and at most one that had asked before"
        line.turns.give_back(turn)


def test_a_process_that_is_killed_in_its_turn_gives_it_up(line: Line) -> None:
    holder = line.other("a", held=FOR_EVER)
    wait_for(lambda: line.order == "a")
    assert line.turns.take(0.05) is None
    holder.kill()
    turn = line.turns.take(5)
    assert turn
    line.turns.give_back(turn)


def test_one_that_dies_in_line_takes_nobody_past_the_one_before_it(line: Line) -> None:
    line.other("a", held=FOR_EVER)
    wait_for(lambda: line.order == "a")
    waiting = line.other("b")
    waiting.kill()
    waiting.wait()
    assert line.turns.take(0.1) is None
    assert line.order == "a"


def test_a_frozen_process_costs_no_more_than_the_patience_asked_for(line: Line) -> None:
    holder = line.other("a", held=FOR_EVER)
    wait_for(lambda: line.order == "a")
    holder.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    assert line.turns.take(0.3) is None
    assert time.monotonic() - began < 3
    holder.kill()  # which the frozen die of too
    turn = line.turns.take(5)
    assert turn, "giving up left nothing behind"
    line.turns.give_back(turn)


def test_threads_of_one_process_stand_in_the_same_line(line: Line) -> None:
    mine = line.turns.take(1)
    assert mine
    order: list[str] = []

    def stand() -> None:
        turn = line.turns.take(10)
        assert turn
        order.append(line.order)
        line.turns.give_back(turn)

    threads = [threading.Thread(target=stand) for _ in range(2)]
    for thread, name in zip(threads, "ab", strict=True):
        drawn = line.drawn
        thread.start()
        wait_for(lambda before=drawn: line.drawn > before)  # type: ignore[misc]
        line.other(name)
    line.turns.give_back(mine)
    for thread in threads:
        thread.join(10)
    assert order == ["", "a"], "thread, process a, thread, process b"


def test_a_thread_that_gives_up_leaves_its_place_to_the_next() -> None:
    turns = Turns(None)
    mine = turns.take(1)
    assert mine
    assert turns.take(0.01) is None
    turns.give_back(mine)
    again = turns.take(0)
    assert again


def test_no_file_is_kept_open_and_a_broken_one_is_counted_anew(line: Line) -> None:
    line.file.write_bytes(b"\xff" * 8)
    for _ in range(2):
        turn = line.turns.take(1)
        assert turn
        assert turn.ticket < 2**62 + 2
        line.turns.give_back(turn)
    assert line.turns._descriptor == -1
    assert line.file.stat().st_size == 8


def test_where_no_file_can_be_written_only_threads_take_turns(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "nowhere" / "d.db-turns")
    mine = turns.take(1)
    assert mine
    assert turns.take(0.01) is None
    turns.give_back(mine)
    assert turns.take(0)


def wait_for(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not there():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.005)
