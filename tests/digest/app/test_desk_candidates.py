"""What an edition could be made of, at the desk: the list of `digest candidates`, to tick, and feeds read on a button."""

import re
from collections.abc import Collection
from datetime import timedelta
from html import escape, unescape
from threading import Event
from zoneinfo import ZoneInfo

import pytest

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import edition_pages
from digest.articles.sources.listed import Listed
from digest.editing.candidates import Candidates
from digest.editing.page_reading import PageReading
from digest.editing.remembered_sources import KEPT, RememberedSources
from digest.edition.editor import Editor
from digest.edition.inbox_link import InboxLink
from digest.ports.editorial import SourceList
from digest.storage.inbox_file import LinkInboxFile
from tests.standins.candidates import FakeSourceLists
from tests.standins.desk_pages import ANNA, CHLOE, READING, Desk
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import SetClock

AT = f"/desk/editions/{EDITION}"
PAGE = f"{AT}/candidates"
SITE = "https://lantern.example/new"
FEED, BROKEN = "lantern.example/feed.rss", "blog.example/feed"
HOSTILE = '"><script>alert(1)</script>\u202e<b>'
"""What somebody wrote as a headline who can write into a feed."""


@pytest.fixture
def feeds() -> FakeSourceLists:
    new = Listed(f"{SITE}/herons", "Herons came back", NOW - timedelta(days=3))
    hostile = Listed(f"{SITE}/hostile?a=1&b='", HOSTILE, None)
    script = Listed("javascript:alert(1)", "An address that is none", NOW)
    return FakeSourceLists({FEED: (new, hostile, script)}, {BROKEN: "it could not be read: the site answers 404"})


@pytest.fixture
def desk(newsroom: Newsroom, reading: PageReading, feeds: FakeSourceLists) -> Desk:
    newsroom.clock = SetClock(NOW - timedelta(days=2))
    sources = RememberedSources(lambda: feeds, newsroom.clock.now, patience_seconds=10)
    return Desk(lambda guard: edition_pages(CurrentNewsroom(newsroom), guard, reading, sources=sources))


def groups(page: str) -> dict[str, list[str]]:
    """Return the addresses of the candidates by where they come from, as the page shows them."""
    found = {}
    for part in re.findall(r"<fieldset class=\"candidates\">(.*?)</fieldset>", page, re.DOTALL):
        name = re.sub(r"<[^>]+>", "", part.partition("</legend>")[0]).strip()
        found[name] = [unescape(url) for url in re.findall(r'<a href="([^"]+)" rel="noopener noreferrer"', part)]
    return found


def test_it_lists_what_the_command_lists_inbox_and_feeds_in_the_same_order(
    desk: Desk, newsroom: Newsroom, feeds: FakeSourceLists
) -> None:
    inbox = LinkInboxFile(newsroom.folder)
    inbox.append([InboxLink(f"{SITE}/waits", "for <Friday>"), InboxLink(f"{SITE}/herons")])
    desk.post(f"{PAGE}/read", {})
    page = desk.get(PAGE)
    found = Candidates(inbox, newsroom.editions, newsroom.reports, feeds, newsroom.clock).of(EDITION)
    listed = {one.origin: [each.url for each in one.candidates] for one in found.groups if not one.fault}
    assert groups(page) == {"The inbox": listed["inbox"], FEED: listed[FEED]}
    assert listed["inbox"] == [f"{SITE}/waits", f"{SITE}/herons"], "each page once"
    assert "for &lt;Friday&gt;" in page
    assert "Herons came back" in page, "the feed knows what the inbox does not"
    assert "javascript:" not in page


def test_to_look_asks_no_site_and_changes_nothing_and_a_button_has_the_feeds_read(
    desk: Desk, newsroom: Newsroom, feeds: FakeSourceLists
) -> None:
    before = {file: file.read_bytes() for file in (newsroom.folder / "editions").iterdir()}
    page = desk.get(PAGE)
    assert feeds.asked == []
    assert "They were not read in the last half hour" in page
    assert groups(page) == {"The inbox": []}
    answer = desk.post(f"{PAGE}/read", {})
    assert answer.headers["location"] == f"{PAGE}#sources"
    page = desk.follow(answer)
    assert f"They were read at {(NOW - timedelta(days=2)).astimezone(ZoneInfo('Europe/Riga')):%H:%M}." in page
    assert f'<bdi dir="ltr">{BROKEN}</bdi></b> lists nothing: it could not be read: the site answers 404. Read' in page
    desk.get(PAGE)
    desk.get(AT)
    assert len(feeds.asked) == 1
    assert {file: file.read_bytes() for file in (newsroom.folder / "editions").iterdir()} == before


def test_what_is_ticked_is_put_into_the_section_that_is_named(desk: Desk, newsroom: Newsroom) -> None:
    LinkInboxFile(newsroom.folder).append([InboxLink(f"{SITE}/waits")])
    desk.post(f"{PAGE}/read", {})
    names = dict(re.findall(r'name="(take\.\d+)" value="([^"]*)"', desk.get(PAGE)))
    ticked = {name: unescape(url) for name, url in names.items() if url.endswith(("waits", "herons"))}
    answer = desk.send(PAGE, AT, do="add", links_into="2", **{name.replace(".", "_"): ticked[name] for name in ticked})
    assert "Saved: 2 links put in." in desk.follow(answer)
    edition, _ = newsroom.editions.read(EDITION)
    assert edition
    assert {pick.url for pick in edition.sections[2].picks} >= {f"{SITE}/waits", f"{SITE}/herons"}
    page = desk.get(PAGE)
    assert page.count("In this letter already.") == 2
    assert not [url for url in re.findall(r'name="take\.\d+" value="([^"]*)"', page) if url.endswith("herons")]


def test_a_new_section_can_be_named_for_them(desk: Desk, newsroom: Newsroom) -> None:
    desk.post(f"{PAGE}/read", {})
    desk.send(PAGE, AT, do="add", links_section="Birds", take_1=f"{SITE}/herons")
    edition, _ = newsroom.editions.read(EDITION)
    assert edition
    assert [(one.name, [pick.url for pick in one.picks]) for one in edition.sections][-1] == (
        "Birds",
        [f"{SITE}/herons"],
    )


@pytest.mark.usefixtures("readers")
def test_what_an_earlier_letter_had_is_marked_and_can_be_taken_all_the_same(
    desk: Desk, newsroom: Newsroom, feeds: FakeSourceLists
) -> None:
    send_edition(newsroom, Mailbox())
    edition, _ = newsroom.editions.read(EDITION)
    assert edition
    url = next(iter(edition.picks())).url
    feeds.articles[FEED] = (Listed(url, "Once more", NOW),)
    later = "2026-12-04"
    desk.post(f"/desk/editions/{later}/begin", {})
    desk.post(f"/desk/editions/{later}/candidates/read", {})
    page = desk.get(f"/desk/editions/{later}/candidates")
    assert "<b>Sent in the letter of Friday 27 November 2026.</b>" in page
    assert f'value="{escape(url)}"' in page


def test_words_of_a_feed_stay_words_whatever_they_are(desk: Desk) -> None:
    desk.post(f"{PAGE}/read", {})
    page = desk.get(PAGE)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert re.search(r"<bdi>&#34;&gt;&lt;script[^<]*</bdi>", page), "what turns the line around ends with the headline"
    assert "default-src 'none'" in desk.answer(PAGE).headers["content-security-policy"]
    assert "script-src" not in desk.answer(PAGE).headers["content-security-policy"]


@pytest.mark.parametrize("editor", [CHLOE, READING])
def test_who_may_not_edit_looks_and_neither_takes_nor_reads(desk: Desk, feeds: FakeSourceLists, editor: Editor) -> None:
    desk.post(f"{PAGE}/read", {})
    desk.guard.editor = editor
    page = desk.get(PAGE)
    assert "Herons came back" in page
    assert "You may look, and put nothing in" in page
    assert "checkbox" not in page
    assert "<button" not in page.partition("<main")[2]
    assert desk.post(f"{PAGE}/read", {}).status_code == 403
    assert desk.post(AT, {"take.0": SITE, "do": "add"}).status_code == 403
    assert len(feeds.asked) == 1
    desk.guard.editor = ANNA
    assert desk.post(f"{PAGE}/read", {}, token="forged").status_code == 403


def test_an_answer_that_is_old_is_not_shown_as_new(desk: Desk, newsroom: Newsroom) -> None:
    desk.post(f"{PAGE}/read", {})
    clock = newsroom.clock
    assert isinstance(clock, SetClock)
    clock.time += KEPT
    page = desk.get(PAGE)
    assert "They were not read in the last half hour" in page
    assert "Herons" not in page


def test_feeds_that_do_not_answer_keep_nobody_waiting_and_the_page_says_that_they_are_being_read(
    newsroom: Newsroom, reading: PageReading
) -> None:
    go = Event()

    class Slow(FakeSourceLists):
        def recent(self, names: Collection[str]) -> list[SourceList]:
            assert go.wait(10)
            return FakeSourceLists.recent(self, names)

    slow = Slow({FEED: (Listed(f"{SITE}/herons", "Herons came back", None),)})
    sources = RememberedSources(lambda: slow, newsroom.clock.now, patience_seconds=0.01)
    desk = Desk(lambda guard: edition_pages(CurrentNewsroom(newsroom), guard, reading, sources=sources))
    for _ in range(2):
        page = desk.follow(desk.post(f"{PAGE}/read", {}))
        assert f'They are being read now. <a href="{PAGE}">Look again</a>' in page
        assert f'action="{PAGE}/read"' not in page
    go.set()
    assert sources.wait(10)
    assert "Herons came back" in desk.get(PAGE)
    assert len(slow.asked) == 1


def test_a_newsroom_without_sources_is_told_how_it_gets_them(desk: Desk, feeds: FakeSourceLists) -> None:
    feeds.articles.clear()
    feeds.faults.clear()
    page = desk.get(PAGE)
    assert "<code>[[articles.sources]]</code>" in page
    assert f'action="{PAGE}/read"' not in page


def test_a_file_that_cannot_be_read_takes_nothing_and_an_edition_that_is_not_there_has_no_page(
    desk: Desk, newsroom: Newsroom
) -> None:
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text("sections: [\n", encoding="utf-8")
    desk.post(f"{PAGE}/read", {})
    page = desk.get(PAGE)
    assert "the file of this letter cannot be read" in page
    assert "checkbox" not in page
    assert "Herons came back" in page
    for nowhere in ("2026-12-04", "inbox", "..%2F..%2Fetc"):
        desk.get(f"/desk/editions/{nowhere}/candidates", 404)
        assert desk.post(f"/desk/editions/{nowhere}/candidates/read", {}).status_code == 404


def test_the_page_of_an_edition_leads_there(desk: Desk) -> None:
    assert f'href="{PAGE}"' in desk.get(AT)
