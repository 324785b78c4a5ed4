"""A send that is killed, whenever, loses nobody silently and writes to nobody twice."""

import random
import signal
import subprocess
import time
from email import message_from_bytes
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from tests.conftest import Tell
from tests.standins.chance import rounds
from tests.standins.processes import DIGEST, environment, run_json
from tests.standins.readers import populate
from tests.standins.sample import EDITION, NOW

KILLS = 12
EARLY = 4
"""Each fourth kill comes before the first letter of its run; the others come amid the hand-over."""
BATCH, WORKERS = 20, 2
"""What is under way at a kill is handed over again: the outbox says that this does no harm."""


@pytest.mark.slow
def test_killed_at_random_instants_and_started_again_until_done(folder: Path, tell: Tell) -> None:
    chance, kills = random.Random(tell.seed), rounds(KILLS)
    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, 4_000 * kills // KILLS, NOW)
    outbox = folder / "data/outbox" / EDITION
    written: set[str] = set()
    hits = 0
    for number in range(kills):
        early = number % EARLY == EARLY - 1
        process = subprocess.Popen(
            [*DIGEST, "send", EDITION],
            cwd=folder,
            env=environment(DIGEST_DELIVERY__BATCH_SIZE=str(BATCH), DIGEST_DELIVERY__WORKERS=str(WORKERS)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if not early:
            while process.poll() is None and len(letters(outbox)) <= len(written):
                time.sleep(0.005)
        time.sleep(chance.uniform(0.1, 1.0) if early else chance.uniform(0, 0.05))
        process.kill()
        killed = process.wait() == -signal.SIGKILL
        now = letters(outbox)
        hits += killed and len(now) > len(written)
        assert written <= now, "a letter that was there stays there"
        written = now
    report = run_json(folder, "send", EDITION)
    final = letters(outbox)
    tell(
        kills=kills,
        kills_amid_a_hand_over=hits,
        letters_before_the_last_run=len(written),
        uncertain=report["uncertain"],
    )
    assert len(final) == report["accepted"], "one file for each reader, however often it was written"
    assert len({message_from_bytes(file.read_bytes())["To"] for file in outbox.glob("*.eml")}) == len(final)
    assert not list(outbox.glob("*.part")), "no half letter stays"
    assert (report["state"], report["pending"], report["uncertain"]) == ("sent", 0, 0)
    assert report["audience"] == sum(report["excluded"].values()) + report["accepted"]
    assert len(written) < len(final), "the last run had something left to do"
    assert hits >= kills - kills // EARLY, "whoever waits for a letter kills a running send"


def letters(outbox: Path) -> set[str]:
    """Return the names of the finished letters: one for each delivery, written again under the same name."""
    return {file.name for file in outbox.glob("*.eml")} if outbox.exists() else set()


@pytest.mark.slow
def test_two_sends_at_once_are_one_send(folder: Path) -> None:
    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, 1_000, NOW)
    command = [*DIGEST, "send", EDITION, "--json"]
    processes = [
        subprocess.Popen(
            command,
            cwd=folder,
            env=environment(DIGEST_DELIVERY__BATCH_SIZE="10"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    ends = [(*process.communicate(timeout=120), process.returncode) for process in processes]
    assert min(code for *_, code in ends) == 0
    assert all(code == 0 or "another process" in told for told, _, code in ends), ends
    report = run_json(folder, "status", EDITION)
    assert report["accepted"] == len(letters(folder / "data/outbox" / EDITION)) == 870
    assert report["uncertain"] == 0
