"""The wheel works outside of the checkout: both packages, the templates and the locales are in it."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.standins.processes import environment
from tests.standins.sample import EDITION

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_newsroom_runs_from_the_wheel(tmp_path: Path, folder: Path) -> None:
    code = "import sys; from hatchling.builders.wheel import WheelBuilder; print(next(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2])))"
    wheel = subprocess.run(
        [sys.executable, "-c", code, str(ROOT), str(tmp_path)], check=True, capture_output=True, text=True
    ).stdout.strip()
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        packed.extractall(installed)
    assert {
        "digest/templates/email/letter.mjml.jinja",
        "digest/templates/locales/ru.po",
        "digest/templates/newsroom/digest.toml",
    } <= set(names)
    assert {
        "subscribers/policy/consent.py",
        "subscribers/storage/migrations/0001_subscribers.py",
        "digest/storage/migrations/env.py",
    } <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]
    shutil.rmtree(folder / "data")
    script = "import sys, digest; print(digest.__file__); from digest.cli.main import main; main()"
    for arguments in (("init", "."), ("build", EDITION), ("send", EDITION), ("status", EDITION)):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=folder,
            env=environment(PYTHONPATH=str(installed)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.startswith(str(installed)), done
        assert done.returncode == 0, done.stderr
