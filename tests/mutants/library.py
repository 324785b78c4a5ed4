"""Mutation by the library mutmut (BSD), which tries every mutant of a function on the tests that run through it."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

from tests.mutants.model import Mutant, one_line

_SURVIVOR = re.compile(r"^\s*(\S+?): (survived|no tests|suspicious)$", re.MULTILINE)
_HUNK = re.compile(r"^@@ -(\d+)", re.MULTILINE)


def run(tree: Path, files: dict[str, list[str]], processes: int) -> list[Mutant]:
    """Mutate `files` in a copy of the tree, which this changes; return what survived."""
    tests = sorted({test for found in files.values() for test in found})
    settings = {
        "source_paths": ["digest", "subscribers"],
        "only_mutate": sorted(files),
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow"],
        "also_copy": ["templates", "docs", "tests"],
    }
    words = "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    place = tree / "pyproject.toml"
    place.write_text(place.read_text(encoding="utf-8") + f"\n[tool.mutmut]\n{words}", encoding="utf-8")
    done = _mutmut(tree, "run", "--max-children", str(processes))
    if done.returncode:
        raise SystemExit(f"mutmut could not run:\n{(done.stdout + done.stderr)[-3_000:]}")
    names = _SURVIVOR.findall(_mutmut(tree, "results").stdout)
    return [_described(tree, name, _mutmut(tree, "show", name).stdout) for name, _ in names]


def _mutmut(tree: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments], cwd=tree, capture_output=True, text=True, check=False
    )


def _described(tree: Path, name: str, difference: str) -> Mutant:
    """Read what was changed, and where, out of the difference between a function and its mutant."""
    module, _, rest = name.rpartition(".")
    function = rest.rpartition("__mutmut_")[0].removeprefix("x_").removeprefix("xǁ").rpartition("ǁ")[2]
    file = module.replace(".", "/") + ".py"
    body = difference[difference.find("@@") :].splitlines()
    first = next((number for number, line in enumerate(body) if line[:1] in "-+"), 1)
    hunk = _HUNK.search(difference)
    original = one_line(" ".join(line[1:] for line in body if line.startswith("-")))
    mutation = one_line(" ".join(line[1:] for line in body if line.startswith("+")))
    offset = int(hunk[1]) + first - 2 if hunk else 0
    return Mutant(file, _line_of(tree / file, function, original) + offset, original, mutation)


def _line_of(file: Path, function: str, inside: str) -> int:
    """Return the line a function begins at; of several of one name the one that holds the text."""
    text = file.read_text(encoding="utf-8")
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef) and node.name == function]
    holding = [node for node in found if inside[:20] in one_line(ast.get_source_segment(text, node) or "")]
    return (holding or found)[0].lineno if found else 0
