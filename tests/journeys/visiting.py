"""A reader with a browser and a mailbox.

Visits the pages that `digest serve` gives, and holds every page against what we promise of it.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

CHROMIUM = shutil.which("chromium")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian package chromium)")
"""On every test that uses the fixture `browser`."""
LOOKS = ((375, "light"), (375, "dark"), (1280, "light"), (1280, "dark"))
MOST_BYTES = 30_000
PATIENCE_SECONDS = 30


@dataclass(slots=True)
class Visitor:
    """One browser and one mailbox.

    `seen` counts the pages that were looked at, `picture` gets each page in each look.
    """

    page: Any
    url: str
    folder: Path
    language: str
    scripts: bool
    picture: Callable[[str, Any], object] = lambda _name, _page: None
    weight: int = 0
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    seen: int = 0

    def go(self, path: str) -> None:
        self.page.goto(self.url + path)

    def look(self, name: str, own_script: bool = False) -> None:
        """Hold the page that is open against everything that is promised of every page.

        In every size and colour scheme.
        """
        root = self.page.locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == (self.language, "ltr")
        assert own_script or self.page.locator("script").count() == 0
        for width, scheme in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.emulate_media(color_scheme=scheme)
            assert self.page.evaluate("document.documentElement.scrollWidth") == width, (name, width)
            if self.scripts:  # axe is a script, and promises never come true where scripts are off
                found = Axe().run(self.page)
                assert found.violations_count == 0, (name, width, scheme, found.generate_report())
            self.picture(f"{name}-{self.language}-{width}-{scheme}", self.page)
        self.page.set_viewport_size({"width": 375, "height": 800})
        assert 0 < self.weight < MOST_BYTES, (name, self.weight)
        assert self.foreign == []
        assert self.complaints == []
        self.seen += 1

    def press(self, selector: str) -> None:
        """Press a button with the keyboard alone."""
        button = self.page.locator(selector)
        button.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def heading(self) -> str:
        return str(self.page.locator("h1").inner_text())

    def post(self, to: str, before: int) -> str:
        """Wait for one more letter to an address than `before`; return its text."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            letters = self.letters(to)
            if len(letters) > before:
                return letters[-1]
            time.sleep(0.1)
        raise AssertionError(f"no letter came; there are {before}")

    def letters(self, to: str) -> list[str]:
        """Return the texts of the single letters to an address, the oldest first."""
        files = sorted((self.folder / "data/outbox/letters").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [_text(message) for message in found if message["To"] == to]

    def link(self, text: str) -> str:
        found = re.search(re.escape(self.url) + r"(/(?:confirm|open)/\S+)", text)
        assert found, text
        return found[1]


def _text(message: Any) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@contextmanager
def visiting(browser: Any, url: str, folder: Path, language: str, *, javascript: bool = True) -> Iterator[Visitor]:
    """Open a browser window of its own, in a language, with scripts or without."""
    context = browser.new_context(
        java_script_enabled=javascript, locale=language, viewport={"width": 375, "height": 800}
    )
    page = context.new_page()
    visitor = Visitor(page, url, folder, language, javascript)

    def weigh(response: Any) -> None:
        if response.request.is_navigation_request():
            visitor.weight = 0
        if not response.url.startswith(url):
            visitor.foreign.append(response.url)
        elif response.ok and "favicon" not in response.url:
            visitor.weight += int(response.headers.get("content-length", 0))

    page.on("response", weigh)
    page.on("console", lambda message: visitor.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    try:
        yield visitor
    finally:
        context.close()
