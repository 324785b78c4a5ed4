"""An editor at the desk's door in a real browser: in, back by a link from elsewhere, and out."""

from pathlib import Path
from typing import Any

import pytest

from digest.app.container import Newsroom
from tests.journeys.visiting import needs_browser, visiting
from tests.standins.sample import NOW
from tests.standins.serving import serving

pytestmark = [pytest.mark.slow, needs_browser]

PASSPHRASE = "seven herons over the bay"
ON = {
    "DIGEST_DESK__ENABLED": "true",
    "DIGEST_EDITORS__ANNA": '{address = "anna@lantern.example", may = ["edit"]}',
}


@pytest.mark.parametrize("scripts", [True, False])
def test_an_editor_logs_in_comes_back_from_a_link_elsewhere_and_logs_out(
    browser: Any, folder: Path, scripts: bool
) -> None:
    with Newsroom(folder, {}) as newsroom:
        newsroom.passphrases.keep("anna", newsroom.passphrase_hashes.make(PASSPHRASE), NOW)
    with (
        serving(folder, **ON) as served,
        visiting(browser, served.url, folder, "en", javascript=scripts) as anna,
    ):
        anna.go("/desk?from=mail")
        anna.look("login")
        anna.page.locator("#name").fill("Anna")
        anna.page.locator("#passphrase").fill("not her words")
        anna.complaints.clear()
        anna.press("main form button")
        assert anna.page.locator("[role=alert]").inner_text() == "The name or the passphrase is wrong."
        anna.complaints.clear()  # browsers complain of a 403
        anna.look("login refused")
        anna.page.locator("#name").fill("Anna")
        anna.page.locator("#passphrase").fill(PASSPHRASE)
        anna.press("main form button")
        assert anna.page.url == f"{served.url}/desk?from=mail"
        (cookie,) = anna.page.context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
        anna.page.goto(f"data:text/html,<a href='{served.url}/desk?from=elsewhere'>go</a>")
        anna.page.locator("a").click()
        anna.page.wait_for_url(f"{served.url}/desk?from=elsewhere")
        assert anna.heading() == "Editions"
        anna.press("form[action='/desk/logout'] button")
        assert (anna.page.url, anna.page.context.cookies()) == (f"{served.url}/desk/login", [])
    assert "anna" not in served.said.lower()
