"""Sign-up: `/` shows what the letter is, a preview and a form; the same form may stand on any page of the newsroom.

A form copied into another page carries no token of ours, so it signs nobody up: it leads here, with the address
filled in. Whatever becomes of a request, the page that follows is the same, byte for byte.
"""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from subscribers.web.page import Site, answer, field, fields, is_foreign, read_body, wanted_language
from subscribers.web.signup_guard import SignupForm, SignupGuard, SignupResult, status_of
from subscribers.web.throttle import retry_after
from subscribers.web.visitor import visitor

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
            return Response(status_code=413)
        form = fields(body)
        chosen = field(form, "language")
        language = chosen if chosen in site.languages else wanted_language(request, site.languages)
        if "form" not in form or is_foreign(request, site.origin):
            return await run_in_threadpool(_show, guard, preview, language, address=field(form, "address")[:254])
        signup = SignupForm(
            address=field(form, "address"),
            language=language,
            agreed=field(form, "agreed") == "yes",
            token=field(form, "form"),
            website=field(form, "website"),
            proof=field(form, "altcha"),
            visitor=visitor(request, site.trusted_proxies),
            source=SOURCE,
        )
        return await run_in_threadpool(take, signup)

    def take(form: SignupForm) -> Response:
        result = guard.sign_up(form)
        if result is SignupResult.TAKEN:
            return answer(site.render("check", form.language))
        page = _show(guard, preview, form.language, address=form.address[:254], fault=result)
        if result is SignupResult.TOO_MANY:
            page.headers.update(retry_after(site.now()))
        return page

    return [Route("/", show, methods=["GET"], name="join"), Route("/", join, methods=["POST"], name="join")]


def _show(
    guard: SignupGuard, preview: Preview, language: str, *, address: str = "", fault: SignupResult | None = None
) -> Response:
    token = guard.token(language)
    page = guard.page(language, token=token, address=address, fault=fault or "", preview=preview(language))
    return answer(page, status_of(fault) if fault else 200, scripts=guard.asks_to_compute)
