"""What readers change by themselves changes that and nothing else."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from digest.app.container import Newsroom
from subscribers.policy.preferences import Appeals, ReaderPreferences
from subscribers.services.erase import erase
from subscribers.services.login_link import ask_for_link
from subscribers.services.preferences import is_discreet, offer_resume, pause, prefer, remind_later, undo_pause
from subscribers.services.signup import request_move
from subscribers.storage.store import Store
from tests.conftest import NOW
from tests.standins.backups import backup, restore
from tests.standins.forms import PER_HOUR, SentMail
from tests.standins.newsroom import SampleNewsroom


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


def test_nothing_is_written_about_a_reader_who_was_erased(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, anna = newsroom.store, readers["anna"]
    erase(store, anna, "x", NOW)
    before = store.get(anna)
    pause(store, anna, 4, NOW)
    remind_later(store, anna, 4, NOW)
    prefer(store, anna, "uk", "Europe/Riga", ReaderPreferences(discreet=True), NOW)
    assert store.get(anna) == before


def test_who_is_erased_in_this_very_moment_gets_no_more_mail(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, anna = newsroom.store, readers["anna"]
    mail = SentMail(note=lambda _discreet: erase(store, anna, "x", NOW))
    assert not ask_for_link(store, mail, anna, NOW)
    boris = readers["boris"]
    mail.note = lambda _discreet: erase(store, boris, "x", NOW)
    request_move(store, mail, boris, "new@example.org", NOW, PER_HOUR)
    assert mail.carried == []


class MeanwhilePaused:
    """A store of which somebody pauses for twelve weeks, once, before the transaction that is asked for."""

    def __init__(self, store: Store, number: int) -> None:
        self._store, self._number, self._did = store, number, False

    def __getattr__(self, name: str) -> object:
        if name == "engine" and not self._did:
            self._did = True
            pause(self._store, self._number, 12, NOW + timedelta(seconds=5))
        return getattr(self._store, name)


def test_a_pause_that_was_begun_meanwhile_is_not_taken_back(newsroom: Newsroom, readers: dict[str, int]) -> None:
    anna = readers["anna"]
    value = offer_resume(newsroom.store, anna, NOW)
    assert value
    pause(newsroom.store, anna, 4, NOW)
    racing: Any = MeanwhilePaused(newsroom.store, anna)
    assert not undo_pause(racing, anna, value, NOW + timedelta(seconds=9))
    assert newsroom.store.get(anna)[0].paused_until == NOW + timedelta(seconds=5, weeks=12)


def test_a_pause_that_was_taken_back_is_so_after_a_restore(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    anna = readers["anna"]
    value = offer_resume(newsroom.store, anna, NOW)
    assert value
    pause(newsroom.store, anna, 4, NOW)
    old = backup(newsroom)
    assert undo_pause(newsroom.store, anna, value, NOW + timedelta(seconds=9))
    restore(newsroom, old)
    with SampleNewsroom(folder, {}) as again:
        assert again.store.get(anna)[0].paused_until is None
