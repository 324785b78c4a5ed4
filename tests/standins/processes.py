"""Runs the real command `digest` as a process, the way its users do."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from digest.calendar.plan import WEEKDAYS
from tests.standins.command_line import plain_environment as environment
from tests.standins.sample import EDITION
from tests.standins.sendgrid.server import KEY, StandIn

DIGEST = (sys.executable, "-c", "from digest.cli.main import main; main()")

__all__ = ["DIGEST", "due", "environment", "run", "run_json", "through"]


def run(folder: Path, *arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run `digest` inside `folder`."""
    return subprocess.run(
        [*DIGEST, *arguments],
        cwd=folder,
        env=environment(**more),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def run_json(folder: Path, *arguments: str) -> Any:
    """Run `digest ... --json` inside `folder` and give what it printed."""
    done = run(folder, *arguments, "--json")
    return json.loads(done.stdout)


def through(standin: StandIn, **more: str) -> dict[str, str]:
    """Return the settings under which letters go to the stand-in for SendGrid."""
    return {
        "DIGEST_DELIVERY__TRANSPORT": "sendgrid",
        "DIGEST_SENDGRID__HOST": standin.url,
        "DIGEST_SENDGRID__TIMEOUT_SECONDS": "1",
        "SENDGRID_API_KEY": KEY,
        **more,
    }


def due(folder: Path, moment: datetime) -> dict[str, str]:
    """Make the sample's edition that of `moment`, and give the settings under which it is due then."""
    name = moment.date().isoformat()
    for ending in ("yaml", "lock.json"):
        text = (folder / f"editions/{EDITION}.{ending}").read_text(encoding="utf-8")
        (folder / f"editions/{name}.{ending}").write_text(
            text.replace(f'"edition": "{EDITION}"', f'"edition": "{name}"'), encoding="utf-8"
        )
    day = WEEKDAYS[moment.weekday()]
    weekly = {"DIGEST_SCHEDULE__STARTING": "2026-01-01", "DIGEST_SCHEDULE__EVERY_WEEKS": "1"}
    return weekly | {
        "DIGEST_SCHEDULE__DAY": day,
        "DIGEST_SCHEDULE__TIME": f"{moment:%H:%M}",
        "DIGEST_SCHEDULE__ZONE": "UTC",
    }
