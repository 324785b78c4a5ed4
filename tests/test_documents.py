"""Documents tell the truth about the tree: every path they name is there, and every command they name is known."""

import re
from pathlib import Path

import pytest
import typer

from digest.cli.main import app
from digest.cli.terminal import ReportFields

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


def commands() -> dict[str, set[str]]:
    """Map each command to those below it."""
    group = typer.main.get_command(app)
    return {name: set(getattr(command, "commands", {})) for name, command in getattr(group, "commands", {}).items()}


def is_known(words: list[str], known: dict[str, set[str]]) -> bool:
    """Return whether `words` begin with a command; what follows one without others below it is prose."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    return first in known and (not known[first] or not second or second in known[first])


def test_a_command_that_a_group_does_not_have_is_not_known() -> None:
    known = commands()
    assert is_known(["subscribers", "audit"], known)
    assert is_known(["send", "again"], known)
    assert not is_known(["subscribers", "again"], known)
    assert not is_known(["audit"], known)


def test_every_command_the_handbooks_name_is_known() -> None:
    known, named = commands(), 0
    for document in (ROOT / "README.md", ROOT / "docs/editors.md", ROOT / "docs/operators.md"):
        for line in document.read_text(encoding="utf-8").splitlines():
            for found in re.findall(
                r"`digest ([a-z ]+?)(?:`| [A-Z-|\[.])|^    digest ((?:subscribers |keys )?[a-z]+)", line
            ):
                words = (found[0] or found[1]).split()
                assert is_known(words, known), f"{document.name}: digest {' '.join(words)}"
                named += 1
    assert named > len(known), "the handbooks name more than these"


def test_the_handbook_names_every_key_of_an_editions_status() -> None:
    handbook = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
    named = re.search(r"`digest status --json` has the keys `([a-z_ ]+)`, and `sponsor`", handbook)
    assert named
    assert set(named[1].split()) == {*ReportFields.__annotations__, "left", "before", "words_of_thanks"}
