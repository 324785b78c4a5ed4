"""Who a correction is for: whoever got the letter, and nobody of whom that is not known."""

import pytest

from digest.app.container import Newsroom
from digest.delivery.audience import Audience, AudienceQuery, Opening
from digest.delivery.batch import BatchResult
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.statuses import EditionState, Resolution, Status
from digest.errors import DigestError
from digest.storage.corrected import DID_NOT_GET_IT, MAY_NOT_HAVE_IT
from subscribers.services.unsubscribe import unsubscribe
from tests.digest.storage.test_reports import answer, begin
from tests.standins.forms import join
from tests.standins.sample import EDITION, NOW

CORRECTION = f"{EDITION}-correction-1"
QUERY = AudienceQuery(frozenset({"en", "ru"}), "en", NOW, corrects=EDITION)


def recipients(newsroom: Newsroom) -> list[int]:
    """Return whom the correction is for, by the numbers of `candidates`."""
    return [number for part, _ in newsroom.audiences.candidates(QUERY) for number in part]


def test_whoever_got_the_letter_is_asked_and_others_have_a_reason(newsroom: Newsroom, readers: dict[str, int]) -> None:
    fence = begin(newsroom)
    accepted = answer(newsroom, fence, BatchResult()).readers
    answer(newsroom, fence, BatchResult(Status.UNCERTAIN, "silence"))
    answer(newsroom, fence, BatchResult(Status.FAILED, "413"))
    assert recipients(newsroom) == list(accepted)
    assert newsroom.audiences.count(QUERY) == Audience(1, {MAY_NOT_HAVE_IT: 1, DID_NOT_GET_IT: len(readers) - 2})


def test_a_status_of_their_own_counts_before_that_of_the_batch(newsroom: Newsroom, readers: dict[str, int]) -> None:
    fence = begin(newsroom)
    claim = newsroom.log.claim(EDITION, fence, 10, NOW)
    assert claim
    differing, *others = claim.readers
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    newsroom.log.receive(EDITION, claim, BatchResult(exceptions={differing: (Status.REFUSED, "no such mailbox")}), NOW)
    assert recipients(newsroom) == others
    assert newsroom.audiences.count(QUERY).excluded[DID_NOT_GET_IT] == len(readers) - len(others)


def test_what_an_editor_settled_counts(newsroom: Newsroom, readers: dict[str, int]) -> None:
    fence = begin(newsroom)
    for _ in readers:
        answer(newsroom, fence, BatchResult(Status.UNCERTAIN, "silence"))
    assert recipients(newsroom) == []
    newsroom.settlements.decide(EDITION, Resolution.ACCEPTED, "marta", "the ESP says so", NOW)
    assert recipients(newsroom) == sorted(readers.values())


def test_whoever_has_it_by_an_event_is_asked_though_their_batch_is_uncertain(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    fence = begin(newsroom)
    claim = newsroom.log.claim(EDITION, fence, 10, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    newsroom.log.receive(EDITION, claim, BatchResult(Status.UNCERTAIN, "silence"), NOW)
    newsroom.settlements.record([DeliveryEvent("x", EDITION, readers["anna"], Kind.DELIVERED, NOW)])
    assert recipients(newsroom) == [readers["anna"]]


def test_a_letter_that_was_stopped_is_corrected_for_those_who_had_it(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    fence = begin(newsroom)
    accepted = answer(newsroom, fence, BatchResult()).readers
    newsroom.edition_states.transition(EDITION, [EditionState.SENDING], EditionState.CANCELLED, "a mistake")
    assert recipients(newsroom) == list(accepted)
    assert newsroom.audiences.count(QUERY).excluded == {DID_NOT_GET_IT: len(readers) - 1}


def test_whoever_had_it_as_a_welcome_letter_is_asked_and_newcomers_are_not(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    fence = begin(newsroom)
    for _ in readers:
        answer(newsroom, fence, BatchResult())
    welcomed, newcomer = (join(newsroom.store, f"{name}@example.org", NOW) for name in ("welcomed", "newcomer"))
    state = f"'{EDITION}', {welcomed}, 'accepted', 1, '{NOW.isoformat()}', '{NOW.isoformat()}', ''"
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO welcome (edition, reader, state, tries, made_at, due_at, reason) VALUES ({state})"  # noqa: S608
        )
    assert recipients(newsroom) == sorted([*readers.values(), welcomed])
    assert newcomer not in recipients(newsroom)
    assert sum(newsroom.audiences.count(QUERY).excluded.values()) == 0


def test_consent_counts_before_all_else_and_the_frozen_audience_is_the_one_that_was_counted(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    fence = begin(newsroom)
    for _ in readers:
        answer(newsroom, fence, BatchResult())
    newsroom.log.close(EDITION, fence, NOW)
    unsubscribe(newsroom.store, readers["anna"], "a link", NOW)
    counted = newsroom.audiences.count(QUERY)
    assert counted == Audience(len(readers) - 1, {"unsubscribed": 1})
    newsroom.log.open(Opening(CORRECTION, "f", NOW), QUERY, NOW)
    report = newsroom.reports.report(CORRECTION)
    assert report
    assert report.balanced
    assert (report.pending, dict(report.excluded)) == (counted.recipients, dict(counted.excluded))
    assert not [one for one in newsroom.reports.deliveries(readers["anna"]) if one["status"] == "pending"]


def test_no_correction_begins_beside_a_letter_that_is_not_done(newsroom: Newsroom, readers: dict[str, int]) -> None:
    """Asked in the very transaction that freezes: whoever gets the letter later would not get its correction."""
    fence = begin(newsroom)
    for _ in readers:
        answer(newsroom, fence, BatchResult())
    with pytest.raises(DigestError, match="is not done"):
        newsroom.log.open(Opening(CORRECTION, "f", NOW), QUERY, NOW)
    assert newsroom.reports.opened(CORRECTION) is None


def test_a_letter_that_was_corrected_is_not_sent_again_to_whoever_may_not_have_it(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    fence = begin(newsroom)
    answer(newsroom, fence, BatchResult(Status.UNCERTAIN, "silence"))
    for _ in range(len(readers) - 1):
        answer(newsroom, fence, BatchResult())
    newsroom.log.close(EDITION, fence, NOW)
    newsroom.log.open(Opening(CORRECTION, "f", NOW), QUERY, NOW)
    with pytest.raises(DigestError, match="was corrected since"):
        newsroom.settlements.decide(EDITION, Resolution.SEND_AGAIN, "marta", "no answer", NOW)
    assert newsroom.settlements.decide(EDITION, Resolution.ACCEPTED, "marta", "no answer", NOW) == 1
