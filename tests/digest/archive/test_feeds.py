"""The feeds keep their specifications, and call an edition the same wherever the newsroom moves."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from digest.archive.feeds import Entry, Feed, atom, json_feed, lasting_name, rss, sitemap
from digest.archive.web_letter import ArchivedStory, WebLetter

BEGAN = datetime(2026, 11, 27, 5, 0, 0, 900, tzinfo=UTC)
STORY = ArchivedStory("https://a.example/?a=1&b=2", 'Fish & <chips> "now"', "A\x08 bell", "en", "ltr")
LETTER = WebLetter("2026-11-27", "en", "ltr", "Three & <four>\x0b", "", "", "", (STORY,), "", ())
ENTRY = Entry(lasting_name("a"), "https://b.example/editions/2026-11-27", BEGAN, BEGAN, LETTER)
FEED = Feed("The <Lantern>", "", "en", "https://b.example", lasting_name("feed"), BEGAN, [ENTRY])
ATOM = "{http://www.w3.org/2005/Atom}"


def test_atom_has_what_rfc_4287_wants() -> None:
    root = etree.fromstring(atom(FEED))
    (entry,) = root.findall(f"{ATOM}entry")
    for element in (root, entry):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "The <Lantern>"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": "https://b.example/editions/feed.atom", "alternate": "https://b.example/editions/"}
    assert entry.findtext(f"{ATOM}updated") == "2026-11-27T05:00:00Z"
    assert entry.findtext(f"{ATOM}title") == "Three & <four>"
    assert root.find(f"{ATOM}subtitle") is None


def test_rss_has_what_the_specification_wants() -> None:
    (channel,) = etree.fromstring(rss(FEED))
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    item = channel.find("item")
    assert item is not None
    guid = item.find("guid")
    assert guid is not None
    assert (guid.get("isPermaLink"), guid.text) == ("false", ENTRY.identity)
    assert parsedate_to_datetime(item.findtext("pubDate") or "") == BEGAN.replace(microsecond=0)


def test_json_feed_has_what_version_1_1_wants() -> None:
    whole = json.loads(json_feed(FEED))
    assert whole["version"] == "https://jsonfeed.org/version/1.1"
    assert whole["title"]
    (item,) = whole["items"]
    assert item["id"] == ENTRY.identity
    assert item["content_html"]


def test_what_was_changed_stands_first_and_moves_the_time_of_the_update() -> None:
    later = BEGAN.replace(hour=9)
    feed = replace(FEED, entries=[replace(ENTRY, updated=later, changes="\n<p>Changed: nine</p>\n")])
    item = json.loads(json_feed(feed))["items"][0]
    assert item["content_html"].startswith("<p>Changed: nine</p><ul>")
    assert (item["date_published"], item["date_modified"]) == ("2026-11-27T05:00:00Z", "2026-11-27T09:00:00Z")
    entry = etree.fromstring(atom(feed)).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}updated") == "2026-11-27T09:00:00Z"
    assert (entry.findtext(f"{ATOM}content") or "").startswith("<p>Changed: nine</p>")
    assert etree.fromstring(rss(feed)).findtext(f"channel/item/{ATOM}updated") == "2026-11-27T09:00:00Z"


def test_what_a_story_says_is_text_and_never_markup() -> None:
    found = json.loads(json_feed(FEED))["items"][0]["content_html"]
    assert "Fish &amp; &lt;chips&gt; &quot;now&quot;" in found
    assert 'href="https://a.example/?a=1&amp;b=2"' in found


def test_an_edition_is_called_the_same_at_another_address() -> None:
    moved = replace(FEED, base_url="https://c.example", entries=[replace(ENTRY, page="https://c.example/x")])
    for form in (atom, rss):
        names = [re.findall(rb"urn:uuid:[0-9a-f-]+", form(feed)) for feed in (FEED, moved)]
        assert names[0] == names[1]
        assert names[0]


def test_a_lasting_name_is_a_uuid_of_its_parts() -> None:
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){2}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", lasting_name("a"))
    assert lasting_name("a")[len("urn:uuid:") + 14] == "8"
    assert len({lasting_name("a", "b"), lasting_name("ab"), lasting_name("b", "a")}) == 3


def test_a_sitemap_lists_pages_with_when_they_changed() -> None:
    root = etree.fromstring(sitemap([("https://b.example/", None), ("https://b.example/x", BEGAN)]))
    spoken = [[child.text for child in page] for page in root]
    assert spoken == [["https://b.example/"], ["https://b.example/x", "2026-11-27T05:00:00Z"]]
