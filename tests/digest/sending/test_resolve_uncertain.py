"""Uncertain deliveries are settled by events or by a person, on record, and never blindly."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.delivery.batch import Batch
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import Resolution
from digest.errors import DigestError, EditionCancelled
from digest.sending.resolve_uncertain import ManualDecision, Patience, Resolved, resolve
from tests.standins.readers import populate
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import FixedClock, Mailbox, PassingTime
from tests.standins.sending import send_edition as run
from tests.standins.time import SetClock


def uncertain(newsroom: Newsroom) -> Mailbox:
    populate(newsroom.store, 100, NOW)
    mailbox = Mailbox(
        lambda _: (
            TransportResult(Verdict.UNKNOWN, "SendGrid did not answer (TimeoutError)") if mailbox.batches == 2 else None
        )
    )
    run(newsroom, mailbox, 10)
    return mailbox


def decide(newsroom: Newsroom, decision: ManualDecision | None) -> Resolved:
    return resolve(EDITION, newsroom.settlements, decision, FixedClock(), Patience(0, threading.Event()))


def test_what_is_uncertain_is_shown_with_its_reason(newsroom: Newsroom) -> None:
    uncertain(newsroom)
    found = decide(newsroom, None)
    assert [(one.number, one.readers, one.reason) for one in found.left] == [
        (2, 10, "SendGrid did not answer (TimeoutError)")
    ]
    assert found.settled == 0


def test_events_settle_one_reader_at_a_time(newsroom: Newsroom) -> None:
    uncertain(newsroom)
    with newsroom.engine.connect() as connection:
        first, last = connection.execute(text("SELECT first, last FROM batch WHERE number = 2")).one()
        readers = list(
            connection.scalars(
                text("SELECT reader FROM recipient WHERE variant = 'en' AND reader BETWEEN :a AND :b"),
                {"a": first, "b": last},
            )
        )
    newsroom.settlements.record(
        [
            DeliveryEvent("a", EDITION, readers[0], Kind.PROCESSED, NOW),
            DeliveryEvent("b", EDITION, readers[1], Kind.DROPPED, NOW),
        ]
    )
    newsroom.settlements.record(
        [
            DeliveryEvent("c", EDITION, readers[0], Kind.DROPPED, NOW),
            DeliveryEvent("d", "2020-01-01", readers[2], Kind.PROCESSED, NOW),
        ]
    )
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert report.balanced
    assert (report.accepted, report.refused, report.uncertain) == (77 + 1, 1, 8)


def test_a_person_may_believe_that_they_have_it(newsroom: Newsroom) -> None:
    uncertain(newsroom)
    found = decide(newsroom, ManualDecision(Resolution.ACCEPTED, "Marta", "the provider's log shows them"))
    assert (found.left, found.settled) == ((), 10)
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert (report.accepted, report.uncertain, report.state) == (87, 0, "sent")
    with newsroom.engine.connect() as connection:
        (record,) = connection.execute(text('SELECT decision, readers, "by", reason FROM settlement')).all()
    assert tuple(record) == ("accepted", 10, "Marta", "the provider's log shows them")


def test_or_that_they_have_not_and_only_those_get_it_again(newsroom: Newsroom) -> None:
    first = uncertain(newsroom)
    found = decide(newsroom, ManualDecision(Resolution.SEND_AGAIN, "Marta", "the provider lost them"))
    assert (found.left, found.settled) == ((), 10)
    second = Mailbox()
    report = run(newsroom, second, 10)
    assert len(second.got) == 10
    assert not set(first.got) & set(second.got)
    assert (report.accepted, report.uncertain, report.state) == (87, 0, "sent")


def test_a_reader_whom_events_settled_is_never_sent_to_again(newsroom: Newsroom) -> None:
    uncertain(newsroom)
    with newsroom.engine.connect() as connection:
        settled = connection.scalar(text("SELECT first FROM batch WHERE number = 2"))
    newsroom.settlements.record([DeliveryEvent("a", EDITION, int(settled or 0), Kind.DELIVERED, NOW)])
    decide(newsroom, ManualDecision(Resolution.SEND_AGAIN, "Marta", "x"))
    got: list[int] = []

    def remember(batch: Batch) -> None:
        got.extend(recipient.reader for recipient in batch.recipients)

    report = run(newsroom, Mailbox(remember), 10)
    assert len(got) == 9
    assert settled not in got
    assert report.accepted == 87


def test_a_word_without_name_or_reason_does_not_count(newsroom: Newsroom) -> None:
    uncertain(newsroom)
    for by, reason in (("", "x"), ("Marta", " ")):
        with pytest.raises(DigestError, match="needs a name and a reason"):
            decide(newsroom, ManualDecision(Resolution.ACCEPTED, by, reason))
    assert decide(newsroom, None).left


def test_waiting_ends_when_it_is_asked_to_or_at_the_deadline(newsroom: Newsroom) -> None:
    uncertain(newsroom)
    clock, stop = SetClock(NOW), threading.Event()
    stop.set()
    assert resolve(EDITION, newsroom.settlements, None, clock, Patience(3_600, stop)).uncertain == 10
    never = PassingTime(clock)
    assert resolve(EDITION, newsroom.settlements, None, clock, Patience(60, never)).uncertain == 10
    assert clock.time == NOW + timedelta(seconds=60)
    assert resolve("2020-01-01", newsroom.settlements, None, clock, Patience(60, never)).left == ()
    assert clock.time == NOW + timedelta(seconds=60), "nothing is waited for where nothing is uncertain"


@pytest.mark.slow
def test_a_person_decides_only_about_what_no_event_settled_while_they_waited(newsroom: Newsroom) -> None:
    uncertain(newsroom)
    with newsroom.engine.connect() as connection:
        first, last = connection.execute(text("SELECT first, last FROM batch WHERE number = 2")).one()
        among = text("SELECT reader FROM recipient WHERE variant = 'en' AND reader BETWEEN :a AND :b")
        readers = list(connection.scalars(among, {"a": first, "b": last}))
    clock = SetClock(NOW)

    class EventComes(PassingTime):
        def wait(self, timeout: float | None = None, /) -> bool:
            newsroom.settlements.record([DeliveryEvent("a", EDITION, readers[0], Kind.DELIVERED, NOW)])
            return super().wait(timeout)

    decision = ManualDecision(Resolution.SEND_AGAIN, "Marta", "lost")
    found = resolve(EDITION, newsroom.settlements, decision, clock, Patience(4, EventComes(clock)))
    assert (found.settled, found.left) == (9, ())


def test_settling_never_revives_an_edition_that_a_person_stopped(newsroom: Newsroom) -> None:
    uncertain(newsroom)
    again = ManualDecision(Resolution.SEND_AGAIN, "Marta", "x")
    with newsroom.engine.begin() as connection:
        connection.execute(text("UPDATE edition SET state = 'cancelled'"))
    with pytest.raises(EditionCancelled):
        decide(newsroom, again)
    with newsroom.engine.begin() as connection:
        connection.execute(text("UPDATE edition SET state = 'paused'"))
    decide(newsroom, again)
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert (report.state, report.pending) == ("paused", 10)
