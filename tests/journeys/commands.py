"""Runs the real command `digest` as a process, the way its users do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

DIGEST = (sys.executable, "-c", "from digest.cli.main import main; main()")


def environment(**more: str) -> dict[str, str]:
    """Return the surroundings of a command: none of this machine's own settings, plain output."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}
    return kept | {"NO_COLOR": "1", "COLUMNS": "200"} | more


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
