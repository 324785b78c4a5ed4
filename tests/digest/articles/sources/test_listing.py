"""What a source lists: each page once, the newest first, the same at every asking."""

from datetime import UTC, datetime, timedelta

from digest.articles.sources import ghost, wordpress
from digest.articles.sources.entry import Entry
from digest.articles.sources.listing import MOST_LISTED, listed

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SITE = "https://lantern.example"


def entry(name: str, published: str = "", **more: object) -> Entry:
    return Entry(f"{SITE}/{name}", title=f"About <b>{name}</b>", published=published, **more)  # type: ignore[arg-type]


def test_the_newest_stand_first_those_of_one_time_by_address_and_those_without_a_time_last() -> None:
    day = "2026-11-25T10:00:00+00:00"
    given = [entry("none"), entry("b", day), entry("c", "2026-11-26T09:00:00+02:00"), entry("a", day), entry("0")]
    found = listed(given, NOW)
    assert [one.url.removeprefix(f"{SITE}/") for one in found] == ["c", "a", "b", "0", "none"]
    assert found == listed(reversed(given), NOW)
    assert (found[0].title, found[0].published) == ("About c", datetime(2026, 11, 26, 7, 0, tzinfo=UTC))


def test_a_page_that_is_listed_twice_is_one_article_without_tracking() -> None:
    found = listed([entry("a?utm_source=rss"), entry("a")], NOW)
    assert [one.url for one in found] == [f"{SITE}/a"]


def test_a_time_that_cannot_be_is_none_and_all_topics_are_kept() -> None:
    future = (NOW + timedelta(days=40)).isoformat()
    (one,) = listed([entry("a", future, topics=("News", "<i>War</i>", "News", ""))], NOW)
    assert one.published is None
    assert one.topics == ("News", "War")


def test_no_more_are_listed_than_anybody_looks_through() -> None:
    assert len(listed([entry(str(number)) for number in range(MOST_LISTED + 5)], NOW)) == MOST_LISTED


def test_systems_are_asked_for_their_newest_posts() -> None:
    asked = wordpress.recent_request(f"{SITE}/news/wp-json/wp/v2")
    assert asked.startswith(f"{SITE}/news/wp-json/wp/v2/posts?per_page=50")
    assert ghost.recent_request(f"{SITE}/ghost/api/content/", "K1") == (
        f"{SITE}/ghost/api/content/posts/?key=K1&include=tags&limit=50"
    )
