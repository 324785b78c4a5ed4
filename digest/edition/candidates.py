"""The headlines and pictures there are for each pick: the one the letter shows, and what else its page offers. Pure.

The lock keeps what a page offers; to take one is to write it into the picks file, where the editor's own words stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.articles.model import Article, Image
from digest.edition.cards import offered_picture
from digest.edition.lock import Lock
from digest.edition.model import NO_PICTURE, Edition, Pick
from digest.edition.write_word import write_word
from digest.problem import Mark


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline to choose; `is_taken` says that the letter has it."""

    text: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class OfferedPicture:
    """A picture to choose, `url` empty for none; without words in `alt` no letter shows it."""

    url: str
    alt: str
    credit: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """What there is to choose for the pick that stands at `place`; `is_read` tells whether the lock holds its page."""

    number: int
    url: str
    place: Mark
    is_read: bool
    headlines: tuple[Headline, ...]
    pictures: tuple[OfferedPicture, ...]

    @property
    def title(self) -> str:
        """Return the headline that the letter has; empty where there is none yet."""
        return next((one.text for one in self.headlines if one.is_taken), "")


def candidates(edition: Edition, lock: Lock) -> Iterator[Candidates]:
    """Yield what there is to choose for each pick, in the file's order; the letter's own stands first."""
    for number, pick in enumerate(edition.picks(), 1):
        read = lock.article(pick.url)
        article = read or Article(pick.url)
        yield Candidates(
            number,
            pick.url,
            pick.mark,
            read is not None,
            tuple(_headlines(pick, article)),
            tuple(_pictures(pick, article)),
        )


def choose(text: str, offered: Candidates, what: str, number: int) -> str | None:
    """Return the picks file with headline or picture (`what`) `number`, from 0, of those offered for a pick.

    With a picture go the words about it: those about another one would tell blind readers something wrong. None where
    there is no such one, or the file cannot be changed without changing more (`write_word`).
    """
    if what == "title":
        wanted = {"title": offered.headlines[number].text} if 0 <= number < len(offered.headlines) else {}
    elif 0 <= number < len(offered.pictures):
        wanted = _words_of(offered.pictures[number])
    else:
        wanted = {}
    return _written(text, offered.place, wanted) if wanted else None


def _words_of(picture: OfferedPicture) -> dict[str, str]:
    if not picture.url:
        return {"picture": NO_PICTURE}
    return {"picture": picture.url, "credit": picture.credit, "alt": picture.alt}


def _written(text: str, place: Mark, wanted: Mapping[str, str]) -> str | None:
    changed: str | None = text
    for key, value in wanted.items():
        if changed is not None:
            changed = write_word(changed, place, key, value)
    return changed


def _headlines(pick: Pick, article: Article) -> Iterator[Headline]:
    taken = pick.title or article.title
    for text in _each_once([taken, article.title, *article.headlines]):
        yield Headline(text, text == taken)


def _pictures(pick: Pick, article: Article) -> Iterator[OfferedPicture]:
    taken = offered_picture(pick, article.image)
    images = {image.url: image for image in (article.image, *article.images) if image}
    shown = [taken] if taken else []
    known: dict[str, Image] = {image.url: image for image in [*shown, *images.values()]} | {i.url: i for i in shown}
    for image in known.values():
        yield OfferedPicture(image.url, image.alt, image.credit, bool(taken and image.url == taken.url))
    yield OfferedPicture("", "", "", taken is None)


def _each_once(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, words)))
