"""After the login nobody is led anywhere but to a page of the desk."""

from urllib.parse import urlencode

import pytest

from digest.web.desk.own_paths import own_path
from tests.standins.desk import Desk


@pytest.mark.parametrize(
    "path",
    [
        "/desk",
        "/desk/editions/2026-11-27-special",
        "/desk/inbox?url=https://example.org/a?b=1&title=%D0%B0",
        "/desk/style.css",
        "/desk/...",
    ],
)
def test_a_page_of_the_desk_is_gone_back_to(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "desk",
        "//evil.example",
        "//evil.example/desk",
        "https://evil.example/desk",
        "javascript:alert(1)",
        "/desk//evil.example",
        "/deskevil",
        "/desk@evil.example",
        "/desk/../preferences",
        "/desk/..",
        "/desk/./x",
        "/desk/%2e%2e/preferences",
        "/desk/%2F%2Fevil.example",
        "/desk\\evil.example",
        "/desk/\\evil.example",
        "/desk?a=\\b",
        "/desk\r\nSet-Cookie: a=b",
        "/desk\t",
        "/desk ",
        "/desk/а",
        "/desk#fragment",
        "\\\\evil.example",
        "/desk/login",
        "/desk/login?to=/desk",
        "/desk/logout",
        "/desk/" + "a" * 2_000,
    ],
)
def test_anywhere_else_is_not_gone_to(path: str) -> None:
    assert own_path(path) == "/desk"


def test_the_login_leads_where_it_may_and_nowhere_else(desk: Desk) -> None:
    asked = "/desk/inbox?url=https://example.org/a?b=1&title=%D0%B0"
    assert desk.browser().log_in("anna", to=asked).headers["location"] == asked
    for path in ("//evil.example", "/desk/../preferences", "/desk\r\nSet-Cookie: a=b", "https://evil.example/desk"):
        leads_home(desk, path)


def leads_home(desk: Desk, path: str) -> None:
    browser = desk.browser()
    form = browser.get(f"/desk/login?{urlencode({'to': path})}")
    assert 'name="to" value="/desk"' in form.text
    assert browser.log_in("anna", to=path).headers["location"] == "/desk"
