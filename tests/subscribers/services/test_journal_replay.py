"""What readers did is in the journal too: a restored backup forgets none of it."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from digest.app.container import Newsroom
from digest.app.paths import DATABASE, JOURNAL, WITHDRAWAL_LOG
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.services.audience import consenting
from subscribers.services.confirmation import confirm, find_pending
from subscribers.services.erase import erase
from subscribers.services.import_export import Evidence, import_csv
from subscribers.services.signup import request_move
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe, unsubscribe_by_events
from subscribers.storage.consent_log import audit
from subscribers.storage.journal_file import JournalLost
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp
from tests.standins.backups import backup, restore
from tests.standins.forms import PER_HOUR, SentMail, ask, join
from tests.standins.sample import EDITION, NOW

MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def test_a_restore_does_again_what_readers_did_since(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    old = backup(newsroom, "old.db")
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    erase(newsroom.store, readers["boris"], "x", NOW)
    suppress(newsroom.store, readers["chloe"], SuppressionReason.COMPLAINT, "x", NOW)
    late = join(newsroom.store, "late@example.org", NOW)
    erase(newsroom.store, late, "x", NOW)
    restore(newsroom, old)
    for _ in range(2):
        with Newsroom(folder, {}) as again:
            store = again.store
            assert consenting(store, sorted(readers.values()), NOW)[0].numbers == []
            assert [store.get(readers[name])[0].status for name in ("anna", "boris")] == [
                Status.UNSUBSCRIBED,
                Status.ERASED,
            ]
            assert store.get(readers["chloe"])[0].suppressed is SuppressionReason.COMPLAINT
            assert store.addresses([readers["boris"]]) == {}
            assert [record.event for record in store.get(readers["anna"])[1]].count(Event.UNSUBSCRIBE) == 1
            with store.reading.connect() as connection:
                assert audit(connection, store.keyring).faults == ()
    assert b"boris@example.org" not in (folder / DATABASE).read_bytes()


def test_an_import_after_a_restore_brings_nobody_back(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old = backup(newsroom, "old.db")
    erase(newsroom.store, readers["boris"], "x", NOW)
    restore(newsroom, old)
    lines = ["address,language,confirmed_at\n", "boris@example.org,ru,2025-01-01\n"]
    with Newsroom(folder, {}) as again:
        (progress,) = import_csv(again.store, lines, Evidence("an old list", "1"), NOW)
        assert (progress.added, progress.refusals[0].reason) == (
            0,
            "this reader left or was erased; only they can sign up again",
        )


def test_a_withdrawal_that_was_written_but_not_committed_is_taken_at_the_next_start(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    person, _ = newsroom.store.get(readers["anna"])
    newsroom.store.journal.append("2026-11-27T05:00:00+00:00", "unsubscribe", person.id)
    assert newsroom.store.get(readers["anna"])[0].status is Status.CONFIRMED
    with Newsroom(folder, {}) as again:
        assert again.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED


def killed_before_the_commit(newsroom: Newsroom, name: str, at: datetime) -> None:
    """Write the withdrawal of the reader `name` into the file only."""
    person, _ = newsroom.store.get(newsroom.store.number_with(f"{name}@example.org"))
    newsroom.store.journal.append(timestamp(at), "unsubscribe", person.id)


def test_a_withdrawal_that_was_not_committed_is_not_lost_by_the_next_one(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["chloe"], "x", NOW)
    killed_before_the_commit(newsroom, "anna", NOW)
    unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    with Newsroom(folder, {}) as again:
        assert [again.store.get(number)[0].status for number in readers.values()] == [Status.UNSUBSCRIBED] * 3
        with again.store.reading.connect() as connection:
            assert again.store.journal.unapplied(connection) == []


@pytest.mark.parametrize("left_at", [NOW, NOW + timedelta(days=2), NOW + timedelta(days=3)])
def test_whoever_came_back_since_is_not_taken_off_by_a_line_that_is_applied_again(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], left_at: datetime
) -> None:
    """Also when they came back in the same second, or an ESP's clock said that they left later than they came back."""
    killed_before_the_commit(newsroom, "anna", NOW)
    unsubscribe(newsroom.store, readers["boris"], "x", left_at)
    join(newsroom.store, "boris@example.org", NOW + timedelta(days=2))
    with Newsroom(folder, {}) as again:
        assert again.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED
        assert again.store.get(readers["boris"])[0].status is Status.CONFIRMED


