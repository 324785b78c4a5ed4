"""The schedule as processes on the real clock: races, a kill in the middle, and what `digest schedule` prints."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.calendar.plan import WEEKDAYS
from digest.delivery.audience import AudienceQuery
from tests.conftest import Tell
from tests.standins.chance import rounds
from tests.standins.command_line import run, run_json
from tests.standins.processes import DIGEST, due, environment, through
from tests.standins.readers import populate
from tests.standins.sample import AS_SETTINGS, EDITION, NOW
from tests.standins.sendgrid.server import StandIn
from tests.standins.serving import free_port


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize(("processes", "races"), [(2, 12), (10, 3)])
def test_schedules_that_begin_at_the_same_instant_give_one_send(
    folder: Path, standin: StandIn, tmp_path: Path, processes: int, races: int, tell: Tell
) -> None:
    races = rounds(races)
    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, 50, NOW)
        audience = newsroom.audiences.count(AudienceQuery(frozenset({"en"}), "en", datetime.now(UTC)))
    settings = due(folder, datetime.now(UTC) - timedelta(minutes=2))
    copies = [shutil.copytree(folder, tmp_path / f"race-{number}") for number in range(races)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.racing", str(processes), *map(str, copies)],
        env=environment(
            **through(standin, DIGEST_SENDGRID__TIMEOUT_SECONDS="20"), **settings, DIGEST_DELIVERY__BATCH_SIZE="10"
        ),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert {code for race in json.loads(done.stdout) for code in race} == {0}
    counts = standin.mailboxes.counts()
    assert len(counts) == audience.recipients
    assert set(counts.values()) == {races}, "every reader got one letter a race"
    tell(races=races, schedules=races * processes, letters=sum(counts.values()))


@pytest.mark.slow
def test_serve_sends_at_the_set_time_killed_and_started_again_in_between(folder: Path) -> None:
    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, 400, NOW)
    moment = (datetime.now(UTC) + timedelta(seconds=20)).replace(second=0, microsecond=0) + timedelta(minutes=1)
    settings = environment(
        **due(folder, moment),
        DIGEST_EDITORS__DESK="desk@lantern.example",
        DIGEST_SCHEDULE__PROOFS="3 minutes before",
        DIGEST_DELIVERY__BATCH_SIZE="1",
        DIGEST_DELIVERY__WORKERS="1",
        DIGEST_WEB__PORT=free_port(),
    )
    name = moment.date().isoformat()
    outbox = folder / "data/outbox" / name

    def begin() -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*DIGEST, "serve"], cwd=folder, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def letters() -> dict[str, int]:
        return {file.name: file.stat().st_ino for file in outbox.glob("*.eml")} if outbox.exists() else {}

    first = begin()
    _wait(lambda: bool(letters()), 150)
    begun = datetime.now(UTC)
    first.kill()
    first.communicate()
    before = letters()
    second = begin()
    _wait(lambda: run_json(folder, "status", name)["state"] == "sent", 90)
    _wait(lambda: len(subjects(folder)) == 4, 30)
    second.terminate()
    said, _ = second.communicate(timeout=30)
    assert begun >= moment
    assert begun - moment < timedelta(seconds=20)
    final, report = letters(), run_json(folder, "status", name)
    assert all(final[file] == inode for file, inode in before.items()), "a letter was written a second time"
    assert 0 < len(before) < report["accepted"]
    assert report["uncertain"] <= 1
    assert report["accepted"] + report["uncertain"] == 348
    assert subjects(folder) == [
        "[PROOF, ru] A vote with the doors open, and a wardrobe full of books",
        "[PROOF, uk] A vote with the doors open, and a wardrobe full of books",
        "[PROOF] A vote with the doors open, and a wardrobe full of books",
        f"[The Friday Lantern] {name} went out",
    ]
    assert f"edition {name}: sent" in said
    assert second.returncode == 0


def subjects(folder: Path) -> list[str]:
    """Return the subjects of the single letters in the outbox."""
    files = (folder / "data/outbox/letters").glob("*.eml")
    return sorted(str(message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"]) for file in files)


def _wait(until: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def next_last_sunday_of_march() -> date:
    """Return the day on which clocks next go forward in Riga."""
    today = datetime.now(UTC).date()
    for year in (today.year, today.year + 1):
        last = date(year, 3, 31)
        last -= timedelta(days=last.isoweekday() % 7)
        if last > today:
            break
    return last


def test_the_coming_sends_are_listed_through_a_change_of_clocks(folder: Path) -> None:
    weekly = {"DIGEST_SCHEDULE__EVERY_WEEKS": "1", "DIGEST_SCHEDULE__TIME": "07:00"}
    sundays = weekly | {"DIGEST_SCHEDULE__DAY": "sunday", "DIGEST_SCHEDULE__TIME": "03:30"}
    forward = next_last_sunday_of_march()
    listed = run(folder, "schedule", "--next", "60", **sundays).stdout.splitlines()
    (spring,) = [line for line in listed if line.startswith(forward.isoformat())]
    assert f"Sun {forward:%d %b %Y} 04:30 EEST  Sun 01:30 UTC" in spring
    assert "this time does not exist on that day: an hour later" in spring
    rows = run_json(folder, "schedule", "--next", "30", **weekly)
    assert len(rows) == 30
    utc = {row["utc"][11:16] for row in rows}
    assert utc == {"05:00", "04:00"}, "seven o'clock in Riga, in winter and in summer"
    assert all(row["local"][11:16] == "07:00" for row in rows)


def test_a_look_outside_of_every_window_does_nothing(folder: Path) -> None:
    settings = due(folder, datetime.now(UTC) - timedelta(hours=40))
    done = run(folder, "schedule", "--once", **settings)
    assert (done.returncode, done.stdout) == (0, "")
    assert not (folder / "data/outbox").exists()


@pytest.mark.slow
def test_a_dead_schedules_edition_is_taken_over(folder: Path) -> None:
    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, 200, NOW)
    moment = datetime.now(UTC) - timedelta(minutes=2)
    settings = due(folder, moment)
    command = [*DIGEST, "schedule", "--once"]
    outbox = folder / "data/outbox" / moment.date().isoformat()
    small = {"DIGEST_DELIVERY__BATCH_SIZE": "1", "DIGEST_DELIVERY__WORKERS": "1"}
    process = subprocess.Popen(command, cwd=folder, env=environment(**settings, **small), stdout=subprocess.DEVNULL)
    _wait(lambda: outbox.exists() and len(list(outbox.iterdir())) > 3, 60)
    process.kill()
    process.wait()
    assert run(folder, "schedule", "--once", **settings).returncode == 0
    report = run_json(folder, "status", moment.date().isoformat())
    assert report["state"] == "sent"
    assert report["uncertain"] <= 1
    assert report["accepted"] + report["uncertain"] == 174


@pytest.mark.slow
def test_approve_and_proof_from_the_command_line(folder: Path, readers: dict[str, int]) -> None:
    assert readers
    required = {"DIGEST_SCHEDULE__APPROVAL": "required"} | AS_SETTINGS
    held = run(folder, "send", EDITION, **required)
    assert held.returncode == 2
    assert "nobody has approved this letter" in held.stderr
    assert run(folder, "approve", EDITION, **required).returncode == 1
    approved = run(folder, "approve", EDITION, "--by", "Marta", **required)
    assert "approved by marta, fingerprint" in approved.stdout
    assert run(folder, "send", EDITION, **required).returncode == 0
    nobody = run(folder, "proof", EDITION)
    assert nobody.returncode == 1
    assert "add --to ADDRESS" in nobody.stderr
    done = run(folder, "proof", EDITION, "--to", "me@lantern.example")
    assert "proof handed over to 1 of 1" in done.stdout
    assert "me@lantern.example" not in done.stdout + done.stderr
    told = [
        "[The Friday Lantern] 2026-11-27 went out",
        "[PROOF, ru] A vote with the doors open, and a wardrobe full of books",
        "[PROOF] A vote with the doors open, and a wardrobe full of books",
    ]
    assert sorted(subjects(folder)) == sorted(told), "Marta, who is an editor, was told that it went out"
    wrong = run(folder, "proof", EDITION, "--to", "secret at example")
    assert wrong.returncode == 1
    assert "secret" not in wrong.stderr


@pytest.mark.slow
def test_a_special_edition_by_hand_needs_a_reason_which_is_kept(folder: Path, readers: dict[str, int]) -> None:
    assert readers
    moment = datetime.now(UTC)
    due(folder, moment)
    name = moment.date().isoformat()
    file = folder / f"editions/{name}.yaml"
    file.write_text("kind: special\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    every_day = {
        "DIGEST_SCHEDULE__EVERY_WEEKS": "1",
        "DIGEST_SCHEDULE__DAY": ",".join(WEEKDAYS),
        "DIGEST_SCHEDULE__TIME": "23:59",
        "DIGEST_SCHEDULE__ZONE": "UTC",
    }
    (folder / f"editions/{(moment - timedelta(days=1)).date()}.yaml").unlink(missing_ok=True)
    alone = run(folder, "send", name, **every_day)
    if moment.weekday() < 6:
        assert alone.returncode == 1
        assert "readers agreed to one letter a week" in alone.stderr
    assert run(folder, "send", name, "--even-though", "the court has ruled", **every_day).returncode == 0
    if moment.weekday() < 6:
        assert run_json(folder, "status", name)["even_though"] == "the court has ruled"
