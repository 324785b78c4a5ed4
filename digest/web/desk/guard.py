"""Who is answered at the desk: an editor of digest.toml, in a session of their own, by forms of that session.

The session is a cookie that scripts cannot read and that browsers send from pages of ours alone (`SameSite=Strict`);
what an editor may do is looked up in the settings at every request. Every form carries a token of the session besides.
The desk answers under the name in `base_url` alone, so that no other name that points here (DNS rebinding) is let in.

The cookie is looked at before a form is read: strangers' forms have little room, and a thread, of their own, so that
nobody without a login slows what editors do, least of all stopping a letter.
"""

import hmac
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Protocol
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from digest.edition.editor import Editor
from digest.ports.editors import EditorSessions
from digest.web.bodies import BodyRoom
from digest.web.desk.answers import HEADERS, guarded, page
from digest.web.desk.own_paths import HOME, LOGIN, own_path
from digest.web.desk.threads import PAGES_AT_ONCE, Busy, DeskThreads
from digest.web.desk.visit import Action, Page, Visit
from digest.web.forms import NoForm, is_foreign, is_ours, origin_of, read_form

TOKEN = "token"  # noqa: S105 - the name of the field
_MOST_BYTES, _ROOM, _STRANGERS_ROOM = 1_000_000, 4_000_000, 500_000
_SIGNED_FOR = b"forms of the desk"
_TYPED = "typed"
_ENDED = "This form is of a session that has ended. Go back, open the page anew, and send it."
_MANY = (
    "Your session has ended, and this could not be shown again at this moment. Log in in another tab, then reload this."
)

Endpoint = Callable[[Request], Awaitable[Response]]


class Render(Protocol):
    """Makes the HTML of a page out of its template."""

    def __call__(self, name: str, /, **values: object) -> str:
        """Return page `name` as HTML."""
        ...


