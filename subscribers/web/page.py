"""What all reader pages share: how they are answered, which headers they have, and what they are made with.

Nothing of a page is stored or sent on: no cache, no referrer (the address bar may hold a token), no search engine,
nothing foreign.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Protocol
from urllib.parse import parse_qs, quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from subscribers.policy.characters import one_line
from subscribers.ports import ReaderMail
from subscribers.storage.store import Store
from subscribers.web.visitor import Network

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=(), browsing-topics=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
MOST_BYTES = 16_000
LONGEST_ADDRESS = 254
"""Characters (RFC 5321, 4.5.3.1.3, as erratum 1690 has it); of a longer text a form shows so much again."""
_MOST_FIELDS = 100
_LONGEST_FIELD = 4_000
_LONGEST_TOKEN = 100


class Render(Protocol):
    """Makes the HTML of a page out of its template, in a reader's language."""

    def __call__(self, name: str, language: str, /, **values: object) -> str:
        """Return page `name` as HTML; for an unknown or empty `language` it is in the digest's own."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """What every page is made with.

    `languages` are the tags there are words for, the digest's own first; `trusted_proxies` are the web servers that are
    believed when they name a visitor.
    """

    store: Store
    render: Render
    now: Callable[[], datetime]
    base_url: str
    languages: Sequence[str]
    trusted_proxies: Sequence[Network] = ()

    @property
    def origin(self) -> str:
        """Return the origin of our own pages."""
        return self.base_url.lower()

    @property
    def is_secure(self) -> bool:
        """Return whether the pages are reached over https."""
        return self.base_url.startswith("https://")

    @property
    def session_cookie(self) -> str:
        """Return the name of the cookie of a reader's session.

        Over https it is one that browsers take from this very host alone (RFC 6265bis, 4.1.3.2); over http, on a
        developer's own machine, they would not take it at all.
        """
        return "__Host-session" if self.is_secure else "session"


@dataclass(frozen=True, slots=True)
class FormMail:
    """The mails that forms cause: who writes them, and after how many an hour, to anybody, no more are written."""

    writer: ReaderMail
    letters_per_hour: int


def answer(html: str, status: int = 200, *, scripts: bool = False, indexed: bool = False) -> Response:
    """Return a page as a response; `scripts` lets it run our own scripts and let them ask us.

    Search engines are asked to leave every page out that is not `indexed`. Pictures are our own alone.
    """
    policy = HEADERS["Content-Security-Policy"] + ("; script-src 'self'; connect-src 'self'" if scripts else "")
    headers = {**HEADERS, "Content-Security-Policy": policy}
    if indexed:
        del headers["X-Robots-Tag"]
    return HTMLResponse(html, status, headers)


def refuse(site: Site, request: Request, status: HTTPStatus) -> Response:
    """Answer a form that was not read, with a page that says why and what to do.

    FORBIDDEN: another site sent it; CONTENT_TOO_LARGE: no form of ours is so large; CONFLICT: done meanwhile.
    """
    page = site.render("refused", wanted_language(request, site.languages), status=int(status))
    return answer(page, status)


def expired(site: Site, language: str, path: str, token: str, status: int = HTTPStatus.NOT_FOUND) -> Response:
    """Answer for a mailed link below `path` that is too old, used up, or not ours: a button asks for a new one."""
    action = f"{path}/{quote(token[:_LONGEST_TOKEN], safe='')}/again"
    return answer(site.render("expired", language, action=action, status=int(status)), status)


async def refused_form(site: Site, request: Request) -> Response | None:
    """Read a form whose fields do not matter; return the page that refuses it, or None where it counts."""
    if await read_body(request) is None:
        return refuse(site, request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return refuse(site, request, HTTPStatus.FORBIDDEN) if is_foreign(request, site.origin) else None


async def read_body(request: Request) -> bytes | None:
    """Read a body, as far as a form of ours could go; None when it is larger, empty when the other side went away."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


def fields(body: bytes) -> dict[str, list[str]]:
    """Read a form as browsers send it (urlencoded); a body that is none has no fields."""
    try:
        return parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        return {}


def field(form: Mapping[str, Sequence[str]], name: str) -> str:
    """Return one field's value, empty when it is not there; control characters are cut out."""
    return printable(next(iter(form.get(name, ())), ""))


def printable(text: str) -> str:
    """Return a field's text as one line (see `subscribers.policy.characters`), and no more of it than is sane."""
    return one_line(text[:_LONGEST_FIELD])


def is_foreign(request: Request, own: str) -> bool:
    """Return whether a form was sent from another site.

    `Origin` is "null" for forms of our own pages, because they send no referrer; then `Sec-Fetch-Site` tells, where
    browsers know it.
    """
    origin = request.headers.get("origin", "null")
    site = request.headers.get("sec-fetch-site", "same-origin")
    return origin not in {"null", own} or site not in {"same-origin", "none"}


def is_nobodys(request: Request) -> bool:
    """Return whether a browser hides which site a form was sent from.

    A frame without an origin says "null", as do our own pages; older browsers say nothing else. Where a form opens a
    session that is not enough: somebody would be led into another's, and tell it their own address.
    """
    return request.headers.get("origin") == "null" and request.headers.get("sec-fetch-site") != "same-origin"


def wanted_language(request: Request, languages: Sequence[str]) -> str:
    """Return the language of a page.

    The one asked for in the address, else what the browser prefers, else the digest's own (first).
    """
    asked = [request.query_params.get("language", "")]
    asked += [part.partition(";")[0].strip() for part in request.headers.get("accept-language", "")[:200].split(",")]
    for tag in asked:
        for candidate in (tag, tag.partition("-")[0]):
            if candidate in languages:
                return candidate
    return languages[0]
