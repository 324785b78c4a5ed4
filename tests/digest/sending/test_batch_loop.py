"""The loop that hands batches over: what is on disk when a letter leaves, and what never goes a second time."""

import sqlite3
import threading
import time
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from digest.app.container import Newsroom
from digest.delivery.batch import Batch, Recipient
from digest.delivery.in_flight import FIRST
from digest.delivery.retry import BREAKER, TransportResult, Verdict
from digest.delivery.statuses import EditionState
from digest.delivery.variant import AppealMode
from digest.errors import ClockWentBack, DigestError, EditionPaused, EditionTaken
from digest.sending.edition_control import EditionControl
from digest.storage.delivery_log import SqlDeliveryLog
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.preferences import prefer
from tests.standins.forms import join
from tests.standins.readers import populate
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import CLOSES, Interposed, Mailbox, PassingTime, RunningClock, send_edition
from tests.standins.time import SetClock

SECOND = timedelta(seconds=1)
STALE = timedelta(seconds=5)
SLACK = timedelta(seconds=60)


class Subscribers(Interposed):
    """The real door to subscribers, which leaves somebody out the first time it is asked."""

    def __init__(self, real: Any, left_out: int) -> None:
        super().__init__(real, "before", "consenting", lambda *_: None)
        self._left_out, self.asked = left_out, 0

    def consenting(
        self, edition_id: str, readers: Sequence[int], now: datetime
    ) -> tuple[list[Recipient], Mapping[int, str]]:
        self.asked += 1
        if self.asked > 1 or self._left_out not in readers:
            found: tuple[list[Recipient], Mapping[int, str]] = self._real.consenting(edition_id, readers, now)
            return found
        recipients, excluded = self._real.consenting(
            edition_id, [reader for reader in readers if reader != self._left_out], now
        )
        return recipients, {**excluded, self._left_out: "paused"}


def on_disk(newsroom: Newsroom) -> dict[int, tuple[str, int, str]]:
    """Read by a connection of its own, as another process would, the state, attempt and time of every batch."""
    with closing(sqlite3.connect(newsroom.folder / "data/digest.db", timeout=0)) as connection:
        rows = connection.execute("SELECT number, state, attempt, attempted_at FROM batch").fetchall()
    return {number: (state, attempt, at) for number, state, attempt, at in rows}


def test_the_attempt_is_committed_before_the_batch_is_handed_over(newsroom: Newsroom, readers: dict[str, int]) -> None:
    seen: list[tuple[str, int, str]] = []

    def look(batch: Batch) -> None:
        seen.append(on_disk(newsroom)[batch.number])

    report = send_edition(newsroom, Mailbox(look))
    assert seen == [("attempted", 1, NOW.isoformat())] * len(readers)
    assert report.accepted == len(readers)


