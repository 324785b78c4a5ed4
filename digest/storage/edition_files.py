"""The newsroom's edition files, editions/<id>.yaml and editions/<id>.lock.json, and its sponsors.yaml.

Only this reads or writes them.
"""

import os
import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from digest.calendar.edition_id import SPECIAL, corrected, edition_date
from digest.edition.file_text import encoded_as, file_text
from digest.edition.inbox_link import INBOX_FILE
from digest.edition.lock import Lock, from_json, to_json
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.edition.sponsors_file import FILE, NO_FILE, Bookings, parse_sponsors, with_sponsor
from digest.edition.strict_yaml import MAX_BYTES
from digest.errors import DigestError, FileGone
from digest.problem import START, Problem
from digest.storage.alone import alone_in
from digest.storage.plain_files import read_plain, real_file

_IS_A_NAME = re.compile(r"(?!.*\.ya?ml$)[^/\\]+", re.IGNORECASE | re.DOTALL)
_DATED = re.compile(r"(?P<year>\d{4})\D?(?P<month>\d\d?)\D?(?P<day>\d\d?)(?!\d)")
_DATED_BACKWARDS = re.compile(r"(?<!\d)(?P<day>\d\d?)\D(?P<month>\d\d?)\D(?P<year>\d{4})(?!\d)")
_NEARLY = re.compile(r"\.ya?ml(\.txt)?$", re.IGNORECASE)
"""How programs end the name of a YAML file, some of them without showing it."""

_MOST_READ, _MOST_OF_A_LOCK = MAX_BYTES * 4 + 1, 50_000_000

_INBOX = frozenset({"inbox", "inbox.yaml", INBOX_FILE})
"""How people may name the file beside the editions that is none."""


class EditionFiles:
    """Edition files in the folder `editions` of a newsroom."""

    def __init__(self, newsroom: Path) -> None:
        self._folder = newsroom / "editions"
        self._sponsors = newsroom / FILE

    def names(self) -> list[str]:
        """List the ids of all editions there are, oldest first."""
        return sorted(file.stem for file in self._folder.glob("*.yaml") if edition_date(file.stem))

    def read(self, edition_id: str) -> tuple[Edition | None, list[Problem]]:
        """Read one picks file, and who is booked for its day; raises `DigestError` when there is no such file."""
        text, problems = self.read_text(edition_id)
        if text is None:
            return None, problems
        edition, problems = parse(text, f"editions/{edition_id}.yaml", edition_id)
        if edition is None:
            return None, problems
        edition, faults = with_sponsor(edition, self._read_sponsors())
        return edition, [*problems, *faults]

    def read_text(self, edition_id: str) -> tuple[str | None, list[Problem]]:
        """Read the text of one picks file, None where it cannot be read; raises `DigestError` when there is none."""
        name = f"editions/{edition_id}.yaml"
        if not _IS_A_NAME.fullmatch(edition_id) or edition_id.lower() in _INBOX:
            raise DigestError(self.missing(edition_id))
        try:
            text = file_text(read_plain(self._folder / f"{edition_id}.yaml", _MOST_READ), name)
        except FileNotFoundError:
            raise FileGone(self.missing(edition_id)) from None
        except OSError as error:
            what = f"it cannot be read ({error.strerror})"
            text = Problem(name, START, what, "see that a plain text file of this name lies there, and who may read it")
        return (None, [text]) if isinstance(text, Problem) else (text, [])

    def _read_sponsors(self) -> Bookings:
        try:
            text = file_text(read_plain(self._sponsors, _MOST_READ), FILE)
        except FileNotFoundError:
            return self._missing_sponsors()
        except OSError:
            return NO_FILE
        return Bookings((), (text,)) if isinstance(text, Problem) else parse_sponsors(text)

    def _missing_sponsors(self) -> Bookings:
        """Return that nobody is booked, and a problem where the file may be there under nearly its name."""
        here = sorted(file.name for file in self._sponsors.parent.glob("*") if file.is_file())
        other = next((file for file in here if _NEARLY.sub("", file).strip().lower() == self._sponsors.stem), None)
        if other is None:
            return Bookings()
        what = f"there is no {FILE}, but there is {other}"
        return Bookings((), (Problem(FILE, START, what, f"rename it to {FILE}"),))

    def write_text(self, edition_id: str, text: str) -> None:
        """Replace a picks file, whole or not at all; who may read it stays as it was."""
        file = self._real(edition_id)
        write_whole(file, text.encode(), file.stat().st_mode & 0o777)

    def change_text(self, edition_id: str, before: str, text: str) -> bool:
        """Replace the text of a picks file as `write_text` does, in the encoding that the file has.

        Return whether it was done: not where the file does not say `before` any more, somebody having saved it. That
        is looked at last, when the new text lies beside it: whoever saves by this waits, and any other program has no
        more than the instant between the look and the move.
        """
        file = self._real(edition_id)
        try:
            with alone_in(file.parent):
                data = encoded_as(read_plain(file, _MOST_READ), text)
                write_whole(file, data, file.stat().st_mode & 0o777, _put_where_it_says(before))
        except (_SavedMeanwhile, FileNotFoundError):
            return False
        return True

    def _real(self, edition_id: str) -> Path:
        """Return where a picks file really lies; raises `DigestError` where a link leads out of the folder."""
        try:
            return real_file(self._folder / f"{edition_id}.yaml")
        except OSError as error:
            raise DigestError(f"editions/{edition_id}.yaml cannot be written ({error.strerror})") from None

    def create(self, edition_id: str, text: str) -> None:
        """Write a picks file that is not there yet, whole or not at all; raises `DigestError` where it is."""
        file = self._folder / f"{edition_id}.yaml"
        try:
            write_whole(file, text.encode(), put=put_anew)
        except FileExistsError:
            raise DigestError(f"there is an editions/{file.name} already; nothing was changed") from None

    def missing(self, edition_id: str) -> str:
        """Return what to say about an edition that there is none of: its name may be none, or its file's nearly so."""
        name = f"editions/{edition_id}.yaml"
        if edition_id.lower() in _INBOX:
            return f"{INBOX_FILE} is no edition: it holds links that wait for one; see them with `digest candidates`"
        if edition_date(edition_id) is None:
            such = _first_date(edition_id) or "2026-11-27"
            such += SPECIAL if SPECIAL in edition_id.lower() else ""
            such += "-correction-1" if "correction" in edition_id.lower() else ""
            if _IS_A_NAME.fullmatch(edition_id) and (self._folder / f"{edition_id}.yaml").exists():
                return f"{name} is no edition: its name is no date; rename it to its day, such as {such}.yaml"
            return f"`{edition_id[:80]}` is no edition; name it by its date, such as {such}"
        here = sorted(file.name for file in self._folder.glob("*"))
        other = next((file for file in here if _is_named(_NEARLY.sub("", file).strip(), edition_id)), None)
        if other:
            return f"there is no {name}, but there is editions/{other}; rename it to {edition_id}.yaml"
        if first := corrected(edition_id):
            return f'there is no {name}; make it with `digest amend {first} --correction --note "what was wrong"`'
        known = ", ".join(self.names()[-5:]) or "none yet"
        return f"there is no {name} (editions here: {known}); write it, then run `digest lock {edition_id}`"

    def read_lock(self, edition_id: str) -> tuple[Lock | None, list[Problem]]:
        """Read one lock file; None when there is none or it is damaged (then with problems)."""
        try:
            text = read_plain(self._folder / f"{edition_id}.lock.json", _MOST_OF_A_LOCK).decode()
        except FileNotFoundError:
            return None, []
        except (UnicodeDecodeError, OSError):
            text = ""
        return from_json(text, f"editions/{edition_id}.lock.json")

    def change_lock(self, before: Lock | None, lock: Lock) -> bool:
        """Replace a lock file where it holds `before`, None for no file, as `change_text` does; return if it did."""

        def put(temporary: Path, file: Path) -> None:
            if self.read_lock(lock.edition) != (before, []):
                raise _SavedMeanwhile
            temporary.replace(file)

        try:
            with alone_in(self._folder):
                write_whole(self._folder / f"{lock.edition}.lock.json", to_json(lock).encode(), put=put)
        except _SavedMeanwhile:
            return False
        return True


