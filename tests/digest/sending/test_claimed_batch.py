"""A batch in our hands: whoever has an outcome is not asked about again, and each outcome is written once."""

from digest.delivery.batch import Claim
from digest.delivery.statuses import Status
from digest.sending.claimed_batch import ClaimedBatch
from tests.standins.batches import recipients

FAILED = (Status.FAILED, "no such mailbox")


def batch_of(readers: int) -> ClaimedBatch:
    return ClaimedBatch(Claim(4, 7, "en", [one.reader for one in recipients(readers)]))


def test_a_batch_begins_with_no_try_and_everybody_left() -> None:
    one, other = batch_of(2), batch_of(2)
    one.settle({one.left[0]: FAILED})
    assert (other.tries, len(other.left), len(one.left)) == (0, 2, 1)
    assert one != other, "two batches are never the same, whatever they hold"


def test_each_try_counts_and_begins_with_those_it_is_given() -> None:
    batch = batch_of(3)
    batch.begin(recipients(3))
    batch.begin(recipients(2))
    assert (batch.tries, [len(part) for part in batch.parts]) == (2, [2])


def test_an_outcome_is_handed_out_once_to_be_written_and_stays_settled() -> None:
    batch = batch_of(3)
    first, second, third = batch.left
    batch.settle({first: FAILED})
    batch.settle({second: FAILED})
    assert batch.take_unwritten() == {first: FAILED, second: FAILED}
    assert (batch.take_unwritten(), batch.left) == ({}, [third])


def test_whoever_the_log_has_an_outcome_of_is_left_out_and_not_written_again() -> None:
    batch = batch_of(2)
    batch.drop(batch.left[:1])
    assert (len(batch.left), batch.take_unwritten()) == (1, {})
