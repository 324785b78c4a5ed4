"""The inbox's door on the web: whom it answers, and what; it learns nobody what stands in the inbox."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message

from digest.editing.link_inbox import InboxDoor, new_token, revoke_token
from digest.errors import DigestError, InboxFull
from digest.web.app import make_app
from digest.web.inbox import Strangers, inbox_route
from digest.web.inbox_body import MOST_BYTES
from tests.standins.client import Client
from tests.standins.inbox import FakeInboxFile, FakeInboxTokens
from tests.standins.loop import run_async
from tests.standins.time import SetClock

CLOCK = SetClock(datetime(2026, 11, 26, 12, 0, tzinfo=UTC))
URL = "https://lantern.example/a"
BODY = json.dumps({"url": URL}).encode()
MOST_WRONG = 5


class Desk:
    """A newsroom's door with fakes behind it; `wrong` counts those who had no token."""

    def __init__(self) -> None:
        self.file, self.tokens, self.wrong, self.lines = FakeInboxFile(), FakeInboxTokens(), 0, list[str]()
        route = inbox_route(InboxDoor(self.file, self.tokens, CLOCK), Strangers(self._missing, self._count))
        self.app = make_app([route], missing=self._missing, log=self.lines.append)
        self.client = Client(self.app)

    def _missing(self, _request: Request) -> Response:
        return PlainTextResponse("nothing here", 404)

    def _count(self, _request: Request) -> bool:
        self.wrong += 1
        return self.wrong <= MOST_WRONG

    def post(self, token: str = "", body: bytes = BODY, headers: Mapping[str, str] | None = None) -> httpx.Response:
        own = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.post("/inbox", body, own | {"Content-Type": "application/json"} | dict(headers or {}))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def token(desk: Desk) -> str:
    return new_token(desk.tokens, "cms", CLOCK)


def test_a_link_is_taken_and_the_answer_is_empty(desk: Desk, token: str) -> None:
    answer = desk.post(token)
    assert (answer.status_code, answer.content) == (204, b"")
    assert [(link.url, link.origin) for link in desk.file.links] == [(URL, "token cms")]


def test_what_is_known_already_is_answered_alike_in_every_byte(desk: Desk, token: str) -> None:
    first, second = desk.post(token), desk.post(token)
    assert (first.status_code, first.headers, first.content) == (second.status_code, second.headers, second.content)
    assert len(desk.file.links) == 1


def test_without_any_token_there_is_no_door(desk: Desk) -> None:
    for method in ("GET", "POST", "PUT", "OPTIONS"):
        assert desk.client.request(method, "/inbox", BODY).text == "nothing here"
    assert desk.post("inbox_x").status_code == 404
    assert desk.wrong == 0


def test_a_revoked_token_opens_nothing_and_the_last_one_takes_the_door_with_it(desk: Desk, token: str) -> None:
    other = new_token(desk.tokens, "ghost", CLOCK)
    revoke_token(desk.tokens, "cms")
    assert desk.post(token).status_code == 401
    assert desk.post(other).status_code == 204
    revoke_token(desk.tokens, "ghost")
    assert desk.post(other).status_code == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_a_post_is_an_answer_and_other_sites_get_no_leave(desk: Desk, token: str, method: str) -> None:
    sent = {"Authorization": f"Bearer {token}", "Origin": "https://evil.example"}
    answer = desk.client.request(method, "/inbox", BODY, sent)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert desk.file.links == []


@pytest.mark.parametrize(
    "wrong", ["Bearer", "Bearer ", "Basic {token}", "{token}", "Bearer {token}x", "Bearer {cut}", "Bearer x {token}"]
)
def test_who_has_no_right_token_gets_nothing_read(desk: Desk, token: str, wrong: str) -> None:
    header = wrong.format(token=token, cut=token[:-1])
    answer = desk.post("", b"{" * (MOST_BYTES + 1), {"Authorization": header})
    assert answer.status_code == 401, "not 413: the body is not looked at"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["status"] == "no_token"
    assert (desk.file.links, desk.wrong) == ([], 1)


def test_two_tokens_in_one_call_are_none(desk: Desk, token: str) -> None:
    answer = desk.client.post("/inbox", BODY, [("Authorization", f"Bearer {token}"), ("Authorization", "Bearer x")])
    assert answer.status_code == 401


def test_a_token_in_the_address_or_a_cookie_opens_nothing(desk: Desk, token: str) -> None:
    assert desk.client.post(f"/inbox?token={token}&access_token={token}", BODY).status_code == 401
    assert desk.post("", BODY, {"Cookie": f"token={token}"}).status_code == 401


