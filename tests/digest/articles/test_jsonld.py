"""JSON-LD as pages really have it: broken, wrapped, in pieces, and about other things too."""

import json

import pytest

from digest.articles.jsonld import find_article, read, texts

ARTICLE = {"@type": "NewsArticle", "headline": "Council opens its books", "author": {"name": "Anna Adler"}}
TEXT = json.dumps(ARTICLE)


def nobody(_address: str) -> bool:
    return False


@pytest.mark.parametrize(
    "script",
    [
        TEXT,
        f"<!--\n{TEXT}\n-->",
        f"// <![CDATA[\n{TEXT}\n// ]]>",
        f"/*<![CDATA[*/{TEXT}/*]]>*/",
        f"{TEXT};",
        TEXT[:-1] + ",}",
        TEXT.replace('"', "&quot;"),
        "\ufeff" + TEXT,
        '{"@type": "WebSite"}' + TEXT,
        TEXT.replace("its books", "its\n\tbooks"),
        TEXT.replace("its books", "it\\'s books").replace("it\\'s books", "its books"),
        json.dumps({"@graph": [{"@type": "WebPage"}, ARTICLE]}),
        json.dumps([[ARTICLE]]),
    ],
)
def test_every_broken_form_is_read_for_what_it_means(script: str) -> None:
    found = find_article(read([script]), nobody)
    assert str(found["headline"]).split() == ["Council", "opens", "its", "books"]
    assert found["author"] == {"name": "Anna Adler"}


def test_quotes_that_nobody_escaped_end_no_text() -> None:
    script = '{"@type": "NewsArticle", "headline": "Council says "no" to secrets", "author": "Anna Adler"}'
    assert find_article(read([script]), nobody)["headline"] == 'Council says "no" to secrets'


def test_the_article_that_names_the_page_comes_before_others_and_one_with_a_headline_before_one_without() -> None:
    other = {"@type": "NewsArticle", "headline": "Another", "url": "https://lantern.example/other"}
    own = {"@type": "NewsArticle", "headline": "Own", "mainEntityOfPage": {"@id": "https://lantern.example/own"}}
    nodes = read([json.dumps([{"@type": "Review"}, other, own])])
    assert find_article(nodes, lambda address: address.endswith("/own"))["headline"] == "Own"
    assert find_article(nodes, nobody)["headline"] == "Another"


def test_what_an_article_lacks_comes_from_others_of_the_same_headline_and_references_are_followed() -> None:
    first = {"@type": "NewsArticle", "headline": "Own", "author": {"@id": "#anna"}, "image": ""}
    second = {"@type": "Article", "headline": "Own", "image": "/hall.jpg", "author": "Somebody"}
    third = {"@type": "Article", "headline": "Other", "datePublished": "2026-11-24"}
    person = {"@type": "Person", "@id": "#anna", "name": "Anna Adler"}
    found = find_article(read([json.dumps([first, second, third, person])]), nobody)
    assert (found["image"], found["author"]) == ("/hall.jpg", person)
    assert "datePublished" not in found


@pytest.mark.parametrize("script", ["", "{", "[" * 100_000, '"' * 50_000, '{"a":' * 3_000, "null", "7", "\\" * 9_999])
def test_what_is_no_json_is_nothing(script: str) -> None:
    assert find_article(read([script]), nobody) == {}


def test_one_text_with_commas_is_several() -> None:
    assert texts("Orel, Books ,") == ["Orel", "Books"]
    assert texts([{"name": "Orel"}, "Books, and more"]) == ["Orel", "Books, and more"]