def test_a_second_try_of_a_batch_is_committed_before_it_is_handed_over_too(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    clock, states = SetClock(NOW), []

    def look(batch: Batch) -> TransportResult | None:
        states.append(on_disk(newsroom)[batch.number][0])
        return TransportResult(Verdict.REPEAT, "no route") if len(states) == 1 else None

    send_edition(newsroom, Mailbox(look), 10, clock=clock, stop=PassingTime(clock))
    assert states == ["attempted"] * 3, "English readers twice, the Russian one once"


def test_nothing_is_handed_over_when_the_attempt_cannot_be_written(newsroom: Newsroom, readers: dict[str, int]) -> None:
    """As on a full disk: the database itself refuses the line, and only that one."""
    assert readers
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE UPDATE ON batch WHEN NEW.state = 'attempted' "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    mailbox = Mailbox()
    with pytest.raises(DatabaseError, match="disk is full"):
        send_edition(newsroom, mailbox, workers=3)
    assert (mailbox.batches, mailbox.got) == (0, [])
    assert {state for state, *_ in on_disk(newsroom).values()} == {"claimed"}
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    assert send_edition(newsroom, mailbox).accepted == len(readers)


@pytest.mark.slow
@pytest.mark.parametrize("damaged", [b"", b"no deflated text", zlib.compress(b"another text")])
def test_a_stored_letter_that_is_damaged_leaves_its_batch_claimed_and_nobody_uncertain(
    newsroom: Newsroom, readers: dict[str, int], damaged: bytes
) -> None:
    """A letter is read from the log when the first batch needs it, which is before the attempt."""
    whole: list[tuple[str, bytes]] = []

    def damage(*_: object) -> None:
        with newsroom.engine.begin() as connection:
            found = connection.exec_driver_sql("SELECT sha256, body FROM frozen_body").tuples().all()
            whole.extend((name, body) for name, body in found)
            connection.exec_driver_sql("UPDATE frozen_body SET body = ?", (damaged,))

    mailbox = Mailbox()
    with pytest.raises(DigestError, match="a letter of edition 2026-11-27 is damaged"):
        send_edition(newsroom, mailbox, 10, log=Interposed(newsroom.log, "after", "open", damage))
    assert (mailbox.batches, {state for state, *_ in on_disk(newsroom).values()}) == (0, {"claimed"})
    with newsroom.engine.begin() as connection:
        for name, body in whole:
            connection.exec_driver_sql("UPDATE frozen_body SET body = ? WHERE sha256 = ?", (body, name))
    report = send_edition(newsroom, mailbox, 10)
    assert (report.accepted, report.uncertain) == (len(readers), 0)


def test_nothing_is_handed_over_when_another_took_the_edition_between_claim_and_attempt(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    other = SqlDeliveryLog(newsroom.engine, newsroom.subscribers.candidates, newsroom.store.journal)
    log = Interposed(newsroom.log, "before", "attempt", lambda *_: other.acquire(EDITION, NOW, repeats=False))
    mailbox = Mailbox()
    with pytest.raises(EditionTaken):
        send_edition(newsroom, mailbox, log=log)
    assert mailbox.batches == 0


@pytest.mark.parametrize(("frozen", "posts"), [(STALE, 1), (STALE + SECOND, 0)])
def test_a_batch_whose_attempt_is_stale_is_not_posted_but_attempted_anew(
    newsroom: Newsroom, frozen: timedelta, posts: int
) -> None:
    """A process that was frozen between the two may have been replaced meanwhile."""
    join(newsroom.store, "anna@example.org", NOW)
    clock, attempts, handed = SetClock(NOW), [], []

    def freeze(*_: object) -> None:
        attempts.append(clock.time)
        if len(attempts) == 1:
            clock.time += frozen

    def note(_batch: Batch) -> None:
        handed.append(len(attempts))

    log = Interposed(newsroom.log, "after", "attempt", freeze)
    report = send_edition(newsroom, Mailbox(note), clock=clock, log=log, stop=PassingTime(clock))
    assert handed == [1 if posts else 2]
    assert report.accepted == 1


def test_who_was_left_out_of_a_batch_once_stays_out_when_it_goes_again(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    clock = SetClock(NOW)
    door = Subscribers(newsroom.subscribers, readers["anna"])
    mailbox = Mailbox(lambda _: TransportResult(Verdict.REPEAT, "no route") if mailbox.batches == 1 else None)
    report = send_edition(newsroom, mailbox, 10, clock=clock, subscribers=door, stop=PassingTime(clock))
    assert sorted(mailbox.got) == ["boris@example.org", "chloe@example.org"]
    assert (report.accepted, dict(report.excluded)) == (2, {"paused": 1})


def test_who_failed_alone_does_not_go_again_with_the_rest(newsroom: Newsroom, readers: dict[str, int]) -> None:
    fault = TransportResult(Verdict.PERMANENT, "400", failed={readers["chloe"]: "no valid address"})
    mailbox = Mailbox(lambda _: fault if mailbox.batches == 1 else None)
    report = send_edition(newsroom, mailbox, 10)
    assert sorted(mailbox.got) == ["anna@example.org", "boris@example.org"]
    assert (report.accepted, report.failed) == (2, 1)


def test_an_answer_that_names_a_reader_of_another_batch_says_nothing_about_them(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    fault = TransportResult(Verdict.PERMANENT, "400", failed={readers["anna"]: "x", readers["boris"]: "a stranger"})
    mailbox = Mailbox(lambda batch: fault if readers["anna"] in _readers(batch) else None)
    report = send_edition(newsroom, mailbox, 10)
    assert sorted(mailbox.got) == ["boris@example.org", "chloe@example.org"]
    assert (report.accepted, report.failed) == (2, 1)


def _readers(batch: Batch) -> list[int]:
    return [recipient.reader for recipient in batch.recipients]


def _mixed(newsroom: Newsroom) -> None:
    """Let three readers share a batch and like the letter in three ways."""
    join(newsroom.store, "usual@example.org", NOW)
    join(newsroom.store, "warned@mail.ru", NOW)
    plain = join(newsroom.store, "plain@example.org", NOW)
    prefer(newsroom.store, plain, "en", "", ReaderPreferences(plain=True), NOW)


def test_the_other_parts_of_a_batch_go_on_after_one_of_which_nobody_knows(newsroom: Newsroom) -> None:
    _mixed(newsroom)

    def lost(batch: Batch) -> None:
        if batch.recipients[0].options.appeal is AppealMode.SHOW and not batch.recipients[0].options.plain:
            raise ConnectionResetError

    mailbox = Mailbox(lost)
    report = send_edition(newsroom, mailbox, 10)
    assert sorted(mailbox.got) == ["plain@example.org", "warned@mail.ru"]
    assert (report.accepted, report.uncertain) == (2, 1)


@pytest.mark.parametrize("verdict", [Verdict.STOP, Verdict.REPEAT, Verdict.WAIT])
def test_the_other_parts_of_a_batch_wait_after_one_that_was_not_taken(newsroom: Newsroom, verdict: Verdict) -> None:
    _mixed(newsroom)
    mailbox = Mailbox(lambda _: TransportResult(verdict, "no"))
    with pytest.raises(EditionPaused):
        send_edition(newsroom, mailbox, 10, closes=NOW + SECOND)
    assert mailbox.batches == 1


@pytest.mark.slow
def test_while_answers_take_long_more_batches_are_under_way_than_at_first(newsroom: Newsroom) -> None:
    populate(newsroom.store, 100, NOW)
    lock, under_way = threading.Lock(), [0, 0]  # now, and the most ever

    def answer_late(_batch: Batch) -> None:
        with lock:
            under_way[0] += 1
            under_way[1] = max(under_way)
        time.sleep(0.3)
        with lock:
            under_way[0] -= 1

    report = send_edition(newsroom, Mailbox(answer_late), 1, workers=64, clock=RunningClock())
    assert report.accepted == 87
    assert FIRST < under_way[1] <= 64


@pytest.mark.parametrize("failures", [7, 8])
def test_the_breaker_waits_for_as_many_failures_as_batches_are_under_way(newsroom: Newsroom, failures: int) -> None:
    """Eight that were begun together may all go wrong for one short reason."""
    populate(newsroom.store, 100, NOW)
    heard = threading.Event()
    numbers = iter(range(100))

    def answer(_batch: Batch) -> TransportResult | None:
        if next(numbers) < failures:
            return TransportResult(Verdict.UNKNOWN, "502")
        heard.wait(timeout=20)  # the first yes comes after the last failure
        return None

    def watch(done: int, _of: int) -> None:
        if done >= failures * 5:
            heard.set()

    assert failures > BREAKER
    if failures == 8:
        with pytest.raises(EditionPaused, match="8 batches in a row"):
            send_edition(newsroom, Mailbox(answer), 5, 8, watch=watch)
    else:
        report = send_edition(newsroom, Mailbox(answer), 5, 8, watch=watch)
        assert (report.state, report.accepted + report.uncertain) == ("sent", 87)


@pytest.mark.parametrize(("moment", "letters"), [(CLOSES - SECOND, 3), (CLOSES, 0)])
def test_the_send_window_is_over_at_the_very_second_it_closes(
    newsroom: Newsroom, readers: dict[str, int], moment: datetime, letters: int
) -> None:
    mailbox, clock = Mailbox(), SetClock(moment)
    if letters:
        assert send_edition(newsroom, mailbox, clock=clock).accepted == len(readers)
    else:
        with pytest.raises(EditionPaused, match="the send window ended at"):
            send_edition(newsroom, mailbox, clock=clock)
    assert len(mailbox.got) == letters


def test_a_window_that_closes_during_the_send_leaves_the_rest_to_people(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    clock = SetClock(CLOSES - SECOND)

    def tick(_batch: Batch) -> None:
        clock.time = CLOSES

    mailbox = Mailbox(tick)
    with pytest.raises(EditionPaused, match="the send window ended at"):
        send_edition(newsroom, mailbox, clock=clock)
    assert len(mailbox.got) == 1
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).resume(EDITION)
    rest = Mailbox()
    report = send_edition(newsroom, rest, clock=clock, closes=CLOSES + timedelta(hours=1))
    assert sorted(mailbox.got + rest.got) == sorted(f"{name}@example.org" for name in readers)
    assert report.accepted == len(readers)


@pytest.mark.parametrize(("back", "stops"), [(SLACK, False), (SLACK + SECOND, True)])
def test_a_clock_may_be_corrected_by_a_minute_while_letters_leave(
    newsroom: Newsroom, readers: dict[str, int], back: timedelta, stops: bool
) -> None:
    later = NOW + timedelta(hours=1)
    clock = SetClock(later)

    def correct(_batch: Batch) -> None:
        clock.time = later - back

    mailbox = Mailbox(correct)
    if stops:
        with pytest.raises(ClockWentBack):
            send_edition(newsroom, mailbox, clock=clock)
    else:
        assert send_edition(newsroom, mailbox, clock=clock).accepted == len(readers)
    assert len(mailbox.got) == (1 if stops else len(readers))


def test_the_breaker_counts_what_goes_wrong_in_a_row_only(newsroom: Newsroom, readers: dict[str, int]) -> None:
    clock, tries = SetClock(NOW), Counter[int]()

    def hiccups(batch: Batch) -> TransportResult | None:
        tries[batch.number] += 1
        return TransportResult(Verdict.REPEAT, "no route") if tries[batch.number] < BREAKER else None

    report = send_edition(newsroom, Mailbox(hiccups), clock=clock, stop=PassingTime(clock))
    assert (report.state, report.accepted) == (EditionState.SENT, len(readers))
    assert list(tries.values()) == [BREAKER] * 3, "12 of 15 went wrong, never more than 4 in a row"


def test_nothing_new_is_begun_while_a_batch_waits_that_was_not_taken(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    clock, numbers = SetClock(NOW), []

    def once(batch: Batch) -> TransportResult | None:
        numbers.append(batch.number)
        return TransportResult(Verdict.REPEAT, "no route") if len(numbers) == 1 else None

    send_edition(newsroom, Mailbox(once), clock=clock, stop=PassingTime(clock))
    assert numbers == [1, 1, 2, 3]
    assert len(readers) == 3


def test_a_batch_that_is_answered_soon_after_the_wish_to_stop_is_accepted(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    stop, never = threading.Event(), threading.Event()

    def slow(_batch: Batch) -> None:
        stop.set()
        never.wait(timeout=0.5)

    report = send_edition(newsroom, Mailbox(slow), stop=stop)
    assert (report.accepted, report.uncertain, report.pending) == (1, 0, len(readers) - 1)


def test_a_run_that_is_stopped_while_batches_wait_for_another_try_leaves_the_edition_open(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    """All readers are in batches by then; it would look finished to whoever counts no unanswered ones."""
    stop = threading.Event()

    def no_route(_batch: Batch) -> TransportResult:
        stop.set()
        return TransportResult(Verdict.REPEAT, "no route")

    report = send_edition(newsroom, Mailbox(no_route), 10, 2, stop=stop)
    assert (report.state, report.pending) == (EditionState.SENDING, len(readers))
    report = send_edition(newsroom, Mailbox(), 10, 2)
    assert (report.state, report.accepted) == (EditionState.SENT, len(readers))
