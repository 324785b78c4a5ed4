"""Readers in a real browser.

From the sign-up to being erased, with the keyboard, in three languages, with scripts and without.
"""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from digest.app.container import Newsroom
from subscribers.policy.model import Event, Status
from subscribers.policy.preferences import Appeals
from subscribers.policy.tokens import Purpose, make
from tests.journeys.visiting import Visitor, needs_browser, visiting
from tests.standins.forms import join
from tests.standins.processes import run
from tests.standins.sample import EDITION, NOW
from tests.standins.serving import serving

PICTURES = os.environ.get("PICTURES")
"""A folder for a picture of every page in every look, for people to look at."""
TO_READ_SECONDS = 2.2

pytestmark = [pytest.mark.slow, needs_browser]


@pytest.fixture
def sent(folder: Path) -> Path:
    """Return a newsroom that has sent its edition."""
    with Newsroom(folder, {}) as newsroom:
        join(newsroom.store, "anna@example.org", NOW)
    assert run(folder, "send", EDITION).returncode == 0
    return folder


def reader(folder: Path, address: str) -> tuple[int, str]:
    """Return a reader's number and the token in their letters."""
    with Newsroom(folder, {}) as newsroom:
        number = newsroom.store.number_with(address)
        return number, make(newsroom.store.keyring, Purpose.LETTER, bytes.fromhex(newsroom.store.get(number)[0].id))


def photograph(name: str, page: Any) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def sign_up(visitor: Visitor, address: str) -> None:
    visitor.page.locator("#address").fill(address)
    visitor.page.locator("#agreed").check()
    time.sleep(TO_READ_SECONDS)
    visitor.press("main form button")


@pytest.mark.parametrize(
    ("javascript", "language"),
    [(True, "en"), (True, "ru"), (False, "uk")],
    ids=["scripts-en", "scripts-ru", "no-scripts-uk"],
)
def test_a_readers_whole_way(browser: Any, sent: Path, language: str, javascript: bool) -> None:
    with serving(sent) as served, visiting(browser, served.url, sent, language, javascript=javascript) as visitor:
        visitor.picture = photograph
        _whole_way(visitor, f"{language}@example.org")
        assert visitor.seen == 18
    assert "@" not in served.said
    assert "/confirm/" not in served.said


def _whole_way(visitor: Visitor, address: str) -> None:
    _join(visitor, address)
    number, token = reader(visitor.folder, address)
    _use_the_links(visitor, token)
    visitor.go(visitor.link(visitor.post(address, 1)))
    visitor.look("open")
    visitor.press("main form button")
    _prefer(visitor, number)
    visitor.go("/preferences/data")
    assert address in visitor.page.locator("main").inner_text()
    visitor.look("data")
    _be_erased(visitor, token)
    with Newsroom(visitor.folder, {}) as newsroom:
        person, book = newsroom.store.get(number)
    assert (person.status, [record.event for record in book]) == (
        Status.ERASED,
        [Event.REQUEST, Event.CONFIRM, Event.ERASE],
    )


def _join(visitor: Visitor, address: str) -> None:
    page = visitor.page
    visitor.go("/")
    assert page.locator("#language").input_value() == visitor.language
    assert page.locator("article").count() == 5, "a preview of the last letter"
    assert not page.locator("#agreed").is_checked()
    visitor.look("join")
    page.locator("#address").fill("nonsense@")
    page.locator("main form").evaluate("form => form.noValidate = true")
    visitor.press("main form button")
    visitor.complaints.clear()  # a browser writes a line about every answer that is no 200
    visitor.look("join-with-a-fault")
    assert page.locator("#address").input_value() == "nonsense@"
    sign_up(visitor, address)
    visitor.look("check")
    visitor.go(visitor.link(visitor.post(address, 0)))
    visitor.look("confirm")
    visitor.press("main form button")
    visitor.look("confirmed")


def _use_the_links(visitor: Visitor, token: str) -> None:
    visitor.go(f"/r/{token}")
    visitor.look("remind")
    visitor.press("main form button")
    visitor.look("reminded")
    visitor.go(f"/p/{token}")
    visitor.look("link")
    visitor.press("main form button")
    visitor.look("linked")


def _prefer(visitor: Visitor, number: int) -> None:
    page = visitor.page
    assert page.url.endswith("/preferences")
    visitor.look("preferences")
    page.locator("#zone").fill("Europe/Riga")
    page.locator("#appeals-hide").check()
    page.locator("#discreet").check()
    page.locator("input[value=Culture]").uncheck()
    visitor.press("form[action='/preferences'] button")
    visitor.look("preferences-saved")
    with Newsroom(visitor.folder, {}) as newsroom:
        person = newsroom.store.get(number)[0]
    assert (person.zone, person.language) == ("Europe/Riga", visitor.language)
    assert (person.preferences.appeals, person.preferences.discreet, person.preferences.without) == (
        Appeals.HIDE,
        True,
        ("Culture",),
    )
    visitor.press("form[action='/preferences/pause'] button[value='4']")
    assert page.locator(".notice").count() == 2


