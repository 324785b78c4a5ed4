"""The newsroom's programs in one round: started as their users start them, frozen, ended and killed at random."""

import random
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.standins.processes import DIGEST, environment, through
from tests.standins.sendgrid.server import StandIn
from tests.standins.serving import free_port

PATIENCE_SECONDS = 90


class Programs:
    """Everything that runs on one newsroom; `said` keeps all that any of it ever said, `killed` counts by program."""

    def __init__(
        self, folder: Path, standin: StandIn, arrived: Mapping[str, Sequence[float]], chance: random.Random
    ) -> None:
        port = free_port()
        self.folder, self.url, self._chance, self._arrived = folder, f"http://127.0.0.1:{port}", chance, arrived
        self._environment = environment(
            **through(standin),
            DIGEST_DELIVERY__BATCH_SIZE="4",
            DIGEST_DELIVERY__WORKERS="3",
            DIGEST_DIGEST__BASE_URL=self.url,
            DIGEST_WEB__PORT=port,
        )
        self._log: IO[str] = tempfile.TemporaryFile("w+")  # noqa: SIM115  # closed with the round
        self._server: subprocess.Popen[str] | None = None
        self.sending = False
        self.killed: Counter[str] = Counter()

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*DIGEST, *words], cwd=self.folder, env=self._environment, stdout=self._log, stderr=self._log, text=True
        )

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command to its end; return its exit code and what it printed."""
        done = subprocess.run(
            [*DIGEST, *words], cwd=self.folder, env=self._environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )  # fmt: skip
        self._log.write(done.stdout + done.stderr)
        self._log.flush()
        return done.returncode, done.stdout + done.stderr

    def kill(self, name: str, *words: str, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Start a command and kill it at a random instant: one of five is frozen and woken, one ended politely.

        `meanwhile` is called once it is under way.
        """
        self.sending = name in ("send", "settle")
        before, process = self._handed_over(), self.start(*words)
        if name == "send" and self._chance.random() < 0.8:  # amid the hand-over
            end = time.monotonic() + 20
            while self._handed_over() == before and process.poll() is None and time.monotonic() < end:
                time.sleep(0.005)
            time.sleep(self._chance.uniform(0, 0.3))
        else:
            time.sleep(self._chance.uniform(0.3, 2.5))
        meanwhile()
        manner = self._chance.random()
        if manner < 0.2:
            process.send_signal(signal.SIGSTOP)
            time.sleep(self._chance.uniform(0, 0.4))
            process.send_signal(signal.SIGCONT)
        with suppress(subprocess.TimeoutExpired):
            if manner > 0.85:
                process.terminate()
                process.wait(timeout=10)
        process.kill()
        if process.wait() == -signal.SIGKILL:
            self.killed[name] += 1
        self.sending = False

    def _handed_over(self) -> int:
        """Return how many readers the edition has reached; links and confirmations do not count."""
        return len(self._arrived)

    def serve(self) -> None:
        """Start the pages and wait until they answer."""
        self._server = self.start("serve")
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and self._server.poll() is None:
            with suppress(OSError):
                urllib.request.urlopen(f"{self.url}/health", timeout=1).close()
                return
            time.sleep(0.05)
        raise AssertionError("the server did not come up")

    def stop_serving(self, *, kill: bool) -> None:
        """End the pages, politely or not; of what was killed the schedule's own process must end by itself."""
        if self._server:
            (self._server.kill if kill else self._server.terminate)()
            self._server.wait(timeout=PATIENCE_SECONDS)
            self.killed["web"] += kill
        self._server = None

    def said(self) -> str:
        """Return everything that was said in this round; nothing more can be said."""
        with self._log as log:
            log.seek(0)
            return log.read()
