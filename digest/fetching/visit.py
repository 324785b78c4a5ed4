"""One page's way through the web: its redirects, its retry, the manners of asking. Rules: RFC 9110, RFC 9309."""

import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpx

from digest.edition.addresses import is_loopback
from digest.errors import DigestError, PageNotAsked, PageUnreadable
from digest.fetching import robots
from digest.fetching.access import Access
from digest.fetching.body import read_body
from digest.fetching.deadline import Deadline, OutOfTime
from digest.fetching.page_cache import Kept, PageCache
from digest.fetching.refusals import NothingAnswers, TryAgain, failure, refusal
from digest.fetching.robots_memory import RobotsMemory
from digest.fetching.turns import HostTurns, site_of
from digest.redirectors import unwrapped
from digest.web_address import encoded

PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
"""What is accepted for a page."""
MAX_BYTES = 8_000_000
MAX_REDIRECTS = 5
_SILENT_SECONDS = 60.0
"""How long a host is not asked again at which nothing answered: its other pages need not find that out one by one."""
_LONGEST_VALIDATOR = 500
_SECURE_TRY_SECONDS = 4.0
"""How long https is tried for an address that was given with http."""
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_UNREADABLE_TARGET = "the site sends on to an address that cannot be read"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a site answered: `url` is where it was found after all redirects, and what its addresses are relative to.

    `media_type` is in lower case and empty where the site names none, `charset` is as the site names it.
    """

    url: str
    data: bytes
    media_type: str = ""
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Manners:
    """What all visits share: what may be asked, whose turn it is, what sites said before."""

    access: Access
    cache: PageCache | None = None
    turns: HostTurns = field(default_factory=HostTurns)
    robots: RobotsMemory = field(default_factory=RobotsMemory)
    without_https: set[str] = field(default_factory=set)
    silent: dict[str, float] = field(default_factory=dict)


class Visit:
    """One page's way through the web. Redirects are counted over all of its requests.

    `moved_to` is where the page was moved for good, empty where it was not. One that `looks` takes no page's bytes.
    """

    def __init__(
        self,
        client: httpx.Client,
        manners: Manners,
        deadline: Deadline,
        heeds_robots: bool = True,
        looks: bool = False,
    ) -> None:
        self._client, self._manners, self._deadline = client, manners, deadline
        self._heeds_robots, self._looks = heeds_robots, looks
        self.moved_to = ""
        self._redirects = 0
        self._moves = True
        self._asked_over_https: set[str] = set()

    def get(self, url: str, accept: str = PAGE) -> Fetched:
        """Return what stands at `url`, after redirects, each of which is checked; raises `PageUnreadable`."""
        url = encoded(unwrapped(url))
        while True:
            answer = self._ask_safely(url, accept)
            if isinstance(answer, Fetched):
                return answer
            url = answer

    def target(self, base: str, location: str) -> str:
        """Return where the site sends on to from `base`, and count it; raises `PageUnreadable` for one too many."""
        self._redirects += 1
        if self._redirects > MAX_REDIRECTS:
            raise PageUnreadable(f"the site sends on more than {MAX_REDIRECTS} times")
        try:
            return encoded(unwrapped(urljoin(base, location)))
        except ValueError:
            raise PageUnreadable(_UNREADABLE_TARGET) from None

    def _ask_safely(self, url: str, accept: str) -> Fetched | str:
        """Ask, and take whatever else an answer breaks for a fault of the site: no letter waits for a fault of ours."""
        try:
            return self._ask_securely(url, accept)
        except DigestError:
            raise
        except Exception as error:
            raise PageUnreadable(f"what the site answers cannot be understood ({type(error).__name__})") from error

    def _ask_securely(self, url: str, accept: str) -> Fetched | str:
        """Ask over https first, also for an address with http, which is asked for as it is where nothing answers."""
        self._manners.access.check(url)
        secure = self._secure_form(url)
        self._asked_over_https.add(secure or url)
        if secure:
            try:
                return self._ask_in_turn(secure, accept, _SECURE_TRY_SECONDS)
            except (TryAgain, OutOfTime) as error:
                if error.status:
                    raise
                self._manners.without_https.add(site_of(url))
        return self._ask_in_turn(url, accept)

    def _secure_form(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.port not in (None, 80) or is_loopback(url):
            return ""
        secure = f"https://{parts.netloc.removesuffix(':80')}" + url[len(f"http://{parts.netloc}") :]
        return "" if secure in self._asked_over_https or site_of(url) in self._manners.without_https else secure

    def _ask_in_turn(self, url: str, accept: str, try_seconds: float = 0) -> Fetched | str:
        """Ask a host when it is this page's turn; once more if it was busy, or did not answer and is not only tried."""
        silent, site = self._manners.silent, site_of(url)
        with self._manners.turns.turn(url, self._deadline):
            if time.monotonic() - silent.get(site, -_SILENT_SECONDS) < _SILENT_SECONDS:
                raise NothingAnswers
            try:
                with self._deadline.at_most(try_seconds) if try_seconds else nullcontext():
                    return self._ask_politely(url, accept)
            except TryAgain as error:
                if (try_seconds and not error.status) or not self._deadline.allows(error.seconds):
                    raise
                self._deadline.pause(error.seconds)
            try:
                return self._ask_politely(url, accept)
            except NothingAnswers:
                silent[site] = time.monotonic()
                raise

    def _ask_politely(self, url: str, accept: str) -> Fetched | str:
        manners = self._manners
        kept = manners.cache.find(url, accept) if manners.cache and not self._looks else None
        try:
            if not self._may_read(url):
                raise PageNotAsked("the site asks programs not to read this page (in its robots.txt)")
            return self._ask(url, accept, kept)
        except httpx.HTTPError as error:
            raise failure(error) from error
        except httpx.InvalidURL:
            raise PageUnreadable(_UNREADABLE_TARGET) from None
        except UnicodeError:  # httpx knows IDNA 2008 alone, browsers some more names, such as those with an emoji
            raise PageUnreadable("its host name, or one it sends on to, is none this program can ask for") from None

    def _ask(self, url: str, accept: str, kept: Kept | None) -> Fetched | str:
        """Return what stands at exactly this address, or where the site sends on to."""
        headers = {"Accept": accept} | (kept.conditions if kept else {})
        with self._client.stream("GET", url, headers=headers) as response:
            if response.status_code in _REDIRECTS:
                return self._redirected(url, response)
            if kept and response.status_code == HTTPStatus.NOT_MODIFIED:
                return Fetched(url, kept.data, kept.media_type, kept.charset)
            if response.status_code != HTTPStatus.OK:
                raise refusal(response)
            if self._looks:
                return Fetched(url, b"")
            media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            found = Fetched(url, read_body(response, MAX_BYTES), media_type, _charset(response))
            if self._manners.cache:
                self._manners.cache.keep(url, accept, _as_kept(found, response.headers))
            return found

    def _redirected(self, url: str, response: httpx.Response) -> str:
        """Return where a site sends on to; up to the first time that it does so for now, the page was moved there."""
        target = self.target(url, response.headers.get("location", ""))
        self._moves = self._moves and response.status_code in _FOR_GOOD
        if self._moves:
            self.moved_to = target
        return target

    def _may_read(self, url: str) -> bool:
        if not self._heeds_robots or self._manners.access.may_ignore_robots(url):
            return True
        return self._manners.robots.may_read(url, self._robots)

    def _robots(self, url: str) -> str:
        """Return the text of a robots.txt; empty where there is none, or the site keeps it elsewhere."""
        with self._client.stream("GET", url, headers={"Accept": "text/plain,*/*;q=0.1"}) as response:
            if response.status_code != HTTPStatus.OK:
                return ""
            try:
                return read_body(response, robots.MAX_BYTES, is_cut=True).decode("utf-8", "replace")
            except PageUnreadable:
                return ""


def _as_kept(page: Fetched, headers: Mapping[str, str]) -> Kept:
    may = "no-store" not in headers.get("cache-control", "").lower()
    told = (headers.get(name, "") if may else "" for name in ("etag", "last-modified"))
    etag, modified = (value if value.isascii() and len(value) <= _LONGEST_VALIDATOR else "" for value in told)
    return Kept(etag, modified, page.media_type, page.charset, page.data)


def _charset(response: httpx.Response) -> str | None:
    """Return the charset that an answer names; None where nobody can read what it names."""
    try:
        return response.charset_encoding
    except Exception:  # noqa: BLE001 - the parser of the standard library breaks at odd parameters in many ways
        return None