@dataclass(frozen=True, slots=True)
class DeskGuard:
    """Stands before each page of the desk; see `digest.web.desk.visit.Guard`.

    `editors` are those of digest.toml as it is at that moment; none may enter when there are none.
    """

    base_url: str
    editors: Callable[[], Mapping[str, Editor]]
    sessions: EditorSessions
    render: Render
    now: Callable[[], datetime]
    threads: DeskThreads = field(default_factory=lambda: DeskThreads(PAGES_AT_ONCE))
    _room: BodyRoom = field(default_factory=lambda: BodyRoom(_MOST_BYTES, _ROOM))
    _strangers: DeskThreads = field(default_factory=lambda: DeskThreads(1))
    _strangers_room: BodyRoom = field(default_factory=lambda: BodyRoom(_MOST_BYTES, _STRANGERS_ROOM))

    def page(self, path: str, handler: Page, threads: DeskThreads | None = None) -> BaseRoute:
        """Return the route of a page that any editor who logged in may see; others are asked to log in."""

        async def show(request: Request) -> Response:
            visit = await self.threads.take(partial(self.visit, request))
            if visit is None:
                return self._ask_to_log_in(request)
            return guarded(await (threads or self.threads).take(partial(handler, request, visit)))

        return Route(path, self.at_home(show), methods=["GET"], name=path)

    def action(self, path: str, may: Collection[str], handler: Action, threads: DeskThreads | None = None) -> BaseRoute:
        """Return the route of what only an editor who may do one of these things can cause."""

        async def act(request: Request) -> Response:
            if is_foreign(request, self.origin):
                return self.refusal("Another page sent this form; use the buttons of the desk.")
            try:
                if not await run_in_threadpool(self._knows, request):
                    return await self._give_back(request)
                fields = await read_form(request, self._room)
            except NoForm as fault:
                return self.refusal(str(fault), HTTPStatus.BAD_REQUEST)
            if is_ours(request, self.origin):
                request.scope.setdefault("state", {})[_TYPED] = fields
            visit = await self.threads.take(partial(self.visit, request))
            if visit is None or not is_same(fields.get(TOKEN, ""), visit.form_token):
                return await self.threads.take(partial(self._ask_to_send_again, request, visit, fields))
            if visit.editor.may.isdisjoint(may):
                words = " or ".join(f'"{one}"' for one in may)
                return self.refusal(f"{visit.editor.name} may not do this: digest.toml does not say {words} of them.")
            own = {name: value for name, value in fields.items() if name != TOKEN}
            return guarded(await (threads or self.threads).take(partial(handler, request, visit, own)))

        return Route(path, self.at_home(act), methods=["POST"], name=path)

    def at_home(self, endpoint: Endpoint) -> Endpoint:
        """Let an endpoint answer only where it is asked under our own name."""

        async def answer(request: Request) -> Response:
            if [host.lower() for host in request.headers.getlist("host")] != [self._host]:
                home = f"{self.origin}{HOME}"
                return self.refusal(f"The desk is at {home}.", HTTPStatus.MISDIRECTED_REQUEST, home)
            return await endpoint(request)

        return answer

    def visit(self, request: Request) -> Visit | None:
        """Return who asks; None where there is no living session of an editor whom digest.toml names."""
        secret = self.secret(request)
        name = self.sessions.editor(secret, self.now()) if secret else None
        editor = self.editors().get(name) if name else None
        return Visit(editor, form_token(secret)) if editor else None

    def _knows(self, request: Request) -> bool:
        """Return whether an editor logged in with this browser lately: their form is read, also when that is over."""
        secret = self.secret(request)
        name = self.sessions.known(secret, self.now()) if secret else None
        return name is not None and name in self.editors()

    async def _give_back(self, request: Request) -> Response:
        """Show a form of a browser that we do not know, once more: it may be of an editor who logged out meanwhile.

        One at a time, apart from all others; where that is too much, they are told to send it again themselves.
        """
        if not is_ours(request, self.origin):
            return self.refusal(_ENDED)
        try:
            fields = await read_form(request, self._strangers_room, self._strangers.take)
            return await self._strangers.take(partial(self._ask_to_send_again, request, None, fields))
        except Busy:
            return self.refusal(_MANY, HTTPStatus.SERVICE_UNAVAILABLE)

    def secret(self, request: Request) -> str:
        """Return what the cookie holds; empty where there is none."""
        return request.cookies.get(self.cookie, "")

    @property
    def origin(self) -> str:
        """Return the origin of our own pages, as browsers write it."""
        return origin_of(self.base_url)

    @property
    def is_secure(self) -> bool:
        """Return whether the desk is reached over https; else it is on a developer's own machine."""
        return self.base_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """Return the name of the cookie: over https one that browsers take from this very host alone (RFC 6265bis)."""
        return "__Host-desk" if self.is_secure else "desk"

    @property
    def _host(self) -> str:
        return urlsplit(self.origin).netloc

    def refusal(self, why: str, status: HTTPStatus = HTTPStatus.FORBIDDEN, home: str = HOME) -> Response:
        """Answer with a page that says why nothing was done, and leads to the desk at `home`."""
        return page(self.render("refused", why=why, home=home), status)

    def _ask_to_log_in(self, request: Request) -> Response:
        """Lead to the login, and back afterwards; whoever has a session is led back from there at once.

        A strict cookie does not come with a link from elsewhere, such as one in a mail, nor with a redirect of it:
        then they go on from a page of ours.
        """
        here = own_path(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
        to = f"{LOGIN}?to={quote(here, safe='')}"
        if request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
            return page(self.render("go_on", to=to))
        return RedirectResponse(to, HTTPStatus.SEE_OTHER, HEADERS)

    def _ask_to_send_again(self, request: Request, visit: Visit | None, fields: Mapping[str, str]) -> Response:
        """Show what came without a living session, or with another's token: nothing was done, and nothing is lost.

        Only what a browser says is ours: nobody's words are to be sent by an editor who takes them for their own.
        """
        if not is_ours(request, self.origin):
            return self.refusal(_ENDED)
        sent = {name: value for name, value in fields.items() if name != TOKEN}
        token = visit.form_token if visit else ""
        html = self.render("again", path=request.url.path, fields=sent, token=token, editor=visit and visit.editor.name)
        return page(html, HTTPStatus.FORBIDDEN)


def form_token(secret: str) -> str:
    """Return the token that all forms of one session carry, from which nobody comes to its secret."""
    return hmac.new(secret.encode("utf-8", "surrogatepass"), _SIGNED_FOR, "sha256").hexdigest()[:32]


def typed_in(request: Request) -> Mapping[str, str]:
    """Return what a form of ours held, with its token, for a page on which it can be sent again; else nothing."""
    fields: Mapping[str, str] = request.scope.get("state", {}).get(_TYPED, {})
    return fields


def is_same(given: str, own: str) -> bool:
    """Compare in a time that says nothing of our own."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), own.encode())