def _be_erased(visitor: Visitor, token: str) -> None:
    visitor.go("/preferences/erase")
    visitor.look("erase")
    visitor.press("main form button")
    visitor.look("erased")
    visitor.go("/preferences")
    visitor.complaints.clear()
    visitor.look("no-session")
    visitor.language = "en"  # whoever was erased has no language any more: the digest's own
    visitor.go(f"/u/{token}")
    visitor.look("leave-when-erased")
    visitor.press("main > form:first-of-type button")
    visitor.look("left")


def test_leaving_takes_one_press_and_why_is_nobodys_must(browser: Any, sent: Path) -> None:
    number, token = reader(sent, "anna@example.org")
    with serving(sent) as served, visiting(browser, served.url, sent, "en", javascript=False) as visitor:
        visitor.go(f"/u/{token}")
        assert visitor.page.locator("main button").first.inner_text() == "Unsubscribe", (
            "the pause stands beside it, never in front of it"
        )
        assert not visitor.page.locator("fieldset").is_visible(), "why is asked of those who want to say it"
        visitor.page.locator("summary").click()
        visitor.look("leave-why")
        visitor.press("main > form:first-of-type button")
        assert visitor.heading() == "You’ve unsubscribed"
    with Newsroom(sent, {}) as newsroom:
        assert newsroom.store.get(number)[0].status is Status.UNSUBSCRIBED


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_what_a_reader_sees_who_errs(browser: Any, sent: Path, language: str) -> None:
    """Slips, old links, leaving by mistake, a pause, and forms that are refused."""
    with Newsroom(sent, {}) as newsroom:
        join(newsroom.store, f"{language}@example.org", NOW, language)
    number, token = reader(sent, f"{language}@example.org")
    with serving(sent) as served, visiting(browser, served.url, sent, language) as visitor:
        visitor.picture = photograph
        _leave_and_take_it_back(visitor, token)
        with Newsroom(sent, {}) as newsroom:
            events = [record.event for record in newsroom.store.get(number)[1]]
        assert events[2:] == [Event.UNSUBSCRIBE, Event.UNDO, Event.UNSUBSCRIBE]
        _slip(visitor)
        _follow_old_links(visitor)
        assert visitor.seen == 13


def _leave_and_take_it_back(visitor: Visitor, token: str) -> None:
    visitor.go(f"/u/{token}")
    visitor.look("leave")
    visitor.press("main > form:first-of-type button")
    visitor.look("left-with-undo")
    visitor.press(f"form[action='/u/{token}/undo'] button")
    visitor.look("undone")
    visitor.go(f"/u/{token}")
    visitor.press(f"form[action='/u/{token}/pause'] button[value='4']")
    visitor.look("paused")
    visitor.press(f"form[action='/u/{token}/resume'] button")
    visitor.look("resumed")
    visitor.go(f"/u/{token}")
    visitor.press("main > form:first-of-type button")
    visitor.page.locator("input[name=undo]").evaluate("field => field.value = 'another'")
    visitor.press(f"form[action='/u/{token}/undo'] button")
    visitor.complaints.clear()
    visitor.look("too-late")


def _slip(visitor: Visitor) -> None:
    visitor.go("/")
    sign_up(visitor, "a.reader.with.a.long.name@gmial.con")
    visitor.complaints.clear()
    visitor.look("join-with-a-slip")
    assert visitor.page.locator("#agreed").is_checked(), "nothing that was chosen is lost"
    assert visitor.page.evaluate("document.activeElement.id") == "address"
    time.sleep(TO_READ_SECONDS)
    visitor.press("button[value=meant]")
    visitor.look("check-after-a-slip")
    assert visitor.post("a.reader.with.a.long.name@gmail.com", 0)
    visitor.go("/")
    visitor.page.locator("#address").evaluate("field => { field.removeAttribute('maxlength'); field.type = 'text' }")
    visitor.page.locator("#address").fill("x" * 20_000)
    visitor.page.locator("main form").evaluate("form => form.noValidate = true")
    visitor.press("main form button")
    visitor.complaints.clear()
    visitor.look("refused")


def _follow_old_links(visitor: Visitor) -> None:
    for path in ("/confirm/", "/open/"):
        visitor.go(path + "x" * 32)
        visitor.complaints.clear()
        if path == "/confirm/":
            visitor.look("expired")
        visitor.press("main form button")
        visitor.look(f"renewed-{path.strip('/')}")
    visitor.go("/nowhere")
    visitor.complaints.clear()
    visitor.look("unknown")