def _is_named(stem: str, edition_id: str) -> bool:
    """Return whether the name of a file is an edition's date, however that is written, and nothing else."""
    dated = _DATED.fullmatch(stem) or _DATED_BACKWARDS.fullmatch(stem)
    return stem == edition_id or (dated is not None and _first_date(stem) == edition_id)


def _first_date(text: str) -> str:
    """Return the first date in a text as editions are named, however it is written; empty where there is none."""
    dated = _DATED.search(text) or _DATED_BACKWARDS.search(text)
    try:
        return date(*(int(dated[part]) for part in ("year", "month", "day"))).isoformat() if dated else ""
    except ValueError:
        return ""


def put_anew(temporary: Path, file: Path) -> None:
    """Move a file to where none is; raises `FileExistsError` where there is one, whoever made it meanwhile."""
    file.hardlink_to(temporary)
    temporary.unlink()


class _SavedMeanwhile(FileExistsError):
    """A file that was to be replaced says something else than what it was to be replaced for."""


def _put_where_it_says(before: str) -> Callable[[Path, Path], None]:
    """Return what moves a file to its place, if the one that is there says `before`."""

    def put(temporary: Path, file: Path) -> None:
        if file_text(read_plain(file, _MOST_READ), file.name) != before:
            raise _SavedMeanwhile
        temporary.replace(file)

    return put


def write_whole(file: Path, data: bytes, mode: int = 0o644, put: Callable[[Path, Path], object] = Path.replace) -> None:
    """Write a file so that whoever reads it finds the old content or the new one, never half of it.

    `put` moves it to its place; what that raises of a file that is there already goes on.
    """
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(mode)
        put(Path(temporary), file)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise
        what = f"{file.parent.name}/{file.name} cannot be written ({error.strerror})"  # and not where all of it lies
        raise DigestError(f"{what}; see that there is room and that you may write there") from error
