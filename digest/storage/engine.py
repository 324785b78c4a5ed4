"""Opens the database and brings its tables up to date.

SQLite in WAL mode with synchronous=FULL: NORMAL survives a killed process but not a power cut, and a claim must.
Transactions begin with IMMEDIATE, so that two writers queue instead of failing halfway; one migration chain per
package, both run by Alembic.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from digest.errors import DigestError
from digest.storage.hot_statements import run
from digest.storage.private_files import make_private_database
from digest.storage.turns import Turn, Turns

BUSY_SECONDS = 30
_LAST_TRY_SECONDS = 1.0
"""Whose turn has not come in all the time there was tries for so long all the same."""
_HELD = "turn to write"
_PATIENCE = "seconds to wait for the database"
_REVISION = re.compile(r'^(revision|down_revision) = "([^"]+)"$', re.MULTILINE)


class DatabaseUnusable(DigestError):
    """The database cannot be opened or written."""


def open_database(url: str, migrations: Sequence[Path], patience: float = BUSY_SECONDS) -> Engine:
    """Open the database at `url` and migrate it with the chains in `migrations` where it is behind.

    Whoever writes waits about `patience` seconds for others, unless the transaction says otherwise (`wait_seconds`).
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUnusable(
            "`url` in [database] is no database URL; leave it empty for SQLite in data/digest.db"
        ) from None
    if parsed.get_backend_name() != "sqlite":
        raise DatabaseUnusable(
            f"this version keeps its data in SQLite, not in {parsed.get_backend_name()}; leave `url` in "
            "[database] empty"
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private_database(Path(parsed.database))
    # as many connections as there are threads: who reads must not wait for those who wait to write
    pool = {} if parsed.database in {None, "", ":memory:"} else {"max_overflow": -1}
    engine = create_engine(parsed, connect_args={"timeout": patience}, hide_parameters=True, **pool)
    event.listen(engine, "connect", _prepare)
    WriteQueue(engine, parsed.database or "", patience)
    try:
        migrate(engine, migrations)
    except OperationalError as error:
        raise DatabaseUnusable(
            f"the database {parsed.database} cannot be opened ({error.orig}); see that its folder is writable "
            "and no other program holds it"
        ) from error
    return engine


def unanswered(engine: Engine) -> str:
    """Return why the database does not answer, in words; empty when it does."""
    try:
        with engine.execution_options(reading=True).connect() as connection:
            connection.execute(text("SELECT 1 FROM edition LIMIT 1"))
    except OperationalError as error:
        return f"the database does not answer ({error.orig})"
    return ""


def damaged_pages(engine: Engine) -> str:
    """Return what SQLite finds wrong with the file of the database, in words; empty when nothing is."""
    with engine.execution_options(reading=True).connect() as connection:
        found = connection.scalar(text("PRAGMA quick_check(1)"))
    return "" if found == "ok" else f"the file of the database is damaged ({found}); restore a backup of it"


def migrate(engine: Engine, migrations: Sequence[Path]) -> None:
    """Bring all tables to the newest revision; nearly free when they are there.

    Raises `DatabaseUnusable` for tables that a newer version has changed.
    """
    found = _revisions(engine)
    if found == newest(migrations):
        return
    if not found and _tables(engine):
        raise DatabaseUnusable(
            f"{engine.url.database} is the database of another program; name one of its own in `url` in [database]"
        )
    if not found <= _known(migrations).keys():
        raise DatabaseUnusable(
            "the database was made by a newer version of this program; install that version, or restore a backup from "
            "before it"
        )
    with engine.begin() as connection:
        upgrade(connection, migrations)


def upgrade(connection: Connection, migrations: Sequence[Path], revisions: Sequence[str] = ("heads",)) -> None:
    """Run the migrations up to `revisions`, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, migrations)))
    config.attributes["connection"] = connection
    for revision in revisions:
        command.upgrade(config, revision)


def newest(migrations: Sequence[Path]) -> frozenset[str]:
    """Return the newest revision of each chain: the ones that no other names as its predecessor.

    Alembic knows too, but importing it takes longer than everything else a command does.
    """
    known = _known(migrations)
    return frozenset(known.keys() - set(known.values()))


def _known(migrations: Sequence[Path]) -> dict[str, str]:
    """Map every revision there is to its predecessor, empty for the first of a chain."""
    files = (file for folder in migrations for file in folder.glob("*.py"))
    written = (dict(_REVISION.findall(file.read_text(encoding="utf-8"))) for file in files)
    return {names["revision"]: names.get("down_revision", "") for names in written}


def _revisions(engine: Engine) -> frozenset[str]:
    reading = engine.execution_options(reading=True)
    with reading.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return frozenset()
        return frozenset(connection.scalars(text("SELECT version_num FROM alembic_version")))


def _tables(engine: Engine) -> list[str]:
    with engine.execution_options(reading=True).connect() as connection:
        return inspect(connection).get_table_names()


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`, not guessed by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


_TURNS: dict[str, Turns] = {}
"""One for each database of this process: a schedule opens the newsroom anew beside the pages that have it open."""


class WriteQueue:
    """Lets those who write to a database do so one after the other, in the order in which they asked."""

    def __init__(self, engine: Engine, database: str, patience: float) -> None:
        self._wait = patience
        file = None if database in {"", ":memory:"} else Path(f"{Path(database).resolve()}-turns")
        self._turns = _TURNS.setdefault(str(file), Turns(file))
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "checkin", self._end)

    def _begin(self, connection: Connection) -> None:
        if connection.get_execution_options().get("reading", False):
            # waits for nobody, so it cannot fail
            connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]
            return
        wait: float = connection.get_execution_options().get("wait_seconds", self._wait)
        if not connection.info.get(_HELD):
            connection.info[_HELD] = self._turns.take(wait)
            if not connection.info[_HELD]:
                wait = min(wait, _LAST_TRY_SECONDS)
        if connection.info.get(_PATIENCE, self._wait) != wait:
            connection.info[_PATIENCE] = wait
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(wait * 1_000)}")
        run(connection, "BEGIN IMMEDIATE")

    def _end(self, _connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        turn: Turn | None = record.info.pop(_HELD, None)
        if turn:
            self._turns.give_back(turn)
