"""Check: read an edition with its lock and list everything that is wrong with it, before anybody sees a letter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from digest.calendar.edition_id import corrected
from digest.editing.keep_lock import keep_lock
from digest.editing.lock import lock
from digest.editing.read_pictures import Copies, missing_copies
from digest.edition import checks
from digest.edition.changed_pages import ChangedPage
from digest.edition.chosen_picks import choose_picks
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.edition.sample import sample_picks
from digest.errors import InputProblems
from digest.ports.editorial import Editions, Pages, PictureFiles
from digest.ports.process import Watcher
from digest.ports.reports import Reports
from digest.problem import START, Problem, in_order, stop_the_letter

NEVER_LOCKED = "the picked pages of this edition were never read"


@dataclass(frozen=True, slots=True)
class Checked:
    """An edition, its lock, and every problem found; warnings alone do not stop the letter.

    `was_locked` says whether there was a lock, or nothing to lock, as in a correction without picks: without one `lock`
    is empty. `changed` are the pages that were read again just now and are not what they were.
    """

    edition: Edition | None
    lock: Lock
    problems: tuple[Problem, ...]
    was_locked: bool
    changed: tuple[ChangedPage, ...] = ()

    @property
    def is_locked(self) -> bool:
        """Return whether the pages of all picks are read, of which there is one: a correction alone has none.

        Of a pick with headline and summary of the editor's own no page is wanted.
        """
        if self.edition is None:
            return self.was_locked
        if not any(self.edition.picks()):
            return bool(corrected(self.edition.id))
        return self.was_locked and not checks.unread_pages(self.edition, self.lock)

    def sound(self) -> tuple[Edition, Lock]:
        """Return edition and lock; raises `InputProblems` when a problem stops the letter."""
        if self.edition is None or stop_the_letter(self.problems):
            raise InputProblems(self.problems)
        return self.edition, self.lock


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks the editions of one newsroom by its `rules`; `picture_files` where its letters show copies of pictures."""

    editions: Editions
    reports: Reports
    rules: checks.Rules
    picture_files: PictureFiles | None = None

    def missing(self, edition_id: str) -> str:
        """Return why there is no such edition, and what to do; empty where there is one."""
        return "" if edition_id in self.editions.names() else self.editions.missing(edition_id)

    def check(self, edition_id: str) -> Checked:
        """Check an edition as its files are; nothing is fetched. Raises `DigestError` when there is no such edition."""
        return self._check(edition_id, None, lambda _done, _of: None, None, self._copies())

    def lock_and_check(
        self,
        edition_id: str,
        pages: Pages,
        watch: Watcher,
        update: Sequence[str] | None = None,
        *,
        renew: bool = False,
    ) -> Checked:
        """Read the pages not read yet into the lock first, then check the edition; without a pick no lock is begun.

        Read again those of the picks that `update` names (`choose_picks`), with no name all; with `renew` take
        other pictures for copies whose files are gone. Raises `DigestError` for a name that fits no pick.
        """
        return self._check(edition_id, pages, watch, update, self._copies(renew=renew))

    def _copies(self, *, renew: bool = False) -> Copies | None:
        return Copies(self.picture_files, renew) if self.picture_files is not None else None

    def _check(
        self,
        edition_id: str,
        pages: Pages | None,
        watch: Watcher,
        update: Sequence[str] | None,
        copies: Copies | None,
    ) -> Checked:
        edition, problems = self.editions.read(edition_id)
        known, damage = self.editions.read_lock(edition_id)
        has_picks = edition is not None and any(edition.picks())
        has_none = edition is not None and bool(corrected(edition_id)) and not has_picks
        locked, was_locked = known or Lock(edition_id, ()), known is not None or bool(damage) or has_none
        if edition is None or damage:
            return Checked(edition, locked, tuple(in_order([*problems, *damage])), was_locked)
        changed: tuple[ChangedPage, ...] = ()
        again = _again(edition, locked, update)
        if pages is not None and (has_picks or known is not None):
            done = lock(edition, known, pages, watch, again, copies)
            locked, harm = keep_lock(self.editions, edition, known, done.lock)
            changed, was_locked = done.changed, True
            problems += [*done.problems, *harm]
        elif was_locked:
            problems += checks.unread_pages(edition, locked)
        elif has_picks:
            problems.append(_unlocked(edition))
        if copies is not None:
            problems += missing_copies(edition, locked, copies.files)
        sent = (
            {} if self.reports.opened(edition_id) else self.reports.sent_pages()
        )  # later ones may have its pages, too
        problems += checks.check(edition, locked, self.rules, sent)
        problems += sample_picks(edition) if self.rules.for_readers else []
        return Checked(edition, locked, tuple(in_order(problems)), was_locked, changed)


def _again(edition: Edition, locked: Lock, update: Sequence[str] | None) -> Collection[str]:
    """Return the addresses of the pages to read again."""
    if update is None:
        return ()
    return choose_picks(edition, locked, update) if update else {pick.url for pick in edition.picks()}


def _unlocked(edition: Edition) -> Problem:
    remedy = f"run `digest lock {edition.id}` and look at what they say"
    return Problem(edition.file, START, NEVER_LOCKED, remedy)
