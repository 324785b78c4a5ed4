"""Every page and button of the desk stands behind the login, and none of them can be called another way."""

import pytest
from starlette.routing import Route

from tests.standins.desk import Browser, Desk

OPEN = {"/desk/login", "/desk/logout", "/desk/style.css", "/desk/desk.js", "/desk/drag.js", "/desk/past.css"}
"""What everybody may have: the door, and files that hold nothing of anybody."""


def routes(desk: Desk) -> list[tuple[str, str]]:
    """Return method and path of each route of the desk, for an edition that there is."""
    found = []
    for route in desk.app.routes:
        if isinstance(route, Route) and route.path.startswith("/desk") and route.path not in OPEN:
            path = route.path.replace("{edition}", "2026-11-27")
            for number in ("{number:short}", "{pick:short}"):
                path = path.replace(number, "0")
            found += [(method, path) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


@pytest.fixture
def stranger(desk: Desk) -> Browser:
    browser = desk.browser()
    browser.small = False
    return browser


def test_whoever_did_not_log_in_is_asked_to_and_changes_nothing(desk: Desk, stranger: Browser) -> None:
    file = desk.newsroom.folder / "editions/2026-11-27.yaml"
    before, asked = file.read_bytes(), routes(desk)
    assert len(asked) > 20
    for method, path in asked:
        answer = stranger.get(path) if method == "GET" else stranger.post(path, {"subject": "x", "reason": "x"})
        if method == "GET":
            assert (answer.status_code, answer.headers["location"][:15]) == (303, "/desk/login?to="), path
        else:
            assert answer.status_code == 403, path
    assert file.read_bytes() == before


def test_a_session_alone_does_nothing_without_the_token_of_its_forms(desk: Desk, stranger: Browser) -> None:
    stranger.log_in("anna")
    for method, path in routes(desk):
        if method == "POST":
            for token in ("", "forged"):
                assert stranger.post(path, {"token": token, "subject": "x"}).status_code == 403, path


def test_who_may_do_nothing_does_nothing(desk: Desk, stranger: Browser) -> None:
    """Chloe has a passphrase, and `may` nothing."""
    stranger.log_in("chloe")
    token = stranger.get("/desk").text.partition('name="token" value="')[2].partition('"')[0]
    assert token
    for method, path in routes(desk):
        if method == "POST":
            answer = stranger.post(path, {"token": token, "subject": "x", "reason": "x"})
            assert answer.status_code == 403, path
            assert "may not do this" in answer.text


def test_an_answer_about_an_edition_is_stored_nowhere_and_framed_by_nobody_else(desk: Desk, stranger: Browser) -> None:
    stranger.log_in("anna")
    for method, path in routes(desk):
        if method == "GET":
            headers = stranger.get(path).headers
            assert headers["cache-control"] == "no-store", path
            assert "frame-ancestors 'none'" in headers["content-security-policy"] or path.endswith(("/letter", "/0/0"))


@pytest.mark.slow
def test_no_address_of_an_editor_or_reader_is_on_a_page(desk: Desk, stranger: Browser) -> None:
    stranger.log_in("anna")
    for method, path in routes(desk):
        if method == "GET":
            page = stranger.get(path).text
            assert "anna@lantern.example" not in page, path
            assert "boris@lantern.example" not in page, path


def test_the_log_names_pages_and_never_what_was_asked_for(desk: Desk, stranger: Browser) -> None:
    stranger.log_in("anna")
    desk.lines.clear()
    stranger.get("/desk/editions/2026-11-27?told=secret")
    assert desk.lines
    assert not [line for line in desk.lines if "secret" in line or "2026-11-27" in line]
