"""Another journal in the place of a lost one: what can still be read of the old one is done, and none of it hidden."""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.app.upkeep import Upkeep
from digest.delivery.mail import TransactionalMail
from digest.delivery.retry import TransportResult
from digest.mailing.mail_queue import deliver_due
from digest.storage.forgotten_editions import forgotten_editions
from subscribers.policy.model import Status, SuppressionReason
from subscribers.services.audience import consenting
from subscribers.services.consent_audit import audit_consent, record_log_head
from subscribers.services.journal_replay import JournalTail
from subscribers.services.new_journal import begin_new_journal, withdraw_in_advance
from subscribers.services.preferences import pause
from subscribers.services.suppression import suppress, unsuppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.journal_file import JournalFile, JournalLost
from subscribers.storage.noted_heads import BROKEN, HEAD, older_records
from subscribers.storage.timestamps import timestamp
from tests.standins.backups import backup, restore
from tests.standins.batches import MAIL
from tests.standins.forms import join
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import SetClock
from tests.standins.transports import FakeTransport

pytestmark = pytest.mark.slow


GARBAGE = b"\x00\xff of a bad disk\n"


@contextmanager
def held_by_another(newsroom: Newsroom) -> Iterator[None]:
    """Let nobody write into the database; whoever tries hears it at once, and not after two seconds as in real life."""

    def refuse(connection: Connection) -> None:
        if not connection.get_execution_options().get("reading", False):
            raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))

    event.listen(newsroom.store.engine, "begin", refuse, insert=True)
    try:
        yield
    finally:
        event.remove(newsroom.store.engine, "begin", refuse)


def leave_while_another_holds_the_database(newsroom: Newsroom, number: int) -> None:
    """Leave; only the journal knows it."""
    with held_by_another(newsroom):
        unsubscribe(newsroom.store, number, "x", NOW)
    assert newsroom.store.get(number)[0].status is Status.CONFIRMED


def begin_another(folder: Path) -> tuple[int, int]:
    """Begin another journal; return how many lines were done first, and how many nobody could read."""
    with Newsroom(folder, {}) as again:
        _, read, applied = Upkeep(again).begin_new_journal("the disk broke")
    return applied, read.damaged


def mailed(folder: Path) -> list[str]:
    with Newsroom(folder, {}) as again:
        mailbox = Mailbox()
        send_edition(again, mailbox)
        return sorted(mailbox.got)


def _behind(lines: list[bytes]) -> list[bytes]:
    return [*lines, GARBAGE]


def _before(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-2], lines[-2].replace(b" pause ", b" pauze "), lines[-1]]


def _first(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b" journal ", b" jour-al "), *lines[1:]]


def _torn(lines: list[bytes]) -> list[bytes]:
    return [lines[0], b"\x00" * 9_000 + lines[1][-9:], *lines[2:]]


def _cut(lines: list[bytes]) -> list[bytes]:
    return [lines[0], *lines[3:]]


def _link(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-2], lines[-2].replace(lines[-2][:4], b"good"), lines[-1]]


def _longer(lines: list[bytes]) -> list[bytes]:
    return [lines[0], GARBAGE * 300, *lines[1:]]


@pytest.mark.parametrize(
    ("damage", "lost"), [(_behind, 1), (_before, 0), (_first, 0), (_torn, 0), (_cut, 0), (_longer, 0), (_link, 1)]
)
def test_a_wish_that_only_a_damaged_journal_holds_counts(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], damage: Callable[[list[bytes]], list[bytes]], lost: int
) -> None:
    pause(newsroom.store, readers["chloe"], 2, NOW)
    pause(newsroom.store, readers["chloe"], 0, NOW)
    pause(newsroom.store, readers["chloe"], 0, NOW)  # so that the last of them can be damaged
    leave_while_another_holds_the_database(newsroom, readers["anna"])
    file = folder / JOURNAL
    file.write_bytes(b"".join(damage(file.read_bytes().splitlines(keepends=True))))
    applied, damaged = begin_another(folder)
    assert (damaged, applied) == (lost, 3 if damage is _link else 1), (
        "where the place itself is damaged, all is done again"
    )
    assert mailed(folder) == ["boris@example.org", "chloe@example.org"], "and a pause that ended is not begun again"


