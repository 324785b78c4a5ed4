"""Asks whether pages are there, now, for a letter that is about to lead readers to them."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol

from digest.edition.link_answer import LinkAnswer
from digest.errors import PageNotAsked, PageUnreadable
from digest.fetching.fetcher import WebFetcher
from digest.web_address import is_front_page

_ANYTHING = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
LOOK_SECONDS = 6.0
"""How long one link is asked for; whoever reads a proof waits for all of them."""


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


class WebLinks:
    """Asks for the links of a letter, each once, without its page's bytes; see `digest.ports.editorial.Links`.

    As politely as pages are read: one at a time at each host, none that a site asks programs not to read, nothing on
    machines that are not public.
    """

    def __init__(self, open_fetcher: Callable[[], WebFetcher], seconds: float = LOOK_SECONDS) -> None:
        self._open_fetcher, self._seconds = open_fetcher, seconds

    def look(self, url: str) -> LinkAnswer:
        """Return what the site answers about a page; one that leads to the front page instead is not found."""
        try:
            with self._open_fetcher().visit(self._seconds, looks=True) as visit:
                found = visit.get(url, _ANYTHING)
        except PageNotAsked as error:
            return LinkAnswer(why=str(error), was_asked=False)
        except PageUnreadable as error:
            return LinkAnswer(error.status, str(error))
        if is_front_page(found.url) and not is_front_page(url):
            return LinkAnswer(HTTPStatus.NOT_FOUND, "the address leads to the front page")
        return LinkAnswer(HTTPStatus.OK, moved_to=visit.moved_to)
