"""Reads picked pages from the web: each is fetched here, and read in a process that can be killed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TypeVar

from digest.articles.model import Article
from digest.articles.site_rule import SiteRule
from digest.edition.addresses import is_loopback
from digest.errors import PageUnreadable, PictureUnreadable, WorkerFailed
from digest.fetching.fetcher import WebFetcher
from digest.fetching.page_reading import Elsewhere, PageBytes, read_page, read_picture, uncut_picture
from digest.fetching.visit import Visit
from digest.fetching.worker import Workers
from digest.pictures.model import MadePicture, PictureBytes
from digest.web_address import is_front_page

Made = TypeVar("Made")
_PICTURE = "image/jpeg,image/png,image/webp,image/gif;q=0.9,image/*;q=0.5"
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_SIZE_SECONDS = 3.0
_FURTHER_SECONDS = 1.5
"""How long each page is read that another leads to: several that are slow would take as many times one's patience."""
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")


class WebPages:
    """Reads pages over http(s) as articles: `fetcher` gets them, `workers` read them, by `rules` for single sites."""

    def __init__(
        self,
        fetcher: WebFetcher,
        workers: Workers,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        rules: tuple[SiteRule, ...] = (),
    ) -> None:
        self.fetcher, self.workers, self._clock, self._rules = fetcher, workers, clock, rules

    def read(self, url: str) -> Article:
        """Read one page into an article, from wherever it leads on to; raises `PageUnreadable`."""
        with self.workers.expecting(), self.fetcher.visit() as visit:
            return replace(self._read(url, visit), url=url)

    def _read(self, url: str, visit: Visit) -> Article:
        found = self._look(url, visit, url)
        while isinstance(found, Elsewhere):
            here = found
            try:
                found = self._look(visit.target(url, here.url), visit, url, _FURTHER_SECONDS)
            except PageUnreadable:
                if here.instead is None:
                    raise
                return here.instead
        return found

    def _look(self, url: str, visit: Visit, asked: str, seconds: float | None = None) -> Article | Elsewhere:
        page = visit.get(url)
        if page.media_type and "html" not in page.media_type:
            what = page.media_type if _MEDIA_TYPE.fullmatch(page.media_type) else "something"
            raise PageUnreadable(f"the address gives {what}, not a page")
        if is_front_page(page.url) and not is_front_page(asked):
            raise PageUnreadable("this is no article: the address leads to the front page")
        now = self._clock().replace(microsecond=0)
        try:
            given = PageBytes(page.url, page.data, page.charset, now, self._rules)
            return self.workers.run(read_page, given, seconds)
        except WorkerFailed as error:
            raise PageUnreadable(f"the page {error}") from None

    def read_picture(self, url: str, copies: bool) -> MadePicture:
        """Read the size of a picture, and make its `copies` if they are wanted; raises `PictureUnreadable`.

        For its size alone nobody waits long.
        """
        return self._picture(url, read_picture, copies)

    def uncut_picture(self, url: str) -> bytes:
        """Return a picture as a JPEG of our own, in its own shape; raises `PictureUnreadable`."""
        return self._picture(url, uncut_picture, copies=True)

    def _picture(self, url: str, read: Callable[[PictureBytes], Made], copies: bool) -> Made:
        try:
            seconds = None if copies else _SIZE_SECONDS  # a picture belongs to a page that may be read
            with self.workers.expecting(), self.fetcher.visit(seconds, heeds_robots=False) as visit:
                found = visit.get(_as_served(url), _PICTURE)
            return self.workers.run(read, PictureBytes(url, found.data, copies))
        except PageUnreadable as error:
            raise PictureUnreadable(str(error), is_gone=error.status in _GONE) from None
        except WorkerFailed as error:
            raise PictureUnreadable(f"it {error}") from None

    def close(self) -> None:
        """End all that is being read."""
        self.fetcher.close()
        self.workers.close()


def _as_served(url: str) -> str:
    """Return the address of a picture as its site serves it: all are named over https, which this machine has not."""
    return "http" + url.removeprefix("https") if is_loopback(url) and url.startswith("https") else url
