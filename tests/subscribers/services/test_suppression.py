"""A suppressed address gets nothing, whatever its owner agrees to, until the reason is one the reader may lift."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from subscribers.errors import SubscribersError
from subscribers.policy.caps import MailKind
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.services.audience import consenting
from subscribers.services.confirmation import confirm
from subscribers.services.erase import erase
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.suppression import suppress, unsuppress
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.forms import ask, join
from tests.standins.sample import NOW

DAY = timedelta(days=1)


def test_what_the_newsroom_forbade_is_not_lifted_by_leaving_and_coming_back(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store = newsroom.store
    suppress(store, readers["anna"], SuppressionReason.COMPLAINT, "x", NOW)
    erase(store, readers["anna"], "x", NOW)
    outcome, mail = ask(store, "anna@example.org", NOW + timedelta(days=2))
    assert (outcome, mail.carried) == (SignupOutcome.SUPPRESSED, [])


def test_a_second_suppression_changes_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    suppress(newsroom.store, readers["chloe"], SuppressionReason.COMPLAINT, "x", NOW)
    suppress(newsroom.store, readers["chloe"], SuppressionReason.MANUAL, "x", NOW)
    assert newsroom.store.get(readers["chloe"])[0].suppressed is SuppressionReason.COMPLAINT
    assert newsroom.store.counts()["suppressed"] == 1


def test_suppressed_addresses_get_nothing_and_those_who_left_may_come_back(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store = newsroom.store
    suppress(store, readers["anna"], SuppressionReason.HARD_BOUNCE, "x", NOW)
    assert ask(store, "anna@example.org", NOW + DAY)[0] is SignupOutcome.SUPPRESSED
    unsubscribe(store, readers["boris"], "x", NOW)
    assert ask(store, "boris@example.org", NOW + DAY)[0] is SignupOutcome.WRITTEN
    erase(store, readers["chloe"], "x", NOW)
    again = join(store, "chloe@example.org", NOW + DAY)
    assert consenting(store, [again], NOW)[0].addresses == ["chloe@example.org"]


@pytest.mark.parametrize("reason", [SuppressionReason.HARD_BOUNCE, SuppressionReason.MANUAL])
def test_what_the_newsroom_lifts_is_lifted_and_on_record(
    newsroom: Newsroom, readers: dict[str, int], reason: SuppressionReason
) -> None:
    store, anna = newsroom.store, readers["anna"]
    suppress(store, anna, reason, "x", NOW)
    assert consenting(store, [anna], NOW)[0].numbers == []
    assert unsuppress(store, address_of(newsroom, anna), "by hand: a letter", NOW + DAY)
    assert consenting(store, [anna], NOW)[0].numbers == [anna]
    person, records = store.get(anna)
    assert (person.status, person.suppressed) == (Status.CONFIRMED, None)
    assert (records[-1].event, records[-1].source) == (Event.UNSUPPRESS, "by hand: a letter")


def test_lifting_brings_nobody_back_who_left(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, anna = newsroom.store, readers["anna"]
    unsubscribe(store, anna, "x", NOW)
    suppress(store, anna, SuppressionReason.HARD_BOUNCE, "x", NOW)
    assert unsuppress(store, address_of(newsroom, anna), "y", NOW)
    assert store.get(anna)[0].status is Status.UNSUBSCRIBED
    assert ask(store, "anna@example.org", NOW + DAY)[0] is SignupOutcome.WRITTEN


def test_after_a_complaint_one_confirmation_mail_is_permitted_and_confirming_lifts_it(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store, anna = newsroom.store, readers["anna"]
    suppress(store, anna, SuppressionReason.COMPLAINT, "x", NOW)
    assert ask(store, "anna@example.org", NOW + DAY)[0] is SignupOutcome.SUPPRESSED
    assert not unsuppress(store, address_of(newsroom, anna), "y", NOW + 2 * DAY)
    assert consenting(store, [anna], NOW)[1] == {anna: "suppressed"}
    outcome, mail = ask(store, "anna@example.org", NOW + 3 * DAY)
    assert outcome is SignupOutcome.WRITTEN
    assert [kind for kind, _, _ in mail.carried] == [MailKind.CONFIRM]
    assert ask(store, "anna@example.org", NOW + 9 * DAY)[0] is SignupOutcome.SUPPRESSED, "one, not two"
    assert confirm(store, mail.tokens[0], NOW + 4 * DAY)
    assert consenting(store, [anna], NOW)[0].numbers == [anna]
    recorded = [record.event for record in store.get(anna)[1]]
    assert recorded[-3:] == [Event.UNSUPPRESS, Event.REQUEST, Event.CONFIRM], "the new consent is on record"


def test_a_link_from_before_the_complaint_lifts_nothing(newsroom: Newsroom) -> None:
    store = newsroom.store
    _, mail = ask(store, "anna@example.org", NOW)
    anna = join(store, "anna@example.org", NOW + DAY)
    suppress(store, anna, SuppressionReason.COMPLAINT, "x", NOW + DAY)
    confirm(store, mail.tokens[0], NOW + DAY)
    assert store.get(anna)[0].suppressed is SuppressionReason.COMPLAINT


def test_nothing_to_lift_is_said(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    with pytest.raises(SubscribersError, match=r"^this address is not suppressed, so there is nothing to lift$"):
        unsuppress(store, address_of(newsroom, readers["anna"]), "y", NOW)
    left = address_of(newsroom, readers["boris"])
    erase(store, readers["boris"], "x", NOW)
    with pytest.raises(SubscribersError, match=r"^this reader left, and only they can come back, by signing up again$"):
        unsuppress(store, left, "y", NOW)


def address_of(newsroom: Newsroom, number: int) -> bytes:
    found = newsroom.store.address_index(number)
    assert found
    return found
