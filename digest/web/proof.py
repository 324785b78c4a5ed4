"""The pages behind an editor's own link in a proof mail: GET shows, POST gives the editor's word. No login, no script.

Mail scanners open every link, some several times, some in a browser: so nothing happens but by a form's POST, which
carries a value that only our page shows, and which no other site can send. The token is in the address: pages send no
referrer, are kept nowhere and in no search engine, and the log of requests knows the names of routes alone.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from digest.web.assets import asset
from digest.web.bodies import BodyRoom
from digest.web.desk.threads import DeskThreads
from digest.web.forms import NoForm, is_foreign, origin_of, read_form
from digest.web.local.answers import HEADERS, letter

PATH = "/proof"
VERBS = ("approve", "hold", "release")
_HEADERS = {**HEADERS, "X-Robots-Tag": "noindex, nofollow"}
_MOST_BYTES = 2_000
_AT_ONCE = 2
_LONGEST_TOKEN = 100
_FOREIGN = "The form was not sent from this page."


@dataclass(frozen=True, slots=True)
class Answered:
    """What a button led to: whether its link opens anything, and why nothing was done, in words."""

    is_known: bool
    why: str = ""


class ProofPages(Protocol):
    """What these pages show, and do. A token that opens nothing has no page."""

    def page(self, token: str, path: str, language: str) -> str | None:
        """Return the page of a link, which is at `path`, with the letter in a language."""
        ...

    def letter(self, token: str, language: str) -> str | None:
        """Return the HTML of the letter in a language, of a link that still stands for it."""
        ...

    def answer(self, token: str, verb: str) -> Answered:
        """Do what one of `VERBS` says, in the name of the link's editor."""
        ...

    def form_token(self, token: str) -> str:
        """Return the value that the forms of a link's page carry."""
        ...

    def render(self, name: str, /, **values: object) -> str:
        """Return the page `name`, which is about no link."""
        ...


def proof_routes(pages: ProofPages, base_url: str, style: str) -> list[BaseRoute]:
    """Return the routes; `base_url` is where our own pages are."""
    origin, room, threads = origin_of(base_url), BodyRoom(_MOST_BYTES), DeskThreads(_AT_ONCE)

    async def show(request: Request) -> Response:
        token = _token(request)
        path, language = f"{PATH}/{quote(token, safe='')}", request.query_params.get("language", "")
        html = await threads.take(partial(pages.page, token, path, language))
        return _page(html) if html else _gone(pages)

    async def frame(request: Request) -> Response:
        html = await threads.take(partial(pages.letter, _token(request), request.query_params.get("language", "")))
        if html is None:
            return _gone(pages)
        shown = letter(html, web_pictures=True)
        shown.headers["X-Robots-Tag"] = _HEADERS["X-Robots-Tag"]
        return shown

    def button(verb: str) -> Callable[[Request], object]:
        async def act(request: Request) -> Response:
            token = _token(request)
            try:
                given = (await read_form(request, room)).get("token", "")
            except NoForm:
                given = ""
            own = await threads.take(partial(pages.form_token, token))
            if is_foreign(request, origin) or not hmac.compare_digest(given.encode("utf-8", "replace"), own.encode()):
                return _page(pages.render("proof_refused", why=_FOREIGN), 403)
            answered = await threads.take(partial(pages.answer, token, verb))
            if not answered.is_known:
                return _gone(pages)
            if answered.why:
                return _page(pages.render("proof_refused", why=answered.why), 409)
            return RedirectResponse(f"{PATH}/{quote(token, safe='')}", 303, _HEADERS)

        return act

    at = f"{PATH}/{{token}}"
    return [
        Route(at, show, methods=["GET"], name="proof"),
        Route(f"{at}/", show, methods=["GET"], name="proof"),
        Route(f"{at}/letter", frame, methods=["GET"], name="letter of a proof"),
        *(Route(f"{at}/{verb}", button(verb), methods=["POST"], name=f"{verb} from a proof") for verb in VERBS),
        asset("/proof.css", "text/css", style),
    ]


def _token(request: Request) -> str:
    return str(request.path_params["token"])[:_LONGEST_TOKEN]


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, _HEADERS)


def _gone(pages: ProofPages) -> Response:
    return _page(pages.render("proof_gone"), 404)
