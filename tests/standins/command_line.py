"""Calls the real `digest` inside this process, which saves the second or two that a new one takes to import everything.

What a command can do to its surroundings is put back: folder, environment, standard streams. Tests that kill, race or
starve a command, and one whole journey, run it as a process instead (`tests.standins.processes`).
"""

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from digest.cli.main import main
from digest.cli.terminal import console
from tests.standins.sample import EDITION


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, in the words of `subprocess.CompletedProcess`."""

    returncode: int
    stdout: str
    stderr: str


def plan_for_any_day(now: datetime) -> dict[str, str]:
    """Return a plan with the sample's edition and no other in the week of `now`, and in no window at `now`.

    Commands know the true time only; under a weekly plan the sample, sent by hand in a later week, would be one letter
    too many beside that week's own, and on its own Friday every schedule of a test would send it: on that day its
    window is over, as on all days after it.
    """
    today = now.date()
    weeks = (today - timedelta(days=today.weekday()) - date(2026, 11, 23)).days // 7
    every = next((number for number in range(8, 1, -1) if weeks == 0 or weeks % number), 8)
    plan = {"DIGEST_SCHEDULE__STARTING": EDITION, "DIGEST_SCHEDULE__EVERY_WEEKS": str(every)}
    if today.isoformat() != EDITION:
        return plan
    return plan | {"DIGEST_SCHEDULE__TIME": "04:00", "DIGEST_SCHEDULE__WINDOW_HOURS": "1"}


def plain_environment(**more: str) -> dict[str, str]:
    """Return the surroundings of a command: none of this machine's own settings, plain output, a plan for any day."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}
    return kept | {"NO_COLOR": "1", "COLUMNS": "200"} | plan_for_any_day(datetime.now(ZoneInfo("Europe/Riga"))) | more


def run(folder: Path, *arguments: str, stdin: str = "", **more: str) -> Done:
    """Run `digest` inside `folder`."""
    said, complained = io.StringIO(), io.StringIO()
    with ExitStack() as around:
        around.enter_context(chdir(folder))
        around.enter_context(_surroundings(plain_environment(**more), ["digest", *arguments], stdin))
        around.enter_context(redirect_stdout(said))
        around.enter_context(redirect_stderr(complained))
        code = _call()
    return Done(code, said.getvalue(), complained.getvalue())


def run_json(folder: Path, *arguments: str, **more: str) -> Any:
    """Run `digest ... --json` inside `folder` and return what it printed."""
    return json.loads(run(folder, *arguments, "--json", **more).stdout)


def _call() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@contextmanager
def _surroundings(environment: dict[str, str], words: list[str], stdin: str) -> Iterator[None]:
    before = dict(os.environ), sys.argv, sys.stdin
    os.environ.clear()
    os.environ.update(environment)
    sys.argv, sys.stdin = words, io.StringIO(stdin)
    console.cache_clear()  # a process opens its own terminal, and reads there whether colours are wanted
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before[0])
        _, sys.argv, sys.stdin = before
        console.cache_clear()
