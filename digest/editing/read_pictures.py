"""Read the pictures that cards show: how large each is and, where letters show copies, the copies of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from digest.counted import counted
from digest.editing.at_once import at_once
from digest.edition.cards import Card, cards
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.edition.own_pictures import all_addresses, unseen_pictures
from digest.errors import PictureUnreadable
from digest.pictures.model import Picture
from digest.ports.editorial import Pages, PictureFiles
from digest.problem import Problem, Severity

_BROKEN = "it broke the program that reads it ({})"
_SEE = "look whether it opens in a browser: readers load it from there"


@dataclass(frozen=True, slots=True)
class Copies:
    """Where the copies are kept that letters show.

    A copy whose file is gone is made again; with `renew` also if the picture is another by now, which is then approved
    anew.
    """

    files: PictureFiles
    renew: bool = False


def read_pictures(
    edition: Edition, lock: Lock, pages: Pages, copies: Copies | None, fresh: Collection[str]
) -> tuple[Lock, list[Problem]]:
    """Return `lock` with what is to be known of the pictures that its cards show, and a warning of those unread.

    Where letters show `copies`, every picture is read that has none or whose files are gone. Else only those of pages
    just read, at the addresses `fresh`, that do not say how large their picture is; nothing is said of one that cannot
    be read, for it is shown all the same.
    """
    shown = {card.picture.url: card for card in cards(edition, lock) if card.picture}
    wanted = [url for url, card in shown.items() if _is_wanted(card, copies, fresh)]
    uncopied_own = {own.url for own in unseen_pictures(edition, lock)}
    results = at_once(
        lambda url: _attempt(url, pages, copies, may_be_gone=url in uncopied_own), wanted, lambda _done, _of: None
    )
    failed = {url: why for url, why in results.items() if isinstance(why, str)}
    known = {picture.url: picture for picture in lock.pictures}
    for url, result in results.items():
        is_new = url not in known or not known[url].copies or shown[url].url in fresh
        if isinstance(result, Picture) and (is_new or copies is None or copies.renew):
            known[url] = result
    kept = dict.fromkeys((*shown, *all_addresses(edition)))
    new = replace(lock, pictures=tuple(known[url] for url in kept if url in known))
    if not failed or copies is None:
        return new, []
    stay = [(shown[url], why) for url, why in failed.items() if url in known and known[url].copies]
    uncopied = [(shown[url], why) for url, why in failed.items() if url not in known or not known[url].copies]
    return new, [_not_copied(edition, cards_of, is_kept=cards_of is stay) for cards_of in (stay, uncopied) if cards_of]


def look_for_pictures(
    edition: Edition, lock: Lock, pages: Pages, copies: Copies | None = None
) -> tuple[Lock, list[Problem]]:
    """Return `lock` with the size of every picture that the editor names, and a warning of each that cannot be read.

    One that is not there has no size (`Picture.is_gone`), which `checks` says; it is asked for again each time. Where
    letters show `copies`, those of cards are left to `read_pictures`, which does the same.
    """
    copied = {card.picture.url for card in cards(edition, lock) if card.picture} if copies else set()
    unseen = {own.url: own for own in unseen_pictures(edition, lock) if own.url not in copied}
    found = at_once(lambda url: _looked_for(url, pages), list(unseen), lambda _done, _of: None)
    seen = {url: picture for url, picture in found.items() if isinstance(picture, Picture)}
    problems = [
        Problem(own.file, own.mark, f"the picture `{url[:80]}` could not be read: {why}", _SEE, Severity.WARNING)
        for url, own in unseen.items()
        if isinstance(why := found[url], str)
    ]
    known = {picture.url: picture for picture in lock.pictures} | seen
    return replace(lock, pictures=tuple(known.values())), problems


def missing_copies(edition: Edition, lock: Lock, files: PictureFiles) -> Iterator[Problem]:
    """Yield a problem at each pick whose letter would show a copy of which there is no file."""
    for card in cards(edition, lock):
        lacking = _lacking(card.known_picture, files)
        if lacking:
            what = f"the file of its picture, {' and '.join(lacking)}, is not there"
            mark = card.pick.mark_of("picture")
            yield Problem(edition.file, mark, what, f"run `digest lock {edition.id}`, which makes it again")


def _is_wanted(card: Card, copies: Copies | None, fresh: Collection[str]) -> bool:
    known = card.known_picture
    if copies is not None:
        return card.url in fresh or known is None or not known.copies or bool(_lacking(known, copies.files))
    if known is not None and known.is_gone:
        return False
    return card.url in fresh and card.picture is not None and not (card.picture.width and card.picture.height)


def _lacking(picture: Picture | None, files: PictureFiles) -> list[str]:
    return [copy.name for copy in picture.copies if not files.has(copy.name)] if picture else []


def _looked_for(url: str, pages: Pages) -> Picture | str:
    try:
        return pages.read_picture(url, False).picture
    except PictureUnreadable as error:
        return Picture(url, 0, 0) if error.is_gone else str(error)
    except Exception as error:  # noqa: BLE001 - as in `_attempt`
        return _BROKEN.format(type(error).__name__)


def _attempt(url: str, pages: Pages, copies: Copies | None, *, may_be_gone: bool) -> Picture | str:
    try:
        made = pages.read_picture(url, copies is not None)
        if copies is not None:
            for name, data in made.files.items():
                copies.files.keep(name, data)
    except PictureUnreadable as error:
        return Picture(url, 0, 0) if error.is_gone and may_be_gone else str(error)
    except Exception as error:  # noqa: BLE001 - a picture is somebody else's: whatever it breaks, the others are kept
        return _BROKEN.format(type(error).__name__)
    return made.picture


def _not_copied(edition: Edition, failed: list[tuple[Card, str]], *, is_kept: bool) -> Problem:
    cards_of = [(card.pick.mark_of("picture"), card.title or card.url, why) for card, why in failed]
    told = "; ".join(f"line {mark.line}, “{title}”: {why}" for mark, title, why in cards_of)
    they, copy = ("it stands", "its copy stays") if len(failed) == 1 else ("they stand", "their copies stay")
    result = (
        f"could not be read again, and {copy}"
        if is_kept
        else f"could not be copied, and will be loaded from where {they}"
    )
    what = f"{counted(len(failed), 'picture')} {result}: {told}"
    remedy = "see whether it opens in a browser; else give another one with `picture: https://...`, or `picture: none`"
    return Problem(edition.file, cards_of[0][0], what, remedy, Severity.WARNING)