def test_wrong_tokens_are_slowed_down_and_the_right_one_is_not(desk: Desk, token: str) -> None:
    assert [desk.post("inbox_x").status_code for _ in range(MOST_WRONG + 1)] == [401] * MOST_WRONG + [429]
    assert desk.post(token).status_code == 204, "a stranger in the same network locks nobody out"


def test_a_body_that_is_too_large_is_refused_as_soon_as_that_is_known(desk: Desk, token: str) -> None:
    padded = BODY + b" " * (MOST_BYTES - len(BODY))
    assert desk.post(token, padded).status_code == 204
    assert desk.post(token, padded + b" ").status_code == 413
    assert desk.post(token, BODY, {"Content-Length": "9" * 30}).status_code in (400, 413)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"url": "javascript:alert(1)"}',
        b'{"url": "https://a.example/\\ud800"}',
        b'{"url": "https://a.example/x", "note": "' + b"x" * 400 + b'"}',
        b'["https://a.example/x", "no link"]',
    ],
)
def test_a_body_without_links_is_refused_with_why_and_nothing_is_taken(desk: Desk, token: str, body: bytes) -> None:
    answer = desk.post(token, body)
    assert answer.status_code == 400
    assert answer.json()["status"] == "no_link"
    assert len(answer.json()["message"]) < 300
    assert desk.file.links == []


def test_a_form_is_taken_too(desk: Desk, token: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert desk.post(token, b"url=https%3A%2F%2Flantern.example%2Fform", form).status_code == 204
    assert desk.file.links[0].url == "https://lantern.example/form"


@pytest.mark.parametrize(("error", "status"), [(InboxFull("full"), 429), (DigestError("secret words"), 503)])
def test_an_inbox_that_takes_nothing_says_when_to_come_again_and_nothing_of_itself(
    desk: Desk, token: str, error: Exception, status: int
) -> None:
    desk.file.error = error
    answer = desk.post(token)
    assert answer.status_code == status
    assert int(answer.headers["retry-after"]) > 0
    assert str(error) not in answer.text


def test_a_program_that_fails_is_an_error_without_words(desk: Desk, token: str) -> None:
    desk.file.error = ValueError("secret words")
    answer = desk.post(token)
    assert answer.status_code == 500
    assert "secret" not in answer.text + str(desk.lines)


def test_the_log_holds_neither_token_nor_address(desk: Desk, token: str) -> None:
    desk.post(token)
    desk.post("inbox_wrong")
    assert [line.rpartition(" ")[0].rpartition(" ")[0] for line in desk.lines] == ["POST inbox 204", "POST inbox 401"]


CHUNK = 8_000


class Calls:
    """Calls in chunks, and how many bytes of them were asked for at most while they were under way."""

    def __init__(self, desk: Desk, token: str) -> None:
        self._app, self._token = desk.app, token
        self.asked = self.most_asked = 0

    async def call(self, chunks: int, *, gone: bool = False) -> int:
        left, mine, status = chunks, 0, 0

        async def receive() -> Message:
            nonlocal left, mine
            await asyncio.sleep(0)
            if not left:
                last: Message = {"type": "http.request", "body": BODY, "more_body": False}
                return {"type": "http.disconnect"} if gone else last
            left -= 1
            mine += CHUNK
            self.asked += CHUNK
            self.most_asked = max(self.most_asked, self.asked)
            return {"type": "http.request", "body": b" " * CHUNK, "more_body": True}

        async def send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self.asked -= mine

        headers = [(b"authorization", f"Bearer {self._token}".encode()), (b"content-type", b"application/json")]
        scope = {"type": "http", "method": "POST", "path": "/inbox", "query_string": b"", "headers": headers}
        await self._app(scope, receive, send)
        return status


@pytest.mark.parametrize("sent", ["inbox_wrong", ""])
def test_no_byte_is_read_of_a_call_without_a_right_token(desk: Desk, token: str, sent: str) -> None:
    assert token
    calls = Calls(desk, sent)
    assert run_async(calls.call(3)) == 401
    assert calls.most_asked == 0


def test_a_body_that_only_grows_is_cut_off_and_one_that_breaks_off_takes_nothing(desk: Desk, token: str) -> None:
    calls = Calls(desk, token)
    assert run_async(calls.call(1_000)) == 413
    assert calls.most_asked <= MOST_BYTES + CHUNK
    assert run_async(calls.call(2, gone=True)) == 408
    assert desk.file.links == []
    assert run_async(calls.call(2)) == 204


def test_of_many_bodies_at_once_few_are_in_memory_and_none_is_lost(desk: Desk, token: str) -> None:
    calls = Calls(desk, token)

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*(calls.call(7, gone=number % 3 == 0) for number in range(60)))

    assert run_async(all_at_once()) == [408 if number % 3 == 0 else 204 for number in range(60)]
    assert calls.most_asked <= 1_000_000 + MOST_BYTES + 60 * CHUNK
