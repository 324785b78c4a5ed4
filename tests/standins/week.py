"""A newsroom of one's own, made and run with the real commands alone, on a day whose hours are set.

Commands know the true time only. So the plan is moved in place of the clock: the letter goes out today, in a zone in
which it is noon just now, and whoever runs a command says at which hour.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tests.standins import command_line, processes
from tests.standins.eight_pages import AT_HOME
from tests.standins.processes import through
from tests.standins.sendgrid.server import StandIn
from tests.standins.serving import Served, free_port, serving

READERS = ("anna@example.org", "boris@example.net", "chloe@example.com")
TONIGHT, JUST_NOW = timedelta(hours=9), timedelta(minutes=-1)
"""When the letter goes out, from now."""
ANSWERS = {
    "title": "The Lantern",
    "language": "en",
    "schedule": "friday 07:00 Europe/Riga",
    "sender": "The Lantern <letter@lantern.example>",
    "contact": "desk@lantern.example",
    "postal-address": "Quay 1, Riga",
    "privacy-policy": "https://lantern.example/privacy",
    "base-url": "https://letter.lantern.example",
}
SETTINGS = (
    ("enabled = false\n# true: what is saved", "enabled = true\n# true: what is saved"),
    ('approval = "none"', 'approval = "required"'),
)
EDITORS = """
[editors.anna]
address = "anna@lantern.example"
may = ["edit", "approve"]
[editors.boris]
address = "boris@lantern.example"
may = ["edit"]
"""


@dataclass
class Week:
    """A newsroom in `folder` that sends through a stand-in for SendGrid, to readers and to editors.

    `as_processes`: commands are run as their users run them, and not inside this process, which is quicker.
    """

    folder: Path
    provider: StandIn
    as_processes: bool
    port: str = field(default_factory=free_port)
    edition: str = field(init=False)

    def __post_init__(self) -> None:
        now = datetime.now(UTC)
        hours = 12 - now.hour
        self._zone, self._name = timezone(timedelta(hours=hours)), f"Etc/GMT{-hours:+d}"
        self.edition = now.astimezone(self._zone).date().isoformat()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def file(self) -> Path:
        return self.folder / f"editions/{self.edition}.yaml"

    def surroundings(self, due_in: timedelta, **more: str) -> dict[str, str]:
        """Return the surroundings of a command on a day whose letter goes out `due_in` from now."""
        due = datetime.now(self._zone) + due_in
        plan = {
            "DAY": f"{due:%A}".lower(),
            "TIME": f"{due:%H:%M}",
            "ZONE": self._name,
            "EVERY_WEEKS": "1",
            "STARTING": "",
        }
        schedule = {f"DIGEST_SCHEDULE__{key}": value for key, value in plan.items()}
        sending = through(self.provider, DIGEST_SENDGRID__TIMEOUT_SECONDS="20")
        return (
            AT_HOME | sending | schedule | {"DIGEST_WEB__PORT": self.port, "DIGEST_DIGEST__BASE_URL": self.url} | more
        )

    def digest(self, *arguments: str, stdin: str = "", **more: str) -> str:
        """Run a command in the newsroom, in the hours before its letter; return what it said."""
        return self._run(self.folder, *arguments, stdin=stdin, **self.surroundings(TONIGHT, **more))

    def mail_proofs(self) -> None:
        """Let the schedule look once, at an hour at which proofs are due."""
        self.digest("schedule", "--once", DIGEST_SCHEDULE__PROOFS="10 hours before")

    def _run(self, folder: Path, *arguments: str, stdin: str = "", **more: str) -> str:
        run = processes.run if self.as_processes else command_line.run
        done = run(folder, *arguments, stdin=stdin, **more)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    def begin(self, passphrase: str) -> None:
        """Make the newsroom, with two editors and three readers, and begin today's edition in place of the sample."""
        self._init()
        self.digest("editors", "add", "anna", "--passphrase-stdin", stdin=f"{passphrase}\n")
        self._let_others_come(passphrase)
        for sample in (self.folder / "editions").iterdir():
            sample.unlink()
        assert f"editions/{self.edition}.yaml begins" in self.digest("new")

    def _let_others_come(self, passphrase: str) -> None:
        """Let Boris and the readers come; never as processes, which would show no more."""
        rows = "".join(f"{address},en,2025-03-31T12:00:00Z\n" for address in READERS)
        readers = self.folder.with_name("readers.csv")
        readers.write_text(f"address,language,confirmed_at\n{rows}", encoding="utf-8")
        surroundings = self.surroundings(TONIGHT)
        evidence = "--source", "the old list", "--wording", "2026-09-01"
        come = command_line.run(self.folder, "subscribers", "import", str(readers), *evidence, **surroundings)
        boris = "editors", "add", "boris", "--passphrase-stdin"
        added = command_line.run(self.folder, *boris, stdin=f"{passphrase}\n", **surroundings)
        assert (come.returncode, added.returncode) == (0, 0), come.stderr + added.stderr

    def _init(self) -> None:
        flags = [part for name, value in ANSWERS.items() for part in (f"--{name}", value)]
        self._run(self.folder.parent, "init", self.folder.name, "--yes", *flags)
        settings = self.folder / "digest.toml"
        text = settings.read_text(encoding="utf-8")
        for old, new in SETTINGS:
            assert old in text
            text = text.replace(old, new)
        settings.write_text(text + EDITORS, encoding="utf-8")

    @contextmanager
    def serving(self, due_in: timedelta) -> Iterator[Served]:
        """Serve the newsroom on a day whose letter goes out `due_in` from now."""
        with serving(self.folder, **self.surroundings(due_in)) as served:
            yield served

    def mails(self, address: str) -> list[tuple[str, str]]:
        """Return subject and text of everything that somebody got, the oldest first."""
        with self.provider.mailboxes.lock:
            found = [mail.expand() for mail in self.provider.mailboxes.mails.get(address, [])]
        return [(str(message["Subject"]), _text(message)) for message in found]

    def proof_link(self, address: str) -> str:
        """Return the link of the newest proof that somebody got."""
        *_, (_, text) = [mail for mail in self.mails(address) if mail[0].startswith("[PROOF]")]
        found = re.search(rf"{re.escape(self.url)}/proof/\S+", text)
        assert found
        return found[0]


def _text(message: Any) -> str:
    return str(message.get_body(("plain",)).get_content())
