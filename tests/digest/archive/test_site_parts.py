"""What pages of the archive are made of: paths, years, notes with their days."""

from datetime import UTC, datetime

from digest.archive.site_parts import Change, changes, edition_path, shortened, years_of
from digest.delivery.revision import Revision

EVENING = datetime(2026, 11, 28, 22, 30, tzinfo=UTC)


def test_changes_stand_the_newest_first_on_the_newsrooms_day_in_the_pages_words() -> None:
    revisions = (Revision(2, "Dos", "en", EVENING.replace(hour=8)), Revision(3, "נתקן", "he", EVENING))
    assert changes(revisions, "uk", "Europe/Riga") == [
        Change("29 листопада 2026\u202fр.", "2026-11-29", "נתקן", "he", "rtl"),
        Change("28 листопада 2026\u202fр.", "2026-11-28", "Dos", "en", "ltr"),
    ]
    assert [one.day for one in changes(revisions, "en", "UTC")] == ["November 28, 2026"] * 2
    assert changes((), "en", "UTC") == []


def test_an_edition_in_its_own_language_has_the_short_path() -> None:
    assert edition_path("2026-11-27", "en", "en") == "/editions/2026-11-27"
    assert edition_path("2026-11-27", "ru", "en") == "/editions/2026-11-27/ru"


def test_each_year_has_one_page() -> None:
    assert [year.path for year in years_of(["2026", "2026", "2025"])] == ["/editions/2026", "/editions/2025"]


def test_a_long_description_ends_between_two_words() -> None:
    assert shortened("word " * 10) == "word " * 10
    assert len(shortened("word " * 100)) <= 201
    assert shortened("word " * 100).endswith("word…")
