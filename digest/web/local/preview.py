"""The preview of an edition as a local page: the letter in a frame that can do nothing, and what is to be said of it.

GET shows; the one POST writes a chosen headline or picture into the picks file. The page is whole without its script,
which only shows it anew when a file was saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from digest.web import short_number
from digest.web.local.answers import letter, page
from digest.web.local.revisions import Revisions

_MOST_BYTES = 20_000
"""Of a form: its fields are numbers and a fingerprint."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a form led to: the address to go on with, or a page that says why nothing was written."""

    address: str = ""
    html: str = ""


class PreviewPages(Protocol):
    """What the pages of a preview show."""

    @property
    def revisions(self) -> Revisions:
        """What was changed since the preview began."""
        ...

    def page(self, parameters: Mapping[str, str]) -> str:
        """Return the page."""
        ...

    def frame(self, parameters: Mapping[str, str]) -> tuple[str, bool]:
        """Return the letter's HTML, and whether its pictures are shown."""
        ...

    def picture(self, pick: int, number: int) -> str:
        """Return the HTML of one picture that may be chosen, both counted from 0; empty where there is none."""
        ...

    def choose(self, parameters: Mapping[str, str], form: Mapping[str, str]) -> Answered:
        """Write what was chosen."""
        ...


def preview_routes(pages: PreviewPages, script: str, style: str) -> list[BaseRoute]:
    """Return the routes of a preview."""

    async def show(request: Request) -> Response:
        return page(await run_in_threadpool(pages.page, request.query_params), scripts=True)

    async def frame(request: Request) -> Response:
        html, web_pictures = await run_in_threadpool(pages.frame, request.query_params)
        return letter(html, web_pictures=web_pictures)

    async def picture(request: Request) -> Response:
        numbers = request.path_params["pick"], request.path_params["number"]
        return letter(await run_in_threadpool(pages.picture, *numbers), web_pictures=True)

    async def events(_request: Request) -> Response:
        return pages.revisions.events()

    async def choose(request: Request) -> Response:
        form = await _form(request)
        answered = await run_in_threadpool(pages.choose, request.query_params, form)
        return RedirectResponse(answered.address, 303) if answered.address else page(answered.html, 409)

    short_number.register()
    return [
        Route("/", show, methods=["GET"], name="preview"),
        Route("/letter", frame, methods=["GET"], name="letter"),
        Route("/picture/{pick:short}/{number:short}", picture, methods=["GET"], name="candidate"),
        Route("/events", events, methods=["GET"], name="events"),
        Route("/choose", choose, methods=["POST"], name="choose"),
        _file("/preview.js", script, "text/javascript"),
        _file("/preview.css", style, "text/css"),
    ]


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a form; none of one that is larger than any of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            return {}
    return dict(parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True))


def _file(path: str, text: str, media_type: str) -> Route:
    async def answer(_request: Request) -> Response:
        return Response(text, media_type=media_type)

    return Route(path, answer, methods=["GET"], name=path.strip("/"))
