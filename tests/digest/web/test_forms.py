"""How a form is read, and from which address it was sent: browsers write that in one way, settings in several."""

from collections.abc import Callable, Mapping

import pytest
from starlette.requests import Request
from starlette.types import Message

from digest.web.bodies import BodyRoom
from digest.web.forms import origin_of, read_form
from tests.standins.loop import run_async


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("https://letter.example", "https://letter.example"),
        ("https://Letter.example:443", "https://letter.example"),
        ("https://letter.example:8443", "https://letter.example:8443"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://127.0.0.1:8400", "http://127.0.0.1:8400"),
    ],
)
def test_our_own_origin_is_as_browsers_write_it(base_url: str, origin: str) -> None:
    assert origin_of(base_url) == origin


def test_a_form_is_taken_apart_where_it_keeps_nobody_else() -> None:
    given = list[Callable[[], Mapping[str, str]]]()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"word=mine", "more_body": False}

    async def elsewhere(work: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        given.append(work)
        return {"from": "elsewhere"}

    headers = [(b"content-type", b"application/x-www-form-urlencoded")]
    asked = Request({"type": "http", "method": "POST", "headers": headers}, receive)
    assert run_async(read_form(asked, BodyRoom(100), elsewhere)) == {"from": "elsewhere"}
    assert [work() for work in given] == [{"word": "mine"}]
