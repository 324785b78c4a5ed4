"""What the route of a webhook answers, whichever ESP calls: by what its reader and its receiver say."""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from starlette.types import Message

from digest.delivery.events import Event, Kind, WebhookRefusal
from digest.web.app import make_app
from digest.web.webhooks import MOST_BYTES, webhook
from tests.standins.client import Client
from tests.standins.loop import run_async
from tests.standins.time import SetClock

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
EVENTS = [Event("1", Kind.PROCESSED, "name", NOW)]


class Esp:
    """A reader that says what it is told to, a receiver that may fail, and what both were given."""

    def __init__(self, says: Sequence[Event] | WebhookRefusal, error: Exception | None = None) -> None:
        self.read_calls: list[tuple[str, bytes, datetime]] = []
        self.received: list[Sequence[Event]] = []
        self.threads: set[int] = set()
        self._says, self._error = says, error
        self.app = make_app([webhook("/webhooks/x", self, SetClock(NOW), self._receive)])
        self.client = Client(self.app)

    def could_be_genuine(self, headers: Mapping[str, str], now: datetime) -> bool:
        return headers["x-signature"] == "signed" and now == NOW

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Sequence[Event] | WebhookRefusal:
        self.read_calls.append((headers["x-signature"], body, now))
        return self._says

    def _receive(self, events: Sequence[Event]) -> int:
        self.threads.add(threading.get_ident())
        if self._error:
            raise self._error
        self.received.append(events)
        return len(events)

    def post(self, body: bytes = b"[]") -> int:
        return self.client.post("/webhooks/x", body, {"X-Signature": "signed"}).status_code


def test_events_of_a_verified_call_are_written_down_before_the_answer() -> None:
    esp = Esp(EVENTS)
    assert esp.post(b'[ "raw" ]\r\n') == 204
    assert esp.read_calls == [("signed", b'[ "raw" ]\r\n', NOW)]
    assert esp.received == [EVENTS]
    assert threading.get_ident() not in esp.threads, "writing waits for a disk, so it stands in nobody's way"


@pytest.mark.parametrize("refusal", WebhookRefusal)
def test_nothing_is_written_down_of_a_call_that_is_refused(refusal: WebhookRefusal) -> None:
    esp = Esp(refusal)
    assert esp.post() == {WebhookRefusal.UNVERIFIED: 403, WebhookRefusal.UNREADABLE: 400}[refusal]
    assert esp.received == []


def test_a_call_that_is_too_large_is_not_even_read() -> None:
    esp = Esp(EVENTS)
    assert esp.post(b" " * MOST_BYTES) == 204
    assert esp.post(b" " * (MOST_BYTES + 1)) == 413
    assert len(esp.read_calls) == 1


def test_events_that_could_not_be_written_are_to_be_sent_again() -> None:
    assert Esp(EVENTS, OSError("no space left")).post() == 500


def test_only_a_post_is_a_call() -> None:
    esp = Esp(EVENTS)
    assert esp.client.get("/webhooks/x").status_code == 405
    assert esp.read_calls == []


class Calls:
    """Many calls at once, each in chunks, and how many of their bytes were asked for before an answer."""

    def __init__(self, esp: Esp) -> None:
        self._esp = esp
        self.asked = self.most_asked = 0

    async def call(self, chunks: int, signature: bytes = b"signed", *, gone: bool = False) -> int:
        left, mine, status = chunks, 0, 0

        async def receive() -> Message:
            nonlocal left, mine
            await asyncio.sleep(0)
            if not left:
                return (
                    {"type": "http.disconnect"} if gone else {"type": "http.request", "body": b"", "more_body": False}
                )
            left -= 1
            mine += CHUNK
            self.asked += CHUNK
            self.most_asked = max(self.most_asked, self.asked)
            return {"type": "http.request", "body": bytes(CHUNK), "more_body": True}

        async def send(message: Message) -> None:
            nonlocal status, mine
            if message["type"] == "http.response.start":
                status = message["status"]
                self.asked -= mine
                mine = 0

        scope = {"type": "http", "method": "POST", "path": "/webhooks/x", "headers": [(b"x-signature", signature)]}
        await self._esp.app(scope, receive, send)
        return status


CHUNK = 500_000


def test_of_a_call_that_cannot_be_genuine_no_byte_is_read() -> None:
    esp = Esp(EVENTS)
    calls = Calls(esp)
    assert run_async(calls.call(3, b"forged")) == 403
    assert (calls.most_asked, esp.read_calls) == (0, [])


def test_of_many_large_calls_at_once_few_are_in_memory_and_all_are_taken() -> None:
    calls = Calls(Esp(EVENTS))

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*(calls.call(16) for _ in range(30)))

    assert run_async(all_at_once()) == [204] * 30
    assert 8_000_000 <= calls.most_asked <= 16_000_000 + 8_000_000 + 30 * CHUNK


def test_a_call_that_says_it_is_too_large_is_refused_before_it_is_read() -> None:
    esp = Esp(EVENTS)
    headers = {"X-Signature": "signed", "Content-Length": str(MOST_BYTES + 1)}
    assert esp.client.post("/webhooks/x", b"[]", headers).status_code == 413


def test_calls_that_break_off_make_room_for_those_that_wait() -> None:
    esp = Esp(EVENTS)
    calls = Calls(esp)

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*(calls.call(16, gone=number < 5) for number in range(8)))

    assert run_async(all_at_once()) == [408] * 5 + [204] * 3
    assert len(esp.read_calls) == 3
