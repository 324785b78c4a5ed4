"""Who left in which time: each once, in the span in which it happened, and only who was on the list."""

from datetime import datetime, timedelta

from digest.app.container import Newsroom
from subscribers.policy.model import ConsentRecord, Event
from subscribers.services.erase import erase
from subscribers.services.left_counts import count_left
from subscribers.services.retention import apply_retention
from subscribers.services.undo import offer_undo, undo_unsubscribe
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.sample import NOW

SECOND, HOUR, DAY, WEEK = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)
FRIDAYS = [NOW, NOW + WEEK, NOW + 2 * WEEK]
END = NOW + 3 * WEEK


def left(newsroom: Newsroom, since: list[datetime] | None = None, until: datetime = END) -> list[int]:
    return count_left(newsroom.store, FRIDAYS if since is None else since, until)


def test_nobody_left_where_nothing_happened_or_nothing_is_asked(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    assert left(newsroom) == [0, 0, 0]
    assert left(newsroom, []) == []


def test_a_reader_leaves_in_the_span_that_begins_before_it(newsroom: Newsroom, readers: dict[str, int]) -> None:
    anna, boris, chloe = readers.values()
    unsubscribe(newsroom.store, anna, "x", NOW)
    unsubscribe(newsroom.store, boris, "x", NOW + WEEK - SECOND)
    unsubscribe(newsroom.store, chloe, "x", NOW + 2 * WEEK)
    assert left(newsroom) == [2, 0, 1]
    assert left(newsroom, FRIDAYS[:2]) == [2, 1], "what came before the first and what comes after the last count too"
    assert left(newsroom, [NOW + SECOND], NOW + WEEK) == [1]
    assert left(newsroom, FRIDAYS, NOW + 2 * WEEK) == [2, 0, 0], "the end is not in it"


def test_one_who_left_twice_counts_once_a_span_and_again_in_another(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    anna = readers["anna"]
    for at in (NOW, NOW + DAY, NOW + WEEK):
        unsubscribe(newsroom.store, anna, "x", at)
        for event in (Event.REQUEST, Event.CONFIRM):
            newsroom.store.apply_event(event, anna, ConsentRecord(event, at + HOUR, "the sign-up", "w-1"))
    assert left(newsroom) == [1, 1, 0]


def test_who_is_erased_while_on_the_list_has_left_and_who_had_left_before_has_not_again(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    erase(newsroom.store, readers["anna"], "the reader's own pages", NOW + DAY)
    unsubscribe(newsroom.store, readers["boris"], "x", NOW + 2 * DAY)
    assert apply_retention(newsroom.store, DAY, NOW + WEEK + HOUR) == 1, "Boris's address is erased"
    assert left(newsroom) == [2, 0, 0]


def test_only_the_leaving_that_was_taken_back_is_not_counted(newsroom: Newsroom, readers: dict[str, int]) -> None:
    """Anna left for good, came back, and took back that she left again: the first time was a leaving all the same."""
    anna = readers["anna"]
    unsubscribe(newsroom.store, anna, "x", NOW + DAY)
    for event in (Event.REQUEST, Event.CONFIRM):
        newsroom.store.apply_event(event, anna, ConsentRecord(event, NOW + 2 * DAY, "the sign-up", "w-1"))
    again = NOW + WEEK + DAY
    value = offer_undo(newsroom.store, anna, newsroom.store.get(anna)[0].status, again)
    unsubscribe(newsroom.store, anna, "one click", again)
    assert value
    assert undo_unsubscribe(newsroom.store, anna, value, "w-1", again + SECOND)
    assert left(newsroom) == [1, 0, 0]


def test_who_never_confirmed_has_not_left(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, anna = newsroom.store, readers["anna"]
    unsubscribe(store, anna, "x", NOW - DAY)
    store.apply_event(Event.REQUEST, anna, ConsentRecord(Event.REQUEST, NOW, "the sign-up", "w-1"))
    store.apply_event(Event.UNSUBSCRIBE, anna, ConsentRecord(Event.UNSUBSCRIBE, NOW + DAY, "the mail", "w-1"))
    assert left(newsroom) == [0, 0, 0]


def test_what_leaves_the_status_alone_stands_between_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, anna = newsroom.store, readers["anna"]
    for event in (Event.MOVE, Event.UNSUPPRESS):
        store.apply_event(event, anna, ConsentRecord(event, NOW + HOUR, "x", "w-1"))
    unsubscribe(store, anna, "x", NOW + DAY)
    store.apply_event(Event.UNSUPPRESS, anna, ConsentRecord(Event.UNSUPPRESS, NOW + 2 * DAY, "x", ""))
    assert left(newsroom) == [1, 0, 0]
    erase(store, anna, "x", NOW + WEEK)
    assert left(newsroom) == [1, 0, 0], "they had left before they were erased"
