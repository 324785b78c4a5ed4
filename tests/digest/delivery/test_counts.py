"""The counts of an edition always add up."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.counts import BatchCount, Report, count, named_counts, summary_line
from digest.delivery.statuses import BatchState, EditionState, Status
from tests.standins.sample import NOW

batches = st.builds(
    lambda state, readers, share: BatchCount(state, readers, readers * share // 100),
    st.sampled_from(BatchState),
    st.integers(1, 1_000),
    st.integers(0, 100),
)


@given(st.lists(batches, max_size=20), st.integers(0, 5_000))
def test_everybody_is_somewhere_and_nobody_twice(found: list[BatchCount], waiting: int) -> None:
    recipients = sum(batch.readers for batch in found) + waiting
    outcomes = Counter({Status.REFUSED: sum(batch.exceptions for batch in found)})
    counted = count(recipients, found, outcomes)
    assert sum(counted.values()) == recipients
    assert all(number >= 0 for number in counted.values())


def test_what_each_state_of_a_batch_means() -> None:
    found = [BatchCount(state, 10, 1) for state in BatchState]
    counted = count(70, found, {Status.EXCLUDED: 6})
    assert counted == {
        Status.PENDING: 18 + 10,
        Status.ACCEPTED: 9,
        Status.REFUSED: 9,
        Status.FAILED: 9,
        Status.UNCERTAIN: 9,
        Status.EXCLUDED: 6,
    }


REPORT = Report(
    edition="2026-11-27", state=EditionState.SENT, audience=63, excluded={"unsubscribed": 1, "suppressed": 2}, accepted=4, refused=8,
    failed=16, uncertain=32, pending=0, started_at=None, ended_at=None,
)  # fmt: skip


def changed(report: Report, name: str, number: Any) -> Report:
    return replace(report, **{name: number})


@pytest.mark.parametrize("name", ["audience", "accepted", "refused", "failed", "uncertain", "pending"])
def test_a_count_that_is_off_by_one_is_noticed(name: str) -> None:
    assert REPORT.balanced
    assert not changed(REPORT, name, getattr(REPORT, name) + 1).balanced
    assert not replace(REPORT, excluded={"unsubscribed": 2, "suppressed": 2}).balanced
    assert replace(REPORT, pending=5, audience=68).balanced
    assert REPORT.recipients == 60


@pytest.mark.parametrize("name", ["pending", "uncertain", "failed", "refused"])
def test_one_delivery_that_did_not_end_well_needs_a_person(name: str) -> None:
    clean = replace(REPORT, audience=7, refused=0, failed=0, uncertain=0)
    assert clean.clean
    assert not replace(clean, excluded={"unreadable": 1}).clean
    assert not changed(clean, name, 1).clean


def test_it_waits_for_a_time_that_has_not_come() -> None:
    assert not REPORT.waits(NOW)
    assert not replace(REPORT, next_wave=NOW).waits(NOW)
    assert replace(REPORT, next_wave=NOW + timedelta(seconds=1)).waits(NOW)
    assert REPORT.picks == 0


def test_counts_are_named_as_people_and_programs_read_them_in_this_order() -> None:
    found = replace(REPORT, excluded={"hard_bounce": 2, "unsubscribed": 1}, later={"bounced": 3})
    assert list(named_counts(found).items()) == [
        ("audience", 63),
        ("recipients", 60),
        ("excluded: hard bounce", 2),
        ("excluded: unsubscribed", 1),
        ("accepted", 4),
        ("refused", 8),
        ("failed", 16),
        ("uncertain", 32),
        ("pending", 0),
        ("bounced", 3),
    ]


def test_a_summary_is_one_line_of_the_counts_that_editions_are_compared_by() -> None:
    found = replace(REPORT, audience=1_063, accepted=1_004, later={"bounced": 3})
    assert summary_line(found) == (
        "2026-11-27: audience 1,063, recipients 1,060, accepted 1,004, failed 16, uncertain 32, bounced 3"
    )
