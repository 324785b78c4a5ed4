"""Pages that are read while somebody watches: which are being read now, and why others could not be."""

from collections.abc import Mapping
from threading import Lock

from digest.articles.model import Article
from digest.errors import PageUnreadable
from digest.pictures.model import MadePicture
from digest.ports.editorial import Pages


class WatchedPages:
    """Reads what `pages` reads, in as many threads as wanted, and tells any other how far it is."""

    def __init__(self, pages: Pages) -> None:
        self._pages, self._lock = pages, Lock()
        self._reading, self._failed = set[str](), dict[str, str]()

    def read(self, url: str) -> Article:
        """Read one page; raises `PageUnreadable`, whose message says why."""
        with self._lock:
            self._reading.add(url)
        try:
            return self._pages.read(url)
        except PageUnreadable as error:
            with self._lock:
                self._failed[url] = str(error)
            raise
        finally:
            with self._lock:
                self._reading.discard(url)

    def read_picture(self, url: str, copies: bool) -> MadePicture:
        """Read how large a picture is, and make its `copies` if they are wanted; raises `PictureUnreadable`."""
        return self._pages.read_picture(url, copies)

    @property
    def reading(self) -> frozenset[str]:
        """Return the addresses that are being read at this moment."""
        with self._lock:
            return frozenset(self._reading)

    @property
    def failed(self) -> Mapping[str, str]:
        """Map the addresses that could not be read to why."""
        with self._lock:
            return dict(self._failed)
