"""The sign-up for scripts.

`GET /api/subscriptions` gives a form's token and words, `POST` takes it filled in, both as JSON.

The same function takes it as the page (`signup_guard.py`). Scripts of other sites may call it from the origins in
the settings; it answers with nothing about any reader.
"""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from subscribers.web.captcha import Challenge
from subscribers.web.page import HEADERS, Site, printable, read_body, wanted_language
from subscribers.web.signup_guard import SignupForm, SignupGuard, SignupResult, status_of
from subscribers.web.throttle import retry_after
from subscribers.web.visitor import Address, visitor

PATH = "/api/subscriptions"
SOURCE = "the sign-up form of a script"
_WORDS = {
    SignupResult.TAKEN: "look into the mailbox: if the address is right, a letter with a link is on its way",
    SignupResult.STALE: "the form is too old, or shows other words than now; get it again with GET",
    SignupResult.TOO_FAST: "the form came back at once; send it again when somebody had time to read it",
    SignupResult.TRAPPED: "`website` is a field that nobody sees; leave it empty",
    SignupResult.NOT_AGREED: "`agreed` must be true: the reader has to tick the box",
    SignupResult.NO_ADDRESS: "`address` is no e-mail address",
    SignupResult.TOO_MANY: "too many requests from this network; try again in the next hour",
}


def api_routes(site: Site, guard: SignupGuard, origins: Sequence[str]) -> list[BaseRoute]:
    """Return the routes of the API, which scripts of the `origins` may call."""

    async def form(request: Request) -> Response:
        return await run_in_threadpool(
            _form, site, guard, wanted_language(request, site.languages), _shared(origins, request)
        )

    async def subscribe(request: Request) -> Response:
        shared = _shared(origins, request)
        if _is_stranger(request, {site.origin, *origins}):
            return _say(
                403, "foreign", "this site may not call the sign-up; add its origin to `origins` in [web]", shared
            )
        body = await read_body(request)
        if body is None:
            return _say(413, "too_large", "the body is too large", shared)
        form = _read_form(body, visitor(request, site.trusted_proxies))
        if form is None:
            return _say(400, "no_json", "send one JSON object with address, language, agreed and form", shared)
        result = await run_in_threadpool(guard.sign_up, form)
        if result is SignupResult.TAKEN:
            return _say(202, result, _WORDS[result], shared)
        limit = retry_after(site.now()) if result is SignupResult.TOO_MANY else {}
        return _say(status_of(result), result, _WORDS[result], shared | limit)

    async def challenge(_request: Request) -> Response:
        return JSONResponse(guard.captcha.challenge(), headers=HEADERS)

    async def ask(request: Request) -> Response:
        return Response(status_code=204, headers=_shared(origins, request))

    return [
        Route("/api/challenge", challenge, methods=["GET"], name="api challenge"),
        Route(PATH, form, methods=["GET"], name="api form"),
        Route(PATH, subscribe, methods=["POST"], name="api subscribe"),
        Route(PATH, ask, methods=["OPTIONS"], name="api options"),
    ]


def _form(site: Site, guard: SignupGuard, language: str, headers: dict[str, str]) -> Response:
    wording = guard.wording(language)
    empty: dict[str, str | list[str] | Challenge] = {
        "form": guard.token(language),
        "agreement": wording.text,
        "wording": wording.id,
        "policy_version": wording.policy,
        "language": language,
        "languages": list(site.languages),
    }
    if guard.asks_to_compute:
        empty["challenge"] = guard.captcha.challenge()
    return JSONResponse(empty, headers=headers)


def _say(status: int, code: str, words: str, headers: dict[str, str]) -> Response:
    return JSONResponse({"status": str(code), "message": words}, status, headers=headers)


def _shared(origins: Sequence[str], request: Request) -> dict[str, str]:
    """Return the headers: those of pages, and leave for the origins that have it."""
    origin = request.headers.get("origin", "")
    shared = {**HEADERS, "Vary": "Origin"}
    if origin in origins:
        shared |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Max-Age": "86400",
        }
    return shared


def _is_stranger(request: Request, known: AbstractSet[str]) -> bool:
    """Return whether a browser says that a page of another site sent this; programs that are no browser say nothing."""
    origin = request.headers.get("origin")
    return origin is not None and origin not in known


def _read_form(body: bytes, asked_from: Address | None) -> SignupForm | None:
    """Read a filled form out of a JSON object; None for any other body. What is no text counts as empty."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict):
        return None
    texts = {name: value for name, value in sent.items() if isinstance(value, str)}
    address = printable(texts.get("address", ""))
    return SignupForm(
        address=address,
        language=printable(texts.get("language", "")),
        agreed=sent.get("agreed") is True,
        token=printable(texts.get("form", "")),
        website=printable(texts.get("website", "")),
        proof=printable(texts.get("altcha", "")),
        visitor=asked_from,
        source=SOURCE,
        asked_about=address,  # a script has nobody to ask: `did you mean` is for pages
    )
