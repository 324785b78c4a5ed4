"""Pictures of pages, drawn by a Chromium or Chrome that is installed on this machine.

It draws what it is given and goes nowhere: names lead nowhere, connections go through a proxy that is not there, every
request of a page but that for itself fails, no script runs. Its profile is a folder of its own that is gone afterwards;
of the environment it gets what a program needs to run. Who ends first takes the other along: a browser whose pipe ends
does, too. Why it is done so: docs/decisions/0022-pictures-of-letters.md.
"""

import os
import shutil
import signal
import subprocess
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from digest.browsing.devtools import BrowserGone, DevTools, Message
from digest.errors import DigestError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_PAGE = "https://letter.invalid/"
_HEIGHT = 800
_MOST_HEIGHT = 16_384
"""Pixels; what is longer a browser draws anew from the top."""
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "FONTCONFIG_FILE")
_PIPED = 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null'
"""Puts the pipe where a browser looks for it."""
_FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=socks5://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-extensions",
    "--disable-breakpad",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
    "--use-mock-keychain",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
)


def find_browser(path: str | None = None, applications: Sequence[str] = APPLICATIONS) -> str:
    """Return the file of a browser: on `path` (default: the environment's), or an application of macOS.

    Raises `DigestError` when there is none.
    """
    on_path = (shutil.which(name, path=path) for name in NAMES)
    installed = (name for name in applications if Path(name).exists())
    found = next((file for file in (*on_path, *installed) if file), None)
    if found is None:
        raise DigestError(
            "pictures need a browser, and there is none: install Chromium (Debian, Ubuntu: apt install chromium; "
            "macOS: brew install --cask chromium) or Google Chrome, then run this again"
        )
    return found


@contextmanager
def open_browser(file: str, seconds: float = 60.0) -> Iterator["Chromium"]:
    """Start the browser in `file`, and end it; each picture may take `seconds`. Raises `DigestError`.

    It is started with its sandbox; where the machine does not allow that (for root, in many containers) without:
    what it draws is the program's own.
    """
    with TemporaryDirectory(prefix="digest-browser-", ignore_cleanup_errors=True) as profile:
        for flags in ((), ("--no-sandbox",)):
            browser = Chromium([file, *_FLAGS, f"--user-data-dir={profile}", *flags, "about:blank"], profile, seconds)
            try:
                if browser.is_ready():
                    yield browser
                    return
            finally:
                browser.end()
    raise DigestError(f"{file} does not start; see what it says when it is started by hand with --headless")


class Chromium:
    """One running browser with one page."""

    def __init__(self, command: Sequence[str], profile: str, seconds: float) -> None:
        self._seconds = seconds
        self._html = b""
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _PIPED, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(os.environ, profile),
            start_new_session=True,
        )
        assert self._process.stdin  # noqa: S101 - both are pipes
        assert self._process.stdout  # noqa: S101
        self._tools = DevTools(self._process.stdin, self._process.stdout, self._heed)

    def is_ready(self) -> bool:
        """Open a page that runs no script and loads nothing; return whether the browser did."""
        try:
            with self._within_time():
                target = self._tools.call("Target.createTarget", url="about:blank")["targetId"]
                opened = self._tools.call("Target.attachToTarget", targetId=target, flatten=True)
                self._tools.session = str(opened["sessionId"])
                self._tools.call("Emulation.setScriptExecutionDisabled", value=True)
                self._tools.call("Fetch.enable", patterns=[{"urlPattern": "*"}])
                self._tools.call("Page.enable")
        except BrowserGone:
            return False
        return True

    def shoot(self, html: str, width: int, dark: bool) -> bytes:
        """Return a PNG of a page, as the port says."""
        self._html = html.encode()
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        try:
            with self._within_time():
                self._set_size(width, _HEIGHT)
                self._tools.call("Emulation.setEmulatedMedia", features=[scheme])
                self._tools.call("Page.navigate", url=_PAGE)
                self._tools.wait_for("Page.loadEventFired")
                found: Any = self._tools.call("Page.getLayoutMetrics")
                self._set_size(width, min(_MOST_HEIGHT, int(found["cssContentSize"]["height"])))
                return b64decode(str(self._tools.call("Page.captureScreenshot", format="png")["data"]))
        except BrowserGone:
            raise DigestError("the browser ended before it had drawn the letter; run this again") from None

    def _set_size(self, width: int, height: int) -> None:
        self._tools.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def end(self) -> None:
        """End the browser and all that it started."""
        self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close() if pipe else None

    def _kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _heed(self, message: Message) -> None:
        """Answer a page that asks for something: it gets itself, and nothing else."""
        if message.get("method") != "Fetch.requestPaused":
            return
        asked: Any = message["params"]
        if asked["request"]["url"] != _PAGE:
            self._tools.tell("Fetch.failRequest", requestId=asked["requestId"], errorReason="BlockedByClient")
            return
        self._tools.tell(
            "Fetch.fulfillRequest",
            requestId=asked["requestId"],
            responseCode=200,
            responseHeaders=[{"name": "Content-Type", "value": "text/html; charset=utf-8"}],
            body=b64encode(self._html).decode(),
        )

    @contextmanager
    def _within_time(self) -> Iterator[None]:
        """End the browser if it takes too long, which whoever waits for it hears of; raises `DigestError` then."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._kill()

        watch = threading.Timer(self._seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            yield
        except BrowserGone:
            if late.is_set():
                raise DigestError(f"the browser takes longer than {self._seconds:g} seconds; run this again") from None
            raise
        finally:
            watch.cancel()


def _environment(environment: Mapping[str, str], profile: str) -> dict[str, str]:
    """Return what a browser gets: nothing that may be a secret, and its own folder for whatever it writes."""
    kept = {name: environment[name] for name in _KEPT if name in environment}
    return {**kept, "HOME": profile, "TMPDIR": profile, "XDG_CONFIG_HOME": profile, "XDG_CACHE_HOME": profile}
