"""An amended edition on the web: the page, the feeds and everything else show the latest revision, without a restart."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from digest.app.archive import export_archive
from digest.app.container import Newsroom
from digest.app.web import application
from tests.standins.amending import NOTE, RIGHT, SATURDAY, WRONG, amend, mend
from tests.standins.client import Client
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition

PAGE = f"/editions/{EDITION}"
SUBJECT, MENDED = "A vote with the doors open", "A vote with all doors open"
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = timedelta(days=1)


@pytest.fixture
def client(newsroom: Newsroom, readers: dict[str, int]) -> Client:
    """Return a visitor who has seen everything of an edition before it was amended by another process."""
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    client = Client(application(newsroom))
    for path in ("/", PAGE, f"{PAGE}/ru", f"{PAGE}.png", "/editions/", "/editions/search?q=six", "/editions/feed.atom"):
        assert client.get(path).status_code == 200
    return client


def amend_elsewhere(folder: Path, note: str = NOTE, days: int = 0) -> None:
    """Amend in a newsroom of its own, as another process would."""
    with SampleNewsroom(folder, {}) as editor:
        amend(editor, note, SATURDAY + days * DAY)


@pytest.fixture
def amended(client: Client, newsroom: Newsroom) -> Client:
    """Return the same visitor once words and subject are mended."""
    mend(newsroom.folder)
    mend(newsroom.folder, SUBJECT, MENDED)
    amend_elsewhere(newsroom.folder)
    return client


def notes(client: Client, path: str = PAGE) -> list[str]:
    page: Any = html.fromstring(client.get(path).content)
    return [" ".join(one.text_content().split()) for one in page.xpath("//main/div[@role='note']/p")]


def test_before_it_is_amended_a_page_has_no_note(client: Client) -> None:
    assert notes(client) == []
    found = client.get(PAGE).text
    assert WRONG in found
    assert "modified_time" not in found
    assert "Changed on" not in client.get("/editions/feed.atom").text


@pytest.mark.slow
def test_a_page_that_was_shown_before_shows_the_amended_words_under_a_dated_note(amended: Client) -> None:
    found = amended.get(PAGE).text
    assert notes(amended) == [f"Changed on November 28, 2026: {NOTE}"]
    assert RIGHT in found
    assert WRONG not in found
    assert f"<title>{MENDED}" in found
    assert '<time datetime="2026-11-28">' in found


@pytest.mark.slow
def test_a_story_that_is_deleted_from_the_file_is_nowhere_on_the_web_any_more(
    client: Client, newsroom: Newsroom
) -> None:
    story = "https://lantern.example/2026/11/24/city-council-opens-its-books"
    pages = (PAGE, f"{PAGE}/ru", "/editions/feed.rss", "/editions/feed.atom", "/editions/feed.json")
    for path in pages:
        assert story in client.get(path).text, path
    mend(newsroom.folder, f"      - {story}\n", "")
    amend_elsewhere(newsroom.folder, "We took a story out.")
    for path in (*pages, "/", "/editions/", f"{PAGE}/2", f"{PAGE}?revision=1"):
        assert story not in client.get(path).text, path
    assert "Nothing found." in client.get("/editions/search?q=council").text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Изменено 28 ноября 2026"), ("uk", "Змінено 28 листопада 2026")]
)
def test_the_fixed_words_are_the_pages_and_the_note_is_marked_as_the_editions(
    amended: Client, language: str, words: str
) -> None:
    (note,) = notes(amended, f"{PAGE}/{language}")
    assert note.startswith(words)
    page: Any = html.fromstring(amended.get(f"{PAGE}/{language}").content)
    assert page.get("lang") == language
    assert page.xpath("//div[@role='note']//*[@lang='en'][@dir='ltr']/text()") == [NOTE]
    assert RIGHT in amended.get(f"{PAGE}/{language}").text


def test_the_newest_note_stands_first_and_each_has_its_day(amended: Client, newsroom: Newsroom) -> None:
    mend(newsroom.folder, "Tram line 4", "Tram line 5")
    amend_elsewhere(newsroom.folder, "The tram, too.", days=1)
    assert notes(amended) == [
        "Changed on November 29, 2026: The tram, too.",
        f"Changed on November 28, 2026: {NOTE}",
    ]


def test_the_day_is_the_newsrooms_own(client: Client, newsroom: Newsroom) -> None:
    """Half past eleven in the evening UTC is the next day in Riga."""
    mend(newsroom.folder)
    with SampleNewsroom(newsroom.folder, {}) as editor:
        amend(editor, NOTE, SATURDAY.replace(hour=23, minute=30))
    assert notes(client) == [f"Changed on November 29, 2026: {NOTE}"]


def test_a_note_is_text_and_never_markup(client: Client, newsroom: Newsroom) -> None:
    mend(newsroom.folder)
    amend_elsewhere(newsroom.folder, '<script>alert(1)</script> & "nine"')
    for path in (PAGE, "/editions/feed.atom", "/editions/feed.rss", "/editions/feed.json"):
        assert "<script" not in client.get(path).text, path
    assert notes(client) == ['Changed on November 28, 2026: <script>alert(1)</script> & "nine"']
    content = json.loads(client.get("/editions/feed.json").text)["items"][0]["content_html"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in content


def test_feeds_tell_when_it_was_updated_and_what_was_changed(client: Client, newsroom: Newsroom) -> None:
    def atom_entry() -> Any:
        root = etree.fromstring(client.get("/editions/feed.atom").content)
        return root.find(f"{ATOM}entry"), root.findtext(f"{ATOM}updated")

    before, _ = atom_entry()
    mend(newsroom.folder)
    mend(newsroom.folder, SUBJECT, MENDED)
    amend_elsewhere(newsroom.folder)
    entry, updated = atom_entry()
    assert entry.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id"), "readers of feeds know it as the same"
    assert entry.findtext(f"{ATOM}published") == before.findtext(f"{ATOM}published")
    assert entry.findtext(f"{ATOM}updated") == updated == "2026-11-28T08:00:00Z"
    assert entry.findtext(f"{ATOM}title").startswith(MENDED)
    assert f">{NOTE}</span>" in entry.findtext(f"{ATOM}content")
    item = json.loads(client.get("/editions/feed.json").text)["items"][0]
    assert item["date_modified"] == "2026-11-28T08:00:00Z"
    assert item["date_published"] < item["date_modified"]
    assert NOTE in item["content_html"]
    rss: Any = etree.fromstring(client.get("/editions/feed.rss").content)
    assert NOTE in rss.findtext("channel/item/description")
    assert rss.findtext(f"channel/item/{ATOM}updated") == "2026-11-28T08:00:00Z"
    assert rss.findtext("channel/lastBuildDate") == "Sat, 28 Nov 2026 08:00:00 +0000"


def test_search_engines_and_networks_are_told_of_the_change(amended: Client) -> None:
    found = amended.get(PAGE).text
    assert '<meta property="article:modified_time" content="2026-11-28T08:00:00+00:00">' in found
    assert re.search(r'<meta property="article:published_time" content="2026-11-27T05:00:00\+00:00">', found)
    assert f'<meta property="og:title" content="{MENDED}' in found
    sitemap = amended.get("/sitemap.xml").text
    assert sitemap.count("<lastmod>2026-11-28T08:00:00Z</lastmod>") == 3


def test_lists_search_and_sign_up_page_follow_the_latest_revision(client: Client, newsroom: Newsroom) -> None:
    def seen() -> list[bool]:
        wanted = (("/editions/", MENDED), ("/", MENDED), ("/editions/search?q=zeppelins", "Found in 1"))
        return [words in client.get(path).text for path, words in wanted]

    assert seen() == [False, False, False]
    mend(newsroom.folder, "until six", "for zeppelins")
    mend(newsroom.folder, SUBJECT, MENDED)
    amend_elsewhere(newsroom.folder)
    assert seen() == [True, True, True]


def test_the_picture_to_share_follows_the_subject(client: Client, newsroom: Newsroom) -> None:
    before = client.get(f"{PAGE}.png").content
    mend(newsroom.folder, SUBJECT, MENDED)
    amend_elsewhere(newsroom.folder)
    after = client.get(f"{PAGE}.png").content
    assert after[:4] == before[:4] == b"\x89PNG"
    assert after != before or not newsroom.settings.web.font


def test_whoever_kept_the_old_page_is_given_the_new_one(client: Client, newsroom: Newsroom) -> None:
    mark = client.get(PAGE).headers["etag"]
    mend(newsroom.folder)
    amend_elsewhere(newsroom.folder)
    again = client.request("GET", PAGE, headers={"If-None-Match": mark})
    assert (again.status_code, again.headers["etag"] == mark) == (200, False)


@pytest.mark.usefixtures("amended")
def test_the_exported_site_is_written_anew(newsroom: Newsroom, tmp_path: Path) -> None:

    export_archive(newsroom, tmp_path)
    page = (tmp_path / "editions" / EDITION / "index.html").read_text("utf-8")
    assert NOTE in page
    assert RIGHT in page
    assert WRONG not in page
    assert NOTE in (tmp_path / "editions/feed.atom").read_text("utf-8")
    mend(newsroom.folder, "Tram line 4", "Tram line 5")
    amend_elsewhere(newsroom.folder, "The tram, too.", days=1)
    assert export_archive(newsroom, tmp_path).written > 0
    assert "The tram, too." in (tmp_path / "editions" / EDITION / "index.html").read_text("utf-8")


@pytest.mark.usefixtures("amended")
def test_the_proof_of_what_was_mailed_is_untouched_by_all_that(newsroom: Newsroom) -> None:

    mailed = newsroom.reports.letters(EDITION)
    assert mailed is not None
    assert all(WRONG in " ".join(letter.text.split()) for letter in mailed.letters.values())
