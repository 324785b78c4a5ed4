"""Logging in and out. Whoever is refused learns nothing: neither which names there are, nor which has a passphrase.

Words, status and work are the same for a wrong name, a wrong passphrase and an editor without one. Tries are counted
before they are looked at, by name and by network; a browser in which this editor logged in lately is counted by
itself, so that nobody keeps them out by trying. Passphrases are looked at one at a time, in a thread of their own:
each takes 64 MiB, and pages wait for none.
"""

import asyncio
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from digest.ports.editors import BROWSER_KNOWN, LoginTries, PassphraseHashes, Passphrases
from digest.web.bodies import BodyRoom
from digest.web.desk.answers import HEADERS, page
from digest.web.desk.guard import TOKEN, DeskGuard, form_token, is_same
from digest.web.desk.own_paths import HOME, LOGIN, LOGOUT, own_path
from digest.web.forms import NoForm, is_foreign, is_ours, read_form

OF_A_NAME, OF_A_NETWORK, OF_A_BROWSER = 10, 30, 10
"""Wrong passphrases an hour: for one name from browsers we do not know, from one network, from one we know."""
MOST_WAITING = 16
_MOST_BYTES, _LONGEST_NAME = 8_000, 100

_Tries = list[tuple[str, str, int]]


class Fault:
    """What is said to whoever was not let in."""

    WRONG = "The name or the passphrase is wrong."
    TOO_MANY = "There were too many tries. Wait until the next full hour, then try again."
    BUSY = "Too many are logging in at this moment. Try again in a moment."
    FOREIGN = "Another page sent this form, or your browser does not say which. Log in here."
    UNREADABLE = "This form cannot be read. Fill it in again."


@dataclass(frozen=True, slots=True)
class Login:
    """Lets editors in; `network` names the network of whoever asks, or is empty where nobody can tell."""

    guard: DeskGuard
    passphrases: Passphrases
    hashes: PassphraseHashes
    tries: LoginTries
    network: Callable[[Request], str]
    _room: BodyRoom = field(default_factory=lambda: BodyRoom(_MOST_BYTES))
    _one: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "passphrases"))
    _waiting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_WAITING))

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        ours = self.guard.at_home
        return [
            Route(LOGIN, ours(self._show), methods=["GET"], name=LOGIN),
            Route(LOGIN, ours(self._log_in), methods=["POST"], name=LOGIN),
            Route(LOGOUT, ours(self._log_out), methods=["POST"], name=LOGOUT),
        ]

    async def _show(self, request: Request) -> Response:
        to = own_path(request.query_params.get("to", ""))
        if await run_in_threadpool(self.guard.visit, request):
            return RedirectResponse(to, HTTPStatus.SEE_OTHER, HEADERS)
        return self._form(to)

    def _form(self, to: str, fault: str = "", status: int = HTTPStatus.OK) -> Response:
        """Show the form; it is sent with its origin named, for it can have no token of a session."""
        answer = page(self.guard.render("login", to=to, fault=fault), status)
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer

    async def _log_in(self, request: Request) -> Response:
        if not is_ours(request, self.guard.origin):
            return self._form(HOME, Fault.FOREIGN, HTTPStatus.FORBIDDEN)
        try:
            fields = await read_form(request, self._room)
        except NoForm:
            return self._form(HOME, Fault.UNREADABLE, HTTPStatus.BAD_REQUEST)
        to = own_path(fields.get("to", ""))
        if not self._waiting.acquire(blocking=False):
            return self._form(to, Fault.BUSY, HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            return await self._decide(request, fields, to)
        finally:
            self._waiting.release()

    async def _decide(self, request: Request, fields: Mapping[str, str], to: str) -> Response:
        name = fields.get("name", "").strip().lower()[:_LONGEST_NAME]
        now, before = self.guard.now(), self.guard.secret(request)
        tries = await run_in_threadpool(self._tries, name, before, request)
        if not await run_in_threadpool(self.tries.take, tries, now):
            answer = self._form(to, Fault.TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
            answer.headers["Retry-After"] = str(3_600 - now.minute * 60 - now.second)
            return answer
        look = asyncio.get_running_loop().run_in_executor
        secret = await look(self._one, self._opened, name, fields.get("passphrase", ""))
        if secret is None:
            return self._form(to, Fault.WRONG, HTTPStatus.FORBIDDEN)
        await run_in_threadpool(self.tries.give_back, tries, now)
        await run_in_threadpool(self.guard.sessions.close, before)
        return self._with_cookie(RedirectResponse(to, HTTPStatus.SEE_OTHER, HEADERS), secret)

    def _tries(self, name: str, before: str, request: Request) -> _Tries:
        if before and self.guard.sessions.known(before, self.guard.now()) == name:
            return [("browser", before, OF_A_BROWSER)]
        return [("name", name, OF_A_NAME), ("network", self.network(request), OF_A_NETWORK)]

    def _opened(self, name: str, passphrase: str) -> str | None:
        """Return the secret of a new session, None for whoever is wrong; as much work for whoever is nobody."""
        kept = self.passphrases.kept(name)
        known = kept if name in self.guard.editors() else None
        is_right = self.hashes.matches(known, passphrase)
        return self.guard.sessions.open(name, kept or "", self.guard.now()) if is_right else None

    async def _log_out(self, request: Request) -> Response:
        """End the session of whoever asks, by a form of it; without one there is nothing to end."""
        secret = self.guard.secret(request)
        if is_foreign(request, self.guard.origin):
            return self.guard.refusal("Another page sent this form; use the buttons of the desk.")
        try:
            fields = await read_form(request, self._room)
        except NoForm as fault:
            return self.guard.refusal(str(fault), HTTPStatus.BAD_REQUEST)
        if secret and not is_same(fields.get(TOKEN, ""), form_token(secret)):
            return self.guard.refusal("This form is of another session; use the button of the page.")
        await run_in_threadpool(self.guard.sessions.close, secret)
        answer = RedirectResponse(LOGIN, HTTPStatus.SEE_OTHER, HEADERS)
        answer.delete_cookie(self.guard.cookie, secure=self.guard.is_secure, httponly=True, samesite="strict")
        return answer

    def _with_cookie(self, answer: Response, secret: str) -> Response:
        """Give the cookie; it outlives its session, and then says only that this browser is known."""
        lives, secure = int(BROWSER_KNOWN.total_seconds()), self.guard.is_secure
        answer.set_cookie(
            self.guard.cookie, secret, max_age=lives, path="/", secure=secure, httponly=True, samesite="strict"
        )
        return answer
