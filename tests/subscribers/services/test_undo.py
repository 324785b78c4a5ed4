"""Taking a leaving back: by who holds the page that told of it, for minutes, and never over anything that came after."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import DATABASE
from subscribers.policy.model import ConsentRecord, Event, Status, SuppressionReason
from subscribers.services.erase import erase
from subscribers.services.left_counts import count_left
from subscribers.services.retention import apply_retention
from subscribers.services.suppression import suppress
from subscribers.services.undo import SOURCE, offer_undo, undo_unsubscribe
from subscribers.services.unsubscribe import unsubscribe, unsubscribe_by_events
from subscribers.storage.undo_grants import UNDO_WITHIN
from tests.standins.backups import backup, restore
from tests.standins.sample import NOW

SECOND = timedelta(seconds=1)
SOON = NOW + 5 * SECOND


def leave(newsroom: Newsroom, number: int, now: datetime = NOW) -> str:
    """Leave as on our own page; return the value that takes it back."""
    value = offer_undo(newsroom.store, number, newsroom.store.get(number)[0].status, now)
    unsubscribe(newsroom.store, number, "the link in a letter", now)
    assert value
    return value


def undo(newsroom: Newsroom, number: int, value: str, now: datetime = SOON) -> bool:
    return undo_unsubscribe(newsroom.store, number, value, "w-1", now)


def status(newsroom: Newsroom, number: int) -> Status:
    return newsroom.store.get(number)[0].status


def test_it_is_taken_back_on_record_and_pressing_twice_is_pressing_once(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    anna = readers["anna"]
    value = leave(newsroom, anna)
    _, excluded = newsroom.subscribers.consenting("2026-11-27", [anna], NOW)
    assert excluded == {anna: "unsubscribed"}, "leaving is in force at once, whatever may be pressed later"
    assert [undo(newsroom, anna, value) for _ in range(2)] == [True, True]
    person, records = newsroom.store.get(anna)
    assert person.status is Status.CONFIRMED
    assert [record.event for record in records] == [Event.REQUEST, Event.CONFIRM, Event.UNSUBSCRIBE, Event.UNDO]
    assert (records[-1].at, records[-1].source, records[-1].wording) == (SOON, SOURCE, "w-1")
    recipients, excluded = newsroom.subscribers.consenting("2026-11-27", [anna], NOW)
    assert (len(recipients), excluded) == (1, {})


@pytest.mark.parametrize(("after", "undone"), [(UNDO_WITHIN - SECOND, True), (UNDO_WITHIN, False)])
def test_it_works_for_ten_minutes(newsroom: Newsroom, readers: dict[str, int], after: timedelta, undone: bool) -> None:
    assert timedelta(minutes=10) == UNDO_WITHIN
    value = leave(newsroom, readers["anna"])
    apply_retention(newsroom.store, timedelta(days=365), NOW + after)
    assert undo(newsroom, readers["anna"], value, NOW + after) is undone


def test_the_value_is_one_readers_and_one_withdrawals(newsroom: Newsroom, readers: dict[str, int]) -> None:
    anna, boris = readers["anna"], readers["boris"]
    of_anna, of_boris = leave(newsroom, anna), leave(newsroom, boris)
    assert not undo(newsroom, anna, of_boris)
    assert not undo(newsroom, anna, "")
    assert undo(newsroom, anna, of_anna)
    later = leave(newsroom, anna, SOON + SECOND)
    assert not undo(newsroom, anna, of_anna, SOON + 2 * SECOND), "that of the first leaving"
    assert status(newsroom, anna) is Status.UNSUBSCRIBED
    assert undo(newsroom, anna, later, SOON + 3 * SECOND)


def test_a_value_for_a_leaving_that_never_came_takes_no_other_back(newsroom: Newsroom, readers: dict[str, int]) -> None:
    value = offer_undo(newsroom.store, readers["anna"], Status.CONFIRMED, NOW)
    assert value
    unsubscribe(newsroom.store, readers["anna"], "one click", NOW + SECOND)
    assert not undo(newsroom, readers["anna"], value)


def test_nobody_is_offered_it_who_was_not_getting_letters(newsroom: Newsroom, readers: dict[str, int]) -> None:
    for known in (Status.REQUESTED, Status.UNSUBSCRIBED, Status.ERASED):
        assert offer_undo(newsroom.store, readers["anna"], known, NOW) is None


def _left_again(newsroom: Newsroom, number: int) -> None:
    unsubscribe(newsroom.store, number, "one click", NOW + SECOND)


def _left_by_event(newsroom: Newsroom, number: int) -> None:
    unsubscribe_by_events(newsroom.store, [(number, "the ESP says so", NOW + SECOND)])


def _left_in_the_same_second(newsroom: Newsroom, number: int) -> None:
    unsubscribe(newsroom.store, number, "one click", NOW)


def _suppressed(reason: SuppressionReason) -> Callable[[Newsroom, int], None]:
    return lambda newsroom, number: suppress(newsroom.store, number, reason, "x", NOW + SECOND)


@pytest.mark.parametrize(
    "meanwhile",
    [
        _left_again,
        _left_by_event,
        _left_in_the_same_second,
        lambda newsroom, number: erase(newsroom.store, number, "x", NOW + SECOND),
        *map(_suppressed, SuppressionReason),
    ],
)
def test_whatever_else_happened_ends_it(
    newsroom: Newsroom, readers: dict[str, int], meanwhile: Callable[[Newsroom, int], object]
) -> None:
    value = leave(newsroom, readers["anna"])
    meanwhile(newsroom, readers["anna"])
    before = newsroom.store.get(readers["anna"])
    assert not undo(newsroom, readers["anna"], value)
    assert newsroom.store.get(readers["anna"]) == before


@pytest.mark.slow
def test_while_another_program_holds_the_database_there_is_none_and_leaving_is_kept(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    anna = readers["anna"]
    held = sqlite3.connect(newsroom.folder / DATABASE, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    assert offer_undo(newsroom.store, anna, Status.CONFIRMED, NOW) is None
    held.execute("ROLLBACK")
    held.close()


@pytest.mark.slow
def test_a_leaving_that_only_the_journal_knows_yet_is_not_taken_back(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    anna = readers["anna"]
    value = offer_undo(newsroom.store, anna, Status.CONFIRMED, NOW)
    assert value
    held = sqlite3.connect(newsroom.folder / DATABASE, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    unsubscribe(newsroom.store, anna, "one click", NOW)
    held.execute("ROLLBACK")
    held.close()
    assert not undo(newsroom, anna, value)
    _, excluded = newsroom.subscribers.consenting("2026-11-27", [anna], NOW)
    assert excluded == {anna: "unsubscribed"}


def test_a_backup_from_before_the_leaving_knows_that_they_left_and_of_no_undo(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    anna, old = readers["anna"], backup(newsroom)
    value = leave(newsroom, anna)
    assert undo(newsroom, anna, value)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert status(again, anna) is Status.UNSUBSCRIBED, "what no line tells of is no consent"
        assert not undo(again, anna, value)


def test_a_backup_from_before_the_undo_takes_nothing_back_that_was_withdrawn_again(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    anna = readers["anna"]
    value = leave(newsroom, anna)
    old = backup(newsroom)
    assert undo(newsroom, anna, value)
    unsubscribe(newsroom.store, anna, "one click", SOON)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert not undo(again, anna, value, SOON + SECOND)
        assert status(again, anna) is Status.UNSUBSCRIBED


def test_a_backup_from_after_the_undo_keeps_it_and_forgets_no_later_leaving(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    anna, boris = readers["anna"], readers["boris"]
    for number in (anna, boris):
        assert undo(newsroom, number, leave(newsroom, number))
    old = backup(newsroom)
    unsubscribe(newsroom.store, boris, "one click", SOON + SECOND)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert status(again, anna) is Status.CONFIRMED
        assert status(again, boris) is Status.UNSUBSCRIBED


def test_a_backup_that_lacks_anything_takes_nothing_back_at_all(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    """Leaving a second time is no line of the journal, so a database that is behind may have missed it."""
    value = leave(newsroom, readers["anna"])
    old = backup(newsroom)
    unsubscribe(newsroom.store, readers["anna"], "one click", NOW + SECOND)
    unsubscribe(newsroom.store, readers["boris"], "one click", NOW + SECOND)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert not undo(again, readers["anna"], value)


def test_who_left_is_counted_once_and_not_while_it_is_taken_back(newsroom: Newsroom, readers: dict[str, int]) -> None:
    anna, boris, chloe = readers.values()

    def left(since: datetime = NOW, until: datetime = NOW + timedelta(days=1)) -> int:
        return count_left(newsroom.store, [since], until)[0]

    first = leave(newsroom, anna)
    unsubscribe(newsroom.store, boris, "a mail program", NOW)
    for event in (Event.REQUEST, Event.CONFIRM, Event.UNSUBSCRIBE):
        newsroom.store.apply_event(event, boris, ConsentRecord(event, NOW + SECOND, "the sign-up", "w-1"))
    assert left() == 2, "each once, however often they left"
    undo(newsroom, anna, first)
    assert left() == 1
    assert left(until=NOW + SECOND) == 1, "whenever it was taken back"
    leave(newsroom, anna, NOW + 9 * SECOND)
    leave(newsroom, chloe, NOW - SECOND)
    assert left() == 2, "whoever left, took it back and left again has left; who left before has not since"
