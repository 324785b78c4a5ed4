"""The workflow that the handbook gives to newsrooms that edit on the web: its script, run in a repository."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.standins.command_line import plain_environment
from tests.standins.sample import EDITION

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def script() -> str:
    """Return what the last step of the handbook's workflow runs."""
    handbook = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    found = re.search(r"^```yaml\n(name: check\n.*?)^```$", handbook, re.MULTILINE | re.DOTALL)
    assert found
    workflow = yaml.safe_load(found[1])
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["check"]["steps"]
    assert steps[-1]["shell"] == "bash"
    return str(steps[-1]["run"])


def git(folder: Path, *words: str) -> str:
    own = ["-c", "user.name=Marta", "-c", "user.email=marta@example.org", "-c", "core.hooksPath=/dev/null"]
    return subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def checked(folder: Path, base: str) -> "subprocess.CompletedProcess[str]":
    commands = str(Path(sys.executable).parent)
    environment = plain_environment(BASE=base)
    environment["PATH"] = f"{commands}:{environment['PATH']}"
    ran = ["bash", "-e", "-o", "pipefail", "-c", script()]
    return subprocess.run(ran, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_pull_request_is_red_with_a_note_beside_the_line_and_green_when_it_is_mended(folder: Path) -> None:
    (folder / ".gitignore").write_text("data/\n")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "The newsroom")
    base = git(folder, "rev-parse", "HEAD")
    file = folder / f"editions/{EDITION}.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("preheader:", "prehaadr:"), encoding="utf-8")
    git(folder, "commit", "--quiet", "--all", "-m", "A slip")
    red = checked(folder, base)
    assert (red.returncode, red.stderr) == (2, "")
    assert red.stdout.startswith(f"::error file=editions/{EDITION}.yaml,line=2,col=1::unknown key `prehaadr`")
    file.write_text(f"{good}\n# a word for colleagues\n", encoding="utf-8")
    git(folder, "commit", "--quiet", "--all", "-m", "Mend it")
    green = checked(folder, base)
    assert green.returncode == 0, green
    assert "::error" not in green.stdout
    assert f"edition {EDITION}: " in green.stdout
    assert git(folder, "status", "--porcelain") == ""
