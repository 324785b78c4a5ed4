"""A restored backup sends nothing again, and what never left is never uncertain: by exactly the readers of each post."""

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.app.container import Newsroom
from digest.app.paths import DATABASE
from digest.delivery.batch import Batch
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import EditionState, Resolution
from digest.delivery.ways_out import BEHIND
from digest.errors import EditionPaused
from digest.sending.edition_control import EditionControl
from digest.storage.attempt_journal import JournalUnwritable, pack, unpack
from digest.storage.audience import CAME_LATER
from digest.storage.delivery_log import SqlDeliveryLog
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.import_export import Evidence, import_csv
from subscribers.storage.journal_line import JournalLine
from tests.standins.backups import backup, restore
from tests.standins.forms import join
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, PassingTime, send_edition
from tests.standins.time import SetClock

READERS = 30


@pytest.fixture
def crowd(newsroom: Newsroom) -> Newsroom:
    """Two languages, so two lanes: the batches of one lie among the readers of the other."""
    rows = [f"r{one}@example.org,{'ru' if one % 3 else 'en'},2025-01-01\n" for one in range(READERS)]
    for _ in import_csv(newsroom.store, ["address,language,confirmed_at\n", *rows], Evidence("a list", "1"), NOW):
        pass
    return newsroom


def resume(newsroom: Newsroom) -> None:
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).resume(EDITION)


def addresses(batches: list[str]) -> dict[str, int]:
    return {address: batches.count(address) for address in batches}


@given(st.sets(st.integers(1, 2**40), max_size=50))
def test_readers_are_read_as_they_were_packed(readers: set[int]) -> None:
    packed = pack(sorted(readers))
    assert unpack(packed) == tuple(sorted(readers))
    assert " " not in packed


def test_a_thousand_neighbours_take_a_short_line() -> None:
    assert len(pack(range(5_000, 6_000))) < 40


def test_a_backup_of_the_night_before_sends_nothing_again(crowd: Newsroom, folder: Path) -> None:
    old, mailbox = backup(crowd), Mailbox()
    send_edition(crowd, mailbox, batch_size=7)
    restore(crowd, old)
    with Newsroom(folder, {}) as again:
        with pytest.raises(EditionPaused, match="older than its journal"):
            send_edition(again, mailbox, batch_size=7)
        report = again.reports.report(EDITION)
        assert report
        assert (report.state, report.reason, report.uncertain, report.pending) == ("paused", BEHIND, READERS, 0)
        assert report.balanced
        resume(again)
        send_edition(again, mailbox, batch_size=7)
    assert set(addresses(mailbox.got).values()) == {1}


@pytest.mark.parametrize("copied_at", [1, 2, 4])
def test_a_copy_made_in_mid_send_makes_uncertain_whom_it_does_not_know_of_and_sends_the_rest(
    crowd: Newsroom, folder: Path, copied_at: int
) -> None:
    copies: list[Path] = []
    stop = threading.Event()

    def copy(_batch: Batch) -> None:
        if mailbox.batches == copied_at:
            copies.append(backup(crowd))
        if mailbox.batches == 4:
            stop.set()

    mailbox = Mailbox(copy)
    send_edition(crowd, mailbox, batch_size=5, stop=stop)
    assert len(mailbox.got) == 20
    restore(crowd, copies[0])
    with Newsroom(folder, {}) as again:
        if copied_at < 4:
            with pytest.raises(EditionPaused, match="older than its journal"):
                send_edition(again, mailbox, batch_size=5)
            resume(again)
        report = send_edition(again, mailbox, batch_size=5)
    assert set(addresses(mailbox.got).values()) == {1}
    assert len(mailbox.got) == READERS
    assert (report.accepted, report.uncertain) == (READERS - 20 + 5 * (copied_at - 1), 20 - 5 * (copied_at - 1))
    assert report.balanced


def test_an_event_settles_what_a_restore_made_uncertain_and_a_person_the_rest(crowd: Newsroom, folder: Path) -> None:
    old = backup(crowd)
    send_edition(crowd, Mailbox(), batch_size=7)
    restore(crowd, old)
    with Newsroom(folder, {}) as again:
        with pytest.raises(EditionPaused):
            send_edition(again, Mailbox())
        assert sum(one.readers for one in again.settlements.uncertain(EDITION)) == READERS
        settled = again.settlements.decide(EDITION, Resolution.ACCEPTED, "Marta", "the ESP's own list", NOW)
        report = again.reports.report(EDITION)
    assert report
    assert (settled, report.accepted, report.uncertain) == (READERS, READERS, 0)


