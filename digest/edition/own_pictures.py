"""The pictures that an editor names, in picks, in other parts of an edition and in the booking of its day. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.edition.lock import Lock
from digest.edition.model import NO_PICTURE, Edition
from digest.edition.part_words import pictures_of_parts
from digest.edition.sponsor import SPONSORS_FILE
from digest.problem import Mark, Problem, in_order

_REMEDY = "look whether it opens in a browser; give another one, or take the line out"


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """The address of a picture, and the place of it in its file."""

    url: str
    file: str
    mark: Mark


def own_pictures(edition: Edition) -> Iterator[OwnPicture]:
    """Yield every picture that an editor names and that would be shown, in no order that means anything."""
    for pick in edition.picks():
        if pick.picture not in ("", NO_PICTURE):
            yield OwnPicture(pick.picture, edition.file, pick.mark_of("picture"))
    for mark, url in pictures_of_parts(edition):
        yield OwnPicture(url, edition.file, mark)
    if edition.sponsor and edition.sponsor.picture:
        yield OwnPicture(edition.sponsor.picture, SPONSORS_FILE, edition.sponsor.picture_mark)


def unseen_pictures(edition: Edition, lock: Lock) -> list[OwnPicture]:
    """List those of which a lock does not say that they were there."""
    known = {picture.url for picture in lock.pictures if not picture.is_gone}
    return [picture for picture in own_pictures(edition) if picture.url not in known]


def gone_pictures(edition: Edition, lock: Lock) -> list[Problem]:
    """List those that were asked for and are not there: readers would see the frame of a picture, and nothing in it."""
    gone = {picture.url for picture in lock.pictures if picture.is_gone}
    return in_order(
        Problem(own.file, own.mark, f"the picture `{own.url[:80]}` is not there", _REMEDY)
        for own in own_pictures(edition)
        if own.url in gone
    )


def all_addresses(edition: Edition) -> Sequence[str]:
    """Return the addresses of all of them."""
    return [own.url for own in own_pictures(edition)]
