"""The newsroom as its settings and templates are now, for pages of a server that runs for months.

What a page shows, and what is approved on it, is so the very letter that the schedule will look for. Database, keys and
whatever was opened of them are those that the server began with; while digest.toml has faults it counts as it was last
in order.
"""

from pathlib import Path
from threading import Lock
from typing import TypeAlias

from digest.app.container import Newsroom
from digest.app.last_good import LastGood
from digest.app.paths import settings_text
from digest.errors import DigestError
from digest.ports.process import Clock
from digest.settings.faults import FILE

TEMPLATES = "templates"
_Files: TypeAlias = tuple[tuple[str, int, int, int], ...]
"""The newsroom's own templates: name, time of the last change in nanoseconds, bytes, and number of the file."""


class CurrentNewsroom:
    """Returns one newsroom again and again, made anew where its settings or templates changed. Any thread may call."""

    def __init__(self, began: Newsroom, clock: Clock | None = None) -> None:
        """Begin with the newsroom that the server `began` with, whose `clock` may be another than the system's."""
        if clock is not None:
            began.clock = clock
        self._began, self._newest = began, began
        self._settings, self._lock = LastGood(began.folder, began), Lock()
        self._text: str | None = began.text
        self._files = _files(began.folder / TEMPLATES)

    def __call__(self) -> Newsroom:
        """Return the newsroom as it is now."""
        with self._lock:
            text, files = _text(self._began.folder), _files(self._began.folder / TEMPLATES)
            if (text, files) != (self._text, self._files):
                self._newest = self._made(self._newest if files == self._files else None)
                self._text, self._files = text, files
            return self._newest

    def remark(self) -> str:
        """Return what editors must know of digest.toml as it is now, in lines; empty where there is nothing."""
        now = self().settings
        if fault := self._settings.fault:
            return f"{FILE} has faults, and what it said before counts until they are mended.\n{fault}"
        began = self._began.settings
        if (now.web, now.digest.base_url) != (began.web, began.digest.base_url):
            return (
                f"{FILE} has another [web] or base_url than when this server began: letters have it from now on, but "
                "where the server listens, and its own pages, stay as they were until `digest serve` is started anew."
            )
        return ""

    def _made(self, same_templates: Newsroom | None) -> Newsroom:
        made, began = self._settings.open(), self._began
        made.clock, made.patience_seconds = began.clock, began.patience_seconds
        made.database, made.engine, made.store = began.database, began.engine, began.store
        if same_templates is not None:
            made.templates = same_templates.templates  # with which letters were rendered already
        began.close_too(made.close)  # not before: a page may still be made of the one before
        return made


def _text(folder: Path) -> str | None:
    try:
        return settings_text(folder)
    except DigestError:
        return None


def _files(folder: Path) -> _Files:
    """Return what tells whether any file below a folder was changed; one that goes while it is looked at is none."""
    found = list[tuple[str, int, int, int]]()
    for file in sorted(folder.rglob("*")):
        try:
            stat = file.stat()
        except OSError:
            continue
        if not file.is_dir():
            found.append((str(file), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(found)
