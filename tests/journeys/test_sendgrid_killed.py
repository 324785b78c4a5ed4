"""Killed at every point, lied to and cut off: nobody twice, nobody lost, nobody without consent.

Judged by the readers' mailboxes alone.
"""

import fcntl
import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.sending.delivery_events import record_events
from subscribers.services.unsubscribe import unsubscribe
from tests.conftest import Tell
from tests.journeys.dying import POINTS
from tests.standins.chance import rounds
from tests.standins.command_line import run
from tests.standins.processes import DIGEST, environment
from tests.standins.readers import populate
from tests.standins.said import for_its_readers
from tests.standins.sample import EDITION, NOW
from tests.standins.sendgrid.events import event
from tests.standins.sendgrid.faults import Fault, Plan
from tests.standins.sendgrid.server import KEY, StandIn

ROOT = Path(__file__).parents[2]
READERS = 400
KILLS = 30
PATIENT = "30"
"""Seconds in which also a busy machine answers, where no answer is meant to come too late."""
ON_THE_LIST = READERS * 96 // 100
"""Four of a hundred have not confirmed yet: they wait beside the list."""


def settings(standin: StandIn, **more: str) -> dict[str, str]:
    return {
        "DIGEST_DELIVERY__TRANSPORT": "sendgrid",
        "DIGEST_DELIVERY__BATCH_SIZE": "5",
        "DIGEST_DELIVERY__WORKERS": "3",
        "DIGEST_SENDGRID__HOST": standin.url,
        "DIGEST_SENDGRID__TIMEOUT_SECONDS": "0.5",
        "SENDGRID_API_KEY": KEY,
        **more,
    }


def kill(folder: Path, standin: StandIn, chosen: int, kills: int, *points: str, **more: str) -> dict[str, int]:
    """Run the harness; return how many tries were killed, came to an end, and were hit in the middle of a hand-over."""
    command = [sys.executable, "-m", "tests.journeys.dying", str(folder), EDITION, str(chosen), str(kills), *points]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(**settings(standin, **more)),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


def finish(folder: Path, standin: StandIn, **more: str) -> dict[str, Any]:
    """Send until there is nothing left to do; return the status."""
    surroundings = settings(standin, **more)
    for _ in range(30):
        run(folder, "resume", EDITION, **surroundings)
        run(folder, "send", EDITION, *for_its_readers(folder), **surroundings)
        status: dict[str, Any] = json.loads(run(folder, "status", EDITION, "--json", **surroundings).stdout)
        if not status["pending"]:
            return status
    raise AssertionError(status)


def addresses(newsroom: Newsroom) -> dict[int, str]:
    with newsroom.engine.connect() as connection:
        everybody = list(connection.scalars(text("SELECT number FROM subscriber")))
    return dict(newsroom.store.addresses(everybody))


def judge(folder: Path, standin: StandIn, status: dict[str, Any]) -> dict[str, int]:
    """Hold the mailboxes against the log.

    Return how many got it twice, and how many are missing without being listed.
    """
    mailboxes = standin.mailboxes.counts()
    with Newsroom(folder, {}) as newsroom:
        known = addresses(newsroom)
        with newsroom.engine.connect() as connection:
            recipients = {known[number] for number in connection.scalars(text("SELECT reader FROM recipient"))}
            differing = {
                known[number]: state for number, state in connection.execute(text("SELECT reader, status FROM outcome"))
            }
            covered = "SELECT r.reader FROM recipient r JOIN batch b ON b.variant = r.variant AND r.reader BETWEEN b.first AND b.last WHERE b.state = "
            uncertain = {known[number] for number in connection.scalars(text(f"{covered}'uncertain'"))}
            failed = {known[number] for number in connection.scalars(text(f"{covered}'failed'"))}
    got = set(mailboxes)
    assert got <= recipients, "somebody got it who was not in the audience"
    uncertain -= {address for address, state in differing.items() if state == "accepted"}
    listed = {address for address, state in differing.items() if state != "accepted"} | uncertain | failed
    counted = sum(status[name] for name in ("accepted", "refused", "failed", "uncertain"))
    assert status["audience"] == sum(status["excluded"].values()) + counted
    found = {"doubled": sum(count > 1 for count in mailboxes.values()), "lost": len(recipients - got - listed)}
    assert found == {"doubled": 0, "lost": 0}, found
    return found


