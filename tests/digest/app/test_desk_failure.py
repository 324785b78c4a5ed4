"""Where the program fails at the desk, an editor reads why in their own words, and what they wrote is on the page."""

import errno
import random
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.requests import Request

from digest.app.desk import desk_pages
from digest.app.desk_failure import desk_failure
from digest.web.desk.guard import typed_in
from tests.standins.desk import Browser, Desk, with_desk
from tests.standins.desk_pages import fields_of

AT = "/desk/editions/2026-11-27"


@pytest.fixture
def anna(folder: Path) -> Browser:
    desk = Desk(with_desk(folder))
    browser = desk.browser()
    browser.log_in("anna")
    browser.small = False
    return browser


def fill_the_disk(desk: Desk) -> None:
    """Let SQLite find no room for a page more, as on a full disk."""
    event.listen(desk.newsroom.engine, "connect", lambda one, _: one.execute("PRAGMA max_page_count = 1"))
    desk.newsroom.engine.dispose()


def test_on_a_full_disk_the_words_are_on_a_page_that_says_so_and_can_be_sent_again(anna: Browser) -> None:
    fields = fields_of(anna.get(AT).text, AT)
    words = random.Random(7).randbytes(2_400).hex()
    typed = fields | {"note.text": words, "quote.text": "A quote"}
    fill_the_disk(anna.desk)
    answer = anna.post(AT, typed)
    assert answer.status_code == 507
    assert "no room left on the disk of the server" in answer.text
    assert f"note.text:\n{words}" in unescape(answer.text)
    assert fields_of(answer.text, AT) == typed
    assert words not in (anna.desk.newsroom.folder / "editions/2026-11-27.yaml").read_text()
    assert anna.desk.lines[-1].startswith("POST /desk/editions/{edition} 507")


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507, "no room left on the disk"),
        (OSError(errno.EIO, "anna@example.org"), 500, "The program could not do this"),
        (KeyError("anna@example.org"), 500, "The program could not do this"),
    ],
)
def test_a_page_that_cannot_be_shown_says_why_and_nothing_of_the_error(
    anna: Browser, error: Exception, status: int, says: str
) -> None:
    request = Request({"type": "http", "method": "GET", "path": "/desk", "headers": [], "query_string": b""})
    answer = desk_failure(desk_pages(anna.desk.newsroom), request, error)
    page = bytes(answer.body).decode()
    assert (answer.status_code, says in page, "anna@" in page) == (status, True, False)
    assert 'href="/desk">Try again' in page
    assert typed_in(request) == {}


def test_readers_read_of_a_failure_what_they_always_read(anna: Browser) -> None:
    (anna.desk.newsroom.folder / "data").rename(anna.desk.newsroom.folder / "elsewhere")
    assert "Tell whoever looks after" not in anna.get("/editions").text
