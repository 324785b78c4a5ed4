"""Confirming: `/confirm/<token>` from the confirmation letter.

GET shows one button, POST confirms; a scanner's look changes nothing. A link that is too old offers a new one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from subscribers.policy.tokens import RANDOM_LENGTH, unglued
from subscribers.services import confirmation
from subscribers.web.page import Site, answer, expired, refused_form, wanted_language
from subscribers.web.signup_guard import SignupGuard, SignupResult
from subscribers.web.throttle import retry_after
from subscribers.web.visitor import Address, visitor

NextLetter = Callable[[datetime], date | None]
"""Returns the day of the next letter after an instant; None where nobody knows it."""


@dataclass(frozen=True, slots=True)
class ConfirmPages:
    """What these pages are made with; `guard` stands before requests for a new link, as before all sign-ups.

    `welcomes` says that whoever confirms gets a letter at once.
    """

    site: Site
    guard: SignupGuard
    next_letter: NextLetter
    welcomes: bool = False


def confirm_routes(own: ConfirmPages) -> list[BaseRoute]:
    """Return the routes of the link in a confirmation mail, and of the button that asks for a new one."""
    site = own.site

    async def show(request: Request) -> Response:
        return await run_in_threadpool(_show, own, _token(request), wanted_language(request, site.languages))

    async def confirm(request: Request) -> Response:
        if refused := await refused_form(site, request):
            return refused
        return await run_in_threadpool(_confirm, own, _token(request), wanted_language(request, site.languages))

    async def renew(request: Request) -> Response:
        if refused := await refused_form(site, request):
            return refused
        language, asked_from = wanted_language(request, site.languages), visitor(request, site.trusted_proxies)
        return await run_in_threadpool(_renew, own, _token(request), language, asked_from)

    return [
        *(
            Route(f"/confirm/{{token}}{slash}", act, methods=[method], name="confirm")
            for slash in ("", "/")  # mail programs add it
            for method, act in (("GET", show), ("POST", confirm))
        ),
        Route("/confirm/{token}/again", renew, methods=["POST"], name="confirm again"),
    ]


def _token(request: Request) -> str:
    return unglued(request.path_params["token"], RANDOM_LENGTH)


def _show(own: ConfirmPages, token: str, language: str) -> Response:
    site = own.site
    found = confirmation.find_pending(site.store, token, site.now())
    if found is None:
        return expired(site, language, "/confirm", token)
    own_language, moves = found
    return answer(site.render("confirm", own_language, action=f"/confirm/{token}", moves=moves, welcomes=own.welcomes))


def _confirm(own: ConfirmPages, token: str, language: str) -> Response:
    site, now = own.site, own.site.now()
    found = confirmation.confirm(site.store, token, now)
    if found is None:
        return expired(site, language, "/confirm", token)
    own_language, done = found
    moved = done is confirmation.Confirmed.MOVED
    shown = {"moved": moved, "next_letter": own.next_letter(now), "welcomes": own.welcomes}
    return answer(site.render("confirmed", own_language, **shown))


def _renew(own: ConfirmPages, token: str, language: str, asked_from: Address | None) -> Response:
    site = own.site
    if own.guard.renew(token, asked_from) is SignupResult.TAKEN:
        return answer(site.render("renewed", language, confirms=True))
    page = expired(site, language, "/confirm", token, HTTPStatus.TOO_MANY_REQUESTS)
    page.headers.update(retry_after(site.now()))
    return page
