"""What journeys through pages and letters share: one browser for all of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.visiting import CHROMIUM

AT_HOME = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Whatever a page asks for, no test asks another machine for it, or waits for its name."""


@pytest.fixture(scope="package")  # its event loop runs while it is open, which tests of other packages cannot bear
def browser() -> Iterator[Any]:
    """Start Debian's Chromium once; every test opens a window of its own in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", AT_HOME])
        yield opened
        opened.close()
