"""Asks whether a page is there, now, for a letter that is about to lead readers to it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol

from digest.errors import PageUnreadable

_ANYTHING = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"


class _Fetcher(Protocol):
    def get(self, url: str, accept: str, /) -> object: ...


class WebLiveness:
    """Asks over the web as pages are asked for; `open_fetcher` opens it when there is something to ask."""

    def __init__(self, open_fetcher: Callable[[], _Fetcher]) -> None:
        self._open_fetcher = open_fetcher

    def status(self, url: str) -> int:
        """Return what the site answers after all redirects (RFC 9110, 15); 0 when it does not answer."""
        try:
            self._open_fetcher().get(url, _ANYTHING)
        except PageUnreadable as error:
            return error.status
        return HTTPStatus.OK
