"""Memory of importing readers and of sending to them over the null transport.

Small, and flat from 100,000 to 1,000,000.
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from tests.benchmarks.measure import Line, peak_megabytes
from tests.standins.newspaper import SAMPLE_SITE

MILLION = 1_000_000
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
    small, large = _peaks(100_000), _peaks(MILLION)
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

    from subscribers.storage.key_file import create
    from tests.standins.readers import csv_lines

    shutil.copytree(SAMPLE_SITE.parent, folder, dirs_exist_ok=True)
    create(folder / "data/keys/readers.json")
    with (folder / "readers.csv").open("w", encoding="utf-8") as out:
        out.writelines(csv_lines(count))


def freeze_lines() -> Iterator[Line]:
    """Measure freezing a million readers against a raw INSERT ... SELECT, and what the log weighs afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _newsroom(folder, MILLION)
        peak_megabytes(_IMPORT, name, str(MILLION))
        with Newsroom(folder, {}) as newsroom:
            freeze = min(_frozen(newsroom) for _ in range(3))
            raw = min(_raw(newsroom) for _ in range(3))
            yield Line("freezing 1,000,000 readers / a raw INSERT ... SELECT", freeze / raw, "x", 2)
        peak, _ = peak_megabytes(_SEND, name, str(MILLION))
        yield Line("peak memory of sending to 1,000,000 readers", peak, "MB", 200)
        with Newsroom(folder, {}) as newsroom, newsroom.engine.connect() as connection:
            tables = "('edition', 'recipient', 'batch', 'outcome')"
            weight = connection.exec_driver_sql(f"SELECT SUM(pgsize) FROM dbstat WHERE name IN {tables}").scalar()  # noqa: S608
        yield Line("the log's size per reader on SQLite", (weight or 0) / MILLION, "B", 60)


def _frozen(newsroom: Newsroom) -> float:
    now = datetime.now(UTC)
    query = AudienceQuery(frozenset({"en", "ru", "uk"}), "en", now)
    begin = time.perf_counter()
    newsroom.log.open(Opening("2026-11-27", "f", now), query, now)
    took = time.perf_counter() - begin
    with newsroom.engine.begin() as connection:
        for table in ("outcome", "recipient", "edition"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    return took


def _raw(newsroom: Newsroom) -> float:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE raw (edition INTEGER, reader INTEGER, variant TEXT, PRIMARY KEY (edition, reader)) WITHOUT ROWID"
        )
    begin = time.perf_counter()
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO raw SELECT 1, number, 'en' FROM subscriber WHERE status = 'confirmed' ORDER BY number"
        )
    took = time.perf_counter() - begin
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE raw")
    return took
