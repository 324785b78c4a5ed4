"""Which pages belong to a source, and which entry is about a page."""

import pytest

from digest.articles.sources.belonging import belongs, home_of, is_about

SITE = "https://lantern.example/"


@pytest.mark.parametrize(
    ("page", "prefix", "is_so"),
    [
        ("https://lantern.example/a", SITE, True),
        ("http://www.lantern.example/a?utm_source=x", SITE, True),
        ("https://lantern.example/?p=1", SITE, True),
        ("https://lantern.example/", SITE, True),
        ("https://lantern.example/uk/a", f"{SITE}uk/", True),
        ("https://lantern.example/uk?p=1", f"{SITE}uk/", True),
        ("https://lantern.example/ukraine/a", f"{SITE}uk/", False),
        ("https://lantern.example.org/a", SITE, False),
        ("https://other.example/a", SITE, False),
    ],
)
def test_a_page_belongs_where_its_address_begins_with_a_whole_part(page: str, prefix: str, is_so: bool) -> None:
    assert belongs(page, prefix) is is_so


def test_the_home_of_a_feed_is_the_front_page_of_its_host() -> None:
    assert home_of("https://lantern.example:8443/feed.xml?x=1") == "https://lantern.example:8443/"


@pytest.mark.parametrize(
    ("link", "page", "by_slug", "is_so"),
    [
        ("http://www.lantern.example/a/?utm_source=rss", "https://lantern.example/a", False, True),
        ("https://lantern.example/a/amp/", "https://lantern.example/a", False, False),
        ("https://lantern.example/b", "https://lantern.example/a", False, False),
        ("https://cms.example/2026/harbour/", "https://lantern.example/news/harbour", True, True),
        ("https://cms.example/2026/harbour/", "https://lantern.example/news/harbour", False, False),
        ("https://lantern.example/uk/harbour", "https://lantern.example/en/harbour", True, False),
        ("https://cms.example/", "https://lantern.example/", True, False),
    ],
)
def test_an_entry_is_about_the_page_of_the_same_name(link: str, page: str, by_slug: bool, is_so: bool) -> None:
    assert is_about(link, page, by_slug=by_slug) is is_so