def everything(folder: Path) -> str:
    """Return the whole database as text."""
    return subprocess.run(
        [
            "python3",
            "-c",
            "import sqlite3, sys; print('\\n'.join(sqlite3.connect(sys.argv[1]).iterdump()))",
            str(folder / "data/digest.db"),
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_scanner_that_opens_every_link_changes_nothing(browser: Any, sent: Path) -> None:
    """A browser that loads, runs what there is to run, scrolls and waits, but presses nothing.

    And the same links by GET and HEAD.
    """
    _, token = reader(sent, "anna@example.org")
    with serving(sent) as served:
        with visiting(browser, served.url, sent, "en") as person:
            person.go("/")
            sign_up(person, "boris@example.org")
            confirm = person.link(person.post("boris@example.org", 0))
            person.go(f"/p/{token}")
            person.press("main form button")
            link = person.link(person.post("anna@example.org", 0))
        paths = [
            confirm,
            link,
            f"/u/{token}",
            f"/u/{token}/",
            f"/r/{token}",
            f"/p/{token}",
            "/",
            "/preferences",
            "/preferences/erase",
        ]
        before = everything(sent)
        for _ in range(2):
            with visiting(browser, served.url, sent, "en") as scanner:
                for path in paths:
                    scanner.go(path)
                    scanner.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
                    scanner.page.wait_for_load_state("networkidle")
                    for method in ("GET", "HEAD"):
                        scanner.page.request.fetch(served.url + path, method=method)
        assert everything(sent) == before
        with visiting(browser, served.url, sent, "en") as person:
            for path, words in ((confirm, "Thank you"), (link, "Your preferences")):
                person.go(path)
                person.press("main form button")
                assert person.heading() == words, "the links still work for whoever presses the button"


def test_the_small_computation_is_done_while_the_reader_types(browser: Any, sent: Path) -> None:
    with serving(sent, DIGEST_WEB__ALTCHA="true") as served, visiting(browser, served.url, sent, "en") as visitor:
        visitor.go("/")
        deadline = time.monotonic() + 60
        while not visitor.page.locator("[name=altcha]").input_value():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        visitor.look("join-with-altcha", own_script=True)
        sign_up(visitor, "dora@example.org")
        assert visitor.heading() == "Check your inbox"
        visitor.post("dora@example.org", 0)
    with Newsroom(sent, {}) as newsroom, newsroom.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM spent_challenge").scalar() == 1


def test_a_form_copied_into_another_page_leads_to_the_sign_up(browser: Any, sent: Path) -> None:
    with serving(sent) as served, visiting(browser, served.url, sent, "uk") as visitor:
        snippet = run(sent, "subscribers", "snippet", "--language", "uk", DIGEST_DIGEST__BASE_URL=served.url).stdout
        visitor.page.set_content(f"<!doctype html><html lang='uk'><title>x</title><body>{snippet}</body></html>")
        visitor.page.locator("input[type=email]").fill("dora@example.org")
        visitor.press("button")
        assert visitor.page.locator("#address").input_value() == "dora@example.org"
        assert visitor.heading() == "Підписка на розсилку «The Friday Lantern»"
        visitor.look("join-from-elsewhere")
        visitor.page.locator("#agreed").check()
        time.sleep(TO_READ_SECONDS)
        visitor.press("main form button")
        visitor.post("dora@example.org", 0)


def test_a_running_server_tells_everything_it_keeps_about_a_reader_as_json(browser: Any, sent: Path) -> None:
    _, token = reader(sent, "anna@example.org")
    with serving(sent) as served, visiting(browser, served.url, sent, "en") as visitor:
        visitor.go(f"/p/{token}")
        visitor.press("main form button")
        visitor.go(visitor.link(visitor.post("anna@example.org", 0)))
        visitor.press("main form button")
        visitor.go("/preferences/data")
        with visitor.page.expect_download() as waiting:
            visitor.page.locator("a[href='/preferences/data.json']").click()
        told = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert told["address"] == "anna@example.org"
    editions = [letter["edition"] for letter in told["letters"]]
    assert [name for name in editions if name != "welcome"] == [EDITION], "words of thanks may have gone out, too"


def test_the_lines_a_server_says_name_no_reader(sent: Path) -> None:
    with serving(sent) as served:
        for path in ("/u/secret-token", "/nowhere/anna%40example.org?address=anna@example.org"):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(served.url + path, timeout=10)
    assert "GET unsubscribe 404" in served.said
    assert "GET nowhere 404" in served.said
    for word in ("secret-token", "anna", "%40"):
        assert word not in served.said
