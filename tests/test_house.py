"""The house stays as its plan says: short files, documented modules, imports that run downhill."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted([*ROOT.glob("digest/**/*.py"), *ROOT.glob("subscribers/**/*.py")])
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_each_file_is_short_and_says_what_it_is_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    if file.name == "__init__.py":
        assert len(tree.body) == 1, "a package's __init__ holds a docstring only"
    assert file.name not in ("utils.py", "helpers.py", "misc.py", "common.py")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("digest/edition/checks.py", "import digest.fetching.pages"),
        ("digest/letter/view.py", "import secrets"),
        ("digest/sending/send.py", "import digest.transports.outbox"),
        ("digest/transports/outbox.py", "import digest.sending.send"),
        ("digest/transports/null.py", "import digest.transports.outbox"),
        ("digest/storage/delivery_log.py", "import subscribers.storage.store"),
        ("subscribers/services/audience.py", "import digest.errors"),
        ("subscribers/policy/consent.py", "import sqlalchemy"),
        ("subscribers/services/unsubscribe.py", "import subscribers.services.signup"),
    ],
)
def test_an_import_that_runs_uphill_is_caught(tmp_path: Path, file: str, line: str) -> None:
    for name in ("digest", "subscribers", "pyproject.toml"):
        source = ROOT / name
        shutil.copytree(source, tmp_path / name) if source.is_dir() else shutil.copy(source, tmp_path / name)
    planted = tmp_path / file
    planted.write_text(planted.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout
