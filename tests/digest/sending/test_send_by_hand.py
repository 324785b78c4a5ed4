"""Sending by hand: the same checks as the schedule, waves where they are due, and editors hear what came of it."""

import threading
from dataclasses import replace

import pytest

from digest.app.container import Newsroom
from digest.calendar.plan import Plan
from digest.delivery.batch import Batch
from digest.delivery.retry import TransportResult, Verdict
from digest.errors import DigestError, EditionPaused, InputProblems
from digest.ports import Transport
from digest.sending.send_by_hand import ManualSend
from tests.standins.sample import EDITION, NOW
from tests.standins.time import MadeTime
from tests.standins.transports import FakeTransport

PLAN = Plan(zone="Europe/Riga", proofs=())


def by_hand(newsroom: Newsroom, transport: Transport | None = None, editors: tuple[str, ...] = ()) -> ManualSend:
    """Return the service at the sample's Friday, 05:00 UTC, with mail left in its queue."""
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW, editors)
    sender = replace(made.sender, open_transport=lambda: transport or made.bag)
    return ManualSend(made.assessor, sender, newsroom.audiences, made.scheduler.ended, PLAN, lambda: 0)


def subjects(newsroom: Newsroom) -> int:
    return sum(newsroom.mail_queue.counts("").values())


def test_what_is_prepared_is_counted_and_sent_and_reported_once(newsroom: Newsroom, readers: dict[str, int]) -> None:
    service = by_hand(newsroom, editors=("marta@lantern.example",))
    prepared = service.prepare(EDITION, "")
    assert service.preview(prepared).recipients == len(readers)
    assert newsroom.reports.headline(EDITION) is None, "nothing is written before it is sent"
    for _ in range(2):
        report = service.send(prepared, threading.Event(), lambda _done, _of: None)
    assert (report.state, report.accepted) == ("sent", len(readers))
    assert newsroom.mail_queue.counts(f"report:{EDITION}")
    assert subjects(newsroom) == 1


def test_a_pause_is_told_to_the_editors_and_raised(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers

    def refused(_batch: Batch) -> TransportResult:
        return TransportResult(Verdict.STOP, "the key is refused")

    service = by_hand(newsroom, FakeTransport(refused), ("marta@lantern.example", "jonas@lantern.example"))
    with pytest.raises(EditionPaused, match="the key is refused"):
        service.send(service.prepare(EDITION, ""), threading.Event(), lambda _done, _of: None)
    assert sum(newsroom.mail_queue.counts(f"stopped:{EDITION}").values()) == 2


def test_an_edition_with_problems_is_not_prepared(newsroom: Newsroom) -> None:
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    made.paper.editions[EDITION] = made.paper.like(EDITION, subject="")
    service = ManualSend(made.assessor, made.sender, newsroom.audiences, made.scheduler.ended, PLAN, lambda: 0)
    with pytest.raises(InputProblems, match="has no subject"):
        service.prepare(EDITION, "")
    with pytest.raises(DigestError, match="there is no edition 2031-01-03"):
        service.prepare("2031-01-03", "")
