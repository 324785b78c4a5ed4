"""Speaking to a browser: messages in pieces, events before answers, refusals, a browser that ends."""

import io
import json

import pytest

from digest.browsing.devtools import BrowserGone, DevTools, Message
from digest.errors import DigestError


def conversation(*messages: object, end: bytes = b"") -> tuple[DevTools, io.BytesIO, list[Message]]:
    told, heard = io.BytesIO(), list[Message]()
    spoken = b"".join(json.dumps(message).encode() + b"\0" for message in messages) + end
    return DevTools(told, io.BufferedReader(io.BytesIO(spoken), 7), heard.append), told, heard


def test_an_answer_is_found_behind_events_and_answers_to_others() -> None:
    tools, told, heard = conversation(
        {"method": "Page.started"}, {"id": 9, "result": {}}, {"id": 1, "result": {"a": "ж"}}
    )
    tools.session = "s1"
    assert tools.call("Page.navigate", url="https://example.org/") == {"a": "ж"}
    assert [message.get("method") for message in heard] == ["Page.started", None]
    asked, _, rest = told.getvalue().partition(b"\0")
    wanted = {"id": 1, "method": "Page.navigate", "params": {"url": "https://example.org/"}, "sessionId": "s1"}
    assert (json.loads(asked), rest) == (wanted, b"")


def test_an_event_is_waited_for() -> None:
    tools, _, heard = conversation({"method": "Fetch.requestPaused"}, {"method": "Page.loadEventFired"}, {"id": 1})
    tools.wait_for("Page.loadEventFired")
    assert [message.get("method") for message in heard] == ["Fetch.requestPaused"]
    assert tools.call("Page.enable") == {}


def test_what_the_browser_refuses_is_said() -> None:
    tools, _, _ = conversation({"id": 1, "error": {"message": "no such page"}})
    with pytest.raises(DigestError, match=r"refuses Page\.enable: no such page"):
        tools.call("Page.enable")


@pytest.mark.parametrize("end", [b"", b'{"id": 1'])
def test_a_browser_that_ends_is_noticed(end: bytes) -> None:
    tools, _, _ = conversation({"method": "Page.started"}, end=end)
    with pytest.raises(BrowserGone):
        tools.call("Page.enable")
