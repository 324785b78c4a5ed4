"""Ghost: which address tells of a page, and what the answer says."""

import json

import pytest

from digest.articles.jsonld import JsonObject
from digest.articles.model import Image
from digest.articles.sources.entry import Entry
from digest.articles.sources.ghost import parse, request
from digest.errors import PageUnreadable

SITE = "https://lantern.example"
POST: JsonObject = {
    "url": f"{SITE}/harbour/",
    "title": "The harbour opens",
    "html": "<p>Whole.</p>",
    "custom_excerpt": "Ships wait.",
    "feature_image": f"{SITE}/ships.jpg",
    "feature_image_alt": "Three ships",
    "feature_image_caption": "<span>Photo: Olga / AFP</span>",
    "published_at": "2026-11-24T07:00:00.000+00:00",
    "updated_at": "2026-11-25T07:00:00.000+00:00",
    "visibility": "public",
    "authors": [{"name": "Anna Adler"}, {"name": "Boris Brand"}],
    "primary_tag": {"name": "Trade", "visibility": "public"},
    "tags": [{"name": "#internal", "visibility": "internal"}, {"name": "Ships", "visibility": "public"}],
}


def only(post: JsonObject) -> Entry:
    (entry,) = parse(json.dumps({"posts": [post]}).encode(), SITE)
    return entry


@pytest.mark.parametrize("site", [SITE, f"{SITE}/", f"{SITE}/ghost/api/content/posts/"])
def test_a_post_is_asked_for_by_its_slug_with_the_key(site: str) -> None:
    asked = f"{SITE}/ghost/api/content/posts/slug/harbour/?key=0a1b&include=authors%2Ctags"
    assert request(site, f"{SITE}/harbour/?ref=x", "0a1b") == asked
    assert request(site, f"{SITE}/", "0a1b") == ""


def test_a_key_with_signs_of_an_address_in_it_stays_a_key() -> None:
    assert "key=a%26b%3D%2F&" in request(SITE, f"{SITE}/harbour/", "a&b=/")


def test_a_post_says_all_that_a_card_needs() -> None:
    assert only(POST) == Entry(
        link=f"{SITE}/harbour/",
        title="The harbour opens",
        bylines=("Anna Adler", "Boris Brand"),
        summary="Ships wait.",
        content="<p>Whole.</p>",
        pictures=(Image(f"{SITE}/ships.jpg", alt="Three ships", caption="<span>Photo: Olga / AFP</span>"),),
        published="2026-11-24T07:00:00.000+00:00",
        updated="2026-11-25T07:00:00.000+00:00",
        topics=("Trade", "Ships"),
    )


@pytest.mark.parametrize("hidden", [{"visibility": "paid"}, {"visibility": "members"}, {"access": False}])
def test_a_post_for_members_is_paywalled(hidden: JsonObject) -> None:
    assert only(POST | hidden).paywalled
    assert not only(POST).paywalled


@pytest.mark.parametrize("data", [b"<html>", b'{"errors": [{"message": "Unknown Content API Key"}]}', b"[]"])
def test_what_is_no_answer_of_the_api_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(PageUnreadable, match=r"no JSON|no answer of a Content API"):
        parse(data, SITE)
