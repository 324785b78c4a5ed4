"""Doctor, proof, serve and settle; and what happens when the disk or the database says no."""

import json
import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from tests.standins.command_line import run, run_json
from tests.standins.processes import DIGEST, environment, through
from tests.standins.readers import populate
from tests.standins.said import for_its_readers
from tests.standins.sample import EDITION, NOW
from tests.standins.sendgrid.events import event, post, serialise
from tests.standins.sendgrid.faults import Fault, Plan
from tests.standins.sendgrid.server import KEY, StandIn
from tests.standins.serving import serving

pytestmark = pytest.mark.slow


@pytest.fixture
def crowd(folder: Path) -> Path:
    with Newsroom(folder, {}) as newsroom:
        populate(newsroom.store, 100, NOW)
    return folder


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


def test_doctor_says_what_is_in_order_and_what_is_not(crowd: Path, standin: StandIn) -> None:
    reached = {"DIGEST_DIGEST__BASE_URL": "https://letter.lantern.org"}
    well = run(crowd, "doctor", **through(standin, **reached))
    assert well.returncode == 0, well.stdout + well.stderr
    assert "ok       transport: http://127.0.0.1:" in well.stdout
    assert standin.mailboxes.counts() == {}
    ill = run(crowd, "doctor", **through(standin, SENDGRID_API_KEY="SG.wrong"))
    assert ill.returncode == 1
    assert "error    transport: SendGrid refuses the API key (401); make a new one there" in ill.stdout
    assert "SG.wrong" not in ill.stdout + ill.stderr
    (crowd / "data").chmod(0o755)
    (crowd / "data/keys/readers.json").unlink()
    broken = run(crowd, "doctor")
    assert "error    readers' keys: " in broken.stdout
    assert "run `chmod 700 data`" in broken.stdout


def test_a_proof_in_the_sandbox_reaches_nobody(crowd: Path, standin: StandIn) -> None:
    done = run(crowd, "proof", EDITION, "--sandbox", **through(standin))
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [f"{EDITION} {language}: taken" for language in ("en", "ru", "uk")],
    )
    assert standin.mailboxes.counts() == {}
    assert run(crowd, "proof", EDITION).returncode == 1


def test_the_key_comes_from_the_environment_or_a_file_and_is_missed_clearly(crowd: Path, standin: StandIn) -> None:
    (crowd / "key").write_text(f"{KEY}\n", encoding="utf-8")
    settings = through(standin)
    del settings["SENDGRID_API_KEY"]
    for more in ({"SENDGRID_API_KEY_FILE": "key"}, {"DIGEST_SENDGRID__API_KEY_FILE": "key"}):
        assert run(crowd, "proof", EDITION, "--sandbox", **settings, **more).returncode == 0
    missing = run(crowd, "send", EDITION, *for_its_readers(crowd), **settings)
    assert missing.returncode == 1
    assert "there is no usable SENDGRID_API_KEY" in missing.stderr


def test_uncertain_deliveries_are_shown_settled_by_events_and_by_a_person(crowd: Path) -> None:
    with StandIn(Plan([Fault.LOST, Fault.RESET_AFTER])) as standin:
        sent = run(crowd, "send", EDITION, *for_its_readers(crowd), **through(standin, DIGEST_DELIVERY__WORKERS="1"))
        assert sent.returncode == 3
        with serving(crowd, DIGEST_SENDGRID__WEBHOOK_PUBLIC_KEY=standin.signer.public_key) as served:
            before = run_json(crowd, "settle", EDITION)["uncertain"]
            mails = standin.mailboxes.all()
            body = serialise([event(mail, "processed") for mail in mails])
            assert post(f"{served.url}/webhooks/sendgrid", body, standin.signer) == 204
        left = run_json(crowd, "settle", EDITION, "--wait", "1")
        assert 0 < left["uncertain"] < before
        shown = run(crowd, "settle", EDITION)
        assert shown.returncode == 3
        assert "SendGrid did not answer" in shown.stdout
        assert run(crowd, "settle", EDITION, "--send-again").returncode == 1
        decided = run(
            crowd, "settle", EDITION, "--treat-as", "accepted", "--by", "Marta", "--reason", "seen in their log"
        )
        assert decided.returncode == 0
        assert "deliveries settled by Marta" in decided.stdout
        assert run_json(crowd, "status", EDITION)["uncertain"] == 0


def test_a_paused_edition_says_so_and_goes_on_when_resumed(crowd: Path) -> None:
    with StandIn(Plan([Fault.UNAUTHORIZED])) as standin:
        halted = run(crowd, "send", EDITION, *for_its_readers(crowd), **through(standin))
        assert halted.returncode == 1
        assert f"run `digest resume {EDITION}`" in halted.stderr
        assert run_json(crowd, "status", EDITION)["state"] == "paused"
        assert "halted: SendGrid answers 401" in run(crowd, "status", EDITION).stdout
        assert run(crowd, "send", EDITION, *for_its_readers(crowd), **through(standin)).returncode == 1
        assert run(crowd, "resume", EDITION).returncode == 0
        assert run(crowd, "send", EDITION, *for_its_readers(crowd), **through(standin)).returncode == 0
        assert len(standin.mailboxes.counts()) == run_json(crowd, "status", EDITION)["accepted"] == 87


def test_a_full_disk_stops_with_one_clear_line_and_nothing_is_lost(crowd: Path, standin: StandIn) -> None:
    def little_room() -> None:
        size = (crowd / "data/digest.db").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 2_000, size + 2_000))

    settings = through(standin, DIGEST_DELIVERY__BATCH_SIZE="2")
    full = subprocess.run(
        [*DIGEST, "send", EDITION, *for_its_readers(crowd)],
        cwd=crowd,
        env=environment(**settings),
        preexec_fn=little_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert full.returncode == 1
    assert "the database could not be used" in full.stderr
    assert "Traceback" not in full.stderr
    run(crowd, "send", EDITION, *for_its_readers(crowd), **settings)
    status = run_json(crowd, "status", EDITION)
    assert (status["pending"], status["accepted"] + status["uncertain"]) == (0, 87)
    assert all(count == 1 for count in standin.mailboxes.counts().values())


@pytest.mark.slow
def test_a_locked_database_stops_with_one_clear_line(crowd: Path, standin: StandIn) -> None:
    holder = sqlite3.connect(crowd / "data/digest.db")
    holder.execute("BEGIN IMMEDIATE")
    try:
        locked = run(crowd, "send", EDITION, *for_its_readers(crowd), **through(standin))
    finally:
        holder.close()
    assert locked.returncode == 1
    assert "the database could not be used (database is locked)" in locked.stderr
    assert standin.calls == []
    assert (
        json.loads(run(crowd, "send", EDITION, *for_its_readers(crowd), "--json", **through(standin)).stdout)[
            "accepted"
        ]
        == 87
    )
