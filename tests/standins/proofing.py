"""Editors who are mailed a proof, and open their own links in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.editing.proof import Looked
from digest.mailing.mail_queue import deliver_due
from tests.standins.sample import EDITION, NOW
from tests.standins.site import Pages
from tests.standins.time import Mailbag, SetClock

EDITORS = """
[editors.anna]
address = "anna@lantern.example"
may = ["edit", "approve"]
[editors.boris]
address = "boris@lantern.example"
may = ["approve"]
[editors.chloe]
address = "chloe@lantern.example"
may = ["edit"]
"""
THURSDAY = NOW - timedelta(hours=16)
PICKS = f"editions/{EDITION}.yaml"


@dataclass(slots=True)
class Desk:
    """A newsroom with three editors, two of whom may approve; `pages` are its pages, on the day before Friday."""

    newsroom: Newsroom
    pages: Pages = field(init=False)
    bag: Mailbag = field(init=False)

    def __post_init__(self) -> None:
        self.write("digest.toml", lambda text: text + EDITORS)
        self.pages = Pages(self.newsroom, SetClock(THURSDAY))
        self.bag = Mailbag(self.pages.clock)
        self.pages.client  # noqa: B018 - the server begins before anything is mailed

    def write(self, name: str, change: Callable[[str], str]) -> None:
        """Change a file of the newsroom, as an editor would."""
        file = self.newsroom.folder / name
        text = file.read_text(encoding="utf-8")
        assert change(text) != text
        file.write_text(change(text), encoding="utf-8")

    def again(self) -> Newsroom:
        """Open the newsroom as its files are now."""
        newsroom = type(self.newsroom)(self.newsroom.folder, {})
        newsroom.clock = self.pages.clock
        return newsroom

    def proof(self, key: str = "proof:1") -> dict[str, str]:
        """Mail a proof; return the token of each editor who got one."""
        first = len(self.bag.singles)
        with self.again() as newsroom:
            services = Services(newsroom)
            services.proof_mail().enqueue(Looked(services.assessor().assess(EDITION)), key)
            deliver_due(newsroom.mail_queue, self.bag, self.pages.clock)
        mails = zip(self.bag.singles[first:], self.bag.texts[first:], strict=True)
        found = ((to.partition("@")[0], re.search(r"/proof/([\w-]+)", text)) for (to, _), text in mails)
        return {name: link[1] for name, link in found if link}

    def open(self, token: str) -> httpx.Response:
        """Open a link."""
        return self.pages.get(f"/proof/{token}")

    def press(self, token: str, verb: str, form: str | None = None, **headers: str) -> httpx.Response:
        """Press a button of a page, with the value that its form carries, or with another one."""
        carried = form if form is not None else self.form(token)
        return self.pages.post(f"/proof/{token}/{verb}", {"token": carried}, **headers)

    def form(self, token: str) -> str:
        """Return the value that the forms of a page carry; empty where it has none."""
        found = re.search(r'name="token" value="([^"]+)"', self.open(token).text)
        return found[1] if found else ""

    def approvals(self) -> list[tuple[str, str]]:
        """List who approved which fingerprint."""
        return [(one.by, one.fingerprint) for one in self.newsroom.approvals.approvals(EDITION)]

    def fingerprint(self) -> str:
        """Return the fingerprint of the letter as it is now."""
        with self.again() as newsroom:
            return Services(newsroom).assessor().assess(EDITION).made().fingerprint

    def at(self, when: datetime) -> None:
        """Set the clock."""
        self.pages.clock.time = when
