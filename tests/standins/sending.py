"""Sending the sample edition: one call for all tests, the transport that remembers, and the clocks they are given."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.delivery.batch import Batch
from digest.delivery.counts import Report
from digest.delivery.retry import TransportResult, Verdict
from digest.editing.build import Built
from digest.ports.delivery import DeliveryLog, Transport
from digest.ports.process import Clock, Stop, Watcher
from digest.ports.readers import Subscribers
from digest.sending.send import Pace, Sender, SendStart
from tests.standins.sample import EDITION, NOW
from tests.standins.time import SetClock
from tests.standins.transports import FakeTransport

CLOSES = NOW + timedelta(hours=12)
"""When the send window ends, if a test does not say otherwise."""


class FixedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


class RunningClock:
    """A clock that runs on from NOW and can be set wrong."""

    def __init__(self) -> None:
        self.shift = timedelta()
        self._begin = time.monotonic()

    def now(self) -> datetime:
        return NOW + self.shift + timedelta(seconds=time.monotonic() - self._begin)


class Mailbox(FakeTransport):
    """A transport that remembers every letter, and can be told what to do before each batch."""

    repeats = False

    def __init__(self, before: Callable[[Batch], TransportResult | None] = lambda _: None) -> None:
        self.got: list[str] = []
        self.languages: dict[str, str] = {}
        self.batches = 0
        self._before = before

    def hand_over(self, batch: Batch, /) -> TransportResult:
        self.batches += 1
        result = self._before(batch) or TransportResult(Verdict.ACCEPTED)
        if result.verdict is Verdict.ACCEPTED:
            for recipient in batch.recipients:
                self.got.append(recipient.address)
                self.languages[recipient.address] = batch.letter.variant.language
        return result


class PassingTime:
    """A wish to stop that never comes; whoever waits for it lets a set clock run on instead of sleeping."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock

    def is_set(self) -> bool:
        return False

    def wait(self, timeout: float | None = None, /) -> bool:
        self._clock.time += timedelta(seconds=timeout or 0)
        return False


class Interposed:
    """A port that does something of its own before or after one call is passed on to the real one.

    `act` gets the arguments of the call.
    """

    def __init__(self, real: Any, when: Literal["before", "after"], call: str, act: Callable[..., object]) -> None:
        getattr(real, call)  # a call that is not there would never be interposed
        self._real, self._when, self._call, self._act = real, when, call, act

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if name != self._call:
            return found

        def call(*arguments: Any) -> Any:
            if self._when == "before":
                self._act(*arguments)
            result = found(*arguments)
            if self._when == "after":
                self._act(*arguments)
            return result

        return call


def built(newsroom: Newsroom) -> Built:
    """Build the sample edition from its lock."""
    return Services(newsroom).assessor().assess(EDITION).passed()


def send_edition(
    newsroom: Newsroom,
    transport: Transport,
    batch_size: int = 1,
    workers: int = 1,
    clock: Clock | None = None,
    *,
    closes: datetime = CLOSES,
    log: DeliveryLog | None = None,
    subscribers: Subscribers | None = None,
    stop: Stop | None = None,
    watch: Watcher = lambda _done, _of: None,
    letters: Built | None = None,
) -> Report:
    """Send the sample edition, or its `letters` as they are, or go on with it where it has begun.

    `log` and `subscribers` may stand in front of the newsroom's own.
    """
    sender = Sender(
        log or newsroom.log,
        newsroom.reports,
        subscribers or newsroom.subscribers,
        lambda: transport,
        clock or FixedClock(),
        Pace(batch_size, workers),
    )
    start = SendStart(NOW, closes)
    stop = stop or threading.Event()
    if newsroom.reports.opened(EDITION):
        return sender.go_on(EDITION, start, stop, watch)
    return sender.send(letters or built(newsroom), start, stop, watch)
