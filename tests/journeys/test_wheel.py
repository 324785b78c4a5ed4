"""The wheel works outside of the checkout: both packages, the templates and the locales are in it.

Once beside the packages of this environment, once installed with them by a pip that ignores extras whose names it would
have to normalise (before 23.3), into an environment with nothing else.
"""

import importlib.metadata
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tests.standins.newspaper import SAMPLE_SITE, Newspaper
from tests.standins.processes import environment
from tests.standins.sample import EDITION

ROOT = Path(__file__).parents[2]
UNREACHABLE = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "ProxyError",
    "Read timed out",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    code = "import sys; from hatchling.builders.wheel import WheelBuilder; print(next(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2])))"
    command = [sys.executable, "-c", code, str(ROOT), str(tmp_path_factory.mktemp("wheel"))]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


@pytest.mark.slow
def test_a_newsroom_runs_from_the_wheel(wheel: Path, tmp_path: Path, folder: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        packed.extractall(installed)
    templates = {f"digest/{file.relative_to(ROOT)}" for file in (ROOT / "templates").rglob("*") if file.is_file()}
    assert {"digest/templates/email/letter.mjml.jinja", "digest/templates/newsroom/digest.toml"} < templates
    assert templates <= set(names), "every template and every locale"
    assert {
        "subscribers/policy/consent.py",
        "subscribers/storage/migrations/0001_subscribers.py",
        "digest/storage/migrations/env.py",
    } <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]
    shutil.rmtree(folder / "data")
    script = "import sys, digest; print(digest.__file__); from digest.cli.main import main; main()"
    (folder / "readers.csv").write_text(
        "address,language,confirmed_at\nanna@example.org,en,2025-01-01\n", encoding="utf-8"
    )
    listed = ("subscribers", "import", "readers.csv", "--source", "a list", "--wording", "1")
    for arguments in (("init", "."), ("build", EDITION), listed, ("send", EDITION), ("status", EDITION)):
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


def locked_versions() -> str:
    """Return the versions that the lock names, one a line, for pip to keep to."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    times = Counter(package["name"] for package in packages)
    return "".join(
        f"{one['name']}=={one['version']}\n" for one in packages if times[one["name"]] == 1 and "version" in one
    )


def install_with_old_pip(wheel: Path, bare: Path) -> None:
    """Make an environment without anything in it, and let the old pip of this one install the wheel there."""
    version = importlib.metadata.version("pip")
    assert (23, 0) <= tuple(map(int, version.split(".")[:2])) < (23, 3), "this pip normalises extras and proves nothing"
    venv.create(bare, symlinks=True, with_pip=False)
    constraints = bare / "constraints.txt"
    constraints.write_text(locked_versions(), encoding="utf-8")
    target = ("--python", str(bare / "bin/python"))
    options = ("--quiet", "--no-input", "--no-compile", "--retries", "1", "--constraint", str(constraints))
    done = subprocess.run(
        [sys.executable, "-m", "pip", *target, "install", *options, str(wheel)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if any(words in done.stderr for words in UNREACHABLE):
        pytest.skip("the package index cannot be reached, so nothing can be installed")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_letter_is_made_where_an_old_pip_installed_the_wheel(wheel: Path, tmp_path: Path, folder: Path) -> None:
    bare = tmp_path / "bare"
    install_with_old_pip(wheel, bare)
    shutil.rmtree(folder / "data")
    (folder / f"editions/{EDITION}.lock.json").unlink()
    file = folder / f"editions/{EDITION}.yaml"
    (folder / "readers.csv").write_text(
        "address,language,confirmed_at\nanna@example.org,en,2025-01-01\n", encoding="utf-8"
    )

    def digest(*arguments: str) -> str:
        done = subprocess.run(
            [str(bare / "bin/python"), "-I", "-m", "digest", *arguments],
            cwd=folder,
            env=environment(DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES="true"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    with Newspaper(SAMPLE_SITE) as site:
        file.write_text(file.read_text(encoding="utf-8").replace("https://lantern.example", site.url), encoding="utf-8")
        digest("init", ".")
        digest("lock", EDITION)
        digest("check", EDITION)
        digest("build", EDITION, "--out", "out")
    assert "The library in a wardrobe" in (folder / "out/letter.html").read_text(encoding="utf-8")
    digest("subscribers", "import", "readers.csv", "--source", "a list", "--wording", "1")
    digest("send", EDITION)
    assert len(list((folder / f"data/outbox/{EDITION}").glob("*.eml"))) == 1
    script = subprocess.run([str(bare / "bin/digest"), "--version"], capture_output=True, text=True, check=True)
    assert script.stdout == digest("--version")
