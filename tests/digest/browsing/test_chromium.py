"""A browser is found, started, kept from everything but the page it draws, and ended with all it left behind."""

import io
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from digest.browsing.chromium import Chromium, find_browser, open_browser
from digest.errors import DigestError
from tests.journeys.visiting import needs_browser
from tests.standins.newspaper import Newspaper, Page

PAGE = "<!doctype html><html><body style='margin:0'>{}</body></html>"
DARK = "<style>body{background:#fff}@media (prefers-color-scheme:dark){body{background:#000}}</style>"


def program(folder: Path, text: str) -> str:
    """Return the file of a program that stands in for a browser that is not well."""
    file = folder / "chromium"
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


BROWSER = """
import json, os, sys
rest, answers = b"", open({answers!r}, "w")
def tell(**message):
    os.write(4, json.dumps(message).encode() + bytes(1))
while chunk := os.read(3, 65536):
    *messages, rest = (rest + chunk).split(bytes(1))
    for message in map(json.loads, messages):
        if message["method"].startswith("Fetch."):
            print(message["method"], message["params"].get("requestId"), file=answers, flush=True)
        if message["method"] == "Page.navigate":
            for number, url in enumerate((message["params"]["url"], "https://example.org/a.png", "file:///etc/passwd")):
                tell(method="Fetch.requestPaused", params=dict(requestId=str(number), request=dict(url=url)))
        size = dict(cssContentSize=dict(height=9))
        tell(id=message["id"], result=dict(targetId="t", sessionId="s", data="UE5H", **size))
        if message["method"] == "Page.navigate":
            tell(method="Page.loadEventFired", params=dict())
"""
"""A browser that asks for a page, and for what does not belong to it, and writes down what it gets."""


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_a_browser_is_found_on_the_path_or_among_applications(tmp_path: Path) -> None:
    file = program(tmp_path, "exit 1")
    assert find_browser(str(tmp_path), ()) == file
    assert find_browser(str(tmp_path / "none"), (str(tmp_path / "no"), file)) == file
    with pytest.raises(DigestError, match="install Chromium"):
        find_browser(str(tmp_path / "none"), ())


def test_one_that_ends_at_once_is_tried_without_its_sandbox_and_then_named(tmp_path: Path) -> None:
    file = program(tmp_path, f'echo "$@" >> {tmp_path}/started; exit 1')
    with pytest.raises(DigestError, match=r"chromium does not start"), open_browser(file):
        pass
    assert ["--no-sandbox" in line for line in (tmp_path / "started").read_text().splitlines()] == [False, True]


def test_one_that_says_nothing_is_ended_with_all_it_started(tmp_path: Path) -> None:
    file = program(tmp_path, f"sleep 100 & echo $! > {tmp_path}/child; env > {tmp_path}/environment; wait")
    os.environ["DIGEST_TEST_SECRET"] = "42"
    began = time.monotonic()
    try:
        with pytest.raises(DigestError, match=r"longer than 0\.5 seconds"), open_browser(file, 0.5):
            pass
    finally:
        del os.environ["DIGEST_TEST_SECRET"]
    assert time.monotonic() - began < 5
    child, own = Path("/proc", (tmp_path / "child").read_text().strip()), (tmp_path / "environment").read_text()
    assert not child.exists() or "Z" in (child / "stat").read_text().split()[2]
    assert "DIGEST_TEST_SECRET" not in own
    profile = next(line.removeprefix("HOME=") for line in own.splitlines() if line.startswith("HOME="))
    assert not Path(profile).exists()


def test_a_page_gets_itself_and_nothing_else(tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    (tmp_path / "browser.py").write_text(BROWSER.format(answers=str(answers)), encoding="utf-8")
    with open_browser(program(tmp_path, f"exec {sys.executable} {tmp_path}/browser.py"), 20) as browser:
        assert browser.shoot("<p>a</p>", 375, dark=False) == b"PNG"
    told = answers.read_text().split("\n")[1:4]
    assert told == ["Fetch.fulfillRequest 0", "Fetch.failRequest 1", "Fetch.failRequest 2"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with open_browser(find_browser()) as browser:
        yield browser


@pytest.mark.slow
@needs_browser
class TestRealOne:
    def test_the_whole_page_is_drawn_in_a_window_of_the_width(self, chromium: Chromium) -> None:
        tall = PAGE.format(
            "<div style='height:3000px;background:#00f'></div><div style='height:20px;background:#f00'></div>"
        )
        found = picture(chromium.shoot(tall, 375, dark=False))
        assert found.size == (375, 3_020)
        assert found.getpixel((374, 2_999)) == (0, 0, 255)
        assert found.getpixel((374, 3_019)) == (255, 0, 0)
        assert picture(chromium.shoot(PAGE.format("short"), 600, dark=False)).width == 600

    def test_dark_is_what_a_page_is_told(self, chromium: Chromium) -> None:
        assert picture(chromium.shoot(PAGE.format(DARK), 375, dark=True)).getpixel((9, 9)) == (0, 0, 0)
        assert picture(chromium.shoot(PAGE.format(DARK), 375, dark=False)).getpixel((9, 9)) == (255, 255, 255)

    def test_nothing_is_loaded_and_no_script_runs(self, chromium: Chromium) -> None:
        with Newspaper(None, {"/a.png": Page(b"a")}) as site:
            leads = f"<img src={site.url}/a.png><link rel=stylesheet href={site.url}/a.png><iframe src={site.url}/a.png></iframe>"
            script = "<script>document.body.style.background = '#000'</script>"
            found = picture(chromium.shoot(PAGE.format(leads + script), 375, dark=False))
            assert site.asked == []
        assert found.getpixel((370, 5)) == (255, 255, 255)

    def test_the_flags_alone_keep_it_from_the_network(self) -> None:
        """What a page asks for is refused; should that be forgotten, connections still lead nowhere."""
        with Newspaper(None, {"/": Page(b"a")}) as site, open_browser(find_browser()) as browser:
            browser._tools.call("Fetch.disable")
            answer = browser._tools.call("Page.navigate", url=site.url)
            assert "ERR_PROXY" in str(answer["errorText"])
            assert site.asked == []
