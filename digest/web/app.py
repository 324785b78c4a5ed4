"""The web application: joins all routes. Made by `wiring`; served by `digest serve`."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, Router


def make_app(routes: Sequence[BaseRoute]) -> Starlette:
    """Join `routes` with the health page; no path is ever redirected to one with a slash more or less."""
    app = Starlette()
    app.router = Router([Route("/health", health, methods=["GET"]), *routes], redirect_slashes=False)
    return app


async def health(_request: Request) -> Response:
    """Say that the program is there."""
    return PlainTextResponse("ok\n")
