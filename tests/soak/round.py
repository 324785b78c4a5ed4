"""One round: a fresh newsroom, a plan drawn from the seed, readers leaving meanwhile, and the judgement."""

import json
import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest.app.container import Newsroom
from digest.app.paths import DATABASE
from digest.sending.delivery_events import record_events
from digest.transports.sendgrid.events import sendgrid_events
from subscribers.policy.model import Status
from subscribers.policy.tokens import Purpose, make
from subscribers.services.import_export import Evidence, import_csv
from subscribers.services.unsubscribe import unsubscribe
from tests.soak.judging import Round, findings
from tests.soak.programs import Programs
from tests.soak.visits import Visits
from tests.standins.backups import backup, restore
from tests.standins.newsroom import make_sample
from tests.standins.readers import SOURCE, WORDING, csv_lines
from tests.standins.said import for_its_readers
from tests.standins.sample import EDITION
from tests.standins.sendgrid.events import batches, event
from tests.standins.sendgrid.faults import Fault, Plan
from tests.standins.sendgrid.mail import Mail, Mailboxes
from tests.standins.sendgrid.server import StandIn

EVENTS = ("send", "send", "web", "import", "rotation", "settle", "backup", "restore", "hold")
FAULTS = {Fault.NONE: 8, Fault.DELAY: 4, Fault.LOST: 1, Fault.RESET_AFTER: 1, Fault.BAD_GATEWAY_TAKEN: 0.5}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a round ended: what was killed, what readers did, what must be nothing, what the doctor said."""

    readers: int
    plan: Sequence[str]
    killed: Counter[str]
    visits: Counter[str]
    found: dict[str, int]
    letters: int
    restored: int
    uncertain: int
    doctor: str

    @property
    def sound(self) -> bool:
        return not any(self.found.values())


class TimedMailboxes(Mailboxes):
    """Mailboxes that know when each letter of the edition came."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: dict[str, list[float]] = {}

    def deliver(self, body: dict[str, Any], message_id: str) -> list[Mail]:
        """Note the instant, then deliver."""
        mails, now = super().deliver(body, message_id), time.monotonic()
        with self.lock:
            for mail in mails:
                if mail.args.get("digest_edition") == EDITION:
                    self.arrived.setdefault(mail.address, []).append(now)
        return mails


