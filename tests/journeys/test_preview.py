"""An editor writes an edition beside its preview: saves are seen at once, choices are made, with and without scripts."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.visiting import LOOKS, PATIENCE_SECONDS, needs_browser
from tests.standins.processes import DIGEST, environment
from tests.standins.sample import EDITION

pytestmark = [pytest.mark.slow, needs_browser]
PATIENCE = PATIENCE_SECONDS * 1_000
SAVES = 9


@contextmanager
def previewing(folder: Path) -> Iterator[str]:
    """Run the command until the block ends; yields the address it says."""
    command = [*DIGEST, "preview", EDITION, "--no-browser"]
    with subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = next(line for line in process.stdout if "http://" in line)
        try:
            yield said.strip()
        finally:
            process.terminate()
            assert process.wait(PATIENCE_SECONDS) == 0


@contextmanager
def opened(browser: Any, url: str, **more: object) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 900}, **more)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    yield page
    context.close()


def letter(page: Any) -> Any:
    return page.frame_locator("section.letter iframe")


def test_a_save_is_seen_without_a_reload_and_a_broken_file_keeps_the_letter(
    browser: Any, folder: Path, tell: Any
) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    good, took = file.read_text(encoding="utf-8"), []
    with previewing(folder) as url, opened(browser, url) as page:
        letter(page).get_by_text("Election day").first.wait_for()
        for number in range(SAVES):
            began = time.perf_counter()
            file.write_text(good.replace("Election day", f"Saved {number} times"), encoding="utf-8")
            letter(page).get_by_text(f"Saved {number} times").first.wait_for()
            took.append(time.perf_counter() - began)
            time.sleep(0.5)
        tell(saves=SAVES, median_milliseconds_from_save_to_frame=round(sorted(took)[SAVES // 2] * 1_000))
        file.write_text(good.replace("sections:", "sections: [oops"), encoding="utf-8")
        page.get_by_text("the letter as it was when it could be").wait_for()
        page.locator(".problems a").first.click()
        assert re.search(r"#line-\d+$", page.url)
        assert letter(page).get_by_text("Saved 8 times").count() == 1
        file.write_text(good, encoding="utf-8")
        letter(page).get_by_text("Election day").first.wait_for()
        page.get_by_text("the letter as it was when it could be").wait_for(state="detached")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_editor_looks_at_each_letter_and_chooses_with_and_without_scripts(
    browser: Any, folder: Path, scripts: bool
) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    pictures = os.environ.get("PICTURES")
    with previewing(folder) as url, opened(browser, url, java_script_enabled=scripts) as page:
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            if pictures:
                page.screenshot(path=f"{pictures}/preview-{width}-{scheme}.png")
            if scripts:
                assert page.evaluate("document.documentElement.scrollWidth") == width
                found = Axe().run(page, options={"iframes": False}).response
                assert [fault["id"] for fault in found["violations"]] == []
        page.set_viewport_size({"width": 1200, "height": 900})
        page.get_by_role("link", name="Русский").click()
        letter(page).locator("body").wait_for()
        page.get_by_role("link", name="Text", exact=True).click()
        page.get_by_role("link", name="Phone").click()
        choice = page.locator("#choice-2")
        choice.locator("summary").click()
        choice.get_by_role("button", name="Take the picture: none").click()
        choice.get_by_role("button", name="Take the picture: The council").wait_for()  # it is open again
        assert "language=ru" in page.url
    assert "picture: none" in file.read_text(encoding="utf-8")
