"""Welcome letters among real processes: several at once are one, and a process killed with SIGKILL leaves no doubt."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.delivery.welcome import WORDS
from tests.journeys.dying import Dying
from tests.standins.forms import join
from tests.standins.processes import environment
from tests.standins.sample import EDITION
from tests.standins.transports import FakeTransport
from tests.standins.welcomes import NOON, rows, send_to_readers, sender, welcome

PROCESSES, RACES = 4, 5


def race(folder: Path) -> list[list[int]]:
    """Let several `digest schedule --once` begin at once; return how each ended."""
    command = [sys.executable, "-m", "tests.journeys.racing", str(PROCESSES), str(folder)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True, timeout=300)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.slow
def test_schedules_at_once_on_one_database_hand_each_letter_over_once(folder: Path) -> None:
    for number in range(RACES):
        with Newsroom(folder, {}) as newsroom:
            join(newsroom.store, f"n{number}@example.org", datetime.now(UTC))
        assert race(folder) == [[0] * PROCESSES]
    with Newsroom(folder, {}) as newsroom, newsroom.engine.connect() as connection:
        found = connection.execute(text("SELECT edition, state, tries FROM welcome")).tuples().all()
    assert found == [(WORDS, "accepted", 1)] * RACES
    assert len(list((folder / "data/outbox" / WORDS).glob("*.eml"))) == RACES


KILLS = [
    ("welcomes", "before", "plan", ("accepted", 1)),
    ("welcomes", "after", "plan", ("accepted", 1)),
    ("welcomes", "before", "attempt", ("accepted", 1)),
    ("welcomes", "after", "attempt", ("uncertain", 0)),
    ("transport", "before", "hand_over", ("uncertain", 0)),
    ("transport", "after", "hand_over", ("uncertain", 0)),
    ("welcomes", "before", "finish", ("uncertain", 0)),
    ("welcomes", "after", "finish", ("accepted", 0)),
]


@pytest.mark.slow
@pytest.mark.parametrize(("port", "when", "call", "left"), KILLS)
def test_a_process_killed_anywhere_is_followed_by_one_that_writes_to_nobody_twice(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], port: str, when: str, call: str, left: tuple[str, int]
) -> None:
    assert readers
    send_to_readers(newsroom)
    dora = join(newsroom.store, "dora@example.org", NOON)
    newsroom.engine.dispose()
    child = os.fork()
    if child == 0:
        _die(folder, port, when, call)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    transport = FakeTransport()
    for minutes in range(3):
        with Newsroom(folder, {}) as again:
            welcome(again, transport, NOON + timedelta(minutes=minutes))
            assert [row[:3] for row in rows(again)] == [(EDITION, dora, left[0])]
    assert len(transport.posted) == left[1]


def _die(folder: Path, port: str, when: str, call: str) -> None:
    """Be the process that is killed."""
    try:
        with Newsroom(folder, {}) as newsroom:
            transport = FakeTransport()
            own = sender(newsroom, transport)
            if port == "transport":
                own = sender(newsroom, Dying(transport, when, call, 1))
            else:
                own = sender(newsroom, transport, welcomes=Dying(own.welcomes, when, call, 1))
            own.welcome()
    finally:
        os._exit(1)
