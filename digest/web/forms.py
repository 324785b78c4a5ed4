"""Forms of pages for editors: read whole or not at all, and only those that one of our own pages sent."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeAlias
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from digest.web.bodies import BodyRoom, TooLarge, TooSlow

_MOST_FIELDS = 5_000
_USUAL_PORTS = {"http": ":80", "https": ":443"}
_URLENCODED = "application/x-www-form-urlencoded"


Fields: TypeAlias = Mapping[str, str]
InThread: TypeAlias = Callable[[Callable[[], Fields]], Awaitable[Fields]]
"""Awaits a function in a thread: a form of a million bytes would keep everybody else for a tenth second."""


class NoForm(Exception):
    """What came is no form of ours: its message says why, in words for whoever sent it."""


async def read_form(request: Request, room: BodyRoom, in_thread: InThread = run_in_threadpool) -> Fields:
    """Return the fields of a form, which are found `in_thread`; raises `NoForm` for a body that is none of ours."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _URLENCODED:
        raise NoForm("This is no form of this page.")
    try:
        async with room.body(request) as body:
            return await in_thread(partial(_fields, body))
    except TooLarge:
        raise NoForm("This form is too large.") from None
    except TooSlow:
        raise NoForm("This form came too slowly; send it again.") from None
    except (ClientDisconnect, ValueError):
        raise NoForm("This form cannot be read.") from None


def _fields(body: bytes) -> Fields:
    """Return the fields of a body; raises `ValueError` for one that is no form of ours.

    Each name comes once in our forms, and browsers send no NUL: what differs was made to be read in two ways.
    """
    pairs = parse_qsl(body.decode("ascii"), True, max_num_fields=_MOST_FIELDS, errors="strict")
    fields = dict(pairs)
    if len(fields) < len(pairs) or any("\0" in name + value for name, value in pairs):
        raise ValueError("it can be read in two ways")
    return fields


def origin_of(base_url: str) -> str:
    """Return the origin of our own pages, as browsers write it: in small letters, without the port that is usual."""
    there = urlsplit(base_url.lower())
    return f"{there.scheme}://{there.netloc.removesuffix(_USUAL_PORTS[there.scheme])}"


def is_foreign(request: Request, own: str) -> bool:
    """Return whether another site sent a form; `own` is the origin of our pages.

    `Origin` is "null" for forms of pages that send no referrer, as ours; then `Sec-Fetch-Site` tells, in browsers
    since 2023, and in older ones the token of the form alone.
    """
    origin = request.headers.get("origin", "null")
    return origin not in {"null", own} or request.headers.get("sec-fetch-site", "same-origin") != "same-origin"


def is_ours(request: Request, own: str) -> bool:
    """Return whether a browser says that one of our own pages sent a form: what forms without a token need."""
    named = request.headers.get("origin") == own or request.headers.get("sec-fetch-site") == "same-origin"
    return named and not is_foreign(request, own)
