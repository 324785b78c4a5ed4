"""The inbox behind the desk's own login: saved in an editor's name into the real file, and what waits there."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.inbox_door import inbox_of_desk
from digest.edition.inbox_link import Given
from digest.storage.inbox_file import LinkInboxFile
from digest.web.desk.guard import form_token
from tests.standins.desk import HOST, Browser, Desk, with_desk

URL = "https://lantern.example/a"


def test_a_link_is_saved_once_in_the_editors_name_and_waits(newsroom: Newsroom) -> None:
    desk = inbox_of_desk(CurrentNewsroom(newsroom))
    assert desk.waiting().links == ()
    assert desk.save(Given(URL, "read"), "anna")
    assert not desk.save(Given(f"{URL}?utm_source=x"), "boris")
    (link,) = LinkInboxFile(newsroom.folder).read().links
    assert (link.url, link.note, link.origin) == (URL, "read", "bookmarklet of anna")
    assert desk.waiting().links == ((link, ""),)


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    with with_desk(folder) as newsroom:
        yield Desk(newsroom)


def logged_in(desk: Desk, name: str) -> Browser:
    browser = Browser(desk, "9.9.9.7", small=False)
    assert browser.log_in(name).status_code == 303
    return browser


def links(desk: Desk) -> list[str]:
    return [link.url for link in LinkInboxFile(desk.newsroom.folder).read().links]


ASKED = f"/desk/inbox?url={quote(URL + '?utm_source=x&b=1', safe='')}"


def test_what_the_bookmark_opens_asks_to_log_in_leads_back_and_saves_by_its_button(desk: Desk) -> None:
    stranger = Browser(desk, "9.9.9.7", small=False)
    asked = stranger.get(ASKED)
    assert asked.status_code == 303
    to = asked.headers["location"]
    assert to == f"/desk/login?to={quote(ASKED, safe='')}"
    back = stranger.post("/desk/login", {"name": "anna", "passphrase": "seven herons over the bay", "to": ASKED})
    assert back.headers["location"] == ASKED
    page = stranger.get(ASKED)
    assert page.status_code == 200
    assert f">{URL}?b=1<" in page.text
    assert links(desk) == []
    token = re.findall('name="token" value="([^"]+)"', page.text)[-1]
    saved = stranger.post("/desk/inbox", {"token": token, "url": f"{URL}?b=1", "note": ""})
    assert saved.status_code == 200
    assert links(desk) == [f"{URL}?b=1"]
    assert f'href="{URL}?b=1"' in stranger.get("/desk/inbox").text


@pytest.mark.parametrize("how", ["no session", "no token", "another's token", "another site", "may not edit"])
def test_nothing_is_saved_for_whoever_is_not_an_editor_pressing_the_button(desk: Desk, how: str) -> None:
    anna = logged_in(desk, "anna")
    token = re.findall('name="token" value="([^"]+)"', anna.get(ASKED).text)[-1]
    browser, headers = anna, {}
    if how == "no session":
        browser = Browser(desk, "9.9.9.7", small=False)
    elif how == "no token":
        token = ""
    elif how == "another's token":
        browser = logged_in(desk, "boris")
    elif how == "another site":
        headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    else:
        browser = logged_in(desk, "chloe")
        assert "<button>Put it" not in browser.get(ASKED).text
        token = form_token(browser.secret)
    answer = browser.post("/desk/inbox", {"token": token, "url": URL}, headers)
    assert answer.status_code in (303, 403)
    assert links(desk) == []


def test_the_page_keeps_to_the_desks_own_headers_and_its_link_knows_the_real_address(desk: Desk) -> None:
    page = logged_in(desk, "anna").get("/desk/inbox")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert f"https://{HOST}/desk/inbox?url=" in page.text
