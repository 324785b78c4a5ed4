"""The web application: all routes, one line in the log for each request, and a page for errors.

Made by `digest.app.web`.
"""

import asyncio
import time
import traceback
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWERED = "answered"
"""Where the server notes, in the `state` of a request, the status with which it answered it itself."""


def make_app(
    routes: Sequence[BaseRoute],
    missing: Callable[[Request], Response] = lambda _request: PlainTextResponse("not found\n", 404),
    broken: Callable[[Request, Exception], Response] = lambda _request, _error: PlainTextResponse(
        "that did not work\n", 500
    ),
    log: Callable[[str], None] = lambda _line: None,
) -> Starlette:
    """Join `routes` with the health page; no path is ever redirected to one with a slash more or less.

    `missing` answers where there is no page, `broken` where the program failed, by the error; `log` gets a line per
    request.
    """

    async def no_page(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await missing(Request(scope))(scope, receive, send)

    app = Starlette()
    app.router = Router(
        [Route("/health", health, methods=["GET"], name="health"), *routes], redirect_slashes=False, default=no_page
    )
    app.add_middleware(RequestLogMiddleware, routes=app.router.routes, broken=broken, log=log)
    return app


async def health(_request: Request) -> Response:
    """Answer that the program runs."""
    return PlainTextResponse("ok\n")


class RequestLogMiddleware:
    """Logs each request by the name of its route, never by its path, which may hold a token.

    Answers when the program fails.

    An error is logged by its kind and place alone: its text might name a reader.
    """

    def __init__(
        self,
        app: ASGIApp,
        routes: Sequence[BaseRoute],
        broken: Callable[[Request, Exception], Response],
        log: Callable[[str], None],
    ) -> None:
        self._app, self._routes, self._broken, self._log = app, routes, broken, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def send_and_remember_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        failure = ""
        try:
            await self._app(scope, receive, send_and_remember_status)
        except Exception as error:  # noqa: BLE001 - nothing of an error reaches a page or a log but its place
            failure = f" {_place(error)}"
            if not status:
                broken = await asyncio.to_thread(self._broken, Request(scope), error)  # it may hold a long form
                await broken(scope, receive, send_and_remember_status)
        status = scope.get("state", {}).get(ANSWERED, status)  # what a page said to a computer that got another answer
        milliseconds = (time.perf_counter() - began) * 1_000
        method = scope["method"] if scope["method"] in _METHODS else "?"
        name = self._name(scope)
        if name not in _NOT_TOLD or status >= HTTPStatus.BAD_REQUEST:
            self._log(f"{method} {name} {status} {milliseconds:.0f} ms{failure}")

    def _name(self, scope: Scope) -> str:
        """Return the name of the route that answers a request, or else of one that has the path and not the method."""
        partly = "nowhere"
        for route in (route for route in self._routes if isinstance(route, Route)):
            match = route.matches(scope)[0]
            if match is Match.FULL:
                return route.name
            if match is Match.PARTIAL and partly == "nowhere":
                partly = route.name
        return partly


_NOT_TOLD = frozenset({"picture"})
"""Pages of which only errors are logged: every letter that is opened loads a dozen, and when is nobody's business."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


_OURS = frozenset({"digest", "subscribers", "templates"})


def _place(error: Exception) -> str:
    """Return the type of an error and the last line of ours, or of a template, that it came through."""
    places = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [place for place in places if _OURS & set(place[0].parts)] or places
    return f"{type(error).__name__} at {ours[-1][0].name}:{ours[-1][1]}" if ours else type(error).__name__
