"""The send loop end to end against the bare client, against the loop everybody writes, and what the log costs."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sendgrid as vendor
from sendgrid.helpers.mail import Content, From, Mail, Personalization, Substitution, To

from digest.app.clock import SystemClock
from digest.app.container import Newsroom
from digest.app.paths import KEY_FILE
from digest.app.services import Services
from digest.delivery.batch import Attempt, Batch, Claim, Recipient
from digest.delivery.retry import Verdict
from digest.editing.build import Built
from digest.sending.send import Pace, Sender, SendStart
from digest.transports.null import NullTransport
from digest.transports.sendgrid.account import Account
from digest.transports.sendgrid.body import batch_body, letter_json
from digest.transports.sendgrid.client import SendGrid
from subscribers.services.import_export import Evidence, import_csv
from subscribers.storage.key_file import create
from tests.benchmarks.measure import Line
from tests.standins.newspaper import SAMPLE_SITE
from tests.standins.readers import csv_lines
from tests.standins.sendgrid.server import KEY

EDITION = "2026-11-27"
READERS = 50_000


def lines() -> Iterator[Line]:
    """Measure and yield the lines about sending."""
    with tempfile.TemporaryDirectory() as name, one_core():
        folder = Path(name)
        with many_readers(folder, READERS) as newsroom:
            built = _built(newsroom)
            recipients, _ = newsroom.subscribers.consenting(EDITION, range(1, 1_001), datetime.now(UTC))
            with sink() as url:
                pairs = [
                    (_bare(url, built, recipients, READERS), loop(newsroom, built, SendGrid(account(url))))
                    for _ in range(3)
                ]
                ready, ours = (min(times) for times in zip(*pairs, strict=True))
                yield Line(
                    "readers a second, send loop end to end over http, one core for us",
                    READERS / ours,
                    "/s",
                    25_000,
                    at_least=True,
                )
                yield Line("send loop / the same client posting ready-made bodies", ours / ready, "x", 3)
            plain = _best(lambda: loop(newsroom, built, NullTransport()))
            silent = _best(lambda: loop(newsroom, built, NullTransport(), silent=True))
            yield Line("time the log adds to the loop, as a share of it", (plain - silent) / ours, "", 0.25)
            with sink(https=folder) as url:
                ours = _best(lambda: loop(newsroom, built, SendGrid(account(url), tls=_trusting(folder))))
                theirs = _best(lambda: _everybodys_loop(url, folder, built, recipients, READERS // 5) * 5)
                yield Line(
                    "rate over https / that of the Mail helper with the stock client, 1,000 a call",
                    theirs / ours,
                    "x",
                    1.7,
                    at_least=True,
                )
            wide, narrow = (len(_body(Batch(EDITION, 1, 1, built.letters[0], recipients[:n]))) for n in (1_000, 1))
            yield Line("bytes on the wire per reader beyond the one body", (wide - narrow) / 999, "B", 350)


def _body(batch: Batch) -> bytes:
    ours = account("https://api.sendgrid.com")
    return batch_body(letter_json(batch.letter, ours, sandbox=False), batch, ours.base_url)


def account(url: str) -> Account:
    return Account(KEY, url, "The Lantern", "friday@lantern.example", "", "https://letter.lantern.example")


def _trusting(folder: Path) -> Any:
    import ssl

    return ssl.create_default_context(cafile=str(folder / "authority.pem"))


@contextmanager
def many_readers(folder: Path, count: int) -> Iterator[Newsroom]:
    shutil.copytree(SAMPLE_SITE.parent, folder, dirs_exist_ok=True)
    create(folder / KEY_FILE)
    with Newsroom(folder, {}) as newsroom:
        for _ in import_csv(newsroom.store, csv_lines(count), Evidence("bench", "1"), datetime.now(UTC)):
            pass
        yield newsroom


def _built(newsroom: Newsroom) -> Built:
    built = Services(newsroom).assessor().assess(EDITION).passed()
    return replace(built, letters=built.letters[:1])  # one language, so that batches are full


@contextmanager
def sink(https: Path | None = None, latency: float = 0) -> Iterator[str]:
    """Run the stand-in without validation in a process of its own."""
    code = (
        "import gc, sys; gc.disable(); from pathlib import Path; from tests.standins.sendgrid import authority; "
        "from tests.standins.sendgrid.server import StandIn\n"
        "tls = authority.make(Path(sys.argv[1]))[1] if sys.argv[1] else None\n"
        "with StandIn(tls=tls, check=False, latency_seconds=float(sys.argv[2])) as standin:\n"
        "    print(standin.url, flush=True); sys.stdin.read()\n"
    )
    command = [
        "taskset",
        "-c",
        str((os.cpu_count() or 1) - 1),
        sys.executable,
        "-c",
        code,
        str(https or ""),
        str(latency),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.kill()


def _best(measure: Callable[[], float]) -> float:
    """Return the best of three, which is the one that nothing else disturbed."""
    return min(measure() for _ in range(3))


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process on one core; the stand-in takes another one."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


class _Silent:
    """A log that reads and claims, and writes nothing afterwards."""

    def __init__(self, real: Any, readers: int) -> None:
        self._real, self._next, self._readers = real, 0, readers

    def open(self, *arguments: Any) -> None:
        self._real.open(*arguments)

    def acquire(self, *arguments: Any, **named: Any) -> int:
        return int(self._real.acquire(*arguments, **named))

    def claim(self, _edition: str, fence: int, size: int, _now: datetime) -> Claim | None:
        first = self._next * size + 1
        self._next += 1
        return (
            Claim(self._next, fence, "en", range(first, min(first + size, self._readers + 1)))
            if first <= self._readers
            else None
        )

    def attempt(self, _edition: str, _fence: int, claim: Claim, *rest: Any) -> Attempt:
        return Attempt(claim, rest[-1])

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_: None


def loop(
    newsroom: Newsroom,
    built: Built,
    transport: Any,
    workers: int = 3,
    silent: bool = False,
    wave_of: Callable[[str], int] | None = None,
) -> float:
    """Send the whole edition once and forget it again; return the seconds, freezing included.

    All waves have come.
    """
    log: Any = _Silent(newsroom.log, READERS) if silent else newsroom.log
    begin, now = time.perf_counter(), datetime.now(UTC)
    pace, start = Pace(1_000, workers), SendStart(now - timedelta(days=1), now + timedelta(hours=12), wave_of)
    sender = Sender(log, newsroom.reports, newsroom.subscribers, lambda: transport, SystemClock(), pace)
    sender.send(built, start, threading.Event(), lambda _done, _of: None)
    took = time.perf_counter() - begin
    report = newsroom.reports.report(EDITION)
    if not silent and (report is None or report.accepted != report.recipients or report.recipients < READERS):
        raise RuntimeError(f"the bench did not reach everybody: {report}")
    with newsroom.engine.begin() as connection:
        for table in (
            "outcome",
            "batch",
            "recipient",
            "sent_page",
            "frozen_letter",
            "frozen_edition",
            "frozen_body",
            "edition",
        ):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    newsroom.log._numbers.clear()
    newsroom.log._lanes.clear()
    return took


def _bare(url: str, built: Built, recipients: Sequence[Recipient], readers: int) -> float:
    """Post ready-made bodies with our own client, as many at once as the loop."""
    transport = SendGrid(account(url))
    batch = Batch(EDITION, 1, 1, built.letters[0], recipients)
    transport.hand_over(batch)
    body = _body(batch)
    left = [readers // 1_000]
    lock = threading.Lock()

    def work() -> None:
        transport.hand_over(batch)
        while True:
            with lock:
                if not left[0]:
                    return
                left[0] -= 1
            if transport._post(body, recipients).verdict is not Verdict.ACCEPTED:
                raise RuntimeError("the sink refused a body")

    begin = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def _everybodys_loop(url: str, folder: Path, built: Built, recipients: Sequence[Recipient], readers: int) -> float:
    """The loop everybody writes.

    Run in a process of its own because the stock client trusts only what the environment says.
    """
    letter = built.letters[0]
    job = folder / "job.json"
    job.write_text(
        json.dumps(
            {
                "url": url,
                "subject": letter.subject,
                "text": letter.text,
                "html": letter.html,
                "to": [r.address for r in recipients],
            }
        )
    )
    code = "import sys; from tests.benchmarks.sending import everybody; print(everybody(sys.argv[1], int(sys.argv[2])))"
    environment = {"SSL_CERT_FILE": str(folder / "authority.pem"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(job), str(readers)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


def everybody(job_file: str, readers: int) -> float:
    """Send with the Mail helper and the stock client, 1,000 a call; return the seconds."""
    job = json.loads(Path(job_file).read_text())
    client = vendor.SendGridAPIClient(KEY, host=job["url"])
    begin = time.perf_counter()
    for _ in range(readers // 1_000):
        mail = Mail(From("friday@lantern.example", "The Lantern"), subject=job["subject"])
        mail.add_content(Content("text/plain", job["text"]))
        mail.add_content(Content("text/html", job["html"]))
        for address in job["to"]:
            personalization = Personalization()
            personalization.add_to(To(address))
            personalization.add_substitution(Substitution("~reader~", "x" * 39))
            mail.add_personalization(personalization)
        client.send(mail)
    return time.perf_counter() - begin
