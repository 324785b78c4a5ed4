"""Nobody without a login slows what editors do at the desk, and an editor whose session is gone loses no word."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import guard_of
from digest.web.app import make_app
from digest.web.desk.guard import DeskGuard
from digest.web.desk.threads import DeskThreads
from digest.web.desk.visit import Visit
from tests.standins.desk import HOST, SAME_ORIGIN, Browser, Desk
from tests.standins.loop import run_async

FORM = {"Host": HOST, "Content-Type": "application/x-www-form-urlencoded", **SAME_ORIGIN}
LONG = b"words=" + b"a" * 900_000


@pytest.fixture
def anna(desk: Desk) -> Browser:
    browser = desk.browser()
    browser.log_in("anna")
    return browser


@asynccontextmanager
async def asked(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(desk.small)
    async with httpx.AsyncClient(transport=transport, base_url=f"https://{HOST}", timeout=60) as client:
        yield client


async def stalling(body: bytes) -> AsyncIterator[bytes]:
    yield body
    await asyncio.sleep(600)
    yield b"!"


def while_strangers_stall(
    desk: Desk, path: str, strangers: int, body: bytes, then: Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]
) -> tuple[httpx.Response, int]:
    """Return what an editor is answered, and how many strangers who send slowly are still waited for by then."""

    async def play() -> tuple[httpx.Response, int]:
        async with asked(desk) as client:
            slow = [
                asyncio.create_task(client.post(path, content=stalling(body), headers=FORM)) for _ in range(strangers)
            ]
            await asyncio.sleep(0.3)
            answer = await then(client)
            waiting = sum(not one.done() for one in slow)
            for one in slow:
                one.cancel()
            await asyncio.gather(*slow, return_exceptions=True)
            return answer, waiting

    return run_async(play())


def act(anna: Browser, **fields: str) -> Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]:
    headers = FORM | {"Cookie": f"__Host-desk={anna.secret}"}
    content = urlencode({"token": anna.token} | fields).encode()
    return lambda client: client.post("/desk/act", content=content, headers=headers)


def test_an_editors_button_waits_for_no_stranger_who_sends_slowly(desk: Desk, anna: Browser) -> None:
    answer, waiting = while_strangers_stall(desk, "/desk/act", 6, LONG, act(anna))
    assert (answer.text, waiting, desk.acted) == ("done", 6, [("anna", {})])


def test_an_editor_whose_session_ended_waits_for_no_stranger_either(desk: Desk, anna: Browser) -> None:
    press = act(anna, words="typed for an hour")
    desk.clock.time += timedelta(hours=3)
    answer, waiting = while_strangers_stall(desk, "/desk/act", 6, LONG, press)
    assert (answer.status_code, "typed for an hour" in answer.text, waiting) == (403, True, 6)


def test_whoever_logs_in_waits_for_nobody_who_sends_slowly(desk: Desk) -> None:
    fields = urlencode({"name": "anna", "passphrase": "wrong"}).encode()

    async def log_in(client: httpx.AsyncClient) -> httpx.Response:
        return await client.post("/desk/login", content=fields, headers=FORM)

    answer, waiting = while_strangers_stall(desk, "/desk/login", 60, b"name=" + b"a" * 7_900, log_in)
    assert (answer.status_code, waiting) == (403, 60)
    assert "The name or the passphrase is wrong" in answer.text


def test_a_form_of_nobody_is_not_even_read_unless_a_browser_says_that_it_is_of_ours(desk: Desk) -> None:
    read = list[bytes]()

    async def body() -> AsyncIterator[bytes]:
        read.append(b"words=mine")
        yield read[-1]

    async def send(headers: dict[str, str]) -> httpx.Response:
        async with asked(desk) as client:
            return await client.post("/desk/act", content=body(), headers=headers)

    silent = {name: value for name, value in FORM.items() if name not in SAME_ORIGIN}
    assert (run_async(send(silent)).status_code, read) == (403, [])
    assert "mine" in run_async(send(FORM)).text, "a logged out editor gets their words back"
    assert read


def small_with(desk: Desk, change: Callable[[DeskGuard], DeskGuard]) -> None:
    """Let the small application stand behind a guard that was changed."""
    guard = change(guard_of(CurrentNewsroom(desk.newsroom, desk.clock)))

    def done(_request: Request, _visit: Visit, _fields: object) -> Response:
        return PlainTextResponse("done")

    desk.small = make_app([*desk.login.routes(), guard.action("/desk/act", ("edit",), done)])


def test_the_form_of_a_stranger_is_shown_again_by_a_thread_that_nobody_else_waits_for(desk: Desk) -> None:
    pages = DeskThreads(1)
    at_work = list[tuple[str, int]]()

    def watched(guard: DeskGuard) -> DeskGuard:
        def render(name: str, /, **values: object) -> str:
            at_work.append((name, threading.get_ident()))
            return guard.render(name, **values)

        return replace(guard, render=render, _strangers=pages)

    small_with(desk, watched)
    own = run_async(pages.take(threading.get_ident))
    shown = desk.browser().post("/desk/act", {"words": "mine"})
    assert ("mine" in shown.text, at_work) == (True, [("again", own)])


def test_where_too_many_strangers_ask_they_are_told_in_a_word_and_can_send_it_again(desk: Desk) -> None:
    busy, go = DeskThreads(1, 0.05), threading.Event()
    small_with(desk, lambda guard: replace(guard, _strangers=busy))

    async def play() -> httpx.Response:
        async with asked(desk) as client:
            first = asyncio.create_task(busy.take(lambda: go.wait(10)))
            await asyncio.sleep(0.05)
            answer = await client.post("/desk/act", content=LONG, headers=FORM)
            go.set()
            await first
            return answer

    answer = run_async(play())
    assert (answer.status_code, len(answer.content) < 5_000) == (503, True)
    assert "Log in in another tab" in answer.text
