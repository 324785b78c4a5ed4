"""An editor's week at the desk, in a browser: from the first link to the approval, with and without scripts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.app.container import Newsroom
from tests.journeys.visiting import PATIENCE_SECONDS, needs_browser
from tests.standins.newspaper import SAMPLE_SITE, Newspaper
from tests.standins.sample import NOW
from tests.standins.serving import serving

pytestmark = [pytest.mark.slow, needs_browser]
PASSPHRASE = "seven herons over the bay"
EDITORS = """
[editors.anna]
address = "anna@lantern.example"
may = ["edit", "approve"]
[editors.boris]
address = "boris@lantern.example"
may = ["edit"]
[desk]
enabled = true
"""
LOOKS = ((1200, "light"), (1200, "dark"), (375, "light"), (375, "dark"))
SETTINGS = {"DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES": "true"}


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    """Serve a newsroom with two editors who have passphrases."""
    settings = folder / "digest.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + EDITORS, encoding="utf-8")
    with Newsroom(folder, {}) as newsroom:
        for name in ("anna", "boris"):
            newsroom.passphrases.keep(name, newsroom.passphrase_hashes.make(PASSPHRASE), NOW)
    with serving(folder, **SETTINGS) as running:
        yield running.url


class Editor:
    """Somebody at the desk in a browser of their own."""

    def __init__(self, page: Any, url: str, name: str, *, scripts: bool) -> None:
        self.page, self.url, self.scripts = page, url, scripts
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)
        page.goto(f"{url}/desk")
        page.locator("#name").fill(name)
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("heading", name="Editions").wait_for()

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def press(self, name: str, *, exact: bool = False) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.page.locator("h1").wait_for()

    def save(self) -> None:
        self.press("Save", exact=True)
        if self.scripts:
            self.page.get_by_text("Saving …").wait_for(state="detached")

    def told(self, words: str) -> None:
        self.page.locator("#told").get_by_text(words).first.wait_for()

    def titles(self) -> list[str]:
        return [str(text) for text in self.page.locator("li.pick h3").all_inner_texts()]

    def letter(self, words: str) -> None:
        self.page.frame_locator("iframe[name=letter]").get_by_text(words).first.wait_for()

    def look(self, name: str) -> None:
        """Hold the page against what is promised of every page: it fits, axe finds nothing, nothing was refused."""
        for width, scheme in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            assert self.page.locator("html").bounding_box()["width"] == width
            if self.scripts:  # axe is a script, and promises never come true where scripts are off
                assert self.page.evaluate("document.documentElement.scrollWidth") == width, (name, width)
                found = Axe().run(self.page, options={"iframes": False}).response
                assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == [], (name, width)
            if pictures := os.environ.get("PICTURES"):
                self.page.screenshot(path=f"{pictures}/desk-{name}-{width}-{scheme}.png")
        self.page.set_viewport_size({"width": 1200, "height": 900})
        assert self.complaints == []


@contextmanager
def at_desk(browser: Any, url: str, name: str, *, scripts: bool) -> Iterator[Editor]:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1_000)
    yield Editor(page, url, name, scripts=scripts)
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_edition_is_made_from_the_first_link_to_the_approval(
    browser: Any, folder: Path, served: str, scripts: bool
) -> None:
    with Newspaper(SAMPLE_SITE) as site, at_desk(browser, served, "anna", scripts=scripts) as anna:
        anna.look("editions")
        anna.press("Begin the edition of")
        edition_id = anna.page.url.rpartition("/")[2]
        file, at = folder / f"editions/{edition_id}.yaml", anna.page.url
        gone = paste_links(anna, site.url, at)
        order_and_write(anna, gone)
        assert 'kicker: "The harvest"' in file.read_text(encoding="utf-8")
        save_over_a_change_by_hand(anna, file)
        bring_back(anna)
        assert 'subject: "A week at the desk"' in file.read_text(encoding="utf-8")
        anna.page.goto(at)
        anna.press(f"Take out: {gone}")
        for name in ("Features", "Analysis", "Culture"):
            anna.press(f"Take out the section: {name}")
        anna.letter("City council opens its books")
        approve_and_hold(anna)
        assert anna.complaints == []
    with Newsroom(folder, {}) as newsroom:
        assert [one.by for one in newsroom.approvals.approvals(edition_id)] == ["anna"]


def paste_links(anna: Editor, site: str, at: str) -> str:
    """Paste three links of a site and one that is not there, which is returned; wait until they were read."""
    anna.page.get_by_label("Subject").fill("A week at the desk")
    paths = ("24/city-council-opens-its-books", "25/harvest-after-the-flood", "23/harbour-strike")
    links = [f"{site}/2026/11/{path}.html" for path in paths] + [f"{site}/nowhere.html"]
    anna.page.get_by_label("Addresses of articles").fill("\n".join(links))
    anna.press("Put in")
    anna.told("4 links put in")
    read_all(anna, at)
    anna.page.get_by_text("The page could not be read").first.wait_for()
    anna.look("pasted")
    return links[-1]


def order_and_write(anna: Editor, gone: str) -> None:
    anna.press(f"Take out: {gone}")
    first, second, third = anna.titles()
    anna.press(f"Move up: {second}")
    assert anna.titles() == [second, first, third]
    anna.page.locator("#words-0 summary").click()
    anna.look("words")
    anna.page.locator('[id="pick.0.kicker"]').fill("The harvest")
    anna.save()
    anna.told("Saved.")
    anna.letter("The harvest")


def save_over_a_change_by_hand(anna: Editor, file: Path) -> None:
    """Save a page whose file somebody changed meanwhile with another program: nothing of either is lost."""
    file.write_text(file.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    anna.page.get_by_label("Subject").fill("Mine")
    anna.save()
    anna.page.get_by_role("heading", name="Somebody else saved this edition meanwhile").wait_for()
    anna.look("clash")
    anna.press("Write mine where it still fits")
    anna.told("Saved.")
    text = file.read_text(encoding="utf-8")
    assert text.endswith("# by hand\n")
    assert 'subject: "Mine"' in text


def bring_back(anna: Editor) -> None:
    """Bring back the text with the four links, and look at the file itself."""
    anna.page.get_by_role("link", name="Versions").click()
    anna.look("versions")
    anna.page.get_by_role("link", name="Version 2", exact=True).click()
    anna.look("version")
    anna.press("Bring back")
    anna.told("Version 2 is back.")
    anna.page.get_by_role("link", name="The file itself").click()
    anna.look("file")


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
    anna.page.get_by_role("link", name="Past", exact=True).click()
    anna.look("past")


def read_all(editor: Editor, at: str) -> None:
    """Wait until the pages were read; without scripts by looking again, as the page says."""
    page = editor.page
    for _ in range(PATIENCE_SECONDS * 4):
        if page.get_by_role("button", name="Read").count():
            return
        page.wait_for_timeout(250)
        if not editor.scripts:
            page.goto(at)
    raise AssertionError("the pages were not read")


def test_picks_are_dragged_to_another_section_and_two_editors_lose_nothing(browser: Any, served: str) -> None:
    with (
        at_desk(browser, served, "anna", scripts=True) as anna,
        at_desk(browser, served, "boris", scripts=True) as boris,
    ):
        at = f"{served}/desk/editions/2026-11-27"
        for one in (anna, boris):
            one.page.goto(at)
        before = anna.titles()
        drag(anna.page, "#pick-1", "#pick-2")
        anna.page.wait_for_url("**#pick-2")
        assert anna.titles() == [before[0], before[2], before[1], *before[3:]]
        drag(anna.page, "#pick-4", "#pick-5")
        anna.page.wait_for_url("**#pick-5")
        assert anna.titles()[4:6] == [before[5], before[4]]
        boris.page.get_by_label("Subject").fill("By Boris")
        boris.save()
        boris.page.get_by_text("What anna changed").wait_for()
        boris.press("Write mine where it still fits")
        boris.told("Saved.")
        assert boris.titles() == anna.titles()
        assert boris.page.get_by_label("Subject").input_value() == "By Boris"
        anna.page.get_by_label("Subject").fill("By Anna")
        assert "not saved yet" in anna.page.locator("#unsaved").inner_text()
        anna.save()
        anna.page.get_by_text("somebody else changed it meanwhile to: By Boris").wait_for()
        anna.page.get_by_role("link", name="Take the file’s").click()
        assert anna.page.get_by_label("Subject").input_value() == "By Boris"


def drag(page: Any, pick: str, behind: str) -> None:
    """Drag a pick behind another one with the mouse, as slowly as a person."""
    page.set_viewport_size({"width": 1200, "height": 4000})
    handle = page.locator(f"{pick} .handle")
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), page.locator(behind).bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 8, steps=6)
    page.mouse.up()
