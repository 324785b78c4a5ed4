"""A local site: routes behind the guard, on a port of 127.0.0.1 that is ours before anybody is told of it."""

import socket
import threading
from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from digest.errors import DigestError
from digest.web.app import make_app
from digest.web.html_pages import HtmlPages
from digest.web.local.answers import page
from digest.web.local.guard import START, Guard, Keys
from digest.web.server import make_server

_HERE = "127.0.0.1"


class LocalSite:
    """One run of a local site; `address` opens it, and so does `address_once`, for a single time."""

    def __init__(self, app: Starlette, port: int) -> None:
        """Take `port`, or a free one where it is 0; raises `DigestError` when somebody else has it."""
        self._socket = _take(port)
        self._port: int = self._socket.getsockname()[1]
        self._keys = Keys()
        app.add_middleware(Guard, port=self._port, keys=self._keys)
        self._app = app

    @property
    def address(self) -> str:
        """Return the address to open, as often as wanted while this runs; whoever has it may look."""
        return self._starting_with(self._keys.start)

    def address_once(self) -> str:
        """Return an address that opens the site once, for a place where others may read it."""
        return self._starting_with(self._keys.once())

    def run(self, stop: threading.Event, listening: Callable[[], None] = lambda: None) -> None:
        """Answer until `stop` is set, or a signal comes; `listening` is called as soon as it listens."""
        make_server(self._app, _HERE, self._port, stop, listening).run([self._socket])

    def close(self) -> None:
        """Give the port back; for whoever does not run it."""
        self._socket.close()

    def _starting_with(self, token: str) -> str:
        return f"http://{_HERE}:{self._port}{START}{token}"


def local_app(
    routes: Sequence[BaseRoute], pages: HtmlPages, failed: Callable[[Exception], None] = lambda _error: None
) -> Starlette:
    """Join the routes of a local site with its style sheet; `failed` is told of an error that a page ended with."""

    def missing(_request: Request) -> Response:
        return page(pages.render("missing"), 404)

    def broken(_request: Request, error: Exception) -> Response:
        failed(error)
        return page(pages.render("broken"), 500)

    shared = [
        _file("/style.css", Response(pages.style(), media_type="text/css")),
        _file("/favicon.ico", Response(status_code=204)),  # browsers ask for it, and complain where there is no answer
    ]
    return make_app([*shared, *routes], missing=missing, broken=broken)


def _file(path: str, response: Response) -> Route:
    async def answer(_request: Request) -> Response:
        return response

    return Route(path, answer, methods=["GET"], name=path.strip("/"))


def _take(port: int) -> socket.socket:
    """Bind a socket with the protocol named, without which asyncio leaves Nagle's algorithm on."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((_HERE, port))
    except OSError as error:
        taken.close()
        raise DigestError(
            f"port {port} cannot be used ({error.strerror}); leave --port out, and a free one is taken"
        ) from None
    return taken
