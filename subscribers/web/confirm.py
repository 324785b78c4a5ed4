"""Confirming: `/confirm/<token>` from the confirmation letter.

GET shows one button, POST confirms; a scanner's look changes nothing.
"""

from collections.abc import Callable
from datetime import date, datetime
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from subscribers.policy.tokens import RANDOM_LENGTH, unglued
from subscribers.services import confirmation
from subscribers.web.page import Site, answer, is_foreign, read_body, refuse, wanted_language

NextLetter = Callable[[datetime], date | None]
"""Returns the day of the next letter after an instant; None where nobody knows it."""


def confirm_routes(site: Site, next_letter: NextLetter) -> list[BaseRoute]:
    """Return the routes of the link in a confirmation mail."""

    async def show(request: Request) -> Response:
        return await run_in_threadpool(
            _show, site, unglued(request.path_params["token"], RANDOM_LENGTH), wanted_language(request, site.languages)
        )

    async def confirm(request: Request) -> Response:
        if await read_body(request) is None:
            return refuse(site, request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if is_foreign(request, site.origin):
            return refuse(site, request, HTTPStatus.FORBIDDEN)
        return await run_in_threadpool(
            _confirm,
            site,
            next_letter,
            unglued(request.path_params["token"], RANDOM_LENGTH),
            wanted_language(request, site.languages),
        )

    return [
        Route(f"/confirm/{{token}}{slash}", act, methods=[method], name="confirm")
        for slash in ("", "/")  # mail programs add it
        for method, act in (("GET", show), ("POST", confirm))
    ]


def _show(site: Site, token: str, language: str) -> Response:
    found = confirmation.find_pending(site.store, token, site.now())
    if found is None:
        return answer(site.render("expired", language), 404)
    own_language, moves = found
    return answer(site.render("confirm", own_language, action=f"/confirm/{token}", moves=moves))


def _confirm(site: Site, next_letter: NextLetter, token: str, language: str) -> Response:
    now = site.now()
    found = confirmation.confirm(site.store, token, now)
    if found is None:
        return answer(site.render("expired", language), 404)
    own_language, done = found
    moved = done is confirmation.Confirmed.MOVED
    return answer(site.render("confirmed", own_language, moved=moved, next_letter=next_letter(now)))