def unapplied(newsroom: Newsroom) -> list[str]:
    with newsroom.store.reading.connect() as connection:
        return [line.kind for line in newsroom.store.journal.unapplied(connection)]


def test_a_journal_that_was_lost_is_an_error_and_not_a_fresh_start(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    (folder / JOURNAL).unlink()
    with pytest.raises(JournalLost, match=r"journal is missing: .* `digest journal new"):
        unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    with Newsroom(folder, {}) as again, pytest.raises(JournalLost, match="is missing"):
        _ = again.store
    assert not (folder / JOURNAL).exists()


def test_an_older_copy_of_the_journal_and_that_of_another_newsroom_are_errors(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    old = (folder / JOURNAL).read_bytes()
    unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    (folder / JOURNAL).write_bytes(old)
    with Newsroom(folder, {}) as again, pytest.raises(JournalLost, match="is shorter than"):
        _ = again.store
    (folder / JOURNAL).unlink()
    newsroom.store.journal.file.begin(timestamp(NOW), [f"{timestamp(NOW)} unsubscribe {'00' * 12}"] * 9)
    with Newsroom(folder, {}) as again, pytest.raises(JournalLost, match="is not the journal of this database"):
        _ = again.store


def test_a_line_behind_the_mark_that_is_missing_is_noticed(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    killed_before_the_commit(newsroom, "anna", NOW)
    before = (folder / JOURNAL).read_bytes()
    unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    assert unapplied(newsroom) == ["unsubscribe"], "the line of the one who was killed is not hidden behind the other"
    (folder / JOURNAL).write_bytes(before)
    with Newsroom(folder, {}) as again, pytest.raises(JournalLost, match="lacks lines that this database has applied"):
        _ = again.store


def test_a_line_of_a_kind_that_this_version_does_not_know_waits_for_one_that_does(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    newsroom.store.journal.append(timestamp(NOW), "wish-of-next-year", "x")
    unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    with Newsroom(folder, {}) as again:
        assert unapplied(again) == ["wish-of-next-year"]


def test_the_file_of_an_earlier_version_is_taken_over_line_by_line_without_what_a_crash_cut_off(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    ids = {name: newsroom.store.get(number)[0].id for name, number in readers.items()}
    index = newsroom.store.address_index(readers["chloe"])
    assert index
    (folder / WITHDRAWAL_LOG).write_text(
        f"2026-11-20T05:00:00+00:00 unsubscribe {ids['anna']}\n"
        "2026-02-30T05:00:00+00:00 unsubscribe 000000000000000000000000\n"
        "2026-11-20T05:00:00+00:00 unsubs\n"
        f"2026-11-20T05:00:00+00:00 suppress {index.hex()} complaint\n"
        f"2026-11-20T05:00:00+00:00 erase {ids['boris']}"
    )
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM journal_mark")
    (folder / JOURNAL).unlink()
    with Newsroom(folder, {}) as again:
        states = [again.store.get(number)[0] for number in readers.values()]
        assert [one.status for one in states] == [Status.UNSUBSCRIBED, Status.ERASED, Status.CONFIRMED]
        assert states[2].suppressed is SuppressionReason.COMPLAINT
    assert not (folder / WITHDRAWAL_LOG).exists()
    assert len((folder / JOURNAL).read_text().splitlines()) == 1 + 3


def test_what_readers_do_while_others_hold_the_database_counts_for_the_next_question(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    gateway = newsroom.subscribers
    killed_before_the_commit(newsroom, "anna", NOW)
    found, excluded = gateway.consenting("2026-11-27", sorted(readers.values()), NOW)
    assert readers["anna"] not in {one.reader for one in found}
    assert excluded[readers["anna"]] == "unsubscribed"
    assert unapplied(newsroom) == []


def imported(newsroom: Newsroom, *addresses: str) -> tuple[int, list[str]]:
    """Import a list; return how many it added, and why others were refused."""
    rows = ["address,language,confirmed_at\n", *(f"{address},en,2025-01-01\n" for address in addresses)]
    done = list(import_csv(newsroom.store, rows, Evidence("an old list", "1"), NOW))
    return sum(one.added for one in done), [fault.reason for one in done for fault in one.refusals]


def test_a_question_takes_one_turn_to_write_however_many_are_leaving(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store, begun = newsroom.store, list[bool]()
    for reader in readers.values():
        store.journal.append(timestamp(NOW), Event.UNSUBSCRIBE.value, store.get(reader)[0].id)
    event.listen(
        store.engine, "begin", lambda connection: begun.append(connection.get_execution_options().get("reading", False))
    )
    found, _ = newsroom.subscribers.consenting(EDITION, sorted(readers.values()), NOW)
    assert found == []
    assert begun.count(False) == 1, "each turn is waited for behind all who are leaving"


def test_no_import_brings_back_who_signed_up_and_left_after_the_backup_in_any_spelling(
    newsroom: Newsroom, folder: Path
) -> None:
    old = backup(newsroom)
    names = ("bob.b", "dan", "eva", "flo")
    bob, dan, eva, flo = (join(newsroom.store, f"{name}@gmail.com", NOW) for name in names)
    unsubscribe_by_events(newsroom.store, [(flo, "an event", NOW + timedelta(days=1))])
    unsubscribe(newsroom.store, bob, "x", NOW)
    erase(newsroom.store, dan, "x", NOW)
    suppress(newsroom.store, eva, SuppressionReason.COMPLAINT, "x", NOW)
    spellings = ("bob.b@gmail.com", "bobb+x@gmail.com", "d.an@gmail.com", "eva+x@googlemail.com", "f.lo@gmail.com")
    before = imported(newsroom, *spellings)
    assert before[0] == 0
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        added, refused = imported(again, *spellings)
        assert (added, len(refused)) == (0, len(spellings))
        assert join(again.store, "bob.b@gmail.com", NOW), "they come back by signing up, as ever"


def test_a_mark_moved_past_a_withdrawal_keeps_nobody_on_the_list(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    """Somebody with the database file cuts the record off and says that the journal was followed to its end."""
    old = backup(newsroom)
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    with newsroom.engine.connect() as connection:
        mark = connection.exec_driver_sql("SELECT bytes, link FROM journal_mark").one()
    unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    restore(newsroom, old)
    with sqlite3.connect(folder / DATABASE) as past_the_program:
        past_the_program.execute("UPDATE journal_mark SET bytes = ?, link = ?", tuple(mark))
    past_the_program.close()
    with Newsroom(folder, {}) as again:
        assert again.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED
        assert again.store.get(readers["boris"])[0].status is Status.UNSUBSCRIBED


def test_whoever_signed_up_anew_after_a_restore_stays_on_the_list_after_the_next(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    """Who they were before is nobody here, and the line about that says nothing of who they are now."""
    first = backup(newsroom)
    unsubscribe(newsroom.store, join(newsroom.store, "bob@example.org", NOW), "x", NOW)
    restore(newsroom, first)
    with Newsroom(folder, {}) as again:
        bob = join(again.store, "bob@example.org", NOW + timedelta(days=2))
        second = backup(again, "second.db")
        join(again.store, "late@example.org", NOW + timedelta(days=2))
        unsubscribe(again.store, readers["anna"], "x", NOW + timedelta(days=3))
        restore(again, second)
    with Newsroom(folder, {}) as again:
        assert again.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED
        assert consenting(again.store, [bob], NOW + timedelta(days=4))[0].numbers == [bob]


@pytest.mark.parametrize("came_before", [False, True])
@pytest.mark.parametrize("leave", [unsubscribe, erase])
def test_a_used_link_brings_nobody_back_who_left_after_the_backup_and_a_fresh_one_does(
    newsroom: Newsroom, folder: Path, came_before: bool, leave: Callable[[Store, int, str, datetime], object]
) -> None:
    if came_before:
        unsubscribe(newsroom.store, join(newsroom.store, "dora@example.org", NOW - 2 * WEEK), "x", NOW - WEEK)
    _, mail = ask(newsroom.store, "dora@example.org", NOW)
    old = backup(newsroom)
    assert confirm(newsroom.store, mail.tokens[0], NOW + MINUTE)
    leave(newsroom.store, newsroom.store.number_with("dora@example.org"), "x", NOW + HOUR)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert find_pending(again.store, mail.tokens[0], NOW + 2 * HOUR) is None
        assert confirm(again.store, mail.tokens[0], NOW + 2 * HOUR) is None
        assert again.store.counts()["confirmed"] == 0
        join(again.store, "dora@example.org", NOW + 2 * DAY)
        assert again.store.counts()["confirmed"] == 1, "only the reader comes back, by signing up again"


def test_a_used_link_confirms_again_for_who_did_not_leave_after_the_backup(newsroom: Newsroom, folder: Path) -> None:
    _, mail = ask(newsroom.store, "dora@example.org", NOW)
    old = backup(newsroom)
    assert confirm(newsroom.store, mail.tokens[0], NOW + MINUTE)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert confirm(again.store, mail.tokens[0], NOW + 2 * HOUR)
        assert again.store.counts()["confirmed"] == 1


def test_a_used_link_brings_nobody_back_who_moved_away_after_the_backup(newsroom: Newsroom, folder: Path) -> None:
    store, mail = newsroom.store, SentMail()
    _, signup = ask(store, "dora@example.org", NOW)
    old = backup(newsroom)
    assert confirm(store, signup.tokens[0], NOW + MINUTE)
    request_move(store, mail, store.number_with("dora@example.org"), "new@example.org", NOW + HOUR, PER_HOUR)
    assert confirm(store, mail.tokens[0], NOW + HOUR)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert confirm(again.store, signup.tokens[0], NOW + 2 * HOUR) is None
        assert again.store.counts()["confirmed"] == 0


@pytest.mark.parametrize("leave", [unsubscribe, erase])
def test_neither_an_import_nor_an_older_link_brings_back_who_left_at_an_address_they_moved_to_after_the_backup(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], leave: Callable[[Store, int, str, datetime], object]
) -> None:
    store, mail, new = newsroom.store, SentMail(), "moved@example.net"
    _, asked = ask(store, new, NOW)
    old = backup(newsroom)
    request_move(store, mail, readers["anna"], new, NOW + timedelta(hours=30), PER_HOUR)
    assert confirm(store, mail.tokens[-1], NOW + timedelta(hours=31))
    leave(store, readers["anna"], "x", NOW + timedelta(hours=32))
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        rows = ["address,language,confirmed_at\n", f"{new},en,2026-01-01\n"]
        *_, done = import_csv(again.store, rows, Evidence("l", "w"), NOW + timedelta(hours=33))
        assert (done.added, done.refused) == (0, 1)
        assert confirm(again.store, asked.tokens[-1], NOW + timedelta(hours=33)) is None
        assert join(again.store, new, NOW + timedelta(hours=60)) != readers["anna"], "a fresh sign-up does"


def test_a_used_link_brings_nobody_back_who_left_twice(newsroom: Newsroom, folder: Path) -> None:
    empty = backup(newsroom, "empty.db")
    unsubscribe(newsroom.store, join(newsroom.store, "late@example.org", NOW), "x", NOW + timedelta(hours=1))
    restore(newsroom, empty)
    with Newsroom(folder, {}) as again:
        _, mail = ask(again.store, "late@example.org", NOW + timedelta(hours=30))
        old = backup(again)
        assert confirm(again.store, mail.tokens[-1], NOW + timedelta(hours=31))
        unsubscribe(again.store, again.store.number_with("late@example.org"), "x", NOW + timedelta(hours=32))
        restore(again, old)
    with Newsroom(folder, {}) as again:
        assert confirm(again.store, mail.tokens[-1], NOW + timedelta(hours=33)) is None
