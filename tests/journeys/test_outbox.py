"""A newcomer tries the sign-up on their own machine: the confirmation is read, and followed, in `digest outbox`."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from digest.app.container import Newsroom
from subscribers.policy.model import Status
from tests.journeys.visiting import Visitor, needs_browser, visiting
from tests.standins.processes import DIGEST, environment
from tests.standins.serving import serving

ADDRESS = "anna@example.org"
PICTURES = os.environ.get("PICTURES")
"""A folder for a picture of every page in every look, for people to look at."""
TO_READ_SECONDS = 2.2
HOSTILE = """To: anna@example.org
Subject: <b>Look</b>
Content-Type: text/html; charset=utf-8

<html><head><meta http-equiv="refresh" content="0;url={elsewhere}/refreshed"></head><body>
<script>top.location = "{elsewhere}/scripted"; new Image().src = "{elsewhere}/pinged"</script>
<img src="{elsewhere}/seen"><img src=x onerror="top.location='{elsewhere}/failed'">
<link rel="stylesheet" href="{elsewhere}/styled"><style>@import "{elsewhere}/imported"; body {{ background: url({elsewhere}/painted) }}</style>
<iframe src="{elsewhere}/framed"></iframe><object data="{elsewhere}/object"></object>
<form action="{elsewhere}/sent" method="post"><button id="send">Send</button></form>
<a id="top" href="{elsewhere}/topped" target="_top">Top</a> <a id="self" href="{elsewhere}/followed">Here</a></body></html>
"""

pytestmark = [pytest.mark.slow, needs_browser]


@contextmanager
def outbox(folder: Path, **more: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run the command; gives the address that it says, and ends it as Ctrl-C does."""
    command = [*DIGEST, "outbox", "--no-browser"]
    with subprocess.Popen(
        command, cwd=folder, env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        said = ""
        while not (found := re.search(r"http://\S+", said)):
            line = process.stdout.readline()
            assert line, said
            said += line
        try:
            yield found[0], process
        finally:
            process.send_signal(signal.SIGINT)
            said += process.stdout.read()
            assert process.wait(timeout=30) == 0, said
            assert "example.org" not in said
            assert "GET" not in said


def begin(visitor: Visitor, address: str) -> None:
    """Open the address of the terminal; what it holds leaves the address bar."""
    if PICTURES:
        visitor.picture = lambda name, page: page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    visitor.page.goto(address)
    assert visitor.page.url == f"{visitor.url}/"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_from_the_sign_up_over_the_letter_to_being_confirmed(browser: Any, folder: Path, javascript: bool) -> None:
    with serving(folder) as served, outbox(folder, DIGEST_DIGEST__BASE_URL=served.url) as (address, _):
        with visiting(browser, served.url, folder, "en", javascript=javascript) as newcomer:
            newcomer.go("/")
            newcomer.page.locator("#address").fill(ADDRESS)
            newcomer.page.locator("#agreed").check()
            time.sleep(TO_READ_SECONDS)
            newcomer.press("main form button")
            newcomer.post(ADDRESS, 0)
        with visiting(browser, address.partition("/start")[0], folder, "en", javascript=javascript) as reader:
            begin(reader, address)
            reader.look("outbox")
            reader.page.locator(".mails a").first.click()
            assert ADDRESS not in reader.page.url
            assert reader.page.locator("dl").inner_text().count(ADDRESS) == 1
            assert reader.page.frame_locator("iframe").locator("a[href*='/confirm/']").count() > 0, "it is shown, too"
            reader.look("mail")
            with reader.page.expect_popup() as opened:
                reader.page.locator("aside a[href*='/confirm/']").first.click()
            opened.value.locator("main form button").first.click()
            opened.value.wait_for_selector("h1")
        with Newsroom(folder, {}) as newsroom:
            number = newsroom.store.number_with(ADDRESS)
            assert newsroom.store.get(number)[0].status is Status.CONFIRMED


def test_nothing_of_a_hostile_letter_leaves_its_frame(browser: Any, folder: Path) -> None:
    letters = folder / "data" / "outbox" / "letters"
    letters.mkdir(parents=True)
    asked: list[str] = []
    with outbox(folder) as (address, _):
        elsewhere = "http://127.0.0.1:9"  # nobody is there; what the browser tries is counted before it finds out
        (letters / "letter-1.eml").write_text(HOSTILE.format(elsewhere=elsewhere))
        with visiting(browser, address.partition("/start")[0], folder, "en") as reader:
            reader.page.on("requestfailed", lambda request: asked.append(f"{request.url} {request.failure}"))
            begin(reader, address)
            reader.page.locator(".mails a").first.click()
            here, frame = reader.page.url, reader.page.frame_locator("iframe")
            for what in ("#send", "#top", "#self"):
                frame.locator(what).click()
            reader.page.wait_for_timeout(500)
            assert reader.page.url == here
            assert frame.locator("#self").count() == 1, "the frame still shows the letter"
            assert len(reader.page.context.pages) == 1
            assert [one for one in asked if "csp" not in one] == [], "the policy stopped it, and not an empty port"
            assert reader.foreign == []
            source = reader.page.locator("iframe").get_attribute("src")
            reader.page.goto(f"{reader.url}{source}")  # opened by itself, without our frame
            reader.page.wait_for_timeout(500)
            assert reader.page.url.endswith("/letter")
            assert [one for one in asked if "csp" not in one] == []


def test_an_empty_outbox_and_its_pages_without_a_letter_look_well(browser: Any, folder: Path) -> None:
    with (
        outbox(folder) as (address, _),
        visiting(browser, address.partition("/start")[0], folder, "en") as reader,
    ):
        begin(reader, address)
        reader.look("empty")
        assert "no letters yet" in reader.page.locator("main").inner_text()