def arrive(folder: Path, standin: StandIn, chosen: int) -> None:
    """Let the events of all mail arrive: shuffled, doubled, late."""
    from digest.transports.sendgrid.events import sendgrid_events
    from tests.standins.sendgrid.events import batches

    found = [event(mail, kind) for mail in standin.mailboxes.all() for kind in ("processed", "delivered")]
    with Newsroom(folder, {}) as newsroom:
        for body in batches(found, chosen):
            events = sendgrid_events(body)
            assert events is not None
            record_events(events, newsroom.settlements, newsroom.subscribers, newsroom.mail_queue)


def after_events(folder: Path, standin: StandIn, chosen: int) -> tuple[dict[str, Any], dict[str, int]]:
    """Let events arrive: what is still uncertain then is what nobody got. Send that again, and judge once more."""
    arrive(folder, standin, chosen)
    before = json.loads(run(folder, "status", EDITION, "--json").stdout)
    with Newsroom(folder, {}) as newsroom:
        left = sum(one.readers for one in newsroom.settlements.uncertain(EDITION))
    assert left == before["uncertain"]
    if left:
        run(
            folder, "settle", EDITION, "--send-again", "--by", "Marta", "--reason", "no event came", **settings(standin)
        )
    standin.plan = Plan()
    status = finish(folder, standin, DIGEST_SENDGRID__TIMEOUT_SECONDS=PATIENT)
    return status, judge(folder, standin, status)


@pytest.fixture
def crowd(folder: Path) -> Path:
    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, READERS, NOW)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_killed_at_random_instants(crowd: Path, part: int, tell: Tell) -> None:
    chosen = tell.seed + part
    with StandIn(
        Plan(seed=chosen, weights={Fault.NONE: 6, Fault.DELAY: 2, Fault.LOST: 1}, delay_seconds=0.1)
    ) as standin:
        ended = kill(crowd, standin, chosen, rounds(KILLS), DIGEST_DELIVERY__BATCH_SIZE="2")
        status = finish(crowd, standin)
        uncertain = status["uncertain"]
        judge(crowd, standin, status)
        status, found = after_events(crowd, standin, chosen)
    tell(
        kills=ended["killed"],
        kills_amid_a_hand_over=ended["hit"],
        uncertain_before_events=uncertain,
        uncertain_after_events=status["uncertain"],
        **found,
    )
    assert status["uncertain"] == 0
    assert status["accepted"] == ON_THE_LIST - sum(status["excluded"].values())
    assert ended["hit"] >= KILLS // 2, "half of the kills at least must hit a running send"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_killed_at_every_named_point(crowd: Path, part: int, tell: Tell) -> None:
    chosen = tell.seed + part
    with StandIn(Plan(seed=chosen, weights={Fault.NONE: 3, Fault.RATE_LIMIT: 1})) as standin:
        points = [point for point in POINTS if not point.endswith((".open", ".close"))]
        runs = [  # an edition is opened once
            kill(crowd, standin, chosen, 2, "before:log.open", "after:log.open"),
            kill(crowd, standin, chosen, 30, *points[part * 4 :], *points[: part * 4]),
            kill(crowd, standin, chosen, 2, "before:log.close", "after:log.close"),
        ]
        ended = {name: sum(run[name] for run in runs) for name in runs[0]}
        status = finish(crowd, standin)
        uncertain = status["uncertain"]
        judge(crowd, standin, status)
        status, found = after_events(crowd, standin, chosen)
    tell(kills=ended["killed"], uncertain_before_events=uncertain, uncertain_after_events=status["uncertain"], **found)
    assert status["uncertain"] == 0
    assert status["accepted"] == ON_THE_LIST - sum(status["excluded"].values())
    assert ended["killed"] >= 15


