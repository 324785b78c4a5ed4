"""An edition that is not due yet reaches nobody by a slip: its number of readers has to be said."""

import os
import pty
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.standins.command_line import run, run_json
from tests.standins.processes import DIGEST, due, environment, through
from tests.standins.sample import EDITION
from tests.standins.sendgrid.server import StandIn


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """Return a stand-in for SendGrid."""
    with StandIn() as standin:
        yield standin


@pytest.fixture
def early(folder: Path, readers: dict[str, int], standin: StandIn) -> tuple[str, dict[str, str]]:
    """Return an edition of tomorrow with three readers, and the settings under which it goes through the stand-in."""
    assert len(readers) == 3
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return tomorrow.date().isoformat(), due(folder, tomorrow) | through(standin)


@pytest.mark.slow
def test_elsewhere_than_at_a_terminal_an_option_says_it(
    folder: Path, early: tuple[str, dict[str, str]], standin: StandIn
) -> None:
    edition, settings = early
    unsaid = run(folder, "send", edition, **settings)
    assert unsaid.returncode == 1
    assert f"edition {edition} is not due yet; to send it now, add --readers with the number" in unsaid.stderr
    wrong = run(folder, "send", edition, "--readers", "30", **settings)
    assert wrong.returncode == 1
    assert "it is for 3 readers, not 30; nothing was sent" in wrong.stderr
    assert not standin.mailboxes.all()
    assert run(folder, "send", edition, "--readers", "3", **settings).returncode == 0
    assert len(standin.mailboxes.all()) == 3
    assert run(folder, "send", edition, **settings).returncode == 0, "one that has begun is not asked about"


def test_a_dry_run_says_that_the_send_asks_for_the_number(folder: Path, early: tuple[str, dict[str, str]]) -> None:
    edition, settings = early
    said = run(folder, "send", edition, "--dry-run", **settings).stdout
    assert f"edition {edition}: it is not due yet; would be handed over once you say the number" in said
    assert f"`digest send {edition} --readers 3` says it" in said
    unasked = run(folder, "send", edition, "--dry-run", **settings | {"DIGEST_DELIVERY__TRANSPORT": "outbox"}).stdout
    assert f"edition {edition}: would be handed over now" in unasked
    assert "--readers" not in unasked


@pytest.mark.slow
def test_one_that_was_missed_reaches_nobody_unasked_either(
    folder: Path, readers: dict[str, int], standin: StandIn
) -> None:
    """Later than its window nobody gets it: by itself, nor by a slip of whoever sends it by hand."""
    assert len(readers) == 3
    settings = due(folder, datetime.now(UTC) - timedelta(hours=30)) | through(standin)
    edition = (datetime.now(UTC) - timedelta(hours=30)).date().isoformat()
    assert "missed" in (told := run(folder, "status", edition, **settings).stdout)
    assert "by hand only" in told
    assert "Nothing stands in its way" not in told
    dry = run(folder, "send", edition, "--dry-run", **settings).stdout
    assert "it was missed: its send window ended on" in dry
    unsaid = run(folder, "send", edition, **settings)
    assert unsaid.returncode == 1
    assert f"edition {edition} was missed: its send window ended on" in unsaid.stderr
    assert not standin.mailboxes.all()
    assert run(folder, "send", edition, "--readers", "3", **settings).returncode == 0
    assert len(standin.mailboxes.all()) == 3


def test_a_folder_gets_it_unasked(folder: Path, early: tuple[str, dict[str, str]], standin: StandIn) -> None:
    edition, settings = early
    for transport in ("null", "outbox"):
        done = run(folder, "send", edition, **settings | {"DIGEST_DELIVERY__TRANSPORT": transport})
        assert done.returncode == 0
    assert not standin.mailboxes.all()


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "code", "letters"), [("30", 1, 0), ("3", 0, 3)])
def test_at_a_terminal_it_is_asked_for(
    folder: Path, early: tuple[str, dict[str, str]], standin: StandIn, typed: str, code: int, letters: int
) -> None:
    edition, settings = early
    ours, theirs = pty.openpty()
    os.write(ours, f"{typed}\n".encode())
    command = [*DIGEST, "send", edition]
    done = subprocess.run(
        command, cwd=folder, env=environment(**settings), stdin=theirs, capture_output=True, text=True, check=False
    )
    os.close(ours)
    os.close(theirs)
    assert "It would go to 3 readers at once, and cannot be taken back." in done.stdout
    assert (done.returncode, len(standin.mailboxes.all())) == (code, letters)


@pytest.mark.slow
def test_a_special_edition_stands_beside_the_one_of_its_day(folder: Path, readers: dict[str, int]) -> None:
    special = f"{EDITION}-special"
    for ending, word in (("yaml", "subject:"), ("lock.json", f'"edition": "{EDITION}"')):
        text = (folder / f"editions/{EDITION}.{ending}").read_text(encoding="utf-8")
        new = f"repeats: true\n{word}" if ending == "yaml" else f'"edition": "{special}"'
        (folder / f"editions/{special}.{ending}").write_text(text.replace(word, new, 1), encoding="utf-8")
    assert run(folder, "send", EDITION).returncode == 0
    second = run(folder, "send", special)
    assert second.returncode == 1
    assert f"edition {EDITION} went out in this week already" in second.stderr
    assert run(folder, "send", special, "--even-though", "the court has ruled").returncode == 0
    for edition in (EDITION, special):
        assert len(list((folder / "data/outbox" / edition).glob("*.eml"))) == len(readers)
    found = run_json(folder, "status", special)
    assert (found["standing"], found["special"], found["accepted"]) == ("sent", True, len(readers))
