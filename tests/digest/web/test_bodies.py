"""Bodies share a room: who lets the others wait for nothing leaves it, and only while somebody needs it."""

import asyncio
from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.types import Message

from digest.web.bodies import BodyRoom, TooLarge, TooSlow
from tests.standins.loop import run_async

GRACE = 0.05


def request(*chunks: bytes, stalls: float = 0, declared: str = "") -> Request:
    """Make a request whose body comes in chunks, after all of which but the last it may stall."""
    left = list(chunks)

    async def receive() -> Message:
        if len(left) < len(chunks):
            await asyncio.sleep(stalls)
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    headers = [(b"content-length", declared.encode())] if declared else []
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


async def length(room: BodyRoom, called: Request) -> int:
    async with room.body(called) as body:
        return len(body)


def play(room: BodyRoom, *called: Callable[[], Request]) -> list[int | BaseException]:
    async def all_at_once() -> list[int | BaseException]:
        return await asyncio.gather(*(length(room, one()) for one in called), return_exceptions=True)

    return run_async(all_at_once())


def test_who_stalls_in_a_full_room_leaves_it_to_who_waits() -> None:
    room = BodyRoom(100, 20, GRACE)
    first, second = play(room, lambda: request(b"y" * 30, b"y", stalls=5), lambda: request(b"z" * 50, b"z" * 10))
    assert isinstance(first, TooSlow)
    assert second == 60


def test_who_stalls_where_there_is_room_is_waited_for() -> None:
    room = BodyRoom(100, 1_000, GRACE)
    assert play(room, lambda: request(b"y" * 30, b"y", stalls=0.2), lambda: request(b"z")) == [31, 1]


def test_who_comes_at_a_fair_pace_may_fill_the_room() -> None:
    room = BodyRoom(10**6, 20_000, GRACE)
    paced = lambda: request(b"y" * 50_000, b"y", stalls=0.2)  # noqa: E731
    assert play(room, paced, lambda: request(b"z")) == [50_001, 1]


@pytest.mark.parametrize("declared", ["101", ""])
def test_a_body_beyond_the_limit_is_refused_declared_or_not(declared: str) -> None:
    (refused,) = play(BodyRoom(100, 200), lambda: request(b"y" * 60, b"y" * 41, declared=declared))
    assert isinstance(refused, TooLarge)


def test_without_a_room_nobody_waits_for_anybody() -> None:
    stalls = [lambda: request(b"y" * 90, b"y", stalls=0.5)] * 20
    assert play(BodyRoom(100, grace_seconds=GRACE), *stalls) == [91] * 20
