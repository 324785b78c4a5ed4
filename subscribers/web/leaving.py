"""Leaving: `/u/<token>` from every letter. GET shows one button; POST leaves, by that button or by a mail program (RFC 8058).

The POST asks for nothing but the token: no cookie, no form field, no redirect, whatever the body says and however it is encoded. Leaving
twice is leaving. A token that is not ours is answered like a page that does not exist.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from subscribers import leave
from subscribers.errors import NotAllowed, UnknownSubscriber
from subscribers.store import Store
from subscribers.tokens import Purpose, read
from subscribers.web.page import Render, answer

MOST_BYTES = 16_000
SOURCE = "the link in a letter"


def leaving_routes(store: Store, render: Render, now: Callable[[], datetime]) -> list[Route]:
    """Make the routes; with and without a slash at the end, because mail programs add and lose it."""

    async def leaving(request: Request) -> Response:
        token = request.path_params["token"]
        if request.method == "POST" and not await _is_small(request):
            return Response(status_code=413)
        return await run_in_threadpool(_leave if request.method == "POST" else _ask, store, render, token, now())

    return [Route(f"/u/{{token}}{slash}", leaving, methods=["GET", "POST"]) for slash in ("", "/")]


def _ask(store: Store, render: Render, token: str, _now: datetime) -> Response:
    """Show the button; nothing is changed, however often a scanner looks."""
    public_id = read(store.keyring, Purpose.LETTER, token)
    if public_id is None:
        return answer(render("unknown", ""), 404)
    return answer(render("leave", store.language_of(public_id), action=f"/u/{token}"))


def _leave(store: Store, render: Render, token: str, now: datetime) -> Response:
    public_id = read(store.keyring, Purpose.LETTER, token)
    if public_id is None:
        return answer(render("unknown", ""), 404)
    language = store.language_of(public_id)
    with suppress(UnknownSubscriber, NotAllowed):  # erased meanwhile: there is nobody left to write to
        leave.unsubscribe(store, store.number_of(public_id.hex()), SOURCE, now)
    return answer(render("left", language))


async def _is_small(request: Request) -> bool:
    """Read the body away, as far as a form of ours could go; what it says does not matter."""
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > MOST_BYTES:
                return False
    except ClientDisconnect:
        return True
    return True
