"""Mutation testing: breaks one line after the other in a copy of the tree and tells which changes no test notices.

    make mutants                                        everything, about half an hour on two cores
    make mutants FILES="digest/delivery/retry.py"       some files; globs are allowed

Most mutants are made by mutmut; constants, SQL conditions, decorated functions, removed calls and swapped statements by
`tests.mutants.own`. Prints survivors as `file:line: original -> mutation` and ends with 1 when one of them is not in
tests/mutants/survivors.toml, where each has a reason. Entries there that live no more are named too.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants import library, own
from tests.mutants.model import Mutant, known_survivors
from tests.mutants.targets import ROOT, chosen

PROCESSES = os.cpu_count() or 2
PATIENCE_SECONDS = 180
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".uv", "demo", "mutants.out", "__pycache__", ".*_cache", ".hypothesis"
)


def copy_of_the_tree(folder: Path) -> Path:
    """Copy everything that tests need."""
    return Path(shutil.copytree(ROOT, folder, ignore=_LEFT_OUT))


def run_own(files: dict[str, list[str]], place: Path) -> list[Mutant]:
    """Try our own mutants, each on the tests of its file; return what survived."""
    copies: SimpleQueue[Path] = SimpleQueue()
    for number in range(PROCESSES):
        copies.put(copy_of_the_tree(place / str(number)))

    def survives(mutant: Mutant) -> bool:
        tree = copies.get()
        file = tree / mutant.file
        text = file.read_text(encoding="utf-8")
        file.write_text(mutant.whole, encoding="utf-8")
        try:
            return passes(tree, files[mutant.file])
        finally:
            file.write_text(text, encoding="utf-8")
            copies.put(tree)

    tried = [mutant for file in files for mutant in own.mutants(file, (ROOT / file).read_text(encoding="utf-8"))]
    with ThreadPoolExecutor(PROCESSES) as pool:
        lived = list(pool.map(survives, tried))
    sys.stderr.write(f"our own mutants: {len(tried)} tried, {sum(lived)} lived\n")
    return [mutant for mutant, lives in zip(tried, lived, strict=True) if lives]


def passes(tree: Path, tests: list[str]) -> bool:
    """Run tests in a copy; a mutant that makes them hang is noticed too."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow"]
    surroundings = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)}
    with subprocess.Popen(
        [*command, *tests], cwd=tree, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            return process.wait(PATIENCE_SECONDS) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            return False


def main() -> int:
    """Mutate, and tell what lived; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE", help="a file or glob below the root; default: all targets")
    files = chosen(parser.parse_args().files)
    with tempfile.TemporaryDirectory() as place:
        sound = copy_of_the_tree(Path(place) / "sound")
        if not passes(sound, sorted({test for tests in files.values() for test in tests})):
            sys.stderr.write("the tests do not pass as they are; mend that first\n")
            return 1
        lived = [*library.run(sound, files, PROCESSES), *run_own(files, Path(place))]
    known = known_survivors()
    unknown = sorted(mutant for mutant in map(str, (one for one in lived if one.key not in known)))
    for line in unknown:
        sys.stdout.write(line + "\n")
    stale = [key for key in known if key[0] in files and key not in {mutant.key for mutant in lived}]
    for file, original, mutation in stale:
        sys.stdout.write(f"{file}: no survivor any more, delete it from survivors.toml: {original} -> {mutation}\n")
    sys.stdout.write(f"{len(lived)} mutants lived, {len(unknown)} of them without a reason\n")
    return 1 if unknown or stale else 0


if __name__ == "__main__":
    sys.exit(main())
