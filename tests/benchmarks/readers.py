"""Memory of importing readers and of sending to them over the null transport: small, and flat from 100,000 to 1,000,000."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Line, peak_megabytes
from tests.standins.newspaper import SAMPLE_SITE

_SETUP = """
import shutil, sys, os
from pathlib import Path
folder, count = Path(sys.argv[1]), int(sys.argv[2])
os.environ["DIGEST_DELIVERY__TRANSPORT"] = "null"
os.environ["DIGEST_DELIVERY__BATCH_SIZE"] = "1000"
def run(*arguments):
    sys.argv = ["digest", "--newsroom", str(folder), *arguments]
    from digest.cli.main import app
    sys.stderr = sys.stdout = open(os.devnull, "w")
    app(standalone_mode=False)
    sys.stdout = sys.__stdout__
"""
_IMPORT = _SETUP + 'run("subscribers", "import", str(folder / "readers.csv"), "--source", "bench", "--wording", "1")\n'
_SEND = _SETUP + 'run("send", "2026-11-27")\n'


def lines() -> Iterator[Line]:
    """Measure and yield the lines about readers."""
    small, large = _peaks(100_000), _peaks(1_000_000)
    for verb, few, many in zip(("importing", "sending to"), small, large, strict=True):
        yield Line(f"peak memory of {verb} 100,000 readers", few, "MB", 150)
        yield Line(f"peak memory of {verb} 1,000,000 readers / 100,000 readers", many / few, "x", 1.1)


def _peaks(count: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _newsroom(folder, count)
        return peak_megabytes(_IMPORT, name, str(count))[0], peak_megabytes(_SEND, name, str(count))[0]


def _newsroom(folder: Path, count: int) -> None:
    import shutil

    from subscribers.key_file import create
    from tests.standins.readers import csv_lines

    shutil.copytree(SAMPLE_SITE.parent, folder, dirs_exist_ok=True)
    create(folder / "data/keys/readers.json")
    with (folder / "readers.csv").open("w", encoding="utf-8") as out:
        out.writelines(csv_lines(count))
