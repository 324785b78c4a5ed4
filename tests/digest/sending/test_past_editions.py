"""Past editions: exact counts of real sends, of the list at that time, and of who left after each."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from digest.app.container import Newsroom
from digest.app.past_editions import past_editions_of
from digest.app.services import Services
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import Batch, BatchResult
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.past_edition import PastEdition
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.standing import Stage
from digest.delivery.statuses import EditionState
from digest.delivery.variant import LetterOptions
from digest.sending.status import Begun
from subscribers.policy.model import SuppressionReason
from subscribers.services.erase import erase
from subscribers.services.preferences import pause
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.forms import ask, join
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import SetClock
from tests.standins.transports import FakeTransport
from tests.standins.welcomes import send_to_readers, welcome

NEXT, LAST, CORRECTION = "2026-12-04", "2026-12-11", f"{EDITION}-correction-1"
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def past(newsroom: Newsroom, at: datetime = NOW + 3 * WEEK, count: int = 52) -> list[PastEdition]:
    return replace(past_editions_of(newsroom), clock=SetClock(at)).latest(count)


def send(newsroom: Newsroom, name: str, at: datetime, corrects: str = "") -> None:
    """Hand an edition without letters over to all, in one batch."""
    query = AudienceQuery(frozenset({"en"}), "en", at, corrects=corrects)
    newsroom.log.open(Opening(name, "f", at), query, at)
    fence = newsroom.log.acquire(name, at, repeats=False)
    while claim := newsroom.log.claim(name, fence, 100, at):
        newsroom.log.attempt(name, fence, claim, claim.readers, {}, at)
        newsroom.log.receive(name, claim, BatchResult(), at)
    newsroom.log.close(name, fence, at)


def fail_boris(batch: Batch) -> TransportResult | None:
    is_his = any(recipient.address.startswith("boris") for recipient in batch.recipients)
    return TransportResult(Verdict.PERMANENT, "no such mailbox") if is_his else None


def test_nothing_that_began_is_an_empty_list(newsroom: Newsroom, readers: dict[str, int]) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    assert past(newsroom) == []


@pytest.mark.slow
def test_a_real_send_is_counted_to_the_last_reader(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    for name in ("dora", "emil", "fay"):
        join(store, f"{name}@example.org", NOW - WEEK)
    number = {name: store.number_with(f"{name}@example.org") for name in ("dora", "emil", "fay")}
    pause(store, number["dora"], 4, NOW - DAY)
    suppress(store, number["emil"], SuppressionReason.HARD_BOUNCE, "x", NOW - DAY)
    unsubscribe(store, number["fay"], "x", NOW - DAY)
    ask(store, "gus@example.org", NOW - DAY)
    send_edition(newsroom, Mailbox(fail_boris))
    told = [("anna", Kind.DELIVERED), ("anna", Kind.COMPLAINED), ("chloe", Kind.BOUNCED)]
    newsroom.settlements.record(
        [DeliveryEvent(str(place), EDITION, readers[who], kind, NOW) for place, (who, kind) in enumerate(told)]
    )
    unsubscribe(store, readers["anna"], "a link", NOW + HOUR)
    (found,) = past(newsroom)
    report = found.report
    assert (report.edition, report.audience, report.recipients) == (EDITION, 6, 3)
    assert (report.accepted, report.failed, report.uncertain) == (2, 1, 0)
    assert report.excluded == {"paused": 1, "suppressed": 1, "unsubscribed": 1}
    assert found.listed == 4, "Anna, Boris, Chloe, and Dora, who paused"
    assert [found.told(kind) for kind in (Kind.DELIVERED, Kind.BOUNCED, Kind.COMPLAINED)] == [1, 1, 1]
    assert found.left == 1
    assert found.standing.stage is Stage.NEEDS_A_LOOK
    letters = newsroom.reports.letters(EDITION)
    assert letters
    assert found.subject == letters.letter("en", LetterOptions()).subject
    assert found.is_public


def test_who_leaves_between_freeze_and_hand_over_was_on_the_list_and_is_excluded(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    def pause_and_leave(batch: Batch) -> None:
        if batch.recipients[0].address.startswith("anna"):
            pause(newsroom.store, readers["boris"], 4, NOW)
            unsubscribe(newsroom.store, readers["chloe"], "x", NOW)

    send_edition(newsroom, Mailbox(pause_and_leave))
    (found,) = past(newsroom)
    assert (found.listed, found.report.recipients, found.report.accepted, found.left) == (3, 1, 1, 1)
    assert found.report.excluded == {"paused": 1, "unsubscribed": 1}


def test_nobody_told_is_not_the_same_as_none(newsroom: Newsroom, readers: dict[str, int]) -> None:
    send_edition(newsroom, Mailbox())
    assert [one.told(Kind.DELIVERED) for one in past(newsroom)] == [None]
    newsroom.settlements.record([DeliveryEvent("1", EDITION, readers["anna"], Kind.DEFERRED, NOW)])
    assert [one.told(Kind.DELIVERED) for one in past(newsroom)] == [0]


def test_the_newest_come_first_and_everybody_who_left_is_counted_for_one_of_them(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    anna, boris, chloe = readers.values()
    for place, name in enumerate((EDITION, NEXT, LAST)):
        send(newsroom, name, NOW + place * WEEK)
    unsubscribe(newsroom.store, anna, "x", NOW + DAY)
    erase(newsroom.store, boris, "x", NOW + WEEK)
    unsubscribe(newsroom.store, chloe, "x", NOW + 2 * WEEK + DAY)
    assert [(one.report.edition, one.left) for one in past(newsroom)] == [(LAST, 1), (NEXT, 1), (EDITION, 1)]
    assert [one.left for one in past(newsroom, NOW + 2 * WEEK + HOUR)] == [0, 1, 1], "not what is to come"
    assert [(one.report.edition, one.left) for one in past(newsroom, count=1)] == [(LAST, 1)]
    assert {one.subject for one in past(newsroom)} == {""}
    assert not any(one.is_public for one in past(newsroom)), "no letters were kept"


def test_it_says_of_each_what_status_says(newsroom: Newsroom, readers: dict[str, int]) -> None:
    for place, name in enumerate((EDITION, NEXT)):
        send(newsroom, name, NOW + place * WEEK)
    unsubscribe(newsroom.store, readers["anna"], "x", NOW + DAY)
    status = replace(Services(newsroom).edition_status(), clock=SetClock(NOW + 2 * WEEK))
    for one in past(newsroom, NOW + 2 * WEEK):
        shown = status.status(one.report.edition)
        assert isinstance(shown, Begun)
        assert (shown.report, shown.left) == (one.report, one.left)


def test_a_correction_is_none_and_who_leaves_after_it_left_after_the_letter(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    send(newsroom, EDITION, NOW)
    send(newsroom, CORRECTION, NOW + DAY, EDITION)
    unsubscribe(newsroom.store, readers["anna"], "x", NOW + 2 * DAY)
    assert [(one.report.edition, one.left) for one in past(newsroom)] == [(EDITION, 1)]


def test_one_that_was_cancelled_is_there_and_has_no_page(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    send_edition(newsroom, Mailbox())
    newsroom.edition_states.transition(EDITION, [EditionState.SENT], EditionState.CANCELLED, "a source is in danger")
    (found,) = past(newsroom)
    assert (str(found.standing), found.is_public) == ("cancelled: a source is in danger", False)


def test_who_has_it_as_a_welcome_letter_changes_no_count(newsroom: Newsroom, readers: dict[str, int]) -> None:
    send_to_readers(newsroom)
    newsroom.settlements.record([DeliveryEvent("1", EDITION, readers["anna"], Kind.DELIVERED, NOW)])
    before = past(newsroom)
    dora = join(newsroom.store, "dora@example.org", NOW + HOUR)
    assert welcome(newsroom, FakeTransport(), NOW + 2 * HOUR) == 1
    told = (("2", Kind.DELIVERED), ("3", Kind.BOUNCED))
    newsroom.settlements.record([DeliveryEvent(name, EDITION, dora, kind, NOW + DAY) for name, kind in told])
    (found,) = past(newsroom)
    assert (found.listed, found.report.later) == (before[0].listed, {"delivered": 1})
    assert before[0].report.later == {"delivered": 1}


def test_the_subject_is_that_of_the_newsrooms_own_language_else_of_another(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    send_edition(newsroom, Mailbox())
    with newsroom.engine.begin() as connection:
        for language in ("en", "uk"):
            words = "UPDATE frozen_letter SET subject = ? WHERE language = ?"
            connection.exec_driver_sql(words, (f"in {language}", language))
    languages = replace(past_editions_of(newsroom), clock=SetClock(NOW + DAY))
    assert [one.subject for one in languages.latest(1)] == ["in en"]
    assert [one.subject for one in replace(languages, language="uk").latest(1)] == ["in uk"]
    assert [one.subject for one in replace(languages, language="ka").latest(1)] == ["in uk"], "of none, some other"
