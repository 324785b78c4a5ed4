"""Every way out of the batch loop leaves the edition as the table says, its counts add up and nobody has it twice."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.delivery.batch import Batch
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import Status
from digest.delivery.ways_out import WAYS_OUT, WayOut
from digest.errors import DigestError
from digest.sending.edition_control import EditionControl
from subscribers.errors import SubscribersError
from tests.standins.backups import backup, restore
from tests.standins.forms import join
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, PassingTime, send_edition
from tests.standins.time import SetClock


class Dead(BaseException):
    """What ends a thread, or a process."""


class Scene:
    """A newsroom with three readers in batches of one; at the second batch happens what the way out begins with."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom, self.clock, self.stop = newsroom, SetClock(NOW), threading.Event()
        self.control = EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings)

    def run(self, way: WayOut) -> Mailbox:
        def answer(batch: Batch) -> TransportResult | None:
            if way is WayOut.WORKER_DIED and batch.number == 2:
                raise Dead
            if way is WayOut.BREAKER or batch.number == 2:
                return self._answers().get(way, lambda: None)()
            return None

        mailbox = Mailbox(answer)
        stop = PassingTime(self.clock) if way is WayOut.TRIED_OFTEN else self.stop
        with suppress(DigestError, SubscribersError):
            send_edition(self.newsroom, mailbox, clock=self.clock, stop=stop)
        return mailbox

    def _answers(self) -> dict[WayOut, Callable[[], TransportResult | None]]:
        return {
            WayOut.ASKED_TO_STOP: self.stop.set,
            WayOut.REFUSED: lambda: TransportResult(Verdict.STOP, "401"),
            WayOut.WINDOW_ENDED: lambda: TransportResult(Verdict.WAIT, "429", NOW + timedelta(days=1)),
            WayOut.BREAKER: lambda: TransportResult(Verdict.UNKNOWN, "502"),
            WayOut.TRIED_OFTEN: lambda: TransportResult(Verdict.REPEAT, "no route"),
            WayOut.PAUSED: self._pause,
            WayOut.CANCELLED: self._cancel,
            WayOut.TAKEN_OVER: self._take_over,
            WayOut.CLOCK_WENT_BACK: self._set_clock_back,
            WayOut.HEARD: self._hear,
            WayOut.LOG_UNWRITABLE: (self.newsroom.folder / JOURNAL).unlink,
        }

    def _pause(self) -> None:
        self.control.pause(EDITION, "a typo")

    def _cancel(self) -> None:
        self.control.cancel(EDITION, "a mistake")

    def _take_over(self) -> None:
        with self.newsroom.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE edition SET fence = fence + 1")

    def _hear(self) -> None:
        last = max(reader.number for reader in self.newsroom.store.subscribers())
        self.newsroom.settlements.record([DeliveryEvent("1", EDITION, last, Kind.DELIVERED, NOW)])

    def _set_clock_back(self) -> None:
        self.clock.time -= timedelta(hours=1)


def test_operators_read_the_same_table() -> None:
    text = (Path(__file__).parents[3] / "docs/operators.md").read_text(encoding="utf-8")
    rows = text.partition("| a run ends because |")[2].partition("\n\n")[0].splitlines()[2:]
    told = [f"| {way} | {left.edition} | {left.under_way} |" for way, left in WAYS_OUT.items()]
    assert rows == told
    assert set(WAYS_OUT) == set(WayOut)


@pytest.mark.slow
@pytest.mark.parametrize("way", [way for way in WayOut if way not in {WayOut.KILLED, WayOut.RESTORED}])
def test_each_way_out_leaves_the_edition_as_the_table_says(
    newsroom: Newsroom, readers: dict[str, int], way: WayOut
) -> None:
    extra = [f"r{one}@example.org" for one in range(6)]  # enough for a breaker
    for address in extra:
        join(newsroom.store, address, NOW)
    mailbox = Scene(newsroom).run(way)
    report = newsroom.reports.report(EDITION)
    assert report
    assert report.state is WAYS_OUT[way].edition
    assert report.balanced
    assert len(set(mailbox.got)) == len(mailbox.got)
    assert report.accepted >= len(mailbox.got) - 1, "what was answered is written"
    assert report.audience == len(readers) + len(extra)
    if WAYS_OUT[way].under_way is Status.ACCEPTED:
        assert report.accepted == report.audience


def test_the_killed_and_the_restored_leave_what_the_table_says(newsroom: Newsroom, readers: dict[str, int]) -> None:
    scene, old = Scene(newsroom), backup(newsroom)
    scene.run(WayOut.ASKED_TO_STOP)
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    claim = newsroom.log.claim(EDITION, fence, 1, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    newsroom.log.acquire(EDITION, NOW, repeats=False)
    report = newsroom.reports.report(EDITION)
    assert report
    assert (report.state, report.uncertain) == (WAYS_OUT[WayOut.KILLED].edition, 1)
    restore(newsroom, old)
    with Newsroom(newsroom.folder, {}) as again:
        with suppress(DigestError):
            send_edition(again, Mailbox())
        report = again.reports.report(EDITION)
    assert report
    assert (report.state, report.uncertain) == (WAYS_OUT[WayOut.RESTORED].edition, len(readers))
