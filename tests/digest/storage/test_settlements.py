"""Settlements on SQL: what an event proves, about whom, and what a person's decision changes and leaves."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import BatchResult, Claim, UncertainBatch
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.statuses import EditionState, Resolution, Status
from digest.errors import EditionCancelled
from tests.standins.sample import EDITION, NOW

OTHER = "2026-12-04"
SILENCE = BatchResult(Status.UNCERTAIN, "silence")
LATER = NOW + timedelta(hours=1)


def begin(newsroom: Newsroom, edition: str = EDITION) -> int:
    newsroom.log.open(Opening(edition, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    return newsroom.log.acquire(edition, NOW, repeats=False)


def answer(newsroom: Newsroom, fence: int, result: BatchResult, edition: str = EDITION, size: int = 1) -> Claim:
    claim = newsroom.log.claim(edition, fence, size, NOW)
    assert claim
    newsroom.log.attempt(edition, fence, claim, claim.readers, {}, NOW)
    newsroom.log.receive(edition, claim, result, NOW)
    return claim


def event(id_: str, reader: int, kind: Kind, edition: str = EDITION) -> DeliveryEvent:
    return DeliveryEvent(id_, edition, reader, kind, NOW)


def counts(newsroom: Newsroom, edition: str = EDITION) -> dict[str, int]:
    """Return the counts that are not 0."""
    report = newsroom.reports.report(edition)
    assert report
    assert report.balanced
    named = {name: getattr(report, name) for name in ("accepted", "refused", "failed", "uncertain", "pending")}
    return {name: number for name, number in named.items() if number}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_event_but_dropped_proves_that_the_mail_was_accepted(
    newsroom: Newsroom, readers: dict[str, int], kind: Kind
) -> None:
    answer(newsroom, begin(newsroom), SILENCE, size=3)
    assert newsroom.settlements.record([event("1", readers["anna"], kind)]) == [event("1", readers["anna"], kind)]
    proven = "refused" if kind is Kind.DROPPED else "accepted"
    assert counts(newsroom) == {proven: 1, "uncertain": 2}
    (record,) = newsroom.reports.deliveries(readers["anna"])
    assert (record["status"], record["why"], record["events"]) == (proven, f"event {kind}", kind)


def test_a_copy_of_an_event_is_not_new_and_one_of_an_unknown_edition_is_nobodys(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    answer(newsroom, begin(newsroom), SILENCE, size=3)
    known, strange = event("1", readers["anna"], Kind.DELIVERED), event("2", readers["anna"], Kind.DROPPED, OTHER)
    later = event("3", readers["boris"], Kind.DELIVERED)
    assert newsroom.settlements.record([strange, known, known, later]) == [known, later]
    assert newsroom.settlements.record([known, strange]) == []
    assert counts(newsroom) == {"accepted": 2, "uncertain": 1}


def test_an_event_decides_nothing_that_was_answered_and_nothing_in_another_edition(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    answer(newsroom, begin(newsroom), BatchResult(), size=3)
    answer(newsroom, begin(newsroom, OTHER), SILENCE, OTHER, size=3)
    assert newsroom.settlements.record([event("1", readers["anna"], Kind.DROPPED)])
    assert counts(newsroom) == {"accepted": 3}
    assert counts(newsroom, OTHER) == {"uncertain": 3}


@pytest.mark.parametrize("elsewhere", ["variant = 'ru'", "wave = 60"])
def test_an_event_about_a_reader_of_another_language_or_wave_decides_nothing_of_a_batch_around_them(
    newsroom: Newsroom, readers: dict[str, int], elsewhere: str
) -> None:
    """Batches are spans of numbers within one language and wave, and Boris stands between Anna and Chloe."""
    fence = begin(newsroom)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE recipient SET {elsewhere} WHERE reader = ?", (readers["boris"],))  # noqa: S608
    assert answer(newsroom, fence, SILENCE, size=3).readers == [readers["anna"], readers["chloe"]]
    newsroom.settlements.record([event("1", readers["boris"], Kind.DELIVERED)])
    assert counts(newsroom) == {"uncertain": 2, "pending": 1}
    newsroom.settlements.record([event("2", readers["chloe"], Kind.DELIVERED)])
    assert counts(newsroom) == {"accepted": 1, "uncertain": 1, "pending": 1}


def test_an_event_that_came_before_the_answer_was_given_up_counts_all_the_same_when_it_comes_again_later(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    """Another event about the same mail settles it, in whichever order they come; the first to settle is kept."""
    answer(newsroom, begin(newsroom), SILENCE, size=3)
    newsroom.settlements.record([event("1", readers["anna"], Kind.DROPPED)])
    newsroom.settlements.record([event("2", readers["anna"], Kind.DELIVERED)])
    assert counts(newsroom) == {"refused": 1, "uncertain": 2}


def test_uncertain_batches_are_listed_with_how_many_are_left_in_each(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    fence = begin(newsroom)
    answer(newsroom, fence, BatchResult(Status.FAILED, "413"))
    first = answer(newsroom, fence, BatchResult(Status.UNCERTAIN, "a reset"))
    second = answer(newsroom, fence, SILENCE)
    other = begin(newsroom, OTHER)
    for _ in readers:
        answer(newsroom, other, SILENCE, OTHER)
    newsroom.settlements.record([event("0", first.readers[0], Kind.DELIVERED, OTHER)])
    listed = newsroom.settlements.uncertain(EDITION)
    assert listed == [UncertainBatch(2, 1, "a reset", NOW), UncertainBatch(3, 1, "silence", NOW)]
    newsroom.settlements.record([event("1", first.readers[0], Kind.DELIVERED)])
    assert newsroom.settlements.uncertain(EDITION) == [UncertainBatch(3, 1, "silence", NOW)]
    assert [one.number for one in newsroom.settlements.uncertain(OTHER)] == [1, 3]
    newsroom.settlements.record([event("2", second.readers[0], Kind.DELIVERED)])
    assert newsroom.settlements.uncertain(EDITION) == []
    assert newsroom.settlements.uncertain("2031-01-03") == []
    assert len(readers) == 3


def test_nothing_uncertain_is_nothing_to_decide_and_leaves_no_record(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    answer(newsroom, begin(newsroom), BatchResult(), size=3)
    assert newsroom.settlements.decide(EDITION, Resolution.ACCEPTED, "Marta", "x", NOW) == 0
    assert records(newsroom) == []


def records(newsroom: Newsroom) -> list[tuple[object, ...]]:
    with newsroom.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM settlement ORDER BY number")]


def test_believing_that_they_have_it_is_written_with_name_reason_and_time_and_changes_no_other_batch(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    fence = begin(newsroom)
    answer(newsroom, fence, BatchResult(Status.FAILED, "413"))
    answer(newsroom, fence, SILENCE)
    other = begin(newsroom, OTHER)
    for _ in readers:
        answer(newsroom, other, SILENCE, OTHER)
    assert newsroom.settlements.decide(EDITION, Resolution.ACCEPTED, "Marta", "the ESP's log", LATER) == 1
    assert counts(newsroom) == {"failed": 1, "accepted": 1, "pending": 1}
    assert counts(newsroom, OTHER) == {"uncertain": 3}
    assert records(newsroom) == [(1, 1, "accepted", 1, "Marta", "the ESP's log", LATER.isoformat())]
    with newsroom.engine.connect() as connection:
        reasons = connection.exec_driver_sql("SELECT reason FROM batch WHERE edition = 1 ORDER BY number").scalars()
        assert list(reasons) == ["413", "Marta: the ESP's log"]


def test_sending_again_reopens_an_ended_edition_for_those_alone(newsroom: Newsroom, readers: dict[str, int]) -> None:
    fence = begin(newsroom)
    answer(newsroom, fence, BatchResult())
    lost = answer(newsroom, fence, SILENCE, size=len(readers) - 1)
    newsroom.log.close(EDITION, fence, NOW)
    other = begin(newsroom, OTHER)
    answer(newsroom, other, BatchResult(), OTHER, size=3)
    newsroom.log.close(OTHER, other, NOW)
    assert newsroom.settlements.decide(EDITION, Resolution.SEND_AGAIN, "Marta", "x", LATER) == 2
    found, untouched = newsroom.reports.opened(EDITION), newsroom.reports.opened(OTHER)
    assert found
    assert untouched
    assert (found.state, found.ended_at) == (EditionState.SENDING, None)
    assert (untouched.state, untouched.ended_at) == (EditionState.SENT, NOW)
    fence = newsroom.log.acquire(EDITION, LATER, repeats=False)
    again = newsroom.log.claim(EDITION, fence, 9, LATER)
    assert again
    assert (again.number, again.readers) == (lost.number, lost.readers)
    assert newsroom.log.claim(EDITION, fence, 9, LATER) is None, "nobody else goes again"


def test_a_cancelled_edition_is_sent_to_nobody_again_but_may_be_believed_to_have_come(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    answer(newsroom, begin(newsroom), SILENCE, size=3)
    newsroom.edition_states.transition(EDITION, [EditionState.SENDING], EditionState.CANCELLED, "a mistake")
    words = f"^edition {EDITION} was cancelled, so nothing of it is sent again; say `--treat-as accepted` or leave it$"
    with pytest.raises(EditionCancelled, match=words):
        newsroom.settlements.decide(EDITION, Resolution.SEND_AGAIN, "Marta", "x", LATER)
    assert (counts(newsroom), records(newsroom)) == ({"uncertain": 3}, [])
    assert newsroom.settlements.decide(EDITION, Resolution.ACCEPTED, "Marta", "x", LATER) == 3
    assert counts(newsroom) == {"accepted": 3}
