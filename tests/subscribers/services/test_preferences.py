"""What readers change by themselves changes that and nothing else."""

from datetime import date, timedelta

from digest.app.container import Newsroom
from subscribers.policy.preferences import Appeals, ReaderPreferences
from subscribers.services.preferences import is_discreet, pause, prefer, remind_later
from tests.conftest import NOW


def test_to_be_reminded_later_keeps_every_other_preference(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, anna = newsroom.store, readers["anna"]
    prefer(store, anna, "uk", "Europe/Kyiv", ReaderPreferences(Appeals.WARN, plain=True, without=("Culture",)), NOW)
    assert remind_later(store, anna, 2, NOW) == date(2026, 12, 11)
    person, _ = store.get(anna)
    assert (person.language, person.zone) == ("uk", "Europe/Kyiv")
    assert person.preferences == ReaderPreferences(Appeals.WARN, date(2026, 12, 11), plain=True, without=("Culture",))


def test_a_pause_is_set_replaced_and_ended_for_one_reader(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    for weeks in (12, 4):
        assert pause(store, readers["anna"], weeks, NOW) == NOW + timedelta(weeks=weeks)
        assert store.get(readers["anna"])[0].paused_until == NOW + timedelta(weeks=weeks)
    pause(store, readers["anna"], 0, NOW)
    assert [store.get(number)[0].paused_until for number in readers.values()] == [None] * 3


def test_only_who_asked_for_it_and_is_on_the_list_is_discreet(newsroom: Newsroom, readers: dict[str, int]) -> None:
    prefer(newsroom.store, readers["anna"], "en", "", ReaderPreferences(discreet=True), NOW)
    with newsroom.engine.connect() as connection:
        asked = [is_discreet(connection, number) for number in (readers["anna"], readers["boris"], None, 99)]
    assert asked == [True, False, False, False]