@pytest.mark.slow
def test_a_reader_who_leaves_after_the_first_batch_of_a_slow_run_gets_nothing(crowd: Path) -> None:
    with StandIn(Plan(weights={Fault.DELAY: 1}, delay_seconds=0.15)) as standin, Newsroom(crowd, {}) as newsroom:
        known = dict(sorted(addresses(newsroom).items()))
        process = subprocess.Popen(
            [*DIGEST, "send", EDITION, *for_its_readers(crowd)],
            cwd=crowd,
            env=environment(**settings(standin, DIGEST_SENDGRID__TIMEOUT_SECONDS=PATIENT)),
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        while not standin.calls:
            time.sleep(0.01)
        leaving = [number for number in list(known)[-40:] if newsroom.store.get(number)[0].status == "confirmed"]
        for number in leaving:
            unsubscribe(newsroom.store, number, "the link", NOW)
        process.wait(timeout=120)
    assert len(leaving) >= 20
    assert not {known[number] for number in leaving} & set(standin.mailboxes.counts())
    status = json.loads(run(crowd, "status", EDITION, "--json").stdout)
    assert status["excluded"]["unsubscribed"] >= len(leaving)
    assert status["uncertain"] == 0


@pytest.mark.slow
def test_sigterm_finishes_what_is_under_way_and_stops_within_ten_seconds(crowd: Path) -> None:
    plan = Plan([Fault.NONE] * 3 + [Fault.DELAY] * 6 + [Fault.HANG_AFTER] * 2, delay_seconds=0.6, hang_seconds=30)
    with StandIn(plan) as standin:
        process = subprocess.Popen(
            [*DIGEST, "send", EDITION, *for_its_readers(crowd)],
            cwd=crowd,
            env=environment(**settings(standin, DIGEST_SENDGRID__TIMEOUT_SECONDS="60")),
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        while len(standin.calls) < 11:
            time.sleep(0.01)
        begin = time.monotonic()
        process.terminate()
        _, said = process.communicate(timeout=30)
        assert time.monotonic() - begin < 10
        assert "stopped as asked" in said or "halted" in said
        status = json.loads(run(crowd, "status", EDITION, "--json").stdout)
        assert status["pending"] > 0
        assert status["uncertain"] >= 5, "what was not heard of is uncertain at once"
        final = finish(crowd, standin)
        judge(crowd, standin, final)
        assert after_events(crowd, standin, 1)[0]["uncertain"] == 0


def _frozen_between_transactions(process: "subprocess.Popen[str]", folder: Path) -> bool:
    """Freeze a runner and let its lease end.

    Not where it holds the lock of the database or the journal, or a turn to write, for then nobody else could write
    before their patience ends.
    """
    process.send_signal(signal.SIGSTOP)
    connection = sqlite3.connect(folder / "data/digest.db", timeout=0.3)
    try:
        turns = (folder / "data/digest.db-turns").open("r+b")
        with turns, (folder / "data/journal").open("rb") as journal, connection:
            fcntl.lockf(turns, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
            connection.execute("UPDATE edition SET lease_until = '2020-01-01T00:00:00+00:00'")
    except (sqlite3.OperationalError, BlockingIOError):
        process.send_signal(signal.SIGCONT)
        return False
    finally:
        connection.close()
    return True


@pytest.mark.slow
def test_frozen_past_its_replacement_and_woken_again(crowd: Path) -> None:
    with StandIn(Plan(weights={Fault.DELAY: 1}, delay_seconds=0.05)) as standin:
        process = subprocess.Popen(
            [*DIGEST, "send", EDITION, *for_its_readers(crowd)],
            cwd=crowd,
            env=environment(**settings(standin)),
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        while len(standin.calls) < 5:
            time.sleep(0.01)
        while not _frozen_between_transactions(process, crowd):
            time.sleep(0.01)
        taken_over = finish(crowd, standin)
        process.send_signal(signal.SIGCONT)
        _, said = process.communicate(timeout=60)
        assert "another process" in said or "in other hands" in said
        judge(crowd, standin, taken_over)
        assert after_events(crowd, standin, 2)[0]["uncertain"] == 0


@pytest.mark.slow
def test_nothing_at_debug_level_holds_key_or_address(crowd: Path) -> None:
    script = "import logging; logging.basicConfig(level=logging.DEBUG); from digest.cli.main import main; main()"
    with StandIn(Plan([Fault.NAMED, Fault.RATE_LIMIT, Fault.BAD_GATEWAY])) as standin:
        done = subprocess.run(
            [sys.executable, "-c", script, "send", EDITION, *for_its_readers(crowd)],
            cwd=crowd,
            env=environment(**settings(standin)),
            capture_output=True,
            text=True,
            check=False,
        )
    said = done.stdout + done.stderr
    assert KEY not in said
    assert not [word for word in said.split() if "@example." in word or "reader.example" in word]


def test_the_points_are_those_of_the_ports() -> None:
    assert len(POINTS) == 18
