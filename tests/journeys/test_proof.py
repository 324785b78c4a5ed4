"""An editor on a phone: the proof in their mailbox, its button, the two buttons behind it; with scripts and without."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.app.container import Newsroom
from tests.journeys.visiting import needs_browser, visiting
from tests.standins.forms import join
from tests.standins.processes import due, run
from tests.standins.proofing import EDITORS
from tests.standins.sample import NOW
from tests.standins.serving import serving

pytestmark = [pytest.mark.slow, needs_browser]


def press(page: Any, words: str) -> None:
    """Press a button with the keyboard alone."""
    page.get_by_role("button", name=words, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_an_editor_approves_and_holds_on_a_phone(browser: Any, folder: Path, javascript: bool) -> None:
    moment = datetime.now(UTC) + timedelta(days=3)
    edition, settings = moment.date().isoformat(), due(folder, moment) | {"DIGEST_SCHEDULE__APPROVAL": "required"}
    file = folder / "digest.toml"
    file.write_text(file.read_text(encoding="utf-8") + EDITORS, encoding="utf-8")
    with Newsroom(folder, {}) as newsroom:
        join(newsroom.store, "reader@example.org", NOW)
    with (
        serving(folder, **settings) as served,
        visiting(browser, served.url, folder, "en", javascript=javascript) as visitor,
    ):
        settings |= {"DIGEST_DIGEST__BASE_URL": served.url}  # which is in the letter, so in what is approved
        proofed = run(folder, "proof", edition, **settings)
        assert (proofed.returncode, "proof handed over to 3 of 3" in proofed.stdout) == (0, True), proofed.stderr
        assert [len(visitor.letters(f"{name}@lantern.example")) for name in ("anna", "boris", "chloe")] == [1, 1, 1]
        found = re.search(r"/proof/\S+", visitor.letters("anna@lantern.example")[0])
        assert found
        visitor.go(found[0])
        page = visitor.page
        assert "waiting for approval" in page.locator("main").inner_text()
        for width in (375, 1200):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert page.get_by_role("button", name="Hold").bounding_box()["height"] >= 44, "a thumb's width"
        page.set_viewport_size({"width": 375, "height": 800})
        if javascript:
            assert Axe().run(page).violations_count == 0
        press(page, "Approve these words")
        assert "Approved by anna" in page.locator("main").inner_text()
        press(page, "Hold")
        assert "held: by anna from the proof" in run(folder, "status", edition, **settings).stdout
        press(page, "Release")
        assert f"{edition}  " in (listed := run(folder, "schedule", "--next", "1", **settings).stdout)
        assert "ready" in listed
    assert "/proof/" not in served.said
    assert "POST approve from a proof 303" in served.said
