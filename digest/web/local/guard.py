"""Who is answered on a local page: the browser that was given the start address, and nobody else.

Other programs and users of this machine reach a port on loopback, and so does every web site that is open in the
browser: by forms and pictures, or by a name of its own that it lets point to 127.0.0.1 (DNS rebinding). Cookies do not
know ports, so the cookie's name holds ours; `SameSite` does not either, so `Sec-Fetch-Site` is asked as well
(W3C Fetch Metadata; browsers since 2023).

What it does not keep out: another program's page on this machine that this very browser is led to is sent the cookie.
That program could then look in, as could any that runs as the same user and reads the files themselves.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from digest.web.local.answers import HEADERS

START = "/start/"
_HTTP_PORT = 80
_TOKEN_BYTES = 18  # 24 characters: the address fits into a line of 60
_READS = frozenset({"GET", "HEAD"})
_OWN = frozenset({"same-origin", "none"})  # none: typed, or out of bookmarks


@dataclass(slots=True)
class Keys:
    """The secrets of one run of a local page: `start` opens it as often as wanted, `session` is the cookie's value.

    What opens it once is for the command line of a browser, which every user of this machine may read (ps).
    """

    start: str = field(default_factory=lambda: secrets.token_urlsafe(_TOKEN_BYTES))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(_TOKEN_BYTES))
    _once: set[str] = field(default_factory=set)

    def once(self) -> str:
        """Return a token that opens the page once."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._once.add(token)
        return token

    def opens(self, token: str) -> bool:
        """Return whether a token opens the page; one for a single time does so no more."""
        if _same(token, self.start):
            return True
        found = next((one for one in self._once if _same(token, one)), "")
        self._once.discard(found)
        return bool(found)


def _same(given: str, secret: str) -> bool:
    """Compare in a time that says nothing of the secret."""
    return secrets.compare_digest(given.encode(), secret.encode())


@dataclass(frozen=True, slots=True)
class Guard:
    """Stands around the `app` of a local page on `port`; answers itself whatever must not reach it."""

    app: ASGIApp
    port: int
    keys: Keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it; every answer gets the headers it lacks."""
        if scope["type"] != "http":
            return  # nothing of ours is a socket
        answer = self._answer(scope["method"], scope["path"], Headers(scope=scope)) or self.app
        await answer(scope, receive, _with_headers(send))

    def _answer(self, method: str, path: str, headers: Headers) -> Response | None:
        """Return what is answered in place of the page, None where the page may answer."""
        if not self._is_ours(headers):
            return refusal("This address is not the one that the command says.", HTTPStatus.MISDIRECTED_REQUEST)
        if path.startswith(START) and method == "GET":
            return self._begin(path.removeprefix(START), headers)
        if not self._knows(headers):
            return refusal("Open the address that the command printed; it holds the key to this page.")
        if method not in _READS and not self._comes_from_us(headers):
            return refusal("Another page sent this form; use the buttons of this one.")
        if headers.get("sec-fetch-site", "none") not in _OWN:
            return refusal("Another page led here. Open the address that the command printed.")
        return None

    def _is_ours(self, headers: Headers) -> bool:
        return len(headers.getlist("host")) == 1 and headers["host"].lower() in _hosts(self.port)

    def _begin(self, token: str, headers: Headers) -> Response:
        """Exchange a token for the cookie, and leave the address that holds it.

        A browser that came from elsewhere, such as a terminal in a page, keeps a strict cookie from the redirect: it
        goes on from a page of ours.
        """
        if not self.keys.opens(token):
            return refusal("This address is used up, or of an earlier run. Open the one that the command printed last.")
        from_us = headers.get("sec-fetch-site", "none") in _OWN
        answer = RedirectResponse("/", HTTPStatus.SEE_OTHER) if from_us else HTMLResponse(_GO_ON)
        answer.set_cookie(self._cookie, self.keys.session, path="/", httponly=True, samesite="strict")
        return answer

    @property
    def _cookie(self) -> str:
        return f"digest-{self.port}"

    def _knows(self, headers: Headers) -> bool:
        return any(_same(value, self.keys.session) for value in _cookie_values(headers.getlist("cookie"), self._cookie))

    def _comes_from_us(self, headers: Headers) -> bool:
        """Return whether a form is one of our own pages.

        These send no referrer, so browsers write "null" for `Origin`, as does a frame without an origin: then
        `Sec-Fetch-Site` must say it.
        """
        origin, site = headers.get("origin", "null"), headers.get("sec-fetch-site", "")
        return origin == f"http://{headers['host'].lower()}" or (origin == "null" and site == "same-origin")


def refusal(why: str, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> Response:
    """Answer with a small page that says what to do."""
    return HTMLResponse(_PAGE.format(title="Not opened", body=f"<p>{why}</p>"), status)


_PAGE = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n</head>\n'
    "<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
)
_GO_ON = _PAGE.format(title="Opened", body='<p><a href="/">Go on</a></p>').replace(
    "<title>", '<meta http-equiv="refresh" content="0;url=/">\n<title>'
)


def _hosts(port: int) -> frozenset[str]:
    """Return what `Host` may be: browsers leave the port of http out."""
    names = ("127.0.0.1", "localhost")
    return frozenset({f"{name}:{port}" for name in names} | ({*names} if port == _HTTP_PORT else set()))


def _cookie_values(lines: Sequence[str], name: str) -> list[str]:
    """Return the values of a cookie; other programs of this machine may have set one of the same name for a path."""
    parts = (part.strip().partition("=") for part in ";".join(lines).split(";"))
    return [value for key, _, value in parts if key == name]


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers
