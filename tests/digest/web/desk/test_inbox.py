"""The page for saving what an editor reads: it shows any address as text, and saves by its button alone."""

import html
import re
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import httpx
import pytest

from digest.app.desk_html import DeskHtml
from digest.editing.link_inbox import LinkInbox
from digest.edition.bookmarklet import bookmarklet
from digest.edition.editor import Editor
from digest.edition.inbox_file import Waiting
from digest.edition.inbox_link import Given, InboxLink, from_bookmarklet
from digest.edition.inbox_tidy import TakenOut
from digest.errors import InboxFull
from digest.problem import Mark, Problem
from digest.web.app import make_app
from digest.web.desk.inbox import InboxService, inbox_routes
from tests.standins.client import Client
from tests.standins.desk_pages import TOKEN, FakeGuard
from tests.standins.inbox import FakeInboxFile
from tests.standins.sample import NOW
from tests.standins.time import SetClock

URL = "https://lantern.example/a"


class Desk:
    """The page behind a guard that lets anna in."""

    def __init__(self, editor: Editor | None = None) -> None:
        self.file, self.problems = FakeInboxFile(), tuple[Problem, ...]()
        inbox = LinkInbox(self.file, SetClock(NOW))

        def save(given: Given, name: str) -> bool:
            return inbox.add([given], from_bookmarklet(name)).new > 0

        guard = FakeGuard(editor) if editor else FakeGuard()
        service = InboxService(save, self._waiting, self._would_tidy, self.file.take_out)
        self.client = Client(
            make_app(inbox_routes(guard, DeskHtml("The Lantern Weekly").render, service, "https://letter.example/"))
        )

    def _waiting(self) -> Waiting:
        read = self.file.read()
        return Waiting(tuple((link, "2026-11-20" if "sent" in link.url else "") for link in read.links), self.problems)

    def _would_tidy(self) -> TakenOut:
        return self.file.would_take_out({link.page for link, sent_in in self._waiting().links if sent_in})

    def show(self, url: str, **more: str) -> httpx.Response:
        return self.client.get(f"/desk/inbox?{urlencode({'url': url, **more})}")

    def send(self, **fields: str) -> httpx.Response:
        form = urlencode({"token": TOKEN, **fields}).encode()
        return self.client.post("/desk/inbox", form, {"Content-Type": "application/x-www-form-urlencoded"})


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_looking_shows_the_cleaned_address_and_a_button_and_saves_nothing(desk: Desk) -> None:
    page = desk.show(f"{URL}?utm_source=x&b=1", note="read")
    assert page.status_code == 200
    assert f'<bdi dir="ltr">{URL}?b=1</bdi>' in page.text
    assert f'name="url" value="{URL}?b=1"' in page.text
    assert 'name="note" type="text" value="read"' in page.text
    assert f'name="token" value="{TOKEN}"' in page.text
    assert "javascript:" not in page.text, "who came by the bookmark needs no other"
    assert desk.file.links == []


def test_the_button_saves_in_the_editors_name(desk: Desk) -> None:
    saved = desk.send(url=URL, note="for the lead?")
    assert saved.status_code == 200
    assert "<h1>In the inbox</h1>" in saved.text
    (link,) = desk.file.links
    assert (link.url, link.note, link.origin) == (URL, "for the lead?", "bookmarklet of anna")
    assert "It was in the inbox already" in desk.send(url=f"{URL}?utm_source=x").text
    assert len(desk.file.links) == 1


OURS = {
    "html",
    "head",
    "meta",
    "link",
    "body",
    "header",
    "nav",
    "bdi",
    "span",
    "title",
    "main",
    "h1",
    "h2",
    "p",
    "a",
    "form",
    "div",
    "label",
    "input",
    "button",
}


