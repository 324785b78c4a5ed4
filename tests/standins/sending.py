"""Sending the sample edition: one call for all tests, the transport that remembers, and the clocks they are given."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.delivery.batch import Batch
from digest.delivery.counts import Report
from digest.delivery.retry import TransportResult, Verdict
from digest.editing.build import Built
from digest.ports import Clock, DeliveryLog, Stop, Subscribers, Transport
from digest.sending.send import Pace, Sender, SendStart
from tests.standins.sample import EDITION, NOW
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
) -> Report:
    """Send the sample edition; `log` and `subscribers` may stand in front of the newsroom's own."""
    sender = Sender(
        log or newsroom.log,
        newsroom.reports,
        subscribers or newsroom.subscribers,
        lambda: transport,
        clock or FixedClock(),
        Pace(batch_size, workers),
    )
    start = SendStart(NOW, closes)
    return sender.send(built(newsroom), start, stop or threading.Event(), lambda _done, _of: None)
