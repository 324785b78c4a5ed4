"""IPTC ninjs of both versions, as systems give it: one item, a list, a list in an object."""

import json

import pytest

from digest.articles.jsonld import Json, JsonObject
from digest.articles.model import Image
from digest.articles.sources.entry import Entry
from digest.articles.sources.ninjs import parse
from digest.errors import PageUnreadable

FEED = "https://lantern.example/ninjs"
PAGE = "https://lantern.example/harbour"
PICTURE = "https://lantern.example/ships.jpg"
FIRST: JsonObject = {
    "uri": PAGE,
    "type": "text",
    "firstcreated": "2026-11-24T07:00:00Z",
    "versioncreated": "2026-11-25T07:00:00Z",
    "headline": "The harbour opens",
    "byline": "Anna Adler and Boris Brand",
    "description_text": "Ships wait.",
    "body_html": "<p>Whole.</p>",
    "language": "en-GB",
    "subject": [{"name": "Trade", "code": "04000000"}],
    "embargoed": "2026-11-27T04:00:00Z",
    "associations": {
        "mainpic": {
            "type": "picture",
            "byline": "Olga / AFP",
            "description_text": "Ships at dawn.",
            "renditions": {
                "small": {
                    "href": "https://lantern.example/s.jpg",
                    "mimetype": "image/jpeg",
                    "width": 100,
                    "height": 50,
                },
                "main": {"href": PICTURE, "mimetype": "image/jpeg", "width": 1200, "height": 675},
            },
        }
    },
}
SECOND: JsonObject = {
    "uri": "urn:newsml:lantern.example:1",
    "type": "text",
    "firstcreated": "2026-11-24T07:00:00Z",
    "versioncreated": "2026-11-25T07:00:00Z",
    "altids": [{"role": "internal", "value": "1"}, {"role": "web", "value": PAGE}],
    "headlines": [{"role": "short", "value": "Open"}, {"role": "main", "value": "The harbour opens"}],
    "by": "Anna Adler and Boris Brand",
    "descriptions": [{"role": "ednote", "value": "For editors."}, {"role": "summary", "value": "Ships wait."}],
    "bodies": [
        {"role": "text", "contenttype": "text/plain", "value": "Whole."},
        {"role": "nitf", "contenttype": "application/xml", "value": "<nitf/>"},
        {"role": "html5", "contenttype": "text/html", "value": "<p>Whole.</p>"},
    ],
    "language": "en-GB",
    "subjects": [{"name": "Trade", "literal": "04000000"}],
    "embargoed": "2026-11-27T04:00:00Z",
    "associations": [
        {"name": "film", "type": "video", "renditions": [{"href": "https://lantern.example/f.mp4"}]},
        {
            "name": "a1",
            "type": "picture",
            "by": "Olga / AFP",
            "descriptions": [{"role": "caption", "value": "Ships at dawn."}],
            "renditions": [
                {
                    "name": "w",
                    "variant": "Watermark",
                    "href": "https://lantern.example/w.jpg",
                    "width": 4000,
                    "height": 9,
                },
                {"name": "r", "contenttype": "image/jpeg", "href": PICTURE, "width": 1200, "height": 675},
            ],
        },
    ],
}


def read(value: Json) -> list[Entry]:
    return parse(json.dumps(value).encode(), FEED)


@pytest.mark.parametrize("item", [FIRST, SECOND], ids=["1.3", "2.1"])
def test_an_item_of_either_version_says_the_same(item: JsonObject) -> None:
    assert read(item) == [
        Entry(
            link=PAGE,
            title="The harbour opens",
            bylines=("Anna Adler and Boris Brand",),
            summary="Ships wait.",
            content="<p>Whole.</p>",
            pictures=(Image(PICTURE, 1200, 675, caption="Ships at dawn.", credit="Olga / AFP"),),
            published="2026-11-24T07:00:00Z",
            updated="2026-11-25T07:00:00Z",
            language="en-GB",
            topics=("Trade",),
            embargoed="2026-11-27T04:00:00Z",
        )
    ]


@pytest.mark.parametrize(
    "around", [lambda item: [item], lambda item: {"items": [item]}, lambda item: {"_items": [item]}]
)
def test_items_stand_alone_in_a_list_or_in_a_list_of_an_object(around: "type") -> None:
    assert [entry.link for entry in read(around(FIRST))] == [PAGE]


def test_the_latest_version_of_an_item_counts_wherever_it_stands() -> None:
    later = FIRST | {"headline": "Open again", "versioncreated": "2026-11-26T07:00:00+02:00"}
    assert [entry.title for entry in read([later, FIRST])] == ["Open again"]


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_what_must_not_be_published_is_not_told(status: str) -> None:
    cancelled = FIRST | {"pubstatus": status, "versioncreated": "2026-11-26T07:00:00Z"}
    assert read([FIRST, cancelled]) == []


def test_lines_of_plain_text_are_paragraphs() -> None:
    plain = {name: value for name, value in FIRST.items() if name != "body_html"} | {
        "body_text": "One < two.\n\nThree."
    }
    assert read(plain)[0].content == "<p>One &lt; two.</p><p>Three.</p>"


@pytest.mark.parametrize("data", [b"<html>", b'{"posts": []}', b'[{"id": 1}]'])
def test_what_is_no_ninjs_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(PageUnreadable, match=r"no JSON|no ninjs"):
        parse(data, FEED)
