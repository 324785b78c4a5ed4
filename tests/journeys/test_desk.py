"""Byways of the desk, in a browser: a link that leads nowhere, approving and holding there, dragging to another section."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.app.container import Newsroom
from tests.journeys.at_desk import PASSPHRASE, Editor, at_desk
from tests.journeys.visiting import needs_browser
from tests.standins.eight_pages import AT_HOME
from tests.standins.newspaper import SAMPLE_SITE, Newspaper
from tests.standins.sample import NOW
from tests.standins.serving import serving

pytestmark = [pytest.mark.slow, needs_browser]
EDITORS = """
[editors.anna]
address = "anna@lantern.example"
may = ["edit", "approve"]
[desk]
enabled = true
"""


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    """Serve a newsroom with an editor who has a passphrase."""
    settings = folder / "digest.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + EDITORS, encoding="utf-8")
    with Newsroom(folder, {}) as newsroom:
        newsroom.passphrases.keep("anna", newsroom.passphrase_hashes.make(PASSPHRASE), NOW)
    with serving(folder, **AT_HOME) as running:
        yield running.url


def test_an_edition_is_begun_mended_approved_and_held(browser: Any, folder: Path, served: str) -> None:
    with Newspaper(SAMPLE_SITE) as site, at_desk(browser, served, "anna", scripts=True) as anna:
        anna.press("Begin the edition of")
        edition_id = anna.page.url.rpartition("/")[2]
        read_one_of_two(anna, f"{site.url}/2026/11/23/harbour-strike.html", f"{site.url}/nowhere.html")
        for name in ("Features", "Analysis", "Culture"):
            anna.press(f"Take out the section: {name}")
        anna.letter("harbour")
        approve_and_hold(anna)
        drag_to_another_section(anna)
        assert anna.complaints == []
    with Newsroom(folder, {}) as newsroom:
        assert [one.by for one in newsroom.approvals.approvals(edition_id)] == ["anna"]


def read_one_of_two(anna: Editor, link: str, nowhere: str) -> None:
    """Paste a link and one at which there is nothing, which is said, and taken out again."""
    at = anna.page.url
    anna.page.get_by_label("Subject").fill("A day at the desk")
    assert "not saved yet" in anna.page.locator("#unsaved").inner_text()
    anna.page.get_by_label("Addresses of articles").fill(f"{link}\n{nowhere}")
    anna.press("Put in")
    anna.told("2 links put in")
    anna.read_all(at)
    anna.page.get_by_text("The page could not be read").first.wait_for()
    anna.look("nowhere")
    anna.press(f"Take out: {nowhere}")


def approve_and_hold(anna: Editor) -> None:
    anna.page.get_by_role("link", name="Approve").click()
    anna.look("approve")
    anna.press("Approve these words")
    anna.told("Approved, exactly as it was shown.")
    anna.page.get_by_role("link", name="Hold").click()
    anna.look("hold")
    anna.page.get_by_label("Why, in a few words").fill("a number is wrong")
    anna.press("Hold", exact=True)
    anna.told("It is held")


def drag_to_another_section(anna: Editor) -> None:
    """Drag the last story of a section behind the first of the next one, in the sample's edition."""
    anna.page.goto(f"{anna.url}/desk/editions/2026-11-27")
    before = anna.titles()
    anna.drag("#pick-4", "#pick-5")
    anna.page.wait_for_url("**#pick-5")
    assert anna.titles()[4:6] == [before[5], before[4]]
