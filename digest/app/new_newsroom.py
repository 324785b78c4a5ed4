"""A new newsroom: its folder with the program's own settings file and new keys, before there is one to open."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from digest.app.paths import JOURNAL, database_url, key_file, migration_folders, program_templates
from digest.errors import InputProblems
from digest.operating.init import init
from digest.settings.read import FILE, Places, read_places
from digest.storage.engine import open_database
from digest.storage.private_files import make_private
from subscribers.storage.journal_file import JournalFile
from subscribers.storage.journal_line import BEGINS
from subscribers.storage.key_file import create
from subscribers.storage.key_fingerprint import is_keyed


def make_newsroom(folder: Path, environment: Mapping[str, str]) -> list[str]:
    """Make what `folder` lacks of a newsroom; return what was made, as paths below it or whole ones.

    Raises `DigestError` when it cannot be made, or when there are readers without their keys.
    """
    places = _places(folder, environment)
    keys, url = key_file(folder, places.keys.file), database_url(folder, places.database.url)
    return init(
        folder, _template(), make_private, create, keys, lambda: _has_readers(url) or _is_written(folder / JOURNAL)
    )


def key_file_of(folder: Path, environment: Mapping[str, str]) -> Path:
    """Return where the keys of a newsroom lie, or will lie, also while its settings are not filled in."""
    return key_file(folder, _places(folder, environment).keys.file)


def _places(folder: Path, environment: Mapping[str, str]) -> Places:
    file = folder / FILE
    places, problems = read_places(file.read_text(encoding="utf-8") if file.exists() else _template(), environment)
    if places is None:
        raise InputProblems(problems)
    return places


def _template() -> str:
    return (program_templates() / "newsroom" / FILE).read_text(encoding="utf-8")


def _has_readers(url: str) -> bool:
    """Return whether anything in the database at `url` belongs to a key; one that is not there yet is not made."""
    try:
        parsed = make_url(url)
        missing = parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file()
    except ArgumentError:  # which opening it says in words
        missing = False
    if missing:
        return False
    engine = open_database(url, migration_folders())
    try:
        with engine.execution_options(reading=True).connect() as connection:
            return is_keyed(connection)
    finally:
        engine.dispose()


def _is_written(journal: Path) -> bool:
    """Return whether a journal tells of readers: its lines outlive a database that was lost together with the keys."""
    return journal.exists() and any(line.kind != BEGINS for line in JournalFile(journal).lines())
