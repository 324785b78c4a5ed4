"""An edition is amended by one process while another serves it, and everybody can read the note."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.app.container import Newsroom
from tests.journeys.visiting import LOOKS, needs_browser, visiting
from tests.standins.amending import NOTE, mend
from tests.standins.forms import join
from tests.standins.processes import run
from tests.standins.sample import EDITION, NOW
from tests.standins.serving import serving

PAGE = f"/editions/{EDITION}"


def mailed(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "data/outbox" / EDITION).glob("*.eml")}


@pytest.mark.slow
@needs_browser
def test_a_running_server_shows_an_amendment_that_everybody_can_read(browser: Any, folder: Path) -> None:
    with Newsroom(folder, {}) as newsroom:
        join(newsroom.store, "anna@example.org", NOW)
    assert run(folder, "send", EDITION).returncode == 0
    sent = mailed(folder)
    with serving(folder) as served, visiting(browser, served.url, folder, "en") as visitor:
        page = visitor.page
        page.route("https://lantern.example/**", lambda route: route.fulfill(body=b"", content_type="image/gif"))
        visitor.go(PAGE)
        assert page.locator("[role=note]").count() == 0
        mend(folder)
        done = run(folder, "amend", EDITION, "--note", NOTE)
        assert done.returncode == 0, done.stderr
        visitor.go(PAGE)
        today = datetime.now(UTC).year
        assert str(today) in page.locator("[role=note] time").inner_text()
        assert page.locator("[role=note] span").inner_text() == NOTE
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") == width, (width, scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, (width, scheme, found.generate_report())
    assert mailed(folder) == sent
    assert NOTE not in served.said
