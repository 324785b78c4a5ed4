"""A new newsroom: its folder with its first settings, a sample and new keys, before there is one to open."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from digest.app.first_settings import settings_template
from digest.app.paths import JOURNAL, database_url, key_file, migration_folders, program_templates
from digest.app.schemas import schema_files
from digest.calendar.plan import Plan, next_edition
from digest.edition.inbox_link import INBOX_FILE
from digest.edition.lock import from_json, to_json
from digest.edition.sample import sample_edition, sample_lock
from digest.errors import InputProblems
from digest.operating.init import init
from digest.settings.faults import FILE
from digest.settings.read import Places, read_places, read_schedule
from digest.storage.engine import open_database
from digest.storage.private_files import make_private
from subscribers.storage.journal_file import JournalFile
from subscribers.storage.journal_line import BEGINS
from subscribers.storage.key_file import create
from subscribers.storage.key_fingerprint import is_keyed


def is_newsroom(folder: Path) -> bool:
    """Return whether `folder` has settings already: then nothing is asked."""
    return (folder / FILE).exists()


def make_newsroom(folder: Path, environment: Mapping[str, str], first: Mapping[str, str] | None = None) -> list[str]:
    """Make what `folder` lacks of a newsroom; return what was made, as paths below it or whole ones.

    `first` are the files of a new one (`first_files`); without them its settings are left to be filled in. Raises
    `DigestError` when it cannot be made, or when there are readers without their keys.
    """
    places = _places(folder, environment)
    keys, url = key_file(folder, places.keys.file), database_url(folder, places.database.url)
    files = schema_files() | (dict(first) if first else {FILE: settings_template()})
    return init(folder, files, make_private, create, keys, lambda: _has_readers(url) or _is_written(folder / JOURNAL))


def first_files(folder: Path, settings: str, environment: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Return the first files of a newsroom with these settings: a sample for its next letter, and the settings.

    No sample where there are editions already.
    """
    inbox = folder / INBOX_FILE
    if any(file != inbox for file in (folder / "editions").glob("*.yaml")):
        return {FILE: settings}
    schedule, _ = read_schedule(settings, environment)
    edition_id = next_edition(schedule.plan if schedule else Plan(), now)
    language = str(tomllib.loads(settings)["digest"]["language"])
    own = program_templates() / "newsroom"
    lock, _ = from_json((own / "sample.lock.json").read_text(encoding="utf-8"), "sample.lock.json")
    text = sample_edition((own / "sample.yaml").read_text(encoding="utf-8"), edition_id, language)
    files = {f"editions/{edition_id}.yaml": text}
    if lock is not None:
        files[f"editions/{edition_id}.lock.json"] = to_json(sample_lock(lock, edition_id, now))
    return files | {FILE: settings}


def key_file_of(folder: Path, environment: Mapping[str, str]) -> Path:
    """Return where the keys of a newsroom lie, or will lie, also while its settings are not filled in."""
    return key_file(folder, _places(folder, environment).keys.file)


def _places(folder: Path, environment: Mapping[str, str]) -> Places:
    file = folder / FILE
    places, problems = read_places(
        file.read_text(encoding="utf-8") if file.exists() else settings_template(), environment
    )
    if places is None:
        raise InputProblems(problems)
    return places


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
