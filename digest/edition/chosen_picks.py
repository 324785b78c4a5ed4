"""Which picks an editor means by a number, an address, or some words of a headline. Pure."""

from collections.abc import Sequence

from digest.counted import counted
from digest.edition.cards import cards
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.errors import DigestError


def choose_picks(edition: Edition, lock: Lock, names: Sequence[str]) -> list[str]:
    """Return the addresses of the picks that `names` name, each once, in the order of the names.

    A name is the pick's number in the file, from 1, or a part of its address or headline that no other pick has.
    Raises `DigestError`, which lists the picks, for a name that fits none or several; all such names at once.
    """
    known = [(card.url, card.title) for card in cards(edition, lock)]
    found, faults = list[str](), list[str]()
    for name in names:
        urls = _named(known, name)
        if len(urls) == 1:
            found += urls
        else:
            faults.append(f"“{name}” fits " + (f"{counted(len(urls), 'pick')}" if urls else "no pick"))
    if faults:
        listed = (f"  {number}  {title or url}" for number, (url, title) in enumerate(known, 1))
        what = "; ".join(faults)
        raise DigestError(
            "\n".join([f"{what}: name a pick by its number, or by a part of its address or headline:", *listed])
        )
    return list(dict.fromkeys(found))


def _named(known: Sequence[tuple[str, str]], name: str) -> list[str]:
    """Return the addresses that a name may mean: one that is exactly so before those that hold it."""
    wanted = name.strip().casefold()
    if wanted.isdecimal() and len(wanted) < len(str(10**6)):
        number = int(wanted)
        return [url for place, (url, _) in enumerate(known, 1) if place == number]
    exact = [url for url, title in known if wanted in (url.casefold(), title.casefold())]
    parts = [url for url, title in known if wanted and (wanted in url.casefold() or wanted in title.casefold())]
    return list(dict.fromkeys(exact or parts))
