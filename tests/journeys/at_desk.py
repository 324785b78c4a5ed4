"""Somebody at the desk in a browser: what they press, and what is promised of every page they see."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.journeys.visiting import PATIENCE_SECONDS

SQUEEZED = """() => [...document.querySelectorAll("button")]
    .filter(one => one.offsetHeight > Math.max(50, one.offsetWidth)).map(one => one.outerHTML)"""
"""The buttons whose words are broken into a column, because something beside them leaves no room."""
LOOKS = ((1200, "light"), (1200, "dark"), (375, "light"), (375, "dark"))
READ_ALOUD = ((1200, "light"), (375, "dark"))
"""In which of them axe looks as well, which takes a second each: every width, and every colour."""
PASSPHRASE = "seven herons over the bay"


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
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).first.click()

    def press_by_keyboard(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def save(self) -> None:
        """Save; with scripts the page stays, and is another only where somebody else saved meanwhile."""
        if not self.scripts:
            self.press("Save", exact=True)
            return
        self.page.get_by_role("button", name="Save", exact=True).first.click()
        self.page.get_by_text("Saving …").wait_for(state="detached")

    def told(self, words: str) -> None:
        self.page.locator("#told").get_by_text(words).first.wait_for()

    def titles(self) -> list[str]:
        return [str(text) for text in self.page.locator("li.pick h3").all_inner_texts()]

    def letter(self, words: str) -> None:
        self.page.frame_locator("iframe[name=letter]").get_by_text(words).first.wait_for()

    def drag(self, pick: str, behind: str) -> None:
        """Drag a pick behind another one with the mouse, as slowly as a person."""
        self.page.set_viewport_size({"width": 1200, "height": 4000})
        handle = self.page.locator(f"{pick} .handle")
        handle.scroll_into_view_if_needed()
        start, end = handle.bounding_box(), self.page.locator(behind).bounding_box()
        self.page.mouse.move(start["x"] + 10, start["y"] + 10)
        self.page.mouse.down()
        self.page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 8, steps=6)
        self.page.mouse.up()

    def read_all(self, at: str) -> None:
        """Wait until no page of the edition is being read; without scripts by looking again, as the page says."""
        for _ in range(PATIENCE_SECONDS * 4):
            if self.page.locator("#edition[data-reading=no]").count():
                return
            self.page.wait_for_timeout(250)
            if not self.scripts:
                self.page.goto(at)
        raise AssertionError("the pages were not read")

    def look(self, name: str) -> None:
        """Hold the page against what is promised of every page: it fits, axe finds nothing, nothing was refused."""
        before = self.page.viewport_size
        for width, scheme in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            assert self.page.locator("html").bounding_box()["width"] == width
            if self.scripts:  # axe is a script, and promises never come true where scripts are off
                assert self.page.evaluate("document.documentElement.scrollWidth") == width, (name, width)
                assert self.page.evaluate(SQUEEZED) == [], (name, width)
            if self.scripts and (width, scheme) in READ_ALOUD:
                found = Axe().run(self.page, options={"iframes": False}).response
                assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == [], (name, width)
            if pictures := os.environ.get("PICTURES"):
                self.page.screenshot(path=f"{pictures}/desk-{name}-{width}-{scheme}.png", full_page=True)
        self.page.set_viewport_size(before)
        assert self.complaints == []


@contextmanager
def at_desk(browser: Any, url: str, name: str, *, scripts: bool) -> Iterator[Editor]:
    """Log in, in a browser of their own."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1_000)
    yield Editor(page, url, name, scripts=scripts)
    context.close()