def test_a_kill_between_the_log_and_the_journal_stops_nobody_and_leaves_nobody_uncertain(crowd: Newsroom) -> None:
    class Dead(Exception):
        """The end of the process."""

    class Deadly:
        """A journal at whose first line about an attempt the process dies."""

        def append(self, at: str, kind: str, *words: str) -> JournalLine:
            if kind == "attempt":
                raise Dead
            return crowd.store.journal.append(at, kind, *words)

        record_applied = staticmethod(crowd.store.journal.record_applied)
        unapplied = staticmethod(crowd.store.journal.unapplied)

    mailbox = Mailbox()
    with pytest.raises(Dead):
        send_edition(crowd, mailbox, log=SqlDeliveryLog(crowd.engine, crowd.subscribers.candidates, Deadly()))
    assert mailbox.got == []
    report = send_edition(crowd, mailbox, batch_size=7)
    assert (report.state, report.accepted, report.uncertain) == ("sent", READERS, 0)


def test_a_journal_that_takes_no_line_lets_nothing_be_handed_over(crowd: Newsroom) -> None:
    class Full:
        """A journal on a full disk."""

        def append(self, at: str, kind: str, *words: str) -> JournalLine:
            if kind == "attempt":
                raise OSError(28, "No space left on device")
            return crowd.store.journal.append(at, kind, *words)

        record_applied = staticmethod(crowd.store.journal.record_applied)
        unapplied = staticmethod(crowd.store.journal.unapplied)

    mailbox = Mailbox()
    with pytest.raises(JournalUnwritable, match="No space left on device"):
        send_edition(crowd, mailbox, log=SqlDeliveryLog(crowd.engine, crowd.subscribers.candidates, Full()))
    assert mailbox.got == []
    assert send_edition(crowd, mailbox, batch_size=9).accepted == READERS


def hide_appeals(newsroom: Newsroom, name: str) -> int:
    """Let a reader have other letter options than most."""
    number = newsroom.store.number_with(f"{name}@example.org")
    stored = str(ReaderPreferences(plain=True))
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE subscriber SET preferences = ? WHERE number = ?", (stored, number))
    return number