class Tags(HTMLParser):
    """The names of all tags of a page, and all attributes with their values, as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names, self.attributes = set[str](), list[tuple[str, str]]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://lantern.example/",
    "data:text/html,<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    'https://lantern.example/"onmouseover="alert(1)',
    "https://lantern.example/'><img src=x onerror=alert(1)>",
    "https://lantern.example/{{ 7 * 7 }}",
    "https://lantern.example/\x00\x1b[31m",
    "https://anna:secret@lantern.example/",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "https://lantern.example/" + "a" * 20_000,
    "\ud800",
    " ",
    "http://[::1",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_whatever_address_is_given_nothing_of_it_runs_or_leads_anywhere(desk: Desk, url: str) -> None:
    page = desk.client.get(f"/desk/inbox?url={quote(url, safe='', errors='surrogatepass')}")
    assert page.status_code == 200
    found = Tags(page.text)
    assert found.names <= OURS
    assert not [name for name, _ in found.attributes if name.startswith("on") or name in ("style", "srcdoc")]
    leads = {value for name, value in found.attributes if name in ("href", "src", "action", "formaction")}
    frame = {"/desk/style.css", "/desk", "#main", "/desk/past", "/desk/logout"}
    assert leads <= frame | {"/desk/inbox", bookmarklet("https://letter.example/desk/inbox")}
    assert "49" not in page.text
    assert len(page.text) < 40_000
    answer = desk.send(url=url.encode(errors="replace").decode())
    assert answer.status_code == 400
    assert desk.file.links == []


def test_what_is_wrong_stands_beside_the_field_with_what_was_typed(desk: Desk) -> None:
    page = desk.send(url="lantern <b>", note="my note")
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert html.escape("lantern <b>") in page.text
    assert 'value="my note"' in page.text


def test_an_inbox_that_takes_nothing_says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    desk.file.error = InboxFull("the inbox is full: delete those that are done with")
    page = desk.send(url=URL, note="my note")
    assert page.status_code == 409
    assert "The inbox is full: delete those that are done with" in page.text
    assert f'value="{URL}"' in page.text
    assert 'value="my note"' in page.text


def test_without_an_address_there_is_a_field_and_the_bookmarklet_to_drag(desk: Desk) -> None:
    page = desk.client.get("/desk/inbox")
    assert page.status_code == 200
    (address,) = re.findall(r'<a href="(javascript:[^"]*)">', page.text)
    assert "https://letter.example/desk/inbox?url=" in html.unescape(address)
    assert TOKEN not in address
    assert 'name="url" type="text"' in page.text


def test_what_waits_is_listed_the_newest_first_with_who_brought_it_and_what_was_sent(desk: Desk) -> None:
    desk.send(url=f"{URL}?x=<b>", note="")
    desk.send(url=f"{URL}/sent", note="for the <lead>")
    desk.send(url=f"{URL}/b")
    desk.problems = (Problem("editions/inbox.yaml", Mark(7, 1), "this <line> is none", "delete it"),)
    page = desk.client.get("/desk/inbox").text
    assert re.findall(r'<li><p><a href="([^"]*)" rel="noopener noreferrer"', page) == [f"{URL}/b", f"{URL}/sent"]
    assert "for the &lt;lead&gt;" in page
    assert "bookmarklet of anna, 2026-11-" in page
    assert page.count("sent in 2026-11-20") == 1
    assert "editions/inbox.yaml:7:1: error: this &lt;line&gt; is none; delete it" in page


def test_an_editor_who_may_not_edit_sees_no_button_and_saves_nothing() -> None:
    desk = Desk(Editor("boris", "boris@example.org", frozenset({"approve"})))
    page = desk.show(URL)
    assert "<button" not in page.text.partition("<main")[2]
    assert "boris may not put links in" in page.text
    assert desk.send(url=URL).status_code == 403
    assert desk.file.links == []


def test_of_two_addresses_in_one_call_one_is_shown_and_that_one_is_saved(desk: Desk) -> None:
    page = desk.client.get(f"/desk/inbox?url={quote(URL)}&url=https%3A%2F%2Fevil.example%2F")
    assert page.text.count("evil.example") in (0, page.text.count("https://evil.example/"))
    shown = re.findall(r'<bdi dir="ltr">([^<]*)</bdi>', page.text)
    assert shown == re.findall(r'name="url" value="([^"]*)"', page.text)
    assert len(shown) == 1


def test_no_address_turns_what_stands_beside_it(desk: Desk) -> None:
    page = desk.show("https://lantern.example/\u202egnp.exe").text
    assert "https://lantern.example/%E2%80%AEgnp.exe" in page
    assert "\u202e" not in page
    desk.send(url="https://lantern.example/\u202egnp.exe")
    assert "\u202e" not in desk.client.get("/desk/inbox").text
    assert [link.url for link in desk.file.read().links] == ["https://lantern.example/%E2%80%AEgnp.exe"]


def test_what_was_sent_is_taken_out_by_its_button_alone_and_said(desk: Desk) -> None:
    for name in ("sent", "waits", "sent-too"):
        desk.send(url=f"https://lantern.example/{name}", note="a <note>")
    page = desk.client.get("/desk/inbox").text
    assert "Take out 2 that were sent" in page
    assert len(desk.file.links) == 3
    shown = re.search(r'name="pages" value="([^"]*)"', page)
    assert shown
    desk.send(url="https://lantern.example/sent-later")
    form = urlencode({"token": TOKEN, "pages": html.unescape(shown[1])}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert desk.client.get("/desk/inbox/tidy").status_code == 405
    assert desk.client.post("/desk/inbox/tidy", form.replace(b"token=", b"other="), kind).status_code == 403
    told = desk.client.post("/desk/inbox/tidy", form, kind).text
    assert "Taken out of the inbox" in told
    assert "a &lt;note&gt;" in told
    assert [one.url.rpartition("/")[2] for one in desk.file.links] == ["waits", "sent-later"]


def test_the_button_counts_and_takes_only_what_no_words_stand_beside(desk: Desk) -> None:
    for name in ("sent", "sent-too"):
        desk.send(url=f"https://lantern.example/{name}")
    desk.file.commented = {"lantern.example/sent-too"}
    page = desk.client.get("/desk/inbox").text
    assert "Take out 1 that was sent" in page
    assert 'name="pages" value="lantern.example/sent"' in page
    assert "1 that was sent stays: words of somebody stand beside it in editions/inbox.yaml" in page
    desk.file.commented.add("lantern.example/sent")
    page = desk.client.get("/desk/inbox").text
    assert "/desk/inbox/tidy" not in page
    assert "2 that were sent stay: words of somebody stand beside them" in page


def test_who_may_not_edit_has_no_button_to_tidy() -> None:
    desk = Desk(Editor("chloe", "chloe@lantern.example"))
    desk.file.links = [InboxLink("https://lantern.example/sent")]
    assert "Take out" not in desk.client.get("/desk/inbox").text
    form = urlencode({"token": TOKEN, "pages": "lantern.example/sent"}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert desk.client.post("/desk/inbox/tidy", form, kind).status_code == 403
    assert len(desk.file.links) == 1
