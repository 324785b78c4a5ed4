"""The counts of an edition always add up."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.counts import BatchCount, count
from digest.delivery.statuses import BatchState, Status

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
