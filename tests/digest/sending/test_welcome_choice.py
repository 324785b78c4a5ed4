"""Which welcome letter somebody gets: the newest regular edition that was sent, when it is no news twice."""

from datetime import UTC, datetime, timedelta

import pytest

from digest.calendar.plan import Plan
from digest.delivery.counts import OpenedEdition
from digest.delivery.statuses import EditionState
from digest.delivery.welcome import WORDS
from digest.sending.welcome_choice import OLDEST, PATIENCE, SOON, choose_welcome

FRIDAY = datetime(2026, 11, 27, 7, tzinfo=UTC)
NOON = FRIDAY + timedelta(hours=5)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SENT, SENDING, PAUSED, CANCELLED = EditionState.SENT, EditionState.SENDING, EditionState.PAUSED, EditionState.CANCELLED


def edition(state: EditionState = SENT, began: datetime = FRIDAY, ad_hoc: bool = False) -> OpenedEdition:
    return OpenedEdition(began.date().isoformat(), state, began, began, None, 1, ad_hoc)


def choose(
    *opened: OpenedEdition, at: datetime = NOON, confirmed: datetime = NOON, plan: Plan | None = None
) -> str | None:
    return choose_welcome(opened, plan or Plan(), confirmed, at)


LAST_WEEK = edition(began=FRIDAY - 7 * DAY)


def test_the_newest_that_was_sent() -> None:
    assert choose(edition(), LAST_WEEK) == "2026-11-27"


def test_none_is_words() -> None:
    assert choose() == WORDS


@pytest.mark.parametrize(("age", "chosen"), [(OLDEST, "2026-11-27"), (OLDEST + SECOND, WORDS), (8 * DAY, WORDS)])
def test_no_older_than_a_week(age: timedelta, chosen: str) -> None:
    monthly = Plan(every_weeks=4, starting=FRIDAY.date())
    assert choose(edition(), at=FRIDAY + age, confirmed=FRIDAY + age, plan=monthly) == chosen


def test_on_the_eve_of_the_next_there_are_words() -> None:
    eve = FRIDAY + 7 * DAY - SOON
    assert choose(edition(), at=eve - SECOND, confirmed=eve - SECOND) == "2026-11-27"
    assert choose(edition(), at=eve, confirmed=eve) == WORDS


def test_while_a_window_is_open_whose_edition_has_not_begun_there_are_words() -> None:
    assert choose(edition(began=FRIDAY - 6 * DAY), at=FRIDAY + SECOND, confirmed=FRIDAY) == WORDS


@pytest.mark.parametrize("state", [SENDING, PAUSED])
def test_one_under_way_is_waited_for_but_not_for_ever(state: EditionState) -> None:
    assert choose(edition(state), LAST_WEEK) is None
    assert choose(edition(state), at=NOON + PATIENCE - SECOND) is None
    assert choose(edition(state), at=NOON + PATIENCE) == WORDS


def test_whoever_confirmed_before_it_began_has_it_already() -> None:
    for state in (SENDING, SENT):
        assert choose(edition(state), confirmed=FRIDAY - SECOND) == WORDS


def test_one_that_was_cancelled_does_not_count() -> None:
    recent = edition(began=FRIDAY - 3 * DAY)
    assert choose(edition(CANCELLED), recent) == recent.edition
    assert choose(edition(CANCELLED)) == WORDS


def test_a_special_does_not_count() -> None:
    special = edition(began=FRIDAY + timedelta(hours=1), ad_hoc=True)
    assert choose(special, edition()) == "2026-11-27"
    assert choose(special) == WORDS


def test_an_edition_that_was_sent_early_is_not_the_next_one() -> None:
    evening = FRIDAY - timedelta(hours=8)
    early = OpenedEdition("2026-11-27", SENT, evening, evening, None, 1)
    assert choose(early, at=evening + SECOND, confirmed=evening + SECOND) == "2026-11-27"
