"""Save: write the picks file of an edition where it still says what its editor saw, and keep every text of it.

A text is kept before it is written: whatever happens then, power cut or a second editor at the same moment, it can be
brought back. What somebody wrote into the file elsewhere is kept as well, by nobody, before it is written over.
"""

from dataclasses import dataclass
from datetime import datetime

from digest.edition.file_text import file_text
from digest.edition.picks_file import parse
from digest.edition.same_words import words_of
from digest.edition.saved import Version, version_of, wrote_last
from digest.edition.strict_yaml import MAX_BYTES
from digest.errors import DigestError, FileGone, InputProblems
from digest.ports.editorial import PicksFiles
from digest.ports.saved import Commits, SavedTexts
from digest.problem import START, Problem

_UNMARKED = "It is in the file. Its versions show that only from the next save on: the database took no note of it now."


@dataclass(frozen=True, slots=True)
class Saved:
    """The file says what was to be saved; `number` is that of the version, 0 where it said so before.

    `warning` says what else could not be done: why it is no commit, or that the versions do not show it yet.
    """

    number: int
    warning: str = ""


@dataclass(frozen=True, slots=True)
class SavedMeanwhile:
    """The file says `theirs`, which somebody saved meanwhile: the editor `by`, or nobody knows who (None).

    It was not changed. `mine`, which was to be saved, is kept as the version `number`.
    """

    theirs: str
    by: str | None
    mine: str
    number: int


class Saver:
    """Saves picks files of one newsroom; `commits` is its git, None where saves are no commits."""

    def __init__(self, files: PicksFiles, texts: SavedTexts, commits: Commits | None) -> None:
        self._files = files
        self._texts = texts
        self._commits = commits

    def save(self, edition_id: str, began_from: str, text: str, by: str, now: datetime) -> Saved | SavedMeanwhile:
        """Write `text` into a picks file that says `began_from`, the text that the editor saw, in the name `by`.

        Raises `InputProblems` for what is no text or too long, and `DigestError` where there is no such file any more
        or it cannot be written: then the text is kept all the same, but for an edition that has no lock and of which
        nothing is kept: it may never have been.
        """
        text = _sound(text, edition_id)
        try:
            found = self._read(edition_id)
        except DigestError:
            if self._texts.versions(edition_id) or self._files.read_lock(edition_id) != (None, []):
                self._texts.keep(edition_id, text, by, began_from, now)
            raise
        if found == text:
            return Saved(0)
        self._texts.keep_found(edition_id, lambda: self._read(edition_id), now)
        number = self._texts.keep(edition_id, text, by, began_from, now)
        if found == began_from and self._files.change_text(edition_id, began_from, text):
            return self._written(edition_id, number, by, now)
        theirs = self._read(edition_id)
        self._texts.keep_found(edition_id, lambda: self._read(edition_id), now)
        known = version_of(self._texts.versions(edition_id), theirs)
        return SavedMeanwhile(theirs, known.by or None if known else None, text, number)

    def keep_begun(self, edition_id: str, by: str, now: datetime) -> Saved:
        """Keep the text of a file that was just made in the name `by`, as its first version."""
        text = self._read(edition_id)
        return self._written(edition_id, self._texts.keep(edition_id, text, by, "", now), by, now)

    def versions(self, edition_id: str) -> list[Version]:
        """List the texts that are kept of an edition, newest first."""
        return self._texts.versions(edition_id)

    def text(self, edition_id: str, number: int) -> str:
        """Return a text that is kept; raises `DigestError` where there is none of this number."""
        text = self._texts.text(edition_id, number)
        if text is None:
            raise DigestError(f"there is no version {number} of {edition_id} any more; look at those that are listed")
        return text

    def bring_back(
        self, edition_id: str, number: int, began_from: str, by: str, now: datetime
    ) -> Saved | SavedMeanwhile:
        """Save a text that is kept once more, as `save` does, also where the file is gone.

        Raises `DigestError` where there is none of this number.
        """
        text = self.text(edition_id, number)
        return self.put_back(edition_id, text, by, now) or self.save(edition_id, began_from, text, by, now)

    def put_back(self, edition_id: str, text: str, by: str, now: datetime) -> Saved | None:
        """Write the file of an edition that is gone with a text it had; None where it is there, and nothing is done.

        Raises `DigestError` for what is no text, and for an edition of which nothing is kept: it may never have been.
        """
        text = _sound(text, edition_id)
        try:
            self._files.read_text(edition_id)
        except FileGone:
            if not self._texts.versions(edition_id):
                raise
        else:
            return None
        number = self._texts.keep(edition_id, text, by, "", now)
        self._files.create(edition_id, text)
        self._texts.mark_written(edition_id, number)
        return Saved(number, self._commit(edition_id, by, now))

    def last_editor(self, edition_id: str, text: str) -> str | None:
        """Return who wrote, by saving, what the `text` says that the file has now; None where nobody is known to have.

        Whoever saved it later and changed no word, but a comment, is not the last who edited it. Nobody is known where
        the file was changed elsewhere since.
        """
        versions = self._texts.versions(edition_id)
        version = version_of(versions, text)
        if version is None:
            return None
        return wrote_last(versions, version, lambda one: self._words(edition_id, one)).by or None

    def _words(self, edition_id: str, version: Version) -> object:
        """Return what a text that is kept says, without its places; the text itself where it says nothing."""
        text = self._texts.text(edition_id, version.number) or ""
        edition, _ = parse(text, "", edition_id)
        return words_of(edition) if edition else text

    def _written(self, edition_id: str, number: int, by: str, now: datetime) -> Saved:
        """Return that the text is in the file, whatever else cannot be done any more."""
        unmarked = "" if self._texts.mark_written(edition_id, number) else _UNMARKED
        return Saved(number, self._commit(edition_id, by, now) or unmarked)

    def _commit(self, edition_id: str, by: str, now: datetime) -> str:
        return self._commits.commit(edition_id, by, now) if self._commits else ""

    def _read(self, edition_id: str) -> str:
        text, problems = self._files.read_text(edition_id)
        if text is None:
            raise InputProblems(problems)
        return text


_ORDER_MARK = "\ufeff"
"""Files may begin with one, which is no part of their text; of several one would be: another text than was saved."""


def _sound(text: str, edition_id: str) -> str:
    """Return a text that can be read again out of a file; raises `InputProblems` for one that cannot."""
    name = f"editions/{edition_id}.yaml"
    try:
        read = file_text(text.lstrip(_ORDER_MARK).encode(), name)
    except UnicodeEncodeError:
        read = Problem(name, START, "the text holds what is no character", "type it anew")
    if not isinstance(read, Problem) and len(read.encode()) > MAX_BYTES:
        what = f"the text is longer than {MAX_BYTES // 1000} kB"
        read = Problem(name, START, what, "keep only the picks in it; what was to be saved is not")
    if isinstance(read, Problem):
        raise InputProblems([read])
    return read
