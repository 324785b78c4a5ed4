"""What picks files said is kept save by save, each text once, the newest of each edition."""

from datetime import timedelta

from sqlalchemy import func, select

from digest.app.container import Newsroom
from digest.app.upkeep import SAVES_REMEMBERED, Upkeep
from digest.edition.saved import Version, text_hash
from digest.storage.saved_text_tables import saved_body
from digest.storage.saved_texts import SqlSavedTexts
from tests.standins.sample import EDITION, NOW
from tests.standins.time import SetClock


def test_saves_are_listed_newest_first_and_their_texts_come_back_as_they_were(newsroom: Newsroom) -> None:
    texts = SqlSavedTexts(newsroom.engine)
    later = NOW + timedelta(hours=1)
    assert texts.keep(EDITION, "one\r\nСлово", "anna", "before", NOW) == 1
    assert texts.keep(EDITION, "two", "ben", "one\r\nСлово", later) == 2
    texts.mark_written(EDITION, 2)
    assert texts.keep("2026-12-04", "other", "ben", "", NOW) == 1
    assert texts.versions(EDITION) == [
        Version(2, text_hash("two"), "ben", later, text_hash("one\r\nСлово"), is_written=True),
        Version(1, text_hash("one\r\nСлово"), "anna", NOW, text_hash("before"), is_written=False),
    ]
    assert (texts.text(EDITION, 1), texts.text(EDITION, 2), texts.text(EDITION, 3)) == ("one\r\nСлово", "two", None)


def test_what_is_found_is_kept_by_nobody_once_and_not_where_it_was_saved(newsroom: Newsroom) -> None:
    texts = SqlSavedTexts(newsroom.engine)
    texts.keep_found(EDITION, lambda: "by hand", NOW)
    texts.keep_found(EDITION, lambda: "by hand", NOW)
    assert [(one.by, one.is_written) for one in texts.versions(EDITION)] == [("", True)]
    number = texts.keep(EDITION, "saved", "anna", "by hand", NOW)
    texts.keep_found(EDITION, lambda: "saved", NOW)  # the program ended before it marked it
    assert [(one.number, one.by, one.is_written) for one in texts.versions(EDITION)] == [
        (number, "anna", True),
        (1, "", True),
    ]
    texts.keep_found(EDITION, lambda: "by hand", NOW)  # somebody took it back elsewhere
    assert [one.by for one in texts.versions(EDITION)] == ["", "anna", ""]


def test_only_the_newest_are_kept_and_a_text_as_long_as_any_of_them_says_it(newsroom: Newsroom) -> None:
    texts = SqlSavedTexts(newsroom.engine, most=20)
    texts.keep(EDITION, "again", "anna", "", NOW)
    texts.keep(EDITION, "gone", "anna", "", NOW)
    for number in range(19):
        texts.keep(EDITION, f"{number % 7}", "anna", "", NOW)
    texts.keep(EDITION, "again", "anna", "", NOW)
    versions = texts.versions(EDITION)
    assert (len(versions), versions[0].number, versions[-1].number) == (20, 22, 3)
    assert (texts.text(EDITION, 1), texts.text(EDITION, 22)) == (None, "again")
    with newsroom.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(saved_body)) == 8


def test_what_is_kept_of_an_edition_that_is_gone_is_forgotten_in_time_and_all_others_stay(newsroom: Newsroom) -> None:
    texts = SqlSavedTexts(newsroom.engine)
    later = NOW + timedelta(days=61)
    for name in (EDITION, "2026-12-04", "2026-12-11"):
        texts.keep(name, f"text of {name}", "anna", "", NOW)
    texts.keep("2026-12-11", "saved lately", "anna", "", later)
    texts.forget_gone((), later)
    assert texts.versions("2026-12-04"), "no edition is there at all: it is the folder that is gone"
    texts.forget_gone((EDITION,), later)
    assert [len(texts.versions(name)) for name in (EDITION, "2026-12-04", "2026-12-11")] == [1, 0, 2]
    with newsroom.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(saved_body)) == 3
    texts.forget_gone((EDITION, "2026-12-11"), later)
    assert len(texts.versions("2026-12-11")) == 2


def test_the_daily_upkeep_forgets_them(newsroom: Newsroom) -> None:
    texts = SqlSavedTexts(newsroom.engine)
    for name in (EDITION, "2026-12-04"):
        texts.keep(name, "text", "anna", "", NOW)
    newsroom.clock = SetClock(NOW + SAVES_REMEMBERED)
    Upkeep(newsroom).tidy()
    assert texts.versions("2026-12-04")
    newsroom.clock = SetClock(NOW + SAVES_REMEMBERED + timedelta(seconds=1))
    Upkeep(newsroom).tidy()
    assert not texts.versions("2026-12-04")
    assert texts.versions(EDITION)
