"""Pages of the web that can be told what to say, or to fail, for whoever reads picked pages."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from digest.articles.merge import Told
from digest.articles.model import Article
from digest.errors import PageUnreadable, PictureUnreadable
from digest.pictures.model import MadePicture, Picture, PictureCopy
from digest.ports.editorial import Editions


class FakePages:
    """Pages say what `says` tells for them, or the same as all others; those that are `broken` are not there.

    Pictures that are `blocked` cannot be read.
    `asked` are the addresses in order.
    """

    def __init__(
        self,
        broken: frozenset[str] = frozenset(),
        says: Mapping[str, Article] = MappingProxyType({}),
        blocked: frozenset[str] = frozenset(),
    ) -> None:
        self.asked: list[str] = []
        self._broken, self._says, self._blocked = broken, says, blocked

    def read(self, url: str) -> Article:
        self.asked.append(url)
        if url in self._broken:
            raise PageUnreadable("the site answers 404 Not Found")
        return self._says.get(url) or Article(url=url, title="Read", summary="Read from the page.")

    def read_picture(self, url: str, copies: bool) -> MadePicture:
        """Return a picture of the usual size with two copies whose names come from its address."""
        self.asked.append(url)
        if url in self._broken:
            raise PictureUnreadable("the site answers 404 Not Found", is_gone=True)
        if url in self._blocked:
            raise PictureUnreadable("the site answers 403 Forbidden")
        if not copies:
            return MadePicture(Picture(url, 1_600, 900), {})
        names = [hashlib.sha256(f"{url} {kind}".encode()).hexdigest()[:32] + ".jpg" for kind in ("lead", "thumbnail")]
        lead, thumbnail = PictureCopy(names[0], 1_200, 675, 90_000), PictureCopy(names[1], 320, 214, 20_000)
        return MadePicture(Picture(url, 1_600, 900, lead, thumbnail), {name: name.encode() for name in names})


class PagesAsRead:
    """Pages that say what they said when they were read into the locks of a newsroom."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    def read(self, url: str) -> Article:
        locks = (self._editions.read_lock(name)[0] for name in self._editions.names())
        known = (article for lock in locks if lock for article in lock.picks)
        return next(article for article in known if article.url == url)

    def read_picture(self, url: str, copies: bool) -> MadePicture:  # noqa: ARG002 - they are made already
        """Return what the locks know of a picture."""
        locks = (self._editions.read_lock(name)[0] for name in self._editions.names())
        return MadePicture(next(found for lock in locks if lock and (found := lock.picture(url))), {})


class KeptPictures:
    """Files of pictures in memory; `full` is a disk that takes no more."""

    def __init__(self, full: bool = False) -> None:
        self.files: dict[str, bytes] = {}
        self._full = full

    def keep(self, name: str, data: bytes) -> None:
        if self._full:
            raise PictureUnreadable("its copy cannot be written to data/pictures (No space left on device)")
        self.files[name] = data

    def has(self, name: str) -> bool:
        return name in self.files


def quiet(_done: int, _of: int) -> None:
    """Watch nothing."""


class FakeSources:
    """Sources that know what `tells` says of each address; with a `fault` they cannot be read."""

    def __init__(self, tells: Mapping[str, Told], fault: str = "") -> None:
        self._tells, self._fault = tells, fault

    def find(self, url: str) -> Told | None:
        if self._fault:
            raise PageUnreadable(self._fault)
        return self._tells.get(url)
