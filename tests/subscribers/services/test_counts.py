"""Counts of subscribers and of the forms of one day."""

from datetime import timedelta

from digest.app.container import Newsroom
from subscribers.policy.model import SuppressionReason
from subscribers.services.counts import count_all, count_forms
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.suppression import suppress
from tests.standins.forms import ask
from tests.standins.sample import NOW


def test_subscribers_are_counted_as_they_are_now_and_forms_by_the_day(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    suppress(newsroom.store, readers["anna"], SuppressionReason.COMPLAINT, "x", NOW)
    before = count_all(newsroom.store, NOW.date())
    tomorrow = NOW + timedelta(days=1)
    ask(newsroom.store, "dora@example.org", tomorrow)
    after = count_all(newsroom.store, tomorrow.date())
    assert (before.subscribers["confirmed"], before.subscribers["suppressed"]) == (len(readers), 1)
    assert after.subscribers["requested"] == before.subscribers["requested"] + 1
    assert after.forms == {SignupOutcome.WRITTEN: 1}
    assert count_forms(newsroom.store, NOW.date()) == before.forms
