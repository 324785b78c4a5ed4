"""One word for where an edition stands, out of what is known of it."""

from collections.abc import Mapping

import pytest

from digest.delivery.counts import Report
from digest.delivery.standing import Stage, Standing, Written, standing_of_begun, standing_of_written
from digest.delivery.statuses import EditionState
from digest.delivery.withheld import Decision, Withheld
from tests.standins.sample import EDITION, NOW

WRITTEN = {"is_locked": True, "faults": 0, "is_unapproved": False, "obstacles": ()}
HELD, SKIPPED = (Withheld(decision, "Christmas", NOW) for decision in Decision)


@pytest.mark.parametrize(
    ("known", "was_missed", "stands"),
    [
        ({}, False, Standing(Stage.READY)),
        ({"obstacles": ("no key", "no reader")}, False, Standing(Stage.HELD, "no key; no reader")),
        ({"is_unapproved": True, "obstacles": ("no key",)}, False, Standing(Stage.WAITING)),
        (
            {"is_unapproved": True, "own_approval": "anna"},
            False,
            Standing(Stage.WAITING, "approved by anna, who saved it last: somebody else must approve"),
        ),
        ({"faults": 1, "is_unapproved": True}, False, Standing(Stage.LOCKED, "1 problem stops it")),
        ({"is_locked": False, "faults": 2}, False, Standing(Stage.DRAFT, "2 problems stop it")),
        ({}, True, Standing(Stage.MISSED, "its send window ended without it")),
        ({"withheld": HELD, "obstacles": ("no key",)}, False, Standing(Stage.HELD, "Christmas")),
        ({"withheld": HELD, "faults": 2}, False, Standing(Stage.HELD, "Christmas; 2 problems stop it")),
        ({"withheld": HELD}, True, Standing(Stage.MISSED, "its send window ended without it")),
        ({"withheld": SKIPPED, "is_locked": False, "faults": 2}, True, Standing(Stage.SKIPPED, "Christmas")),
        ({"is_locked": False, "faults": 2}, True, Standing(Stage.MISSED, "its send window ended without it")),
    ],
)
def test_one_that_did_not_begin(known: Mapping[str, object], was_missed: bool, stands: Standing) -> None:
    found = Written(**{**WRITTEN, **known})  # type: ignore[arg-type]
    assert standing_of_written(found, was_missed=was_missed) == stands


@pytest.mark.parametrize(
    ("known", "stands"),
    [
        ({"state": EditionState.SENDING, "pending": 5}, Standing(Stage.SENDING)),
        ({"state": EditionState.PAUSED, "reason": "a source"}, Standing(Stage.PAUSED, "a source")),
        ({"state": EditionState.PAUSED, "reason": "401", "is_halted": True}, Standing(Stage.HALTED, "401")),
        ({"state": EditionState.CANCELLED, "reason": "a source"}, Standing(Stage.CANCELLED, "a source")),
        ({}, Standing(Stage.SENT)),
        ({"uncertain": 1_200, "failed": 3}, Standing(Stage.NEEDS_A_LOOK, "1,200 uncertain, 3 failed")),
        ({"excluded": {"unreadable": 2}}, Standing(Stage.NEEDS_A_LOOK, "2 unreadable")),
    ],
)
def test_one_that_began(known: Mapping[str, object], stands: Standing) -> None:
    counts = {"audience": 10, "excluded": {}, "accepted": 10, "refused": 0, "failed": 0, "uncertain": 0, "pending": 0}
    usual = {"edition": EDITION, "state": EditionState.SENT, "started_at": NOW, "ended_at": None, **counts}
    assert standing_of_begun(Report(**{**usual, **known})) == stands  # type: ignore[arg-type]


def test_people_read_the_word_and_why() -> None:
    assert str(Standing(Stage.READY)) == "ready"
    assert str(Standing(Stage.HELD, "no key")) == "held: no key"
