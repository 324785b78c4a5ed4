"""The desk of a newsroom with four editors, and browsers of editors who log in there."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import guard_of, login_of
from digest.app.web import application
from digest.storage.login_tries import SqlLoginTries
from digest.web.app import make_app
from digest.web.desk.visit import Visit
from tests.standins.client import Client
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import NOW
from tests.standins.time import SetClock

HOST = "letter.lantern.example"
ORIGIN = f"https://{HOST}"
PASSPHRASES = {
    "anna": "seven herons over the bay",
    "boris": "a quiet train at midnight",
    "chloe": "lamps along the quay",
}
EDITORS = """
[editors.anna]
address = "anna@lantern.example"
may = ["edit", "approve", "send"]
[editors.boris]
address = "boris@lantern.example"
may = ["edit"]
[editors.chloe]
address = "chloe@lantern.example"
[editors.dina]
address = "dina@lantern.example"
may = ["approve"]
[desk]
enabled = true
"""
SAME_ORIGIN = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}


def with_desk(folder: Path, more: str = EDITORS) -> SampleNewsroom:
    """Add `more` to the settings of the newsroom in `folder`, and open it; all but Dina have a passphrase."""
    file = folder / "digest.toml"
    file.write_text(file.read_text() + more)
    newsroom = SampleNewsroom(folder, {})
    for name, passphrase in PASSPHRASES.items():
        newsroom.passphrases.keep(name, newsroom.passphrase_hashes.make(passphrase), NOW)
    return newsroom


@dataclass
class Desk:
    """The web application of a newsroom with a desk, beside a small one with one page and one button of its own.

    `acted` lists who pressed the button and what the form said; pressing it takes `edit`.
    """

    newsroom: SampleNewsroom
    clock: SetClock = field(default_factory=lambda: SetClock(NOW))
    lines: list[str] = field(default_factory=list)
    acted: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open()

    @cached_property
    def app(self) -> Starlette:
        return application(self.newsroom, self.lines.append, self.clock)

    def open(self) -> None:
        """Make the small application, with whatever hashes passphrases now."""
        guard = guard_of(CurrentNewsroom(self.newsroom, self.clock))

        def show(_request: Request, visit: Visit) -> Response:
            return PlainTextResponse(f"{visit.editor.name} {visit.form_token} {sorted(visit.editor.may)}")

        def act(_request: Request, visit: Visit, fields: Any) -> Response:
            self.acted.append((visit.editor.name, dict(fields)))
            return PlainTextResponse("done")

        own = [guard.page("/desk/page", show), guard.action("/desk/act", ("edit",), act)]
        tries = SqlLoginTries(self.newsroom.engine, b"a key under which no two names of these tests are one")
        self.login = replace(login_of(self.newsroom, guard), tries=tries)
        self.small = make_app([*self.login.routes(), *own], log=self.lines.append)

    def browser(self, address: str = "9.9.9.7") -> "Browser":
        return Browser(self, address)

    def write_settings(self, old: str, new: str) -> None:
        """Change digest.toml, as the operator does while the program runs."""
        file = self.newsroom.folder / "digest.toml"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))


@dataclass
class Browser:
    """One browser somewhere; keeps the cookies it is given, and says where its forms come from."""

    desk: Desk
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    small: bool = True

    def call(self, method: str, path: str, content: bytes = b"", headers: Any = None) -> httpx.Response:
        own = {"Host": HOST} | dict(headers or {})
        if self.cookies:
            own["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        app = self.desk.small if self.small else self.desk.app
        response = Client(app, self.address).request(method, path, content, own)
        for cookie in response.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        self.cookies = {name: value for name, value in self.cookies.items() if value}
        return response

    def get(self, path: str = "/desk/page", **headers: str) -> httpx.Response:
        return self.call("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, fields: Any = (), headers: Any = None) -> httpx.Response:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.call("POST", path, urlencode(fields).encode(), SAME_ORIGIN | kind | dict(headers or {}))

    def log_in(self, name: str, passphrase: str | None = None, **more: str) -> httpx.Response:
        given = PASSPHRASES.get(name, "") if passphrase is None else passphrase
        return self.post("/desk/login", {"name": name, "passphrase": given} | more)

    def act(self, token: str | None = None, **fields: str) -> httpx.Response:
        """Press the button, with the token of this session unless another is given."""
        return self.post("/desk/act", {"token": self.token if token is None else token} | fields)

    @property
    def secret(self) -> str:
        return self.cookies.get("__Host-desk", "")

    @property
    def token(self) -> str:
        found = re.fullmatch(r"\w+ (\w+) .*", self.get().text)
        return found[1] if found else ""
