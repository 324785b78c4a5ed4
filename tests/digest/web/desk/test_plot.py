"""Plots: bars stand on zero within their drawing, follow the numbers, and what is not known is not drawn as zero."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.web.desk.plot import HEIGHT, SLOT, Number, plot, top_of
from tests.standins.chance import examples

VALUES = st.lists(st.none() | st.integers(0, 10**9), max_size=210)


def numbers(*values: int | None) -> list[Number]:
    return [Number(f"2026-{place:03}", "", value) for place, value in enumerate(values)]


@given(VALUES)
@settings(max_examples=examples(50))
def test_every_bar_stands_on_zero_in_its_own_place_inside_the_drawing(values: list[int | None]) -> None:
    found = plot(numbers(*values), top_of(values))
    assert found.width == SLOT * len(values)
    for place, bar in enumerate(found.bars):
        assert all(map(math.isfinite, (bar.x, bar.y, bar.width, bar.height)))
        assert SLOT * place <= bar.x < bar.x + bar.width <= SLOT * (place + 1)
        assert 0 <= bar.y <= HEIGHT
        assert bar.y + bar.height == pytest.approx(HEIGHT)


@given(VALUES)
@settings(max_examples=examples(50))
def test_a_larger_number_never_has_a_lower_bar_and_only_zero_has_none(values: list[int | None]) -> None:
    bars = [bar for bar in plot(numbers(*values), top_of(values)).bars if bar.number.value is not None]
    bars.sort(key=lambda bar: bar.number.value or 0)
    assert all(first.height <= second.height for first, second in pairwise(bars))
    assert all(bar.height >= 1 if bar.number.value else bar.height == 0 for bar in bars), "one is not nothing"


@given(VALUES)
@settings(max_examples=examples(50))
def test_bars_are_as_high_as_their_numbers_by_the_axis_but_for_slivers(values: list[int | None]) -> None:
    top = top_of(values)
    for bar in plot(numbers(*values), top).bars:
        if bar.number.value is not None and bar.height > 1:
            assert bar.height == pytest.approx(HEIGHT * bar.number.value / top)


@given(st.lists(st.none() | st.integers(0, 10**9)))
@settings(max_examples=examples(50))
def test_an_axis_is_long_enough_and_less_than_twice_as_long_as_needed(values: list[int | None]) -> None:
    top, most = top_of(values), max((value for value in values if value is not None), default=0)
    assert max(most, 1) <= top <= max(2 * most, 1)
    assert top == 1 or top % 2 == 0, "what stands at its half is a whole number"


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 1), (1, 1), (2, 2), (3, 4), (5, 6), (7, 8), (9, 10), (10, 10), (11, 20), (100, 100), (401, 600), (999, 1_000)],
)
def test_axes_end_at_numbers_that_are_easy_to_read(most: int, top: int) -> None:
    assert top_of([most, None, 0]) == top
    assert plot(numbers(most), top).half == (None if top == 1 else top // 2)


def test_what_is_not_known_has_a_place_and_is_told_and_is_no_zero() -> None:
    found = plot(numbers(3, None, 0), 4)
    assert [bar.height for bar in found.bars] == [75, HEIGHT, 0]
    assert [bar.number.words for bar in found.bars] == ["2026-000: 3", "2026-001: not known", "2026-002: 0"]
    assert found.words == "The last: 0. Between 0 and 3. 1 not known."
    assert (found.is_known, found.has_gaps) == (True, True)
    assert plot(numbers(3, None), 4).words == "The last that is known: 3. 1 not known."
    nothing = plot(numbers(None, None), 1)
    assert (nothing.is_known, nothing.words) == (False, "None of the numbers is known.")
    assert not plot([], 1).is_known


def test_a_bar_says_what_the_edition_was_about() -> None:
    assert Number("2026-11-27", "Three years on", 1_234).words == "2026-11-27, “Three years on”: 1,234"


@pytest.mark.parametrize(
    ("many", "labels", "pixels", "gaps"),
    [
        (1, ["2026-000"], 95, True),
        (2, ["2026-000", "2026-001"], 190, True),
        (11, ["2026-000", "2026-010"], 308, True),
        (12, ["2026-000", "2026-006", "2026-011"], 0, True),
        (60, ["2026-000", "2026-030", "2026-059"], 0, True),
        (61, ["2026-000", "2026-030", "2026-060"], 0, False),
    ],
)
def test_few_bars_stay_slim_and_many_stand_without_gaps(many: int, labels: list[str], pixels: int, gaps: bool) -> None:
    found = plot(numbers(*range(many)), top_of(range(many)))
    assert (list(found.labels), found.pixels) == (labels, pixels)
    assert (found.bars[0].width < SLOT) is gaps


def test_the_editions_are_named_by_the_first_and_the_last() -> None:
    assert plot(numbers(4), 4).editions == "1 edition, 2026-000"
    assert plot(numbers(4, 4, 1), 4).editions == "3 editions, 2026-000 to 2026-002"
