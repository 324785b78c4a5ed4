"""Readers at the real pages while everything else dies: they leave, pause, prefer, move and sign up over HTTP."""

import http.client
import random
import re
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.standins.sendgrid.server import StandIn

MAIL_SECONDS = 6
TO_READ_SECONDS = 2.1
FORM = re.compile(r'name="form" value="([^"]+)"')


@dataclass(slots=True)
class Kept:
    """What readers were promised: their address, when they had the answer, and whether nobody was sending then."""

    left: dict[str, tuple[float, bool]] = field(default_factory=dict)
    paused: dict[str, tuple[float, bool]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)


class Visits(threading.Thread):
    """One reader after the other, each at a random instant, until told to stop."""

    def __init__(
        self, url: str, standin: StandIn, tokens: dict[str, str], chance: random.Random, quiet: Callable[[], bool]
    ) -> None:
        super().__init__(daemon=True)
        self._host, self._url, self._standin, self._quiet = urllib.parse.urlsplit(url).netloc, url, standin, quiet
        self._tokens, self._chance = list(tokens.items()), chance
        chance.shuffle(self._tokens)
        self.stopping = threading.Event()
        self.kept = Kept()

    def run(self) -> None:
        acts = [self._one_click] * 6 + [self._leave_by_page, self._pause, self._pause, self._own_pages, self._sign_up]
        number = 0
        while not self.stopping.is_set() and len(self._tokens) > 20:
            act, (address, token) = self._chance.choice(acts), self._tokens.pop()
            number += 1
            self.kept.touched.add(address)
            try:
                act(address, token, number)
            except (OSError, http.client.HTTPException):
                self.kept.done["unanswered"] += 1
                self.stopping.wait(1)
            self.stopping.wait(self._chance.uniform(0, 0.25))

    def _ask(self, method: str, path: str, cookie: str = "", **form: Any) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection(self._host, timeout=40)
        headers = {"Origin": self._url, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        body = urllib.parse.urlencode(form, doseq=True) if method == "POST" else None
        connection.request(method, path, body, headers if method == "POST" else {"Cookie": cookie})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, answer.headers.get("Set-Cookie", "").partition(";")[0]

    def _promise(self, kind: str, kept: dict[str, tuple[float, bool]], address: str, path: str, **form: Any) -> None:
        quiet = self._quiet()
        status, _, _ = self._ask("POST", path, **form)
        if status == http.client.OK:
            kept[address] = (time.monotonic(), quiet and self._quiet())
        self.kept.done[f"{kind} {'done' if status == http.client.OK else status}"] += 1

    def _one_click(self, address: str, token: str, _number: int) -> None:
        form = {"List-Unsubscribe": "One-Click"}
        self._promise("one click", self.kept.left, address, f"/u/{token}", **form)

    def _leave_by_page(self, address: str, token: str, _number: int) -> None:
        self._ask("GET", f"/u/{token}")
        self._promise("page", self.kept.left, address, f"/u/{token}", why="")

    def _pause(self, address: str, token: str, _number: int) -> None:
        self._promise("pause", self.kept.paused, address, f"/u/{token}/pause", weeks="4")

    def _link(self, address: str, kind: str) -> str:
        """Wait for a letter with a link of a kind; return its path, or nothing where the letter was killed."""
        end = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < end and not self.stopping.is_set():
            for mail in list(self._standin.mailboxes.mails.get(address, [])):
                found = re.search(rf"/{kind}/[\w.~-]+", str(mail.expand().get_body(("plain",)).get_content()))  # type: ignore[union-attr]  # every mail has a text
                if found:
                    return found[0]
            time.sleep(0.1)
        self.kept.done[f"no {kind} letter"] += 1
        return ""

    def _own_pages(self, address: str, token: str, number: int) -> None:
        self._ask("POST", f"/p/{token}")
        path = self._link(address, "open")
        status, _, cookie = self._ask("POST", path) if path else (0, "", "")
        page = self._ask("GET", "/preferences", cookie)[1] if cookie else ""
        found = FORM.search(page)
        if not found:
            self.kept.done[f"session {status}"] += 1
            return
        wanted = {"form": found[1], "language": "en", "zone": "Europe/Riga", "appeals": "hide"}
        sections = re.findall(r'name="section" value="([^"]+)"', page)
        status, _, _ = self._ask("POST", "/preferences", cookie, **wanted, section=sections[1:])
        self.kept.done[f"preferences {status}"] += 1
        to = f"moved.{number}@example.net"
        self.kept.moved[address] = to
        self._ask("POST", "/preferences/address", cookie, form=found[1], address=to)
        path = self._link(to, "confirm")
        if path:
            self.kept.done[f"move {self._ask('POST', path)[0]}"] += 1

    def _sign_up(self, _address: str, _token: str, number: int) -> None:
        to = f"joined.{number}@example.com"
        found = FORM.search(self._ask("GET", "/")[1])
        if self.stopping.wait(TO_READ_SECONDS) or not found:
            return
        self._ask("POST", "/", form=found[1], address=to, agreed="yes", language="en")
        path = self._link(to, "confirm")
        if path and self._ask("POST", path)[0] == http.client.OK:
            self.kept.joined.add(to)
            self.kept.done["sign-up done"] += 1
