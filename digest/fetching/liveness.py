"""Asks whether a page is there, now, for a letter that is about to lead readers to it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol

from digest.errors import PageUnreadable
from digest.web_address import is_front_page

_ANYTHING = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"


class _Answer(Protocol):
    @property
    def url(self) -> str: ...


class _Fetcher(Protocol):
    def get(self, url: str, accept: str, /) -> _Answer: ...


class WebLiveness:
    """Asks over the web as pages are asked for; `open_fetcher` opens it when there is something to ask."""

    def __init__(self, open_fetcher: Callable[[], _Fetcher]) -> None:
        self._open_fetcher = open_fetcher

    def status(self, url: str) -> int:
        """Return what the site answers after all redirects (RFC 9110, 15); 0 when it does not answer.

        A page whose address leads to the front page is not found: so do many sites answer for one that is not there.
        """
        try:
            answer = self._open_fetcher().get(url, _ANYTHING)
        except PageUnreadable as error:
            return error.status
        return HTTPStatus.NOT_FOUND if is_front_page(answer.url) and not is_front_page(url) else HTTPStatus.OK
