"""The threads that hand batches over: what reaches a transport, what comes back, and when they stop."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from digest.delivery.batch import Attempt, Batch, Claim
from digest.delivery.retry import TransportResult, Verdict
from digest.sending.claimed_batch import ClaimedBatch
from digest.sending.worker_pool import STALE, InFlight, WorkerPool
from tests.standins.batches import EDITION, LETTER, recipients
from tests.standins.sample import NOW
from tests.standins.time import SetClock
from tests.standins.transports import FakeTransport

PATIENCE_SECONDS = 10.0
YES = TransportResult(Verdict.ACCEPTED)
Opened = Callable[..., WorkerPool]


def in_flight(number: int = 1) -> InFlight:
    """Return a part of two readers of a batch of fence 7, attempted at NOW."""
    readers = recipients(2)
    claim = Claim(number, 7, "en", [reader.reader for reader in readers])
    return InFlight(ClaimedBatch(claim), Attempt(claim, NOW), LETTER, readers)


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Return a way to open a pool that is dismissed at the end."""
    pools: list[WorkerPool] = []

    def open_pool(transport: FakeTransport, clock: SetClock | None = None, size: int = 1) -> WorkerPool:
        pools.append(WorkerPool(transport, clock or SetClock(NOW), size))
        return pools[-1]

    yield open_pool
    for pool in pools:
        pool.dismiss()


def result(pool: WorkerPool, task: InFlight) -> TransportResult:
    pool.submit(task)
    completed = pool.completed(PATIENCE_SECONDS)
    assert completed
    assert completed[0] is task
    return completed[1]


def test_a_part_is_handed_over_under_the_batchs_own_number_and_attempt(opened: Opened) -> None:
    transport = FakeTransport()
    task = in_flight(number=4)
    assert result(opened(transport), task) == YES
    assert transport.handed_over == [Batch(EDITION, 4, 7, LETTER, task.part)]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ConnectionResetError(104, "Connection reset by peer"), "Connection reset by peer"),
        (TimeoutError(), "TimeoutError"),
        (ValueError("reader.1@example.org"), "ValueError"),
        (SystemExit("a library that ends the program"), "SystemExit"),
    ],
)
def test_whatever_a_transport_raises_nobody_knows_and_no_address_is_repeated(
    opened: Opened, error: BaseException, why: str
) -> None:
    def broken(_batch: Batch) -> TransportResult:
        raise error

    pool = opened(FakeTransport(broken))
    assert result(pool, in_flight()) == TransportResult(Verdict.UNKNOWN, f"the hand-over broke off ({why})")
    assert result(pool, in_flight(2)).verdict is Verdict.UNKNOWN, "the thread lives on"


def test_where_a_repeat_does_no_harm_what_broke_off_goes_again(opened: Opened) -> None:
    def broken(_batch: Batch) -> TransportResult:
        raise OSError(28, "No space left on device")

    transport = FakeTransport(broken)
    transport.repeats = True
    found = result(opened(transport), in_flight())
    assert found == TransportResult(Verdict.REPEAT, "the hand-over broke off (No space left on device)")


def test_nothing_is_handed_over_of_an_attempt_older_than_one_post_needs(opened: Opened) -> None:
    assert timedelta(seconds=5) == STALE
    transport, clock = FakeTransport(), SetClock(NOW + STALE)
    pool = opened(transport, clock)
    assert result(pool, in_flight()) == YES
    clock.time += timedelta(microseconds=1)
    found = result(pool, in_flight())
    assert (found.verdict, len(transport.handed_over)) == (Verdict.REPEAT, 1)
    assert found.reason == "the program was frozen between the attempt and the hand-over"


def test_as_many_batches_are_under_way_at_once_as_there_are_threads(opened: Opened) -> None:
    together = threading.Barrier(3, timeout=PATIENCE_SECONDS)

    def meet(batch: Batch) -> None:
        if batch.number <= 3:
            together.wait()

    pool = opened(FakeTransport(meet), size=3)
    assert pool.size == 3
    for number in range(1, 5):
        pool.submit(in_flight(number))
    found = [pool.completed(PATIENCE_SECONDS) for _ in range(4)]
    assert sorted(batch.attempt.claim.number for one in found if one for batch in one[:1]) == [1, 2, 3, 4]
    assert all(one[1] == YES for one in found if one)


def test_nothing_that_came_back_is_nothing_without_waiting_for_it(opened: Opened) -> None:
    assert opened(FakeTransport()).completed(0) is None


def test_every_thread_ends_when_the_pool_is_dismissed_and_none_keeps_the_program_alive() -> None:
    before = set(threading.enumerate())
    pool = WorkerPool(FakeTransport(), SetClock(NOW), 3)
    for number in range(5):
        pool.submit(in_flight(number))
    threads = set(threading.enumerate()) - before
    assert sorted(thread.name for thread in threads) == ["hand-over-0", "hand-over-1", "hand-over-2"]
    assert all(thread.daemon for thread in threads)
    pool.dismiss()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads)


def test_as_many_threads_are_begun_as_parts_are_under_way_at_once(opened: Opened) -> None:
    transport = FakeTransport()
    before = set(threading.enumerate())
    pool = opened(transport, size=64)
    for number in range(3):
        assert result(pool, in_flight(number)) == YES
    for number in range(3):
        pool.submit(in_flight(number))
    for _ in range(3):
        assert pool.completed(PATIENCE_SECONDS)
    assert 1 <= len(set(threading.enumerate()) - before) <= 3
