"""The threads that hand batches over: what reaches a transport, what comes back, and when they stop."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from digest.delivery.batch import Attempt, Batch, Claim
from digest.delivery.retry import TransportResult, Verdict
from digest.sending.worker_pool import STALE, ClaimedBatch, InFlightBatch, WorkerPool
from tests.standins.batches import EDITION, LETTER, recipients
from tests.standins.sample import NOW
from tests.standins.time import SetClock
from tests.standins.transports import FakeTransport

PATIENCE_SECONDS = 10.0
YES = TransportResult(Verdict.ACCEPTED)
FIRST, SECOND, THIRD = (replace(LETTER, subject=subject) for subject in ("first", "second", "third"))
Opened = Callable[..., WorkerPool]


def in_flight(number: int = 1, parts: int = 1) -> InFlightBatch:
    """Return a batch of fence 7, attempted at NOW, with up to three parts of two readers each."""
    readers = recipients(2 * parts)
    claim = Claim(number, 7, "en", [reader.reader for reader in readers])
    pairs = [
        (letter, readers[2 * n : 2 * n + 2]) for n, letter in zip(range(parts), (FIRST, SECOND, THIRD), strict=False)
    ]
    return InFlightBatch(ClaimedBatch(claim), Attempt(claim, NOW), readers, pairs)


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


def results(pool: WorkerPool, batch: InFlightBatch) -> list[TransportResult]:
    pool.submit(batch)
    completed = pool.completed(PATIENCE_SECONDS)
    assert completed
    assert completed[0] is batch
    return completed[1]


def test_each_part_is_handed_over_in_order_under_the_batchs_own_number_and_attempt(opened: Opened) -> None:
    transport = FakeTransport()
    batch = in_flight(number=4, parts=3)
    assert results(opened(transport), batch) == [YES, YES, YES]
    assert transport.handed_over == [
        Batch(EDITION, 4, 7, letter, part)
        for letter, part in zip((FIRST, SECOND, THIRD), [batch.recipients[n : n + 2] for n in (0, 2, 4)], strict=True)
    ]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_next_part_goes_only_after_one_that_was_taken_or_of_which_nobody_knows(
    opened: Opened, verdict: Verdict
) -> None:
    transport = FakeTransport(lambda batch: TransportResult(verdict, "x") if batch.letter is SECOND else None)
    found = results(opened(transport), in_flight(parts=3))
    went_on = verdict in {Verdict.ACCEPTED, Verdict.UNKNOWN}
    assert [result.verdict for result in found] == [Verdict.ACCEPTED, verdict, *([Verdict.ACCEPTED] * went_on)]
    assert len(transport.handed_over) == len(found)


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
    assert results(pool, in_flight()) == [TransportResult(Verdict.UNKNOWN, f"the hand-over broke off ({why})")]
    assert results(pool, in_flight(2))[0].verdict is Verdict.UNKNOWN, "the thread lives on"


def test_nothing_is_handed_over_of_an_attempt_older_than_a_minute(opened: Opened) -> None:
    assert timedelta(seconds=60) == STALE
    transport, clock = FakeTransport(), SetClock(NOW + STALE)
    pool = opened(transport, clock)
    assert results(pool, in_flight()) == [YES]
    clock.time += timedelta(microseconds=1)
    (found,) = results(pool, in_flight(parts=2))
    assert (found.verdict, len(transport.handed_over)) == (Verdict.REPEAT, 1)
    assert found.reason == "the program was frozen between the attempt and the hand-over"


def test_a_part_whose_turn_comes_too_late_is_not_handed_over_either(opened: Opened) -> None:
    clock = SetClock(NOW)

    def slow(_batch: Batch) -> None:
        clock.time += STALE + timedelta(seconds=1)

    transport = FakeTransport(slow)
    found = results(opened(transport, clock), in_flight(parts=3))
    assert [result.verdict for result in found] == [Verdict.ACCEPTED, Verdict.REPEAT]
    assert len(transport.handed_over) == 1


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
    assert all(one[1] == [YES] for one in found if one)


def test_nothing_that_came_back_is_nothing_without_waiting_for_it(opened: Opened) -> None:
    assert opened(FakeTransport()).completed(0) is None


def test_every_thread_ends_when_the_pool_is_dismissed_and_none_keeps_the_program_alive() -> None:
    before = set(threading.enumerate())
    pool = WorkerPool(FakeTransport(), SetClock(NOW), 3)
    threads = set(threading.enumerate()) - before
    assert sorted(thread.name for thread in threads) == ["hand-over-0", "hand-over-1", "hand-over-2"]
    assert all(thread.daemon for thread in threads)
    pool.dismiss()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads)


def test_a_batch_begins_with_no_try_and_nobody_left_out_of_it() -> None:
    one, other = in_flight().claimed, in_flight().claimed
    one.left_out.add(1)
    assert (one.tries, other.left_out) == (0, set())
    assert one != other, "two batches are never the same, whatever they hold"
