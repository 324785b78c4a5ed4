"""Check: read an edition with its lock and list everything that is wrong with it, before anybody sees a letter."""

from collections.abc import Mapping
from dataclasses import dataclass

from digest.editing.lock import lock
from digest.edition import checks
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.errors import InputProblems
from digest.ports import Editions, Pages, Watcher
from digest.problem import Problem, in_order, stop_the_letter


@dataclass(frozen=True, slots=True)
class Checked:
    """An edition, its lock, and every problem found; warnings alone do not stop the letter."""

    edition: Edition | None
    lock: Lock
    problems: tuple[Problem, ...]

    def sound(self) -> tuple[Edition, Lock]:
        """Return edition and lock; raises `InputProblems` when a problem stops the letter."""
        if self.edition is None or stop_the_letter(self.problems):
            raise InputProblems(self.problems)
        return self.edition, self.lock


def check(
    edition_id: str,
    rules: checks.Rules,
    editions: Editions,
    pages: Pages | None,
    watch: Watcher,
    again: bool = False,
    *,
    sent: Mapping[str, str],
) -> Checked:
    """Check edition `edition_id`.

    With `pages`, pages not read yet are read first (`again`: all of them), without, nothing is fetched.

    `sent` maps the pages of earlier editions to these editions.
    """
    edition, problems = editions.read(edition_id)
    known, damage = editions.read_lock(edition_id)
    if edition is None or damage:
        return Checked(edition, known or Lock(edition_id, ()), tuple(in_order([*problems, *damage])))
    locked = known or Lock(edition_id, ())
    if pages is not None:
        locked, unread = lock(edition, known, editions, pages, watch, again)
        problems += unread
    problems += checks.check(edition, locked, rules, sent)
    return Checked(edition, locked, tuple(in_order(problems)))
