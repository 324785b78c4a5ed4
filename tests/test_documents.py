"""Documents tell the truth about the tree: every path they name is there, and every command they name is known."""

import re
from pathlib import Path

import pytest
import typer

from digest.cli.main import app

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_PATH = re.compile(
    r"`((?:digest|subscribers|templates|tests|docs)/[\w./-]+\.\w+|(?:digest|subscribers|tests)/[\w/-]+/)`"
)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def paths(document: Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    named = [found for found in _PATH.findall(text) if not re.search(r"/name\.", found)]
    return named + [str((document.parent / found).resolve().relative_to(ROOT)) for found in _LINK.findall(text)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_path_a_document_names_is_there(document: Path) -> None:
    assert [name for name in paths(document) if not (ROOT / name).exists()] == []


def commands() -> set[str]:
    group = typer.main.get_command(app)
    known: set[str] = set()
    for name, command in getattr(group, "commands", {}).items():
        known |= {name} | {f"{name} {inner}" for inner in getattr(command, "commands", {})}
    return known


def test_every_command_the_handbooks_name_is_known() -> None:
    known = commands()
    assert "subscribers audit" in known
    for document in (ROOT / "README.md", ROOT / "docs/editors.md", ROOT / "docs/operators.md"):
        for line in document.read_text(encoding="utf-8").splitlines():
            for found in re.findall(
                r"`digest ([a-z ]+?)(?:`| [A-Z-|\[.])|^    digest ((?:subscribers |keys )?[a-z]+)", line
            ):
                named = " ".join((found[0] or found[1]).split()[:2])
                assert named in known or named.split()[0] in known, f"{document.name}: digest {named}"
