"""What the route of a webhook answers, whichever ESP calls: by what its reader and its receiver say."""

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from digest.delivery.events import Event, Kind, WebhookRefusal
from digest.web.app import make_app
from digest.web.webhooks import MOST_BYTES, webhook
from tests.standins.client import Client
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
        self.client = Client(make_app([webhook("/webhooks/x", self._read, SetClock(NOW), self._receive)]))

    def _read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Sequence[Event] | WebhookRefusal:
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
