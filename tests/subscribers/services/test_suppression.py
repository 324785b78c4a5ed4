"""A suppressed address gets nothing, whatever its owner agrees to, until the reason is one the reader may lift."""

from datetime import timedelta

from digest.app.container import Newsroom
from subscribers.policy.model import SuppressionReason
from subscribers.services.audience import consenting
from subscribers.services.erase import erase
from subscribers.services.signup import SignupOutcome
from subscribers.services.suppression import suppress
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
