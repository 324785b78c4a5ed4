"""Sign-up: `/` shows what the letter is, a preview and a form; the same form may stand on any page of the newsroom.

A form copied into another page carries no token of ours, so it signs nobody up: it leads here, with the address
filled in. Whatever becomes of a request, the page that follows is the same, byte for byte.
"""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from subscribers.web.address_field import read_address_field
from subscribers.web.page import (
    LONGEST_ADDRESS,
    Site,
    answer,
    field,
    fields,
    is_foreign,
    read_body,
    refuse,
    wanted_language,
)
from subscribers.web.signup_guard import EMPTY, Filled, SignupForm, SignupGuard, SignupResult, status_of
from subscribers.web.throttle import retry_after
from subscribers.web.visitor import Address, visitor

SOURCE = "the sign-up form"


Preview = Callable[[str], object]
"""Returns what the page shows of the last edition in a language, or None."""


def signup_routes(site: Site, guard: SignupGuard, preview: Preview) -> list[BaseRoute]:
    """Return the routes of the sign-up page."""

    async def show(request: Request) -> Response:
        return await run_in_threadpool(_show, guard, preview, wanted_language(request, site.languages))

    async def join(request: Request) -> Response:
        body = await read_body(request)
        if body is None:
            return refuse(site, request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        form = fields(body)
        chosen = field(form, "language")
        language = chosen if chosen in site.languages else wanted_language(request, site.languages)
        if "form" not in form or is_foreign(request, site.origin):
            typed = Filled(field(form, "address")[:LONGEST_ADDRESS])
            return await run_in_threadpool(_show, guard, preview, language, typed)
        return await run_in_threadpool(take, _read(form, language, visitor(request, site.trusted_proxies)))

    def take(form: SignupForm) -> Response:
        result = guard.sign_up(form)
        if result is SignupResult.TAKEN:
            return answer(site.render("check", form.language))
        page = _show(guard, preview, form.language, guard.filled(form, result), status_of(result))
        if result is SignupResult.TOO_MANY:
            page.headers.update(retry_after(site.now()))
        return page

    return [Route("/", show, methods=["GET"], name="join"), Route("/", join, methods=["POST"], name="join")]


def _read(form: Mapping[str, Sequence[str]], language: str, asked_from: Address | None) -> SignupForm:
    address, asked_about = read_address_field(form)
    return SignupForm(
        address=address,
        language=language,
        agreed=field(form, "agreed") == "yes",
        token=field(form, "form"),
        website=field(form, "website"),
        proof=field(form, "altcha"),
        visitor=asked_from,
        source=SOURCE,
        asked_about=asked_about,
    )


def _show(
    guard: SignupGuard, preview: Preview, language: str, filled: Filled = EMPTY, status: int = HTTPStatus.OK
) -> Response:
    page = guard.page(language, guard.token(language), filled, preview(language))
    return answer(page, status, scripts=guard.asks_to_compute, indexed=filled == EMPTY)
