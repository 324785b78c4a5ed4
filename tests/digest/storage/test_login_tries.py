"""Tries to log in are counted exactly, however many come at once, in a table that cannot grow."""

import time
from concurrent.futures import ThreadPoolExecutor

from digest.app.container import Newsroom
from digest.storage.login_tries import SqlLoginTries
from tests.standins.sample import NOW

ANNA = [("name", "anna", 3)]


def test_of_those_who_wait_for_one_writer_no_more_get_a_try_than_there_are(newsroom: Newsroom) -> None:
    tries = SqlLoginTries(newsroom.engine, b"key")
    with ThreadPoolExecutor(8) as threads:
        with newsroom.engine.begin():  # all have looked before any of them may write
            waiting = [threads.submit(tries.take, ANNA, NOW) for _ in range(8)]
            time.sleep(0.5)
        assert sorted(call.result() for call in waiting) == [False] * 5 + [True] * 3


def test_names_are_a_few_thousand_numbers_whoever_tries(newsroom: Newsroom) -> None:
    tries = SqlLoginTries(newsroom.engine, b"key")
    assert len({tries._subject("name", f"name-{number}") for number in range(20_000)}) <= 4_096
    assert tries._subject("name", "anna") != SqlLoginTries(newsroom.engine, b"other")._subject("name", "anna")
