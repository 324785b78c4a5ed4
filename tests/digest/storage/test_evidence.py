"""What an event proves counts whenever it came: before its batch became uncertain, after that, or before a repetition."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import BatchResult, Claim
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import BatchState, EditionState, Resolution, Status
from digest.storage.evidence import settle_by_events, write_outcomes
from tests.standins.readers import populate
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition

SILENCE = BatchResult(Status.UNCERTAIN, "silence")


def attempt(newsroom: Newsroom) -> tuple[int, Claim]:
    """Let all readers of an edition be on their way, in one batch."""
    newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    claim = newsroom.log.claim(EDITION, fence, 10, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    return fence, claim


def tell(newsroom: Newsroom, *events: tuple[int, Kind]) -> None:
    found = [DeliveryEvent(f"{reader}-{kind}", EDITION, reader, kind, NOW) for reader, kind in events]
    assert newsroom.settlements.record(found) == found


def counts(newsroom: Newsroom) -> dict[str, int]:
    report = newsroom.reports.report(EDITION)
    assert report
    assert report.balanced
    named = {name: getattr(report, name) for name in ("accepted", "refused", "uncertain", "pending")}
    return {name: number for name, number in named.items() if number}


def the_answer_is_lost(newsroom: Newsroom, claim: Claim) -> None:
    newsroom.log.receive(EDITION, claim, SILENCE, NOW)


def the_runner_dies(newsroom: Newsroom, _claim: Claim) -> None:
    newsroom.log.acquire(EDITION, NOW, repeats=False)


@pytest.mark.parametrize("lose", [the_answer_is_lost, the_runner_dies])
def test_an_event_that_came_before_its_batch_became_uncertain_settles_it_then(
    newsroom: Newsroom, readers: dict[str, int], lose: Callable[[Newsroom, Claim], None]
) -> None:
    _, claim = attempt(newsroom)
    tell(newsroom, (readers["anna"], Kind.DELIVERED), (readers["boris"], Kind.DROPPED))
    lose(newsroom, claim)
    assert counts(newsroom) == {"accepted": 1, "refused": 1, "uncertain": 1}
    assert newsroom.reports.deliveries(readers["anna"])[0]["why"] == "event delivered"
    assert newsroom.reports.deliveries(readers["boris"])[0]["why"] == "event dropped"


def test_an_event_decides_nothing_while_its_batch_is_on_its_way_and_nothing_once_it_was_answered(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    _, claim = attempt(newsroom)
    tell(newsroom, (readers["anna"], Kind.DROPPED))
    assert counts(newsroom) == {"pending": 3}
    newsroom.log.receive(EDITION, claim, BatchResult(), NOW)
    assert counts(newsroom) == {"accepted": 3}


def test_a_sign_of_acceptance_outweighs_a_dropped_copy_in_whichever_order_they_came(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    _, claim = attempt(newsroom)
    tell(newsroom, (readers["anna"], Kind.DROPPED), (readers["anna"], Kind.PROCESSED))
    tell(newsroom, (readers["boris"], Kind.PROCESSED), (readers["boris"], Kind.DROPPED))
    the_answer_is_lost(newsroom, claim)
    assert counts(newsroom) == {"accepted": 2, "uncertain": 1}
    assert newsroom.reports.deliveries(readers["boris"])[0]["why"] == "event processed"


def test_what_is_sent_again_leaves_out_whoever_an_event_came_about_before_or_after_the_decision(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    _, claim = attempt(newsroom)
    tell(newsroom, (readers["anna"], Kind.DELIVERED))
    the_answer_is_lost(newsroom, claim)
    with newsroom.engine.begin() as connection:
        connection.execute(text("DELETE FROM outcome"))  # as an older version left it
    assert newsroom.settlements.decide(EDITION, Resolution.SEND_AGAIN, "Marta", "a talk on the phone", NOW) == 2
    tell(newsroom, (readers["boris"], Kind.DELIVERED))
    again = newsroom.log.claim(EDITION, newsroom.log.acquire(EDITION, NOW, repeats=False), 10, NOW)
    assert again
    assert list(again.readers) == [readers["chloe"]]
    assert counts(newsroom) == {"accepted": 2, "pending": 1}


def test_two_people_who_decide_at_once_decide_once(newsroom: Newsroom, readers: dict[str, int]) -> None:
    """With an old picture the slower one would claim anew what the faster one has let go out meanwhile."""
    _, claim = attempt(newsroom)
    the_answer_is_lost(newsroom, claim)
    together, decided = threading.Barrier(6), []

    def decide() -> None:
        together.wait()
        decided.append(newsroom.settlements.decide(EDITION, Resolution.SEND_AGAIN, "Marta", "x", NOW))

    people = [threading.Thread(target=decide) for _ in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(decided) == [0, 0, 0, 0, 0, len(readers)]
    with newsroom.engine.connect() as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM settlement")) == 1


def test_an_edition_sent_again_of_whose_readers_all_have_been_heard_of_ends_without_a_letter(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    send_edition(newsroom, Mailbox(lambda _: TransportResult(Verdict.UNKNOWN, "silence")), 10)
    assert counts(newsroom) == {"uncertain": 3}
    newsroom.settlements.decide(EDITION, Resolution.SEND_AGAIN, "Marta", "x", NOW)
    tell(newsroom, *((reader, Kind.DELIVERED) for reader in readers.values()))
    mailbox = Mailbox()
    report = send_edition(newsroom, mailbox, 10)
    assert (mailbox.got, report.state, counts(newsroom)) == ([], EditionState.SENT, {"accepted": 3})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_new_events_settle_is_all_that_all_events_would(newsroom: Newsroom, seed: int) -> None:
    """Only the batches of the readers an event is about are looked at: in several languages, waves and states."""
    chance = random.Random(seed)
    populate(newsroom.store, 300, NOW)
    query = AudienceQuery(frozenset({"en", "ru"}), "en", NOW, lambda zone: 60 if zone else 0)
    newsroom.log.open(Opening(EDITION, "f", NOW - timedelta(hours=2)), query, NOW)
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    readers: list[int] = []
    while claim := newsroom.log.claim(EDITION, fence, chance.randint(1, 20), NOW):
        readers += claim.readers
        newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
        if chance.random() < 0.9:
            newsroom.log.receive(EDITION, claim, chance.choice([SILENCE, SILENCE, BatchResult()]), NOW)
    settled: list[int] = []
    for turn in range(5):
        told = [(reader, chance.choice(list(Kind))) for reader in chance.sample(readers, 40)]
        newsroom.settlements.record([DeliveryEvent(f"{turn}-{who}", EDITION, who, kind, NOW) for who, kind in told])
        with newsroom.engine.begin() as connection:
            before = connection.scalar(text("SELECT COUNT(*) FROM outcome WHERE batch IS NOT NULL"))
            settle_by_events(connection, 1, BatchState.UNCERTAIN)
            assert connection.scalar(text("SELECT COUNT(*) FROM outcome WHERE batch IS NOT NULL")) == before
        settled.append(before or 0)
    assert 0 < settled[0] < settled[-1]
    with newsroom.engine.connect() as connection:
        astray = text(
            "SELECT COUNT(*) FROM outcome o JOIN batch b ON b.edition = o.edition AND b.number = o.batch "
            "WHERE o.reader NOT BETWEEN b.first AND b.last OR b.state != 'uncertain'"
        )
        assert connection.scalar(astray) == 0


@pytest.mark.parametrize("state", [Status.ACCEPTED, Status.UNCERTAIN])
def test_a_reader_who_is_uncertain_alone_is_settled_by_an_event_whatever_the_batch_is(
    newsroom: Newsroom, readers: dict[str, int], state: Status
) -> None:
    newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en", "ru"}), "en", NOW), NOW)
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    claim = newsroom.log.claim(EDITION, fence, 9, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    newsroom.log.receive(EDITION, claim, BatchResult(state, "x"), NOW)
    anna, boris = claim.readers[:2]
    with newsroom.engine.begin() as connection:
        write_outcomes(connection, 1, claim.number, dict.fromkeys((anna, boris), (Status.UNCERTAIN, "lost")))
    newsroom.settlements.record([DeliveryEvent("1", EDITION, anna, Kind.DROPPED, NOW)])
    with newsroom.engine.connect() as connection:
        found = connection.execute(text("SELECT reader, status FROM outcome WHERE batch IS NOT NULL")).tuples().all()
    assert dict(found) == {anna: "refused", boris: "uncertain"}
    assert readers
