"""The archive in a real browser: it fits, can be read and used by everybody, and the policy of its pages blocks nothing."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.app.container import Newsroom
from tests.journeys.visiting import LOOKS, needs_browser, visiting
from tests.standins.forms import join
from tests.standins.processes import run
from tests.standins.sample import EDITION, NOW
from tests.standins.serving import serving

pytestmark = [pytest.mark.slow, needs_browser]
DOT = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"


@pytest.fixture
def sent(folder: Path) -> Path:
    """Return a newsroom that has sent its edition."""
    with Newsroom(folder, {}) as newsroom:
        join(newsroom.store, "anna@example.org", NOW)
    assert run(folder, "send", EDITION).returncode == 0
    return folder


def test_letters_and_their_list_fit_and_can_be_read_by_everybody(browser: Any, sent: Path) -> None:
    with serving(sent) as served, visiting(browser, served.url, sent, "en") as visitor:
        page = visitor.page
        page.route("https://lantern.example/**", lambda route: route.fulfill(body=DOT, content_type="image/gif"))
        visitor.go("/editions/")
        page.locator("article a").click()
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") == width, (width, scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, (width, scheme, found.generate_report())
        page.locator("main img").first.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        assert page.locator("main img").first.evaluate("picture => picture.naturalWidth") == 1, (
            "the policy lets it through"
        )
        assert visitor.complaints == []


def test_a_search_works_with_the_keyboard_and_without_scripts(browser: Any, sent: Path) -> None:
    with serving(sent) as served, visiting(browser, served.url, sent, "en", javascript=False) as visitor:
        visitor.go("/editions/")
        visitor.page.locator("#q").fill("wardrobe")
        visitor.press("form button")
        visitor.look("search")
        assert "Found in 1 newsletter" in visitor.page.locator("[role=status]").inner_text()
    assert "wardrobe" not in served.said