class Hour:
    """One round's newsroom and everything that happens to it."""

    def __init__(self, folder: Path, database: Path, seed: int, standin: StandIn) -> None:
        self.chance, self.folder, self.standin, self.seed = random.Random(seed), folder, standin, seed
        self.readers = self.chance.randint(60, 300)
        make_sample(folder, database)
        with Newsroom(folder, {}) as newsroom:
            store, now = newsroom.store, datetime.now(UTC)
            for _ in import_csv(store, csv_lines(self.readers), Evidence(SOURCE, WORDING), now):
                pass
            known = dict(store.addresses([person.number for person in store.subscribers()]))
            for number in sorted(known)[: self.readers * 6 // 100]:
                unsubscribe(store, number, SOURCE, now)
            people = {person.number: person for person in store.subscribers()}
            self.tokens = {
                address: make(newsroom.store.keyring, Purpose.LETTER, bytes.fromhex(people[number].id))
                for number, address in sorted(known.items())
                if people[number].status is Status.CONFIRMED
            }
        self.confirmed = frozenset(self.tokens)
        self.gone = frozenset(known.values()) - self.confirmed
        mailboxes = standin.mailboxes
        assert isinstance(mailboxes, TimedMailboxes)
        self.programs = Programs(folder, standin, mailboxes.arrived, self.chance)
        self.kept_backup: Path | None = None
        self.restored = 0

    def live(self, plan: Sequence[str]) -> Outcome:
        """Let everything happen, bring it to its end, and judge."""
        self.programs.serve()
        visits = Visits(
            self.programs.url, self.standin, self.tokens, random.Random(self.seed), lambda: not self.programs.sending
        )
        visits.start()
        try:
            for name in plan:
                self._happen(name)
            visits.stopping.set()
            visits.join(60)
            uncertain = self._come_to_an_end()
            _, doctor = self.programs.run("doctor")
        finally:
            visits.stopping.set()
            self.programs.stop_serving(kill=False)
        mailboxes = self.standin.mailboxes
        assert isinstance(mailboxes, TimedMailboxes)
        said = self.programs.said() + (self.folder / "data/journal").read_text("utf-8", "replace")
        known = Round(visits.kept, self.confirmed, self.gone, dict(mailboxes.arrived), said)
        found = findings(self.folder, known)
        return Outcome(
            readers=self.readers,
            plan=plan,
            killed=self.programs.killed,
            visits=visits.kept.done,
            found=found,
            letters=len(mailboxes.arrived),
            restored=self.restored,
            uncertain=uncertain,
            doctor=doctor,
        )

    def _happen(self, name: str) -> None:
        programs = self.programs
        if name in ("send", "hold"):
            programs.run("resume", EDITION)
            sending = ("send", EDITION, *for_its_readers(programs.folder))
            programs.kill("send", *sending, meanwhile=self._hold if name == "hold" else lambda: None)
        elif name == "web":
            programs.stop_serving(kill=True)
            programs.serve()
        elif name == "import":
            programs.kill("import", "subscribers", "import", str(self._old_list()), "--source", "an old list", "--wording", "2026-09-01")  # fmt: skip
        elif name == "rotation":
            programs.kill("rotation", "keys", "rotate")
            programs.run("keys", "rotate")
            self.kept_backup = self._copy()  # the one before is of other keys, which a restore would need too
        elif name == "settle":
            self._events()
            programs.kill("settle", "settle", EDITION, "--send-again", "--by", "Marta", "--reason", "no event came")
        elif name == "backup" and not self.kept_backup:
            self.kept_backup = self._copy()
        elif name == "restore" and self.kept_backup:
            programs.stop_serving(kill=self.chance.random() < 0.5)
            with Newsroom(self.folder, {}) as newsroom:
                restore(newsroom, self.kept_backup)
            self.restored += 1
            programs.serve()

    def _hold(self) -> None:
        """Hold the database as another program does, for longer than whoever leaves is let wait; then let all go on."""
        with closing(sqlite3.connect(self.folder / DATABASE, timeout=30)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            time.sleep(self.chance.uniform(6, 9))
        time.sleep(self.chance.uniform(2.5, 4))

    def _copy(self) -> Path:
        with Newsroom(self.folder, {}) as newsroom:
            return backup(newsroom)

    def _old_list(self) -> Path:
        """Write a list as another program kept it: everybody, also those who left since, and some more."""
        file = self.folder.parent / "old.csv"
        more = [f"imported.{number}@example.net,en,2025-03-01T12:00:00+00:00\n" for number in range(400)]
        file.write_text("".join([*csv_lines(self.readers), *more]), encoding="utf-8")
        return file

    def _events(self) -> None:
        """Let the provider's events of all letters come, shuffled and doubled."""
        mails = [mail for mail in self.standin.mailboxes.all() if mail.args.get("digest_edition") == EDITION]
        with Newsroom(self.folder, {}) as newsroom:
            for body in batches([event(mail, "delivered") for mail in mails], self.seed):
                record_events(sendgrid_events(body) or [], newsroom.settlements, newsroom.subscribers, newsroom.mail_queue)  # fmt: skip

    def _come_to_an_end(self) -> int:
        """Send, hear of all letters, send again what nobody got; return how many were uncertain before the events."""
        self.standin.plan = Plan()
        uncertain = self._send_all()
        self._events()
        self.programs.run("settle", EDITION, "--send-again", "--by", "Marta", "--reason", "no event came")
        left = self._send_all()
        assert not left, f"{left} are uncertain after all events"
        return uncertain

    def _send_all(self) -> int:
        for _ in range(20):
            code, said = self.programs.run("send", EDITION, *for_its_readers(self.programs.folder), "--json")
            if code in (0, 3) and not json.loads(said[said.index("{") :])["pending"]:
                return int(json.loads(said[said.index("{") :])["uncertain"])
            self.programs.run("resume", EDITION)
        raise AssertionError(f"the edition does not come to its end: {said}")


def plan_of(chance: random.Random) -> list[str]:
    """Draw what happens in a round; in each something is sent, an old backup restored, and sent again."""
    return ["backup", *chance.choices(EVENTS, k=chance.randint(4, 8)), "send", "restore", "send"]


def play(folder: Path, database: Path, seed: int, plan: Sequence[str] = ()) -> Outcome:
    """Play one round in a new `folder`, which goes again when it was sound."""
    with StandIn(Plan(seed=seed, weights=FAULTS, delay_seconds=0.15)) as standin:
        standin.mailboxes = TimedMailboxes()
        outcome = Hour(folder, database, seed, standin).live(plan or plan_of(random.Random(seed)))
    if outcome.sound:
        shutil.rmtree(folder)
    return outcome
