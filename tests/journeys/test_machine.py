"""A machine of chance: sends, opt-outs, bounces, pauses, restarts and lies in any order.

What must hold, holds after every step.
"""

import shutil
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from digest.app.clock import SystemClock
from digest.app.container import Newsroom
from digest.app.paths import KEY_FILE
from digest.editing.build import Built
from digest.errors import DigestError
from digest.sending.delivery_events import record_events
from digest.sending.edition_control import EditionControl
from digest.sending.send import Pace, Sender, SendStart
from digest.transports.sendgrid.account import Account
from digest.transports.sendgrid.client import SendGrid
from digest.transports.sendgrid.events import sendgrid_events
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.key_file import create
from tests.conftest import Tell
from tests.standins.chance import rounds
from tests.standins.newspaper import SAMPLE_SITE
from tests.standins.readers import populate
from tests.standins.sample import EDITION, NOW
from tests.standins.sendgrid.events import batches, event
from tests.standins.sendgrid.faults import Fault, Plan
from tests.standins.sendgrid.server import KEY, StandIn
from tests.standins.sending import built

QUICK = [
    fault for fault in Fault if fault not in (Fault.HANG_BEFORE, Fault.HANG_AFTER, Fault.TOO_LARGE, Fault.RATE_LIMIT)
]
plans = st.lists(st.sampled_from(QUICK) | st.just(Fault.NONE), max_size=8)


class Crash(BaseException):
    """The process is gone."""


class Crashing:
    """A log whose writing of the n-th answer never happens."""

    def __init__(self, real: Any, after: int) -> None:
        self._real, self._left = real, after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if name != "receive":
            return found

        def receive(*arguments: Any) -> None:
            self._left -= 1
            if self._left <= 0:
                raise Crash
            found(*arguments)

        return receive


class Template:
    """A newsroom with thirty readers, made once and copied for each life of the machine."""

    folder: Path
    letters: Built

    @classmethod
    def make(cls, folder: Path) -> None:
        shutil.copytree(SAMPLE_SITE.parent, folder, ignore=shutil.ignore_patterns("site"))
        create(folder / KEY_FILE)
        with Newsroom(folder, {}) as newsroom:
            populate(newsroom.store, 30, NOW)
            cls.letters = built(newsroom)
        cls.folder = folder


class Machine(RuleBasedStateMachine):
    """One newsroom, one stand-in, and everything that can happen to them."""

    tried = 0

    def __init__(self) -> None:
        super().__init__()
        self.standin = StandIn(check=True)
        self.standin.__enter__()
        self.place = tempfile.TemporaryDirectory()
        self.newsroom: Any = None
        self.left_before: set[str] = set()

    @initialize()
    def begin(self) -> None:
        folder = Path(self.place.name) / "newsroom"
        shutil.copytree(Template.folder, folder)
        self.newsroom = Newsroom(folder, {})
        with self.newsroom.engine.connect() as connection:
            numbers = [row[0] for row in connection.exec_driver_sql("SELECT number FROM subscriber")]
        self.known = dict(self.newsroom.store.addresses(numbers))

    def teardown(self) -> None:
        if self.newsroom:
            self.newsroom.__exit__(None, None, None)
        self.standin.__exit__(None, None, None)
        self.place.cleanup()

    def _send(self, log: Any) -> None:
        account = Account(
            KEY, self.standin.url, "L", "friday@lantern.example", "", "https://letter.lantern.example", 0.5
        )
        transport = SendGrid(account)
        try:
            sender = Sender(
                log, self.newsroom.reports, self.newsroom.subscribers, lambda: transport, SystemClock(), Pace(4, 2)
            )
            now = datetime.now(UTC)
            start = SendStart(now, now + timedelta(hours=12))
            sender.send(Template.letters, start, threading.Event(), lambda _done, _of: None)
        except (DigestError, Crash):
            pass
        finally:
            transport.close()

    @rule(plan=plans)
    def send(self, plan: list[Fault]) -> None:
        Machine.tried += 1
        self.standin.plan = Plan(list(plan), delay_seconds=0)
        self._send(self.newsroom.log)

    @rule(plan=plans, after=st.integers(1, 4))
    def send_and_crash(self, plan: list[Fault], after: int) -> None:
        Machine.tried += 1
        self.standin.plan = Plan(list(plan), delay_seconds=0)
        self._send(Crashing(self.newsroom.log, after))

    @rule(which=st.integers(0, 29))
    def leave(self, which: int) -> None:
        number = sorted(self.known)[which % len(self.known)]
        had = set(self.standin.mailboxes.counts())
        unsubscribe(self.newsroom.store, number, "the link", datetime.now(UTC))
        if self.known[number] not in had:
            self.left_before.add(self.known[number])

    @rule(
        which=st.integers(0, 29),
        kind=st.sampled_from(["processed", "delivered", "bounce", "spamreport", "unsubscribe"]),
    )
    def event_arrives(self, which: int, kind: str) -> None:
        address = self.known[sorted(self.known)[which % len(self.known)]]
        for mail in self.standin.mailboxes.mails.get(address, []):
            (body,) = batches([event(mail, kind, type="bounce")], seed=1)
            record_events(
                sendgrid_events(body) or [],
                self.newsroom.settlements,
                self.newsroom.subscribers,
                self.newsroom.mail_queue,
            )

    @rule(word=st.sampled_from(["pause", "resume"]))
    def pause_or_resume(self, word: str) -> None:
        control = EditionControl(self.newsroom.edition_states, self.newsroom.reports, self.newsroom.withholdings)
        self._allowed(lambda: control.pause(EDITION, "x") if word == "pause" else control.resume(EDITION))

    @rule()
    def restart(self) -> None:
        folder = self.newsroom.folder
        self.newsroom.__exit__(None, None, None)
        self.newsroom = Newsroom(folder, {})

    @staticmethod
    def _allowed(act: Callable[[], object]) -> None:
        with suppress(DigestError):
            act()

    @invariant()
    def nobody_twice_and_everybody_accounted_for(self) -> None:
        if self.newsroom is None:
            return
        mailboxes = self.standin.mailboxes.counts()
        assert all(count == 1 for count in mailboxes.values())
        assert not self.left_before & set(mailboxes), "somebody who had left got it"
        report = self.newsroom.reports.report(EDITION)
        if report is None:
            assert not mailboxes
            return
        assert report.balanced
        assert report.accepted <= len(mailboxes)
        assert len(mailboxes) <= report.accepted + report.uncertain + report.refused + report.pending


@pytest.mark.slow
def test_chance_finds_no_way_to_break_a_promise(tmp_path: Path, tell: Tell) -> None:
    Template.make(tmp_path / "template")
    Machine.tried = 0
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=rounds(160, 8),
            stateful_step_count=12,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    tell(fault_plans=Machine.tried)
    assert Machine.tried >= 500