def test_a_wish_written_behind_the_damage_counts(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    with (folder / JOURNAL).open("ab") as file:
        file.write(GARBAGE)
    leave_while_another_holds_the_database(newsroom, readers["anna"])
    assert begin_another(folder) == (1, 1)
    assert mailed(folder) == ["boris@example.org", "chloe@example.org"]


def test_of_another_newsrooms_journal_nothing_counts_but_withdrawals_of_readers_one_has(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    ids = {name: newsroom.store.get(number)[0].id for name, number in readers.items()}
    (folder / JOURNAL).unlink()
    lines = [
        f"unsubscribe {ids['anna']}",
        f"unsubscribe {'00' * 12}",
        f"pause {ids['boris']} 2027-01-01T00:00:00+00:00",
    ]
    newsroom.store.journal.file.begin(timestamp(NOW), [f"{timestamp(NOW)} {line}" for line in lines])
    assert begin_another(folder) == (0, 0)
    assert mailed(folder) == ["boris@example.org", "chloe@example.org"]


def test_what_was_handed_over_by_a_database_that_is_gone_is_uncertain(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old = backup(newsroom)
    sent = Mailbox()
    send_edition(newsroom, sent)
    restore(newsroom, old)
    with (folder / JOURNAL).open("ab") as file:
        file.write(GARBAGE)
    begin_another(folder)
    with Newsroom(folder, {}) as again:
        assert list(forgotten_editions(again.engine)) == [EDITION]
    assert len(sent.got) == len(readers)


def test_a_backup_from_before_another_journal_was_begun_forgets_nothing_either(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old, sent = backup(newsroom), Mailbox()
    pause(newsroom.store, readers["chloe"], 2, NOW)
    send_edition(newsroom, sent)
    pause(newsroom.store, readers["chloe"], 0, NOW)
    assert begin_another(folder) == (0, 0)
    with Newsroom(folder, {}) as again:
        pause(again.store, readers["boris"], 2, NOW)
    assert begin_another(folder) == (0, 0)
    leave_while_another_holds_the_database(newsroom, readers["anna"])
    restore(newsroom, old)
    with Newsroom(folder, {}) as again, pytest.raises(JournalLost, match="is not the journal of this database"):
        _ = again.store
    begin_another(folder)
    with Newsroom(folder, {}) as again:
        assert list(forgotten_editions(again.engine)) == [EDITION]
        willing, others = consenting(again.store, sorted(readers.values()), NOW)
        assert (willing.numbers, set(others)) == ([readers["chloe"]], {readers["anna"], readers["boris"]})
    assert sent.got == ["anna@example.org", "boris@example.org"]


class Interrupted(Exception):
    """The program was ended at this point."""


class Ending(JournalFile):
    """A file behind whose beginning the program ends."""

    def replace(self, at: str, earlier: Sequence[str], kept: str) -> Path:
        super().replace(at, earlier, kept)
        raise Interrupted


@pytest.mark.parametrize("ended_in", ["the file", "the database"])
def test_ended_in_between_it_is_run_again_and_nothing_is_lost(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], ended_in: str
) -> None:
    leave_while_another_holds_the_database(newsroom, readers["anna"])
    with (folder / JOURNAL).open("ab") as file:
        file.write(GARBAGE)

    def give_up(_connection: Connection) -> None:
        raise Interrupted

    if ended_in == "the file":
        newsroom.store.journal.file = Ending(folder / JOURNAL)
    with pytest.raises(Interrupted):
        begin_new_journal(newsroom.store, {}, give_up, NOW)
    with Newsroom(folder, {}) as again, pytest.raises(JournalLost):
        _ = again.store
    for _ in range(2):
        begin_another(folder)
    kept = len(list((folder / JOURNAL).parent.glob("journal-*")))
    assert kept == 3, "each under a name of its own, within the same second, too"
    assert mailed(folder) == ["boris@example.org", "chloe@example.org"]


def test_whoever_waits_for_the_old_one_writes_into_the_new_one(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    journal = newsroom.store.journal.file
    waits = threading.Thread(target=unsubscribe, args=(newsroom.store, readers["anna"], "x", NOW))
    with journal.held():
        waits.start()
        newsroom.store.journal.begin_another(timestamp(NOW), [])
    waits.join()
    assert [line.kind for line in journal.lines()] == ["journal", "unsubscribe"]
    begin_another(folder)
    assert mailed(folder) == ["boris@example.org", "chloe@example.org"]


def test_a_mail_on_its_way_while_another_journal_is_begun_does_not_count_as_a_line_of_that_one(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    for number in readers.values():  # so that the old place lies far behind the end of the new journal
        pause(newsroom.store, number, 2, NOW)

    class Slow(FakeTransport):
        def send_mail(self, mail: TransactionalMail, /) -> TransportResult:
            begin_another(folder)
            return super().send_mail(mail)

    newsroom.mail_queue.enqueue("k", [MAIL], NOW, NOW + timedelta(days=1))
    deliver_due(newsroom.mail_queue, Slow(), SetClock(NOW))
    with Newsroom(folder, {}) as again, again.store.reading.connect() as connection:
        assert again.store.journal.unapplied(connection) == []


def test_a_batch_on_its_way_while_another_journal_is_begun_is_uncertain_and_readers_who_leave_then_stay_gone(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    tail = JournalTail(newsroom.store)
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    tail.catch_up()
    begin_another(folder)
    leave_while_another_holds_the_database(newsroom, readers["boris"])
    tail.catch_up()
    assert consenting(newsroom.store, sorted(readers.values()), NOW)[0].numbers == [readers["chloe"]]


@pytest.mark.parametrize("noticed", [True, False])
def test_another_journal_does_not_hide_a_restore(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], noticed: bool
) -> None:
    old = backup(newsroom)
    join(newsroom.store, "late@example.org", NOW)
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    record_log_head(newsroom.store, NOW)
    restore(newsroom, old)
    if noticed:
        with Newsroom(folder, {}) as again:
            _ = again.store
    for _ in range(3):
        begin_another(folder)
        with Newsroom(folder, {}) as again:
            found = audit_consent(again.store)
            assert [(one.records, one.lost) for one in found.restores] == [(6, 2)]
            assert found.log.faults == ()


def test_an_old_journal_put_in_the_place_of_the_newest_sends_nothing_again(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old, sent = backup(newsroom), Mailbox()
    with Newsroom(folder, {}) as again:
        kept = Upkeep(again).begin_new_journal("to be safe").kept
    with Newsroom(folder, {}) as again:
        send_edition(again, sent)
    restore(newsroom, old)
    for _ in range(2):
        with Newsroom(folder, {}) as again, pytest.raises(JournalLost, match=r"another one was begun since the backup"):
            _ = again.store
        kept = kept.rename(folder / "elsewhere")  # the newest one names it, too
    newest = (folder / JOURNAL).read_bytes()
    shutil.copy(kept, folder / JOURNAL)
    with Newsroom(folder, {}) as again, pytest.raises(JournalLost, match=r"is an old one, .* put that one back"):
        _ = again.store
    (folder / JOURNAL).with_name("journal-found").write_bytes(newest)
    begin_another(folder)
    with Newsroom(folder, {}) as again:
        assert list(forgotten_editions(again.engine)) == [EDITION]
    assert len(sent.got) == len(readers)


def leave_twice(newsroom: Newsroom, number: int, at: datetime) -> None:
    """Click twice while another program holds the database, so that two lines tell of one withdrawal."""
    with held_by_another(newsroom):
        for seconds in range(2):
            unsubscribe(newsroom.store, number, "x", at + timedelta(seconds=seconds))


def test_whoever_clicked_twice_and_came_back_stays(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    leave_twice(newsroom, readers["anna"], NOW + timedelta(days=2))
    with Newsroom(folder, {}) as again:
        assert again.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED
        assert join(again.store, "anna@example.org", NOW + timedelta(days=5)) == readers["anna"]
    begin_another(folder)
    assert mailed(folder) == ["anna@example.org", "boris@example.org", "chloe@example.org"]


def test_whoever_came_back_stays_also_where_nobody_can_tell_what_was_done(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old = backup(newsroom)
    unsubscribe(newsroom.store, join(newsroom.store, "late@example.org", NOW), "x", NOW + timedelta(days=1))
    restore(newsroom, old)
    leave_twice(newsroom, readers["anna"], NOW + timedelta(days=2))
    with Newsroom(folder, {}) as again:
        for name in ("anna", "late"):  # who left before the restore signs up under another id
            join(again.store, f"{name}@example.org", NOW + timedelta(days=5))
        unsubscribe(again.store, readers["boris"], "x", NOW + timedelta(days=9))
    raw = (folder / JOURNAL).read_bytes().splitlines(keepends=True)
    (folder / JOURNAL).write_bytes(b"".join(raw[:-1]))
    with Newsroom(folder, {}) as again:
        assert Upkeep(again).begin_new_journal("an old copy").read.in_doubt
    assert mailed(folder) == ["anna@example.org", "chloe@example.org", "late@example.org"]


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=3), timedelta(days=400)])
def test_a_clock_that_ran_ahead_makes_no_older_consent_a_newer_one(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], ahead: timedelta
) -> None:
    assert readers
    late = join(newsroom.store, "late@example.org", NOW + ahead)  # the clock is set right afterwards
    old = backup(newsroom)
    unsubscribe(newsroom.store, late, "x", NOW + timedelta(minutes=1))
    restore(newsroom, old)
    with newsroom.store.reading.connect() as connection:
        mark = newsroom.store.journal.mark(connection)
    assert mark
    damaged = (folder / JOURNAL).read_bytes().replace(mark.end.link.encode(), b"0" * len(mark.end.link))
    (folder / JOURNAL).write_bytes(damaged)
    with Newsroom(folder, {}) as again:
        assert Upkeep(again).begin_new_journal("a bad disk").read.in_doubt
    assert mailed(folder) == ["anna@example.org", "boris@example.org", "chloe@example.org"]


def test_thousands_of_withdrawals_are_done_while_others_may_write(newsroom: Newsroom, readers: dict[str, int]) -> None:
    leave_while_another_holds_the_database(newsroom, readers["anna"])
    with newsroom.store.reading.connect() as connection:
        found = newsroom.store.journal.readable(connection)
        older = older_records(connection, newsroom.store.keyring, found.copies)
    with newsroom.store.journal.file.held():  # nobody can write a line to it now, and nobody has to
        applied, done = withdraw_in_advance(newsroom.store, found, older)
    assert (applied, len(done)) == (1, 1)
    assert newsroom.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED


def test_a_journal_that_an_earlier_version_kept_is_known_by_its_own_name(newsroom: Newsroom, folder: Path) -> None:
    file = newsroom.store.journal.file
    file.path.rename(file.path.with_name(f"journal-{timestamp(NOW)}"))
    file.begin(timestamp(NOW))  # which does not name the one before it
    with Newsroom(folder, {}) as again, pytest.raises(JournalLost, match=r"another one was begun since the backup"):
        _ = again.store


def test_a_line_of_another_file_moves_no_mark_wherever_it_stands(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old, written = backup(newsroom), (folder / JOURNAL).read_bytes()
    send_edition(newsroom, Mailbox())
    place = (folder / JOURNAL).stat().st_size
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    (folder / JOURNAL).rename(folder / JOURNAL.with_name("journal-found"))
    (folder / JOURNAL).write_bytes(written)  # an old copy, and that of the database, grow on by as many bytes
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        length = len(" ".join(["0" * 16, timestamp(NOW), "filled", ""])) + 1
        filled = again.store.journal.append(timestamp(NOW), "filled", "x" * (place - len(written) - length))
        assert filled.ends == place
        with again.engine.begin() as connection:
            again.store.journal.record_applied(connection, filled)
    begin_another(folder)
    with Newsroom(folder, {}) as again:
        assert list(forgotten_editions(again.engine)) == [EDITION]


def lay_beside(folder: Path, raw: bytes) -> None:
    (folder / JOURNAL).with_name("journal-found").write_bytes(raw)


def turned_up(folder: Path) -> int:
    with Newsroom(folder, {}) as again:
        return Upkeep(again).begin_new_journal("a copy was found").read.turned_up


@pytest.mark.parametrize("gone", ["the only one", "one in which it went on", "one that stands between", "a rest of it"])
def test_a_copy_that_turns_up_when_another_was_begun_already_is_read_then(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], gone: str
) -> None:
    file, old, sent = folder / JOURNAL, backup(newsroom), Mailbox()
    if gone.startswith("one"):
        begin_another(folder)
    with Newsroom(folder, {}) as again:
        send_edition(again, sent)
        unsubscribe(again.store, readers["anna"], "x", NOW)
        suppress(again.store, readers["boris"], SuppressionReason.COMPLAINT, "x", NOW)
        restore(again, old)
    found, lines = file.read_bytes(), file.read_bytes().splitlines(keepends=True)
    if gone == "the only one":
        file.unlink()
    elif gone == "a rest of it":
        file.write_bytes(b"".join(GARBAGE if b" attempt " in line or b" suppress " in line else line for line in lines))
    elif gone == "one in which it went on":
        file.with_name("journal-1").replace(file)
    else:  # the newest is there, and this database's own, but not what was written in between
        with Newsroom(folder, {}) as again, again.store_as_left.reading.connect() as connection:
            journal = again.store_as_left.journal
            journal.begin_another(timestamp(NOW), journal.readable(connection).names)
        file.with_name("journal-2").unlink()
    begin_another(folder)
    with Newsroom(folder, {}) as again:
        assert list(forgotten_editions(again.engine)) == []
        late = join(again.store, "late@example.org", NOW)
    lay_beside(folder, found)
    assert (turned_up(folder) > 0, turned_up(folder)) == (True, 0)
    with Newsroom(folder, {}) as again:
        assert list(forgotten_editions(again.engine)) == [EDITION]
        assert consenting(again.store, [*readers.values(), late], NOW)[0].numbers == [readers["chloe"], late]
        assert [len(one.faults) for one in (audit_consent(again.store).log,)] == [0]
    assert len(sent.got) == len(readers)


@pytest.mark.parametrize("written", [0, 1, 12])
def test_what_another_copy_of_a_journal_went_on_with_counts_however_much_this_one_did(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], written: int
) -> None:
    """The disk dies; older copies of database and journal are put back, written on, damaged, given up; it is rescued."""
    file, old, sent = folder / JOURNAL, backup(newsroom), Mailbox()
    put_back = file.read_bytes()
    with Newsroom(folder, {}) as dying:
        send_edition(dying, sent)
        unsubscribe(dying.store, readers["anna"], "x", NOW)
        suppress(dying.store, readers["boris"], SuppressionReason.COMPLAINT, "x", NOW)
        rescued = file.read_bytes()
        restore(dying, old)
    file.write_bytes(put_back)
    with Newsroom(folder, {}) as again:
        for _ in range(written):
            pause(again.store, readers["chloe"], 0, NOW)
    with file.open("ab") as journal:
        journal.write(GARBAGE)
    begin_another(folder)
    lay_beside(folder, rescued)
    assert (turned_up(folder) > 0, turned_up(folder)) == (True, 0)
    with Newsroom(folder, {}) as again:
        assert list(forgotten_editions(again.engine)) == [EDITION]
        assert consenting(again.store, list(readers.values()), NOW)[0].numbers == [readers["chloe"]]


def test_a_shorter_copy_counts_where_it_says_what_was_damaged_in_the_one_that_is_gone(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    file, old = folder / JOURNAL, backup(newsroom)
    suppress(newsroom.store, readers["anna"], SuppressionReason.COMPLAINT, "x", NOW)
    shorter = file.read_bytes()
    for _ in range(3):
        pause(newsroom.store, readers["boris"], 0, NOW)
    restore(newsroom, old)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(_flipped(line) if b" suppress " in line else line for line in lines))
    begin_another(folder)
    file.with_name("journal-1").unlink()
    lay_beside(folder, shorter)
    assert (turned_up(folder), turned_up(folder)) == (1, 0)
    assert mailed(folder) == ["boris@example.org", "chloe@example.org"]


def test_a_database_put_back_from_before_a_copy_was_read_reads_it_again(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old = backup(newsroom)
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    restore(newsroom, old)
    found = (folder / JOURNAL).read_bytes()
    (folder / JOURNAL).unlink()
    begin_another(folder)
    with Newsroom(folder, {}) as again:
        _ = again.store
        older = backup(again, "older.db")
        lay_beside(folder, found)
        assert turned_up(folder)
        restore(again, older)
    assert turned_up(folder)
    assert mailed(folder) == ["boris@example.org", "chloe@example.org"]


def test_a_wish_that_turns_up_late_does_not_take_the_place_of_a_later_one(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old = backup(newsroom)
    for name in ("anna", "boris"):
        pause(newsroom.store, readers[name], 2, NOW)
    restore(newsroom, old)
    found = (folder / JOURNAL).read_bytes()
    (folder / JOURNAL).unlink()
    begin_another(folder)
    with Newsroom(folder, {}) as again:
        pause(again.store, readers["anna"], 2, NOW)
        pause(again.store, readers["anna"], 0, NOW)
    lay_beside(folder, found)
    assert turned_up(folder) == 2
    assert mailed(folder) == ["anna@example.org", "chloe@example.org"]


@pytest.mark.parametrize("reason", [SuppressionReason.COMPLAINT, SuppressionReason.MANUAL])
def test_a_suppression_that_turns_up_late_counts_but_for_who_agreed_anew(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], reason: SuppressionReason
) -> None:
    old = backup(newsroom)
    for name in ("anna", "boris"):
        suppress(newsroom.store, readers[name], reason, "x", NOW)
    restore(newsroom, old)
    found = (folder / JOURNAL).read_bytes()
    (folder / JOURNAL).unlink()
    begin_another(folder)
    with Newsroom(folder, {}) as again:
        unsubscribe(again.store, readers["anna"], "x", NOW + timedelta(days=1))
        join(again.store, "anna@example.org", NOW + timedelta(days=2))
    lay_beside(folder, found)
    assert turned_up(folder) == 2
    came_back = ["anna@example.org"] if reason is SuppressionReason.COMPLAINT else []
    assert mailed(folder) == [*came_back, "chloe@example.org"]


@pytest.mark.parametrize("lost", ["laid beside", "header damaged and laid beside"])
def test_what_an_older_journal_says_is_not_done_again_where_a_copy_of_the_newest_lies_beside(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], lost: str
) -> None:
    file = folder / JOURNAL
    suppress(newsroom.store, readers["boris"], SuppressionReason.HARD_BOUNCE, "x", NOW)
    leave_twice(newsroom, readers["anna"], NOW)
    begin_another(folder)
    with Newsroom(folder, {}) as again:
        _ = again.store
        unsuppress(again.store, index_of(again, readers["boris"]), "x", NOW + timedelta(days=1))
        join(again.store, "anna@example.org", NOW + timedelta(days=2))
    raw = file.read_bytes()
    if lost == "laid beside":
        file.unlink()
    else:
        raw = b"x" + raw[1:]
        file.write_bytes(raw)
    lay_beside(folder, raw)
    assert begin_another(folder)[0] == 0
    assert mailed(folder) == ["anna@example.org", "boris@example.org", "chloe@example.org"]


def index_of(newsroom: Newsroom, number: int) -> bytes:
    index = newsroom.store.address_index(number)
    assert index
    return index


def _flipped(line: bytes) -> bytes:
    return line.replace(b" unsubscribe ", b" unsubscribf ")


def _zeroed(line: bytes) -> bytes:
    return b"\x00" * (len(line) - 1) + b"\n"


@pytest.mark.parametrize("damage", [_flipped, _zeroed])
@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=3)])
def test_whoever_clicked_twice_and_came_back_stays_though_an_older_copy_was_put_back_beside_a_damaged_one(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], damage: Callable[[bytes], bytes], ahead: timedelta
) -> None:
    file = folder / JOURNAL
    leave_twice(newsroom, readers["anna"], NOW + timedelta(days=2) + ahead)
    with Newsroom(folder, {}) as again:
        _ = again.store
        older = file.read_bytes()
        join(again.store, "anna@example.org", NOW + timedelta(days=2, hours=1))
        join(again.store, "late@example.org", NOW + timedelta(days=3))
    lines = file.read_bytes().splitlines(keepends=True)
    damaged = [damage(line) if b" unsubscribe " in line else line for line in lines]
    file.with_name("journal-old").write_bytes(b"".join(damaged))
    file.write_bytes(older)
    begin_another(folder)
    assert [one for one in mailed(folder) if one.startswith("anna")]


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=3)])
def test_a_clock_that_ran_ahead_when_somebody_left_takes_nobody_off_who_came_back(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], ahead: timedelta
) -> None:
    leave_twice(newsroom, readers["anna"], NOW + timedelta(days=2) + ahead)
    with Newsroom(folder, {}) as again:
        assert again.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED
        join(again.store, "anna@example.org", NOW + timedelta(days=2, hours=1))
    begin_another(folder)
    assert mailed(folder) == ["anna@example.org", "boris@example.org", "chloe@example.org"]


def test_what_another_newsrooms_journal_says_of_its_log_is_never_held_against_this_one(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert audit_consent(newsroom.store).log.records > len(readers)
    foreign = JournalFile(folder / "elsewhere" / "journal")
    foreign.begin(timestamp(NOW))
    foreign.append(timestamp(NOW), HEAD, "41", "ab" * 32)
    foreign.append(timestamp(NOW), BROKEN, "7")
    foreign.path.replace(folder / JOURNAL)
    for _ in range(3):
        begin_another(folder)
        with Newsroom(folder, {}) as again:
            found = audit_consent(again.store)
            assert (found.log.faults, found.breaks) == ((), ())
