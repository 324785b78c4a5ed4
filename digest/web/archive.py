"""The archive on the web: lists, letters, feeds, a search. GET alone; no cookie, no script, no trace of who looked."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from digest.archive.web_file import WebFile

_MINUTES = 300
_DAY = 86_400
_ASKED_FOR = "/favicon.ico"


class ArchivePages(Protocol):
    """The pages of the archive; each answer is None where there is no such page."""

    def index(self, year: str = "", language: str = "") -> WebFile | None:
        """Return the list of the editions of a year."""
        ...

    def search(self, question: str, language: str = "") -> WebFile | None:
        """Return the list of the editions with all words of a question."""
        ...

    def edition(self, edition_id: str, language: str = "") -> WebFile | None:
        """Return an edition."""
        ...

    def picture(self, edition_id: str) -> WebFile | None:
        """Return the picture of an edition that networks show."""
        ...

    def feed(self, form: str) -> WebFile | None:
        """Return a feed."""
        ...

    def sitemap(self) -> WebFile:
        """Return the sitemap."""
        ...

    def robots(self) -> WebFile:
        """Return robots.txt."""
        ...


Missing = Callable[[Request], Response]
_Find = Callable[[Request], WebFile | None]


def archive_routes(pages: ArchivePages, missing: Missing) -> list[BaseRoute]:
    """Return the routes of the archive; `missing` answers where there is no page."""

    def asked(request: Request, name: str) -> str:
        return request.query_params.get(name, "")

    found: list[tuple[str, str, _Find]] = [
        ("/editions", "archive", lambda request: pages.index(language=asked(request, "language"))),
        ("/editions/", "archive", lambda request: pages.index(language=asked(request, "language"))),
        ("/editions/search", "search", lambda request: pages.search(asked(request, "q"), asked(request, "language"))),
        ("/editions/feed.{form}", "feed", lambda request: pages.feed(request.path_params["form"])),
        ("/editions/{name}.png", "share", lambda request: pages.picture(request.path_params["name"])),
        ("/editions/{name}", "edition", lambda request: _by_name(pages, request)),
        ("/editions/{name}/", "edition", lambda request: _by_name(pages, request)),  # mail programs add it
        ("/editions/{name}/{language}", "edition", lambda request: _in_language(pages, request)),
        ("/sitemap.xml", "sitemap", lambda _request: pages.sitemap()),
        ("/robots.txt", "robots", lambda _request: pages.robots()),
    ]
    return [_route(path, name, find, missing) for path, name, find in found]


def brand_routes(files: Mapping[str, WebFile]) -> list[BaseRoute]:
    """Return the routes of the newsroom's own pictures, by their paths.

    Browsers ask for `/favicon.ico` whether there is one or not, and complain where there is no answer.
    """

    def route(path: str, file: WebFile) -> Route:
        async def answer(request: Request) -> Response:
            return public_answer(request, file, _DAY)

        return Route(path, answer, methods=["GET"], name="brand")

    async def nothing(_request: Request) -> Response:
        return Response(status_code=204, headers={"Cache-Control": f"public, max-age={_DAY}"})

    found: list[BaseRoute] = [route(path, file) for path, file in files.items()]
    return [*found, Route(_ASKED_FOR, nothing, methods=["GET"], name="brand")] if _ASKED_FOR not in files else found


def _by_name(pages: ArchivePages, request: Request) -> WebFile | None:
    name, language = request.path_params["name"], request.query_params.get("language", "")
    return pages.index(name, language) if len(name) == len("2026") else pages.edition(name, language)


def _in_language(pages: ArchivePages, request: Request) -> WebFile | None:
    return pages.edition(request.path_params["name"], request.path_params["language"])


def _route(path: str, name: str, find: _Find, missing: Missing) -> Route:
    async def answer(request: Request) -> Response:
        file = await run_in_threadpool(find, request)
        return public_answer(request, file) if file else missing(request)

    return Route(path, answer, methods=["GET"], name=name)


def public_answer(request: Request, file: WebFile, keep_seconds: int = _MINUTES) -> Response:
    """Return a file that everybody may keep; nothing of it to whoever has it already (RFC 9110, 13.1.2)."""
    mark = f'"{hashlib.sha256(file.body).hexdigest()[:32]}"'
    headers = {
        "Cache-Control": f"public, max-age={keep_seconds}",
        "ETag": mark,
        "Content-Security-Policy": f"{file.policy}; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "interest-cohort=(), browsing-topics=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    if not file.indexed:
        headers["X-Robots-Tag"] = "noindex"
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "")[:2_000].split(",")]
    if mark in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(file.body, media_type=file.media_type, headers=headers)
