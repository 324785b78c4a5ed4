"""Keep a lock that was brought up to date while others may have written it: an editor by hand, or another reading."""

from collections.abc import Sequence

from digest.edition.lock import Lock
from digest.edition.merged_locks import merged_locks
from digest.edition.model import Edition
from digest.errors import DigestError
from digest.ports.editorial import Editions
from digest.problem import Problem

_TRIES = 20


def keep_lock(editions: Editions, edition: Edition, known: Lock | None, mine: Lock) -> tuple[Lock, Sequence[Problem]]:
    """Write `mine`, made of `known` for `edition` as it was then, and return what the file says then.

    What somebody wrote into it meanwhile stays, and so do pages that were picked meanwhile and read already. A file
    that got damaged meanwhile is left as it is, and its problems come back. Raises `DigestError` where others write it
    all the time.
    """
    theirs, damage = known, list[Problem]()
    for _ in range(_TRIES):
        picked, _ = editions.read(edition.id)
        empty = Lock(edition.id, ())
        new = merged_locks(known or empty, mine, theirs or empty, drops=picked == edition)
        if new == theirs or editions.change_lock(theirs, new):
            return new, ()
        theirs, damage = editions.read_lock(edition.id)
        if damage:
            return mine, damage
    raise DigestError(f"editions/{edition.id}.lock.json is being written all the time; try again")
