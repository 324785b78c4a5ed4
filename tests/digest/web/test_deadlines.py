"""What a computer that only stays gets: an end, and no place that somebody who asks would need."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from uvicorn.server import ServerState

from digest.web.app import make_app
from digest.web.deadlines import Limits, protocol_with
from tests.standins.loop import run_async

GET = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n"
SHORT = Limits(connections=50, header_seconds=0.3, body_seconds=0.5, answer_seconds=0.7)
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Site:
    """A page that answers with the length of what was posted, one that never answers, one that does not read."""

    def __init__(self) -> None:
        self.unread: list[bytes] = []
        routes = [Route("/", self.page, methods=["GET", "POST"]), Route("/never", self.never)]
        self.app = Starlette(routes=[*routes, Route("/deaf", self.deaf, methods=["POST"])])
        self.state = ServerState()

    async def page(self, request: Request) -> Response:
        return PlainTextResponse(f"{len(await request.body())} bytes")

    async def never(self, _request: Request) -> Response:
        await asyncio.sleep(60)
        raise AssertionError

    async def deaf(self, _request: Request) -> Response:
        await asyncio.sleep(0.3)
        self.unread = [bytes(one.cycle.body) for one in self.state.connections]  # type: ignore[union-attr]
        return PlainTextResponse("not read", 403)

    @asynccontextmanager
    async def open(self, limits: Limits) -> AsyncIterator[Callable[[], Awaitable[Streams]]]:
        protocol = protocol_with(limits)
        config = uvicorn.Config(self.app, http=protocol, ws="none", lifespan="off", log_level="critical")
        config.load()
        loop = asyncio.get_running_loop()
        made = lambda: protocol(config, self.state, {})  # noqa: E731
        server = await loop.create_server(made, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        opened: list[asyncio.StreamWriter] = []

        async def connect() -> Streams:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            opened.append(writer)
            return reader, writer

        try:
            yield connect
        finally:
            server.close()
            for task in list(self.state.tasks):
                task.cancel()
            await asyncio.gather(*self.state.tasks, return_exceptions=True)
            for one in opened:
                one.transport.abort()
            await self._settled(lambda: not self.state.connections)

    async def _settled(self, there: Callable[[], bool]) -> None:
        for _ in range(500):
            if there():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it never came to that")

    async def answering(self, requests: int) -> None:
        """Wait until so many requests are being answered."""
        await self._settled(lambda: len(self.state.tasks) == requests)


async def drip(writer: asyncio.StreamWriter, text: bytes) -> None:
    """Send a byte every 50 milliseconds until the other side has had enough."""
    with suppress(ConnectionError):
        for byte in text:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)


async def until_closed(reader: asyncio.StreamReader) -> bytes:
    with suppress(ConnectionError):
        return await asyncio.wait_for(reader.read(), 10)
    return b""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("begin", "dripped", "seconds"),
    [
        (b"", b"", SHORT.header_seconds),
        (b"", GET + b"y" * 100, SHORT.header_seconds),
        (b"GET / HTTP/1.1\r\nx: ", b"y" * 100, SHORT.header_seconds),
        (POST, b"y" * 100, SHORT.body_seconds),
        (b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\ny\r\n" * 20, SHORT.body_seconds),
    ],
)
def test_a_request_that_does_not_come_ends_at_its_deadline_however_it_drips(
    begin: bytes, dripped: bytes, seconds: float
) -> None:
    async def play() -> tuple[bytes, float]:
        async with Site().open(SHORT) as connect:
            reader, writer = await connect()
            began = time.monotonic()
            writer.write(begin)
            dripping = asyncio.create_task(drip(writer, dripped))
            said = await until_closed(reader)
            took = time.monotonic() - began
            dripping.cancel()
            return said, took

    said, took = run_async(play())
    assert said.startswith(b"HTTP/1.1 408 ") or (said == b"" and dripped), "a reset may swallow the words"
    assert seconds - 0.05 <= took < seconds + 2


def test_the_log_says_what_a_computer_was_told_and_not_what_a_page_said_to_nobody() -> None:
    lines = list[str]()

    async def page(request: Request) -> Response:
        with suppress(ClientDisconnect):
            await request.body()
        return PlainTextResponse("thank you")

    async def play() -> bytes:
        site = Site()
        site.app = make_app([Route("/", page, methods=["GET", "POST"], name="form")], log=lines.append)
        async with site.open(SHORT) as connect:
            reader, writer = await connect()
            writer.write(GET)
            await reader.readuntil(b"thank you")
            writer.write(POST + b"y")
            said = await until_closed(reader)
            await site.answering(0)
            return said

    assert run_async(play()).startswith(b"HTTP/1.1 408 ")
    assert [line.split(" ")[:3] for line in lines] == [["GET", "form", "200"], ["POST", "form", "408"]]


def test_an_answer_that_nobody_takes_or_gives_ends_too() -> None:
    async def play() -> bytes:
        async with Site().open(SHORT) as connect:
            reader, writer = await connect()
            writer.write(b"GET /never HTTP/1.1\r\nhost: x\r\n\r\n")
            return await until_closed(reader)

    assert run_async(play()) == b""


def test_a_kept_connection_has_the_whole_time_for_each_request() -> None:
    async def play() -> list[bytes]:
        async with Site().open(SHORT) as connect:
            reader, writer = await connect()
            writer.write(GET)
            said = [await reader.readuntil(b"0 bytes")]
            for _ in range(2):
                await asyncio.sleep(SHORT.header_seconds * 0.6)
                writer.write(GET[:10])
                await asyncio.sleep(SHORT.header_seconds * 0.6)
                writer.write(GET[10:])
                said.append(await reader.readuntil(b"0 bytes"))
            return said

    assert len(run_async(play())) == 3


def test_requests_sent_in_one_go_are_all_answered_and_then_it_is_over() -> None:
    async def play() -> bytes:
        async with Site().open(SHORT) as connect:
            reader, writer = await connect()
            writer.write(GET * 5)
            return await until_closed(reader)

    assert run_async(play()).count(b"0 bytes") == 5


def test_a_large_body_is_taken_while_somebody_reads_it() -> None:
    async def play() -> bytes:
        async with Site().open(SHORT) as connect:
            reader, writer = await connect()
            writer.write(POST + b"y" * 100_000)
            return await reader.readuntil(b"bytes")

    assert b"100000 bytes" in run_async(play())


def test_a_body_that_nobody_asks_for_is_not_taken_into_memory_and_the_connection_goes_on() -> None:
    async def play(site: Site) -> bytes:
        async with site.open(SHORT) as connect:
            reader, writer = await connect()
            writer.write(b"POST /deaf HTTP/1.1\r\nhost: x\r\ncontent-length: 2000000\r\n\r\n" + b"y" * 2_000_000 + GET)
            return await reader.readuntil(b"0 bytes")

    site = Site()
    said = run_async(play(site))
    assert said.startswith(b"HTTP/1.1 403 ")
    assert 0 < len(site.unread[0]) <= 262_144, "no more than one look into the socket gives"


def test_who_only_stays_makes_room_for_who_asks() -> None:
    async def play() -> tuple[bytes, list[bytes], int]:
        site, limits = Site(), Limits(connections=5)
        async with site.open(limits) as connect:
            idle = [await connect() for _ in range(8)]
            reader, writer = await connect()
            writer.write(GET)
            said = await reader.readuntil(b"0 bytes")
            ended = [await until_closed(one) for one, _ in idle[:4]]
            return said, ended, len(site.state.connections)

    said, ended, connections = run_async(play())
    assert b"200 OK" in said
    assert ended == [b""] * 4, "the longest waiting ones are gone, at once"
    assert connections == 5


def test_nobody_who_is_being_answered_makes_room() -> None:
    async def play() -> tuple[bytes, int]:
        site, limits = Site(), Limits(connections=3)
        async with site.open(limits) as connect:
            for _ in range(3):
                _, writer = await connect()
                writer.write(b"GET /never HTTP/1.1\r\nhost: x\r\n\r\n")
            await site.answering(3)
            late, _ = await connect()
            return await until_closed(late), len(site.state.connections)

    assert run_async(play()) == (b"", 3)


def test_a_server_that_ends_waits_for_no_body() -> None:
    async def play() -> bytes:
        site = Site()
        async with site.open(Limits(connections=3)) as connect:
            reader, writer = await connect()
            writer.write(POST + b"y")
            await site.answering(1)
            for one in list(site.state.connections):
                one.shutdown()
            return await until_closed(reader)

    assert run_async(play()) == b""
