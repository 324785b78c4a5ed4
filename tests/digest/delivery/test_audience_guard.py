"""An edition for far more or fewer readers than usual waits, and a person's number lets it go."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.delivery.audience_guard import (
    KnownAudiences,
    UnusualNumber,
    are_approved,
    is_meant,
    unusual_audience,
    unusual_number,
)
from tests.standins.chance import examples
from tests.standins.sample import EDITION


@pytest.mark.parametrize(
    ("recipients", "before", "approved", "percent", "holds"),
    [
        (1_200, (1_000,), (), 20, False),
        (1_201, (1_000,), (), 20, True),
        (800, (1_000,), (), 20, False),
        (799, (1_000,), (), 20, True),
        (5, (), (), 20, False),  # the first edition
        (5, (1_000,), (), 0, False),  # nothing is compared
        (1_000, (2_000, 1_000, 1_000, 1_000), (), 20, False),  # the median, not the last
        (1_000, (1_000, 5_000, 5_000, 5_000, 1_000), (), 20, True),  # of four, no more
        (1_500, (2_000, 1_000), (), 20, False),
        (2_000, (1_000,), (1_800,), 20, False),
        (2_000, (1_000,), (1_600,), 20, True),
        (2_000, (1_000,), (1_600, 2_100), 20, False),
    ],
)
def test_it_is_held_where_it_differs_by_more_than_that(
    recipients: int, before: tuple[int, ...], approved: tuple[int, ...], percent: int, holds: bool
) -> None:
    assert bool(unusual_audience(EDITION, recipients, KnownAudiences(before, approved), percent)) is holds


def test_the_words_say_both_numbers_and_what_to_do() -> None:
    assert unusual_audience(EDITION, 4, KnownAudiences((1_200,)), 20) == (
        f"edition {EDITION} is for 4 readers, and the last ones were for about 1,200; "
        f"see `digest subscribers stats`; if that is right, `digest approve {EDITION} --audience 4 --by NAME`"
    )


@pytest.mark.parametrize(
    ("said", "is_it"), [(98, True), (102, True), (97, False), (103, False), (0, False), (-100, False)]
)
def test_who_sends_early_says_the_number_give_or_take_two_of_a_hundred(said: int, is_it: bool) -> None:
    assert is_meant(100, said) is is_it


def test_a_correction_has_the_readers_of_its_letter() -> None:
    assert unusual_audience(f"{EDITION}-correction-1", 4, KnownAudiences((1_200,)), 20) == ""


@settings(max_examples=examples(50))
@given(st.integers(1, 10**7), st.integers(1, 99))
def test_what_was_said_of_exactly_this_number_holds(recipients: int, percent: int) -> None:
    assert are_approved(recipients, recipients, percent)
    assert unusual_audience(EDITION, recipients, KnownAudiences((recipients * 3,), (recipients,)), percent) == ""
    assert not are_approved(recipients, 0, percent)


def test_at_the_desk_the_words_name_no_command() -> None:
    found = unusual_number(EDITION, 188, KnownAudiences((27,)), 20)
    assert found == UnusualNumber(188, 27)
    words = (
        "it would go to 188 readers, and the last letters went to about 27; somebody who may approve has to say that"
    )
    assert found.at_desk() == f"{words} this is right"
