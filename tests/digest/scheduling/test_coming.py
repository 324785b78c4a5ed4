"""The coming sends: instants on both clocks, what is odd about them, and which editions there are."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from digest.calendar.plan import Plan
from digest.delivery.counts import OpenedEdition
from digest.delivery.standing import Stage, Standing
from digest.delivery.statuses import EditionState
from digest.scheduling.coming import coming_sends, next_letter
from tests.standins.sample import NOW

RIGA = Plan(zone="Europe/Riga", window_hours=12)
ABSENT, HELD = Standing(Stage.ABSENT), Standing(Stage.HELD, "no key")


def test_the_next_sends_are_those_due_after_now_with_both_clocks() -> None:
    stages = {"2026-11-27": Standing(Stage.SENT), "2026-12-04": ABSENT, "2026-12-11": HELD}
    found = coming_sends(RIGA, NOW, 2, stages.__getitem__)
    assert [(send.edition, send.standing) for send in found] == [("2026-12-04", ABSENT), ("2026-12-11", HELD)]
    first = found[0]
    assert first.utc == datetime(2026, 12, 4, 5, tzinfo=UTC)
    assert first.local.isoformat() == "2026-12-04T07:00:00+02:00"
    assert first.closes.isoformat() == "2026-12-04T19:00:00+02:00"
    assert first.note == ""
    assert coming_sends(RIGA, NOW - timedelta(seconds=1), 1, lambda _: ABSENT)[0].edition == "2026-11-27"


def test_the_next_letter_is_the_first_to_come_that_has_not_begun_and_is_not_cancelled() -> None:
    def opened(*states: EditionState) -> Callable[[str], OpenedEdition | None]:
        days = dict(zip(("2026-12-04", "2026-12-11"), states, strict=False))
        known = {day: OpenedEdition(day, state, NOW, None, None, 1) for day, state in days.items()}
        return known.get

    assert next_letter(RIGA, NOW, opened()) == date(2026, 12, 4)
    assert next_letter(RIGA, NOW - timedelta(seconds=1), opened()) == date(2026, 11, 27)
    assert next_letter(RIGA, NOW, opened(EditionState.PAUSED)) == date(2026, 12, 11)  # it began without them
    assert next_letter(RIGA, NOW, opened(EditionState.CANCELLED)) == date(2026, 12, 11)
    assert next_letter(RIGA, NOW, opened(EditionState.CANCELLED, EditionState.CANCELLED)) == date(2026, 12, 18)
    assert next_letter(RIGA, NOW, opened(), lambda: {"2026-12-04", "2026-12-11"}) == date(2026, 12, 18)
    assert next_letter(RIGA, NOW, lambda day: OpenedEdition(day, EditionState.CANCELLED, NOW, None, None, 1)) is None


@pytest.mark.parametrize(
    ("stage", "note"),
    [
        (Stage.READY, "its window is open: `digest schedule` or `digest serve` sends it at once"),
        (Stage.LOCKED, "its window is open: `digest schedule` or `digest serve` sends it as soon as it is ready"),
        (Stage.SENDING, "its window is open: it is being handed over"),
        (Stage.PAUSED, "its window is open: `digest resume 2026-11-27` lets it go on"),
        (Stage.HALTED, "its window is open: `digest resume 2026-11-27` lets it go on"),
        (Stage.SKIPPED, "its window is open: `digest unskip 2026-11-27` lets it go on"),
        (Stage.NEEDS_A_LOOK, "it went out; `digest status 2026-11-27` counts what needs a look"),
        (Stage.SENT, None),
        (Stage.CANCELLED, None),
    ],
)
def test_the_letter_whose_window_is_open_comes_first_until_nothing_of_it_is_left_to_be_done(
    stage: Stage, note: str | None
) -> None:
    found = coming_sends(RIGA, NOW + timedelta(hours=1), 2, lambda _: Standing(stage))
    expected = [("2026-12-04", ""), ("2026-12-11", "")]
    if note is not None:
        expected = [("2026-11-27", note), ("2026-12-04", "")]
    assert [(send.edition, send.note) for send in found] == expected
    closed = coming_sends(RIGA, NOW + timedelta(hours=12), 1, lambda _: Standing(stage))
    assert [send.edition for send in closed] == ["2026-12-04"]


def test_a_time_that_does_not_exist_on_its_day_is_noted() -> None:
    plan = Plan(days=("sunday",), time=time(3, 30), zone="Europe/Riga")
    (send,) = coming_sends(plan, datetime(2026, 3, 27, tzinfo=UTC), 1, lambda _: ABSENT)
    assert (send.edition, send.note) == ("2026-03-29", "this time does not exist on that day: an hour later")
    assert send.local.isoformat() == "2026-03-29T04:30:00+03:00"
