"""Who is on the list, although an edition is not for them."""

from digest.delivery.past_edition import OFF_THE_LIST, listed
from subscribers.services import audience


def test_the_reasons_that_keep_somebody_off_the_list_are_those_of_the_subscribers_and_a_pause_is_none() -> None:
    assert {audience.NOT_CONFIRMED, audience.UNSUBSCRIBED, audience.SUPPRESSED, audience.ERASED} == OFF_THE_LIST
    assert audience.PAUSED not in OFF_THE_LIST


def test_recipients_and_those_left_out_for_another_reason_are_on_it() -> None:
    left_out = {audience.PAUSED: 3, "had_it_as_a_welcome": 2, audience.UNSUBSCRIBED: 10, audience.SUPPRESSED: 20}
    assert listed(100, left_out) == 105
    assert listed(0, {}) == 0
