"""What events say that nobody here has a word for is counted by its words, and shown to operators."""

from datetime import timedelta

from digest.app.container import Newsroom
from digest.app.doctor import doctor_checks
from digest.delivery.events import News
from digest.operating.doctor import TOLD, examine
from digest.storage.unknown_events import MOST, OTHERS, unknown_since
from tests.standins.sample import NOW

DAY = timedelta(days=1)


def record(newsroom: Newsroom, *words: tuple[str, int]) -> None:
    newsroom.settlements.record_unknown([(News.WORD, what, NOW + days * DAY) for what, days in words])


def told(newsroom: Newsroom, since: timedelta = -DAY) -> list[tuple[str, int]]:
    return [(found.what, found.times) for found in unknown_since(newsroom.engine, NOW + since)]


def test_words_are_counted_and_the_last_time_kept(newsroom: Newsroom) -> None:
    record(newsroom, ("a", 0), ("b", 2), ("b", 1))
    record(newsroom, ("b", 1))
    assert told(newsroom) == [("b", 3), ("a", 1)]
    assert told(newsroom, 2 * DAY) == [("b", 3)]


def test_more_words_than_anybody_reads_are_counted_together(newsroom: Newsroom) -> None:
    record(newsroom, *((f"word {number}", 0) for number in range(MOST + 5)))
    record(newsroom, ("one more", 0), ("word 3", 0))
    found = dict(told(newsroom))
    assert len(found) == MOST + 1
    assert (found[OTHERS], found["word 3"]) == (6, 2)


def test_no_number_of_new_words_hides_an_alarm_and_two_alarms_of_one_edition_are_two(newsroom: Newsroom) -> None:
    record(newsroom, *((f"word {number}", 0) for number in range(MOST + 5)))
    alarms = [(news, "2026-11-27") for news in (News.EDITION, News.LETTERS)]
    for _ in range(2):
        newsroom.settlements.record_unknown([(news, what, NOW) for news, what in alarms])
    found = [(one.news, one.what, one.times) for one in newsroom.settlements.unknown_since(NOW)]
    assert {(news, what, 2) for news, what in alarms} <= set(found)


def test_the_doctor_tells_them_for_a_while(newsroom: Newsroom) -> None:
    now = newsroom.clock.now()
    told = [(News.WORD, f"event `{age.days}`", now - age) for age in (TOLD + DAY, DAY)]
    newsroom.settlements.record_unknown(told)
    (fault,) = (one.fault for one in examine(doctor_checks(newsroom)) if one.fault)
    assert fault.startswith("event `1`: ")
    assert ", 1 time, last on " in fault
    assert "event `31`" not in fault
