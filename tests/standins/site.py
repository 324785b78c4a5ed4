"""A newsroom's reader pages under a set clock, with a mailbox for every letter that forms cause."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette

from digest.app.container import Newsroom
from digest.app.web import application
from digest.mailing.mail_queue import deliver_due
from subscribers.policy.tokens import Purpose, make_all
from tests.standins.client import Client
from tests.standins.sample import NOW
from tests.standins.time import Mailbag, SetClock

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(slots=True)
class Pages:
    """Calls the pages; `clock` is theirs, `lines` is their log, `bag` gets the letters."""

    newsroom: Newsroom
    clock: SetClock = field(default_factory=lambda: SetClock(NOW))
    lines: list[str] = field(default_factory=list)
    host: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    app: Starlette | None = None

    @property
    def client(self) -> Client:
        if self.app is None:
            self.app = application(self.newsroom, self.lines.append, self.clock)
        return Client(self.app, self.host)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.request("GET", path, headers=headers | self._cookie())

    def post(self, path: str, told: Any = (), **headers: str) -> httpx.Response:
        response = self.client.post(path, urlencode(told, doseq=True).encode(), FORM | headers | self._cookie())
        for cookie in response.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return response

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    def csrf_token(self, language: str = "en") -> str:
        """Get a form, and let enough time go by to fill it in."""
        found = re.search(r'name="form" value="([^"]+)"', self.get(f"/?language={language}").text)
        assert found
        self.clock.time += timedelta(seconds=5)
        return found[1]

    def sign_up(self, address: str, **other: str) -> httpx.Response:
        token = self.csrf_token(other.get("language", "en"))
        told = {"address": address, "language": "en", "agreed": "yes", "website": "", "form": token} | other
        return self.post("/", told)

    def letters(self) -> Mailbag:
        """Hand over what waits; return everything that was handed over by this call."""
        bag = Mailbag(self.clock)
        deliver_due(self.newsroom.mail_queue, bag, self.clock)
        return bag

    def link(self) -> str:
        """Return the path of the link in the one letter that waits."""
        (text,) = self.letters().texts
        found = re.search(r"https?://[^/\s]+(/(?:confirm|open)/\S+)", text)
        assert found
        return found[1]

    def letter_token(self, number: int) -> str:
        person, _ = self.newsroom.store.get(number)
        public_id = bytes.fromhex(person.id)
        seen = self.newsroom.store.find_by_public_id(public_id)
        assert seen
        return make_all(self.newsroom.store.keyring, Purpose.LETTER, [public_id], [seen.moves])[0]

    def enter(self, number: int) -> None:
        """Open a reader's own pages, by way of the mailed link."""
        self.post(f"/p/{self.letter_token(number)}")
        assert self.post(self.link()).status_code == 303

    def session_token(self) -> str:
        found = re.search(r'name="form" value="([^"]+)"', self.get("/preferences").text)
        assert found
        return found[1]

    def do(self, path: str, **told: Any) -> httpx.Response:
        """Send one form of the reader's own pages."""
        return self.post(f"/preferences{path}", {"form": self.session_token()} | told)
