"""The inbox's door for editorial systems: `POST /inbox` with a token puts links into the inbox, and does nothing else.

Whoever steals the token can fill an inbox up to its caps, and that is all: nothing is read out of it, nothing is
fetched, no answer depends on what stands there. There is no door, and nothing says that there could be one, where
nobody made a token. A body is read only from somebody whose token is right. Scripts of other sites cannot come in:
there are no headers for them (CORS), and the token is in none of their browsers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from digest.edition.inbox_link import Given
from digest.errors import DigestError, InboxFull
from digest.web.bodies import BodyRoom, TooLarge, TooSlow
from digest.web.inbox_body import MOST_BYTES, read_links

PATH = "/inbox"
_ROOM_BYTES = 1_000_000
_MOST_TOKEN_SIGNS = 200
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_HOUR_SECONDS = "3600"
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Door(Protocol):
    """What takes links; all of it is called in a thread."""

    def is_there(self) -> bool:
        """Return whether anybody has a token."""
        ...

    def name_of(self, token: str) -> str:
        """Return the name of a token; empty for one that is none."""
        ...

    def take(self, name: str, given: Sequence[Given]) -> str:
        """Take links, all or none; return why not. Raises `InboxFull`, and `DigestError` where nothing is written."""
        ...


@dataclass(frozen=True, slots=True)
class Strangers:
    """How those are answered who have no token.

    `missing` where there is no door; `is_counted` counts a wrong token, and returns whether its network may go on.
    """

    missing: Callable[[Request], Response]
    is_counted: Callable[[Request], bool]


def inbox_route(door: Door, strangers: Strangers) -> Route:
    """Make the route.

    Answers 204 when the links are on disk, 400 for a body that holds none, 401 without a token, 413 for a body that is
    too large, 429 for too many links, or wrong tokens, 408 for a slow body, 503 where the inbox cannot be written.
    """
    room = BodyRoom(MOST_BYTES, _ROOM_BYTES)

    async def answer(request: Request) -> Response:
        name = await run_in_threadpool(_look, door, strangers, request)
        if isinstance(name, Response):
            return name
        try:
            async with room.body(request) as body:
                return await run_in_threadpool(_take, door, name, request.headers.get("content-type", ""), body)
        except TooLarge:
            return _say(413, "too_large", f"the body has more than {MOST_BYTES:,} bytes")
        except (ClientDisconnect, TooSlow):
            return Response(status_code=408)

    return Route(PATH, answer, methods=_METHODS, name="inbox")


def _look(door: Door, strangers: Strangers, request: Request) -> Response | str:
    """Return the name of the token of a request, or the answer to one that has none."""
    if not door.is_there():
        return strangers.missing(request)
    if request.method != "POST":
        return _say(405, "method", "send links with POST", {"Allow": "POST"})
    token = _token_of(request)
    if name := door.name_of(token) if token else "":
        return name
    if not strangers.is_counted(request):
        return _say(429, "too_many", "too many wrong tokens; try again in an hour", {"Retry-After": _HOUR_SECONDS})
    return _say(401, "no_token", "send the header `Authorization: Bearer TOKEN`", {"WWW-Authenticate": "Bearer"})


def _take(door: Door, name: str, content_type: str, body: bytes) -> Response:
    """Give the links of a body to the door; a body that holds none counts as one, too."""
    given = read_links(content_type, body)
    try:
        fault = door.take(name, [] if isinstance(given, str) else given)
    except InboxFull:
        return _say(429, "too_many", "too many links for now; try again later", {"Retry-After": _HOUR_SECONDS})
    except DigestError:
        return _say(503, "not_written", "nothing was taken; try again later", {"Retry-After": _HOUR_SECONDS})
    if isinstance(given, str) or fault:
        return _say(400, "no_link", given if isinstance(given, str) else fault)
    return Response(status_code=204, headers=_HEADERS)


def _token_of(request: Request) -> str:
    """Return the token of a request (RFC 6750, 2.1); empty where it names none, or more than one."""
    given = request.headers.getlist("authorization")
    kind, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    token = token.strip()
    return token if kind.lower() == "bearer" and len(token) <= _MOST_TOKEN_SIGNS else ""


def _say(status: int, code: str, words: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"status": code, "message": words}, status, headers=_HEADERS | (headers or {}))
