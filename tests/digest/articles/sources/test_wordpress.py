"""WordPress: which address tells of a page, and what the answer says."""

import json

import pytest

from digest.articles.jsonld import JsonObject
from digest.articles.model import Image
from digest.articles.sources.entry import Entry
from digest.articles.sources.wordpress import parse, request
from digest.errors import PageUnreadable

SITE = "https://lantern.example"
POST: JsonObject = {
    "link": f"{SITE}/2026/11/harbour/",
    "slug": "harbour",
    "date": "2026-11-24T09:00:00",
    "date_gmt": "2026-11-24T07:00:00",
    "modified_gmt": "2026-11-25T07:00:00",
    "title": {"rendered": "The harbour &#8217;opens&#8217;"},
    "excerpt": {"rendered": "<p>Ships wait.</p>\n"},
    "content": {"rendered": "<p>Whole.</p>", "protected": False},
    "_embedded": {
        "author": [{"name": "Anna Adler"}],
        "wp:featuredmedia": [
            {
                "source_url": f"{SITE}/ships.jpg",
                "alt_text": "Three ships",
                "caption": {"rendered": "<p>At dawn.</p>"},
                "media_details": {"width": 1200, "height": 675, "image_meta": {"credit": "Olga / AFP"}},
            }
        ],
        "wp:term": [[{"taxonomy": "category", "name": "Trade"}], [{"taxonomy": "post_tag", "name": "Ships"}]],
    },
}


def only(post: JsonObject) -> Entry:
    (entry,) = parse(json.dumps([post]).encode(), SITE)
    return entry


@pytest.mark.parametrize(
    ("site", "page", "asked"),
    [
        (SITE, f"{SITE}/2026/11/harbour/?utm_source=x", "slug=harbour"),
        (f"{SITE}/", f"{SITE}/harbour", "slug=harbour"),
        (f"{SITE}/wp-json/wp/v2/posts", f"{SITE}/harbour.html", "slug=harbour"),
        (SITE, f"{SITE}/%D0%BF%D0%BE%D1%80%D1%82/", "slug=%D0%BF%D0%BE%D1%80%D1%82"),
        (SITE, f"{SITE}/a%26b%3Fc", "slug=a%26b%3Fc"),
        (SITE, f"{SITE}/?p=123", "include=123"),
        (SITE, f"{SITE}/archives/123", "include=123"),
    ],
)
def test_a_post_is_asked_for_by_its_slug_or_number(site: str, page: str, asked: str) -> None:
    assert request(site, page) == f"{SITE}/wp-json/wp/v2/posts?{asked}&_embed=author,wp:featuredmedia,wp:term"


def test_nothing_is_asked_about_a_front_page() -> None:
    assert request(SITE, f"{SITE}/") == ""


def test_a_post_says_all_that_a_card_needs() -> None:
    assert only(POST) == Entry(
        link=f"{SITE}/2026/11/harbour/",
        title="The harbour &#8217;opens&#8217;",
        bylines=("Anna Adler",),
        summary="<p>Ships wait.</p>\n",
        content="<p>Whole.</p>",
        pictures=(Image(f"{SITE}/ships.jpg", 1200, 675, "Three ships", "<p>At dawn.</p>", "Olga / AFP"),),
        published="2026-11-24T07:00:00+00:00",
        updated="2026-11-25T07:00:00+00:00",
        topics=("Trade", "Ships"),
    )


def test_several_authors_are_those_that_a_plugin_tells() -> None:
    several: JsonObject = {"authors": [{"display_name": "Anna Adler"}, {"display_name": "Boris Brand"}]}
    assert only(POST | several).bylines == ("Anna Adler", "Boris Brand")


def test_what_the_site_hides_is_missing_and_breaks_nothing() -> None:
    hidden: JsonObject = {
        "_embedded": {
            "author": [{"code": "rest_user_invalid_id", "message": "Invalid user ID.", "data": {"status": 404}}],
            "wp:featuredmedia": [{"code": "rest_forbidden", "message": "Sorry."}],
            "wp:term": {"code": "x"},
        },
        "title": "no object",
        "content": None,
    }
    entry = only(POST | hidden)
    assert (entry.title, entry.bylines, entry.pictures, entry.topics, entry.content) == ("", (), (), (), "")


def test_an_excerpt_that_was_cut_off_gives_way_to_the_description_for_search_engines() -> None:
    cut: JsonObject = {"excerpt": {"rendered": "<p>Ships wait and [&hellip;]</p>"}}
    assert only(POST | cut).summary == "<p>Ships wait and [&hellip;]</p>"
    assert only(POST | cut | {"yoast_head_json": {"description": "Ships wait."}}).summary == "Ships wait."


def test_a_post_behind_a_password_is_paywalled() -> None:
    assert only(POST | {"content": {"rendered": "", "protected": True}}).paywalled


def test_a_time_without_its_form_in_utc_stays_without_a_zone() -> None:
    assert only({**POST, "date_gmt": "0000-00-00T00:00:00"}).published == "2026-11-24T09:00:00"


def test_a_site_that_has_no_such_post_says_nothing_of_it() -> None:
    assert parse(b"[]", SITE) == []


@pytest.mark.parametrize(
    "data", [b"<html>", b'{"code": "rest_no_route", "message": "No route", "data": {}}', b"[" * 100_000]
)
def test_what_is_no_answer_of_the_api_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(PageUnreadable, match=r"no JSON|rest_no_route"):
        parse(data, SITE)
