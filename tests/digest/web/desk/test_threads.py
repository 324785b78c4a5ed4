"""Whatever editors ask of the desk, readers' pages wait for none of it, and nobody's words are lost where it is busy."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import anyio.to_thread
import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import desk_pages, guard_of
from digest.app.desk_failure import desk_failure
from digest.storage.alone import alone_in
from digest.web.app import make_app
from digest.web.desk.threads import Busy, DeskThreads
from digest.web.desk.visit import Visit
from subscribers.policy.tokens import Purpose, make_all
from tests.standins.desk import HOST, SAME_ORIGIN, Browser, Desk
from tests.standins.desk_pages import fields_of
from tests.standins.loop import run_async

AT = "/desk/editions/2026-11-27"
OLD = {"Host": HOST, "Content-Type": "application/x-www-form-urlencoded"}
"""What an old browser says of a form, which is not where it comes from."""


def test_only_so_many_are_at_work_at_once_and_who_waits_too_long_is_told_and_nothing_begun() -> None:
    threads, go, done = DeskThreads(2, 0.05), threading.Event(), list[int]()

    def work(number: int) -> int:
        go.wait(10)
        done.append(number)
        return number

    async def ask() -> list[int | BaseException]:
        asked = [asyncio.create_task(threads.take(partial(work, number))) for number in range(5)]
        await asyncio.sleep(0.3)
        go.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    found = run_async(ask())
    assert found[:2] == [0, 1], "what has begun is waited for, however long it takes"
    assert all(isinstance(one, Busy) for one in found[2:])
    assert sorted(done) == [0, 1]


def test_what_is_raised_in_a_turn_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        run_async(DeskThreads(1).take(lambda: 1 // 0))


@pytest.fixture
def anna(desk: Desk) -> Browser:
    browser = desk.browser()
    browser.log_in("anna")
    browser.small = False
    return browser


def form(anna: Browser) -> dict[str, str]:
    return fields_of(anna.get(AT).text, AT)


def test_while_all_of_the_desk_is_at_work_readers_get_their_pages(desk: Desk, anna: Browser) -> None:
    letter = f"/u/{make_all(desk.newsroom.store.keyring, Purpose.LETTER, [bytes(16)], [0])[0]}"
    saving = form(anna) | {"subject": "Another"}
    headers = {"Host": HOST, "Cookie": f"__Host-desk={anna.secret}", **SAME_ORIGIN}

    async def visit() -> tuple[list[int], list[int]]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = 2
        transport = httpx.ASGITransport(desk.app)
        async with httpx.AsyncClient(transport=transport, base_url=f"https://{HOST}", timeout=20) as client:
            with alone_in(desk.newsroom.folder / "editions"):  # so that a save takes as long as we want
                saves = [asyncio.create_task(client.post(AT, data=saving, headers=headers)) for _ in range(5)]
                pages = [asyncio.create_task(client.get(f"{AT}/file", headers=headers)) for _ in range(5)]
                await asyncio.sleep(0.5)
                read = [(await asyncio.wait_for(client.get(path), 4)).status_code for path in ("/", letter)]
            return read, [answer.status_code for answer in await asyncio.gather(*saves, *pages)]

    read, done = run_async(visit())
    assert read == [200, 404], "nobody has this token, which took a look at the list"
    assert done.count(303) >= 1


def test_where_no_turn_comes_what_was_written_is_on_the_page_to_be_sent_again(desk: Desk) -> None:
    threads, begun, go = DeskThreads(1, 0.05), threading.Event(), threading.Event()
    guard = guard_of(CurrentNewsroom(desk.newsroom, desk.clock))

    def act(_request: Request, _visit: Visit, _fields: object) -> Response:
        begun.set()
        go.wait(10)
        return PlainTextResponse("done")

    own = [guard.page("/desk/page", show), guard.action("/desk/act", ("edit",), act, threads)]
    desk.small = make_app([*desk.login.routes(), *own], broken=partial(desk_failure, desk_pages(desk.newsroom)))
    anna = desk.browser()
    anna.log_in("anna")
    token = anna.token
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(anna.act, token, words="first")
        assert begun.wait(10)
        busy = anna.act(token, words="my <words>")
        foreign = anna.call("POST", "/desk/act", f"token={token}&words=x".encode(), OLD)
        go.set()
        assert first.result().text == "done"
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
    assert "much to do at this moment" in busy.text
    assert fields_of(busy.text, "/desk/act") == {"token": token, "words": "my <words>"}
    assert (foreign.status_code, token in foreign.text) == (503, False), "nobody says that it was a form of ours"


def show(_request: Request, visit: Visit) -> Response:
    return PlainTextResponse(f"{visit.editor.name} {visit.form_token} {sorted(visit.editor.may)}")
