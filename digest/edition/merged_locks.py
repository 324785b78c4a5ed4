"""Two locks of one edition, written at the same time, put together so that nothing of either is lost. Pure."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from digest.edition.lock import Lock


class _Read(Protocol):
    """An article or a picture."""

    @property
    def url(self) -> str: ...


_Any = TypeVar("_Any", bound=_Read)


def merged_locks(before: Lock, mine: Lock, theirs: Lock, *, drops: bool) -> Lock:
    """Return the lock in which `theirs`, what the file says by now, has what `mine` made of `before`.

    What somebody changed meanwhile stays as it is in the file, and what they added. What was read for `mine` and is no
    part of the file is put in. What `mine` has no more goes where it `drops` anything: not where there are other picks
    by now than it was made for.
    """
    picks = _merged(before.picks, mine.picks, theirs.picks, drops=drops)
    return Lock(mine.edition, picks, _merged(before.pictures, mine.pictures, theirs.pictures, drops=drops))


def _merged(before: Iterable[_Any], mine: Iterable[_Any], theirs: Iterable[_Any], *, drops: bool) -> tuple[_Any, ...]:
    """Return them in my order, and behind them what only the file has, in its own."""
    old, own, now = _by_url(before), _by_url(mine), _by_url(theirs)
    found = dict[str, _Any]()
    for url, one in own.items():
        if now.get(url) == old.get(url):
            found[url] = one
        elif url in now:
            found[url] = now[url]
        elif one != old[url]:
            found[url] = one  # they took it out, and it was read anew
    rest = {url: one for url, one in now.items() if url not in own}
    return (*found.values(), *(one for url, one in rest.items() if not drops or one != old.get(url)))


def _by_url(found: Iterable[_Any]) -> Mapping[str, _Any]:
    return {one.url: one for one in found}
