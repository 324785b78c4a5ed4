"""One host at a time is asked one thing at a time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from digest.errors import PageUnreadable
from digest.fetching.deadline import Deadline
from digest.fetching.turns import HostTurns


def most_at_once(*urls: str) -> int:
    turns, guard = HostTurns(), threading.Lock()
    now, most = 0, 0

    def ask(url: str) -> None:
        nonlocal now, most
        with turns.turn(url, Deadline(10)):
            with guard:
                now += 1
                most = max(most, now)
            time.sleep(0.02)
            with guard:
                now -= 1

    with ThreadPoolExecutor(len(urls)) as pool:
        list(pool.map(ask, urls))
    return most


def test_a_host_has_one_connection_whatever_its_addresses_look_like() -> None:
    assert (
        most_at_once("https://a.example/1", "https://a.example:443/2", "http://a.example/3", "http://A.example/") == 1
    )


def test_other_hosts_are_asked_meanwhile() -> None:
    turns, meeting = HostTurns(), threading.Barrier(3)

    def ask(url: str) -> None:
        with turns.turn(url, Deadline(30)):
            meeting.wait(20)  # nobody goes on before all three are here

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(ask, ("https://a.example/1", "https://b.example/2", "https://a.example:8443/")))


@pytest.mark.slow
def test_the_time_spent_in_waiting_for_a_turn_is_nobodys() -> None:
    turns = HostTurns()
    begun = threading.Event()

    def hold() -> None:
        with turns.turn("https://a.example/", Deadline(10)):
            begun.set()
            time.sleep(1)

    threading.Thread(target=hold).start()
    begun.wait()
    deadline = Deadline(5)
    with turns.turn("https://a.example/", deadline):
        assert deadline.remaining() > 4.3


def test_a_deadline_that_has_passed_says_so() -> None:
    with pytest.raises(PageUnreadable, match="takes longer than 0 seconds"):
        Deadline(0).remaining()
    assert not Deadline(5).allows(6)
    assert Deadline(5).allows(4)