def test_of_a_batch_in_parts_only_those_are_uncertain_whose_part_had_left(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    """The rare part goes first and its answer is lost with the process; the usual part never left."""
    assert len(readers) == 3
    rare = hide_appeals(newsroom, "anna")
    log = newsroom.log
    send = Mailbox(lambda _batch: TransportResult(Verdict.STOP, "401"))
    with pytest.raises(EditionPaused):
        send_edition(newsroom, send, batch_size=10)
    resume(newsroom)
    fence = log.acquire(EDITION, NOW, repeats=False)
    claim = log.claim(EDITION, fence, 10, NOW)
    assert claim
    assert rare in claim.readers
    log.attempt(EDITION, fence, claim, [rare], {}, NOW)
    log.acquire(EDITION, NOW, repeats=False)  # the runner died
    report = newsroom.reports.report(EDITION)
    assert report
    assert (report.uncertain, report.pending) == (1, 2)
    mailbox = Mailbox()
    report = send_edition(newsroom, mailbox, batch_size=10)
    assert (report.accepted, report.uncertain) == (2, 1)
    assert "anna@example.org" not in mailbox.got


@pytest.mark.slow
@pytest.mark.parametrize("rare", ["r1", "r4", "r8"])
def test_every_part_of_a_batch_that_a_restored_backup_forgot_is_uncertain(
    crowd: Newsroom, folder: Path, rare: str
) -> None:
    """Each part is a line of its own in the journal: the rare one lies before, amid or behind the usual one."""
    hide_appeals(crowd, rare)
    old, mailbox = backup(crowd), Mailbox()
    send_edition(crowd, mailbox, batch_size=7)
    assert mailbox.batches == 6, "one of five went in two parts"
    restore(crowd, old)
    with Newsroom(folder, {}) as again:
        with pytest.raises(EditionPaused, match="older than its journal"):
            send_edition(again, mailbox, batch_size=7)
        resume(again)
        report = send_edition(again, mailbox, batch_size=7)
        assert (report.state, report.uncertain, report.pending) == ("sent", READERS, 0)
        assert report.balanced
        assert len(mailbox.got) == READERS
        again.settlements.decide(EDITION, Resolution.SEND_AGAIN, "Marta", "nobody has it", NOW)
        report = send_edition(again, mailbox, batch_size=7)
    assert (report.state, report.accepted, report.uncertain) == ("sent", READERS, 0)


def test_a_reader_who_had_another_language_before_the_restore_is_counted_once(crowd: Newsroom, folder: Path) -> None:
    """The audience frozen anew has them in one lane, the journal in another, amid batches of the first."""
    moved = [crowd.store.number_with(f"r{one}@example.org") for one in (1, 4, 5, 28)]
    old, mailbox = backup(crowd), Mailbox()
    send_edition(crowd, mailbox, batch_size=7)
    restore(crowd, old)
    with sqlite3.connect(folder / DATABASE) as past_the_program:
        for number in moved:
            past_the_program.execute("UPDATE subscriber SET language = 'en' WHERE number = ?", (number,))
    past_the_program.close()
    with Newsroom(folder, {}) as again:
        with pytest.raises(EditionPaused):
            send_edition(again, mailbox, batch_size=7)
        resume(again)
        report = send_edition(again, mailbox, batch_size=7)
    assert (report.state, report.uncertain, report.pending) == ("sent", READERS, 0)
    assert report.balanced


@pytest.mark.parametrize("part", [1, 2])
def test_a_copy_made_while_a_part_of_a_batch_was_on_its_way_makes_every_part_uncertain(
    newsroom: Newsroom, folder: Path, part: int
) -> None:
    for one in range(8):
        join(newsroom.store, f"r{one}@example.org", NOW)
    hide_appeals(newsroom, "r3")
    copies: list[Path] = []

    def copy(_batch: Batch) -> None:
        if mailbox.batches == part:
            copies.append(backup(newsroom))

    mailbox = Mailbox(copy)
    send_edition(newsroom, mailbox, batch_size=8)
    restore(newsroom, copies[0])
    with Newsroom(folder, {}) as again:
        with again.engine.begin() as connection:  # the runner in the copy is another process, and dead
            connection.exec_driver_sql("UPDATE edition SET runner = NULL, lease_until = NULL")
        with suppress(EditionPaused):
            send_edition(again, mailbox, batch_size=8)
        if part == 1:  # the journal knows a part that the copy does not
            resume(again)
        report = send_edition(again, mailbox, batch_size=8)
    assert set(addresses(mailbox.got).values()) == {1}
    assert (report.state, report.accepted, report.uncertain) == ("sent", part - 1, 9 - part)
    assert report.balanced


@pytest.mark.slow
@pytest.mark.parametrize("copied_at", [0, 2])
def test_whoever_stands_between_the_batches_that_a_restored_backup_forgot_gets_the_letter(
    crowd: Newsroom, folder: Path, copied_at: int
) -> None:
    """Left out when it was sent, on the list now: between two batches, in the midst of one, and before the first."""
    between = [crowd.store.number_with(f"r{one}@example.org") for one in (0, 1, 2, 11, 12, 13, 14, 15, 25)]
    left_out = "UPDATE subscriber SET paused_until = ? WHERE number IN (SELECT value FROM json_each(?))"
    copies, now = [backup(crowd)], f"{NOW:%Y}-12-31T00:00:00+00:00"
    with crowd.engine.begin() as connection:
        connection.exec_driver_sql(left_out, (now, str(between)))

    def copy(_batch: Batch) -> None:
        if mailbox.batches == copied_at:
            copies.append(backup(crowd))

    mailbox = Mailbox(copy)
    send_edition(crowd, mailbox, batch_size=3)
    assert len(mailbox.got) == READERS - len(between)
    restore(crowd, copies[-1])
    with Newsroom(folder, {}) as again:
        with pytest.raises(EditionPaused):
            send_edition(again, mailbox, batch_size=3)
        resume(again)
        report = send_edition(again, mailbox, batch_size=3)
    assert (report.state, report.pending) == ("sent", 0)
    assert report.balanced
    assert set(addresses(mailbox.got).values()) == {1}
    assert len(mailbox.got) == (READERS if copied_at == 0 else READERS - len(between))


def test_where_a_repeat_does_no_harm_a_dead_runners_batch_goes_again(crowd: Newsroom) -> None:
    class Folder(Mailbox):
        """A transport that may be given the same batch twice."""

        repeats = True

    with pytest.raises(EditionPaused):
        send_edition(crowd, Mailbox(lambda _batch: TransportResult(Verdict.STOP, "401")), batch_size=10)
    resume(crowd)
    fence = crowd.log.acquire(EDITION, NOW, repeats=True)
    claim = crowd.log.claim(EDITION, fence, 10, NOW)
    assert claim
    crowd.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    report = send_edition(crowd, Folder(), batch_size=10)
    assert (report.state, report.accepted, report.uncertain) == ("sent", READERS, 0)


def test_what_a_dead_runner_handed_over_of_a_cancelled_edition_is_uncertain_and_not_called_cancelled(
    crowd: Newsroom, folder: Path
) -> None:
    with pytest.raises(EditionPaused):
        send_edition(crowd, Mailbox(lambda _batch: TransportResult(Verdict.STOP, "401")), batch_size=10)
    resume(crowd)
    fence = crowd.log.acquire(EDITION, NOW, repeats=False)
    claim = crowd.log.claim(EDITION, fence, 10, NOW)
    assert claim
    crowd.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    EditionControl(crowd.edition_states, crowd.reports, crowd.withholdings).cancel(EDITION, "a mistake")
    with crowd.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE edition SET runner = NULL")
    with Newsroom(folder, {}) as again:
        assert again.store.journal.file.names()
        report = again.reports.report(EDITION)
    assert report
    assert (report.state, report.uncertain, report.excluded["cancelled"]) == ("cancelled", 10, READERS - 10)


def test_settling_single_readers_of_an_answered_batch_changes_nobody_else(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    """A rare part of which nobody heard, then the usual one that was taken; only the rare one goes again."""
    assert len(readers) == 3
    hide_appeals(newsroom, "anna")

    def silent_first(_batch: Batch) -> TransportResult | None:
        return TransportResult(Verdict.UNKNOWN, "502") if mailbox.batches == 1 else None

    mailbox = Mailbox(silent_first)
    report = send_edition(newsroom, mailbox, batch_size=10)
    assert (report.accepted, report.uncertain) == (2, 1)
    assert [one.readers for one in newsroom.settlements.uncertain(EDITION)] == [1]
    assert newsroom.settlements.decide(EDITION, Resolution.SEND_AGAIN, "Marta", "a talk on the phone", NOW) == 1
    report = send_edition(newsroom, mailbox, batch_size=10)
    assert (report.state, report.accepted, report.uncertain) == (EditionState.SENT, 3, 0)
    assert sorted(mailbox.got) == ["anna@example.org", "boris@example.org", "chloe@example.org"]


def test_whoever_was_heard_of_between_two_tries_is_not_handed_over_again(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    def lost_then_refused_for_now(batch: Batch) -> TransportResult | None:
        if readers["anna"] not in [one.reader for one in batch.recipients]:
            return None
        tried.append(batch.number)
        if len(tried) == 1:
            return TransportResult(Verdict.UNKNOWN, "502")
        newsroom.settlements.record([DeliveryEvent("1", EDITION, readers["anna"], Kind.DELIVERED, NOW)])
        return TransportResult(Verdict.REPEAT, "no route")

    mailbox, clock, tried = Mailbox(lost_then_refused_for_now), SetClock(NOW), list[int]()
    send_edition(newsroom, mailbox, batch_size=10)
    newsroom.settlements.decide(EDITION, Resolution.SEND_AGAIN, "Marta", "a talk on the phone", NOW)
    report = send_edition(newsroom, mailbox, batch_size=10, clock=clock, stop=PassingTime(clock))
    assert (report.accepted, report.uncertain) == (3, 0)
    assert sorted(mailbox.got) == ["boris@example.org", "chloe@example.org"], "the event says that Anna has it"


def test_whoever_comes_after_a_restore_gets_no_second_letter_of_an_edition_that_it_forgot(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    """The backup lost them with their numbers: under new ones nobody can tell whether they were handed over."""
    old, again = backup(newsroom), ["dora@example.org", "emil@example.org"]
    for address in again:
        join(newsroom.store, address, NOW)
    first, second = Mailbox(), Mailbox()
    send_edition(newsroom, first)
    assert len(first.got) == len(readers) + 2
    restore(newsroom, old)
    with Newsroom(folder, {}) as opened:
        for address in reversed(again):
            join(opened.store, address, NOW)
    with Newsroom(folder, {}) as opened:
        with pytest.raises(EditionPaused):
            send_edition(opened, second)
        EditionControl(opened.edition_states, opened.reports, opened.withholdings).resume(EDITION)
        send_edition(opened, second)
        report = opened.reports.report(EDITION)
        assert report
        assert (report.uncertain, report.accepted, report.excluded) == (len(readers), 0, {CAME_LATER: 2})
        assert report.balanced
        assert second.got == []
