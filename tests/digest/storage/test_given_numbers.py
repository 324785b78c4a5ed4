"""No reader gets the number of one whom a restore has lost, so nothing that is said of the one is taken for the other."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.app.upkeep import Upkeep
from digest.delivery.events import Event, Kind
from digest.errors import EditionPaused
from digest.sending.delivery_events import record_events
from digest.sending.edition_control import EditionControl
from digest.storage.audience import CAME_LATER
from digest.storage.given_numbers import STEP, highest_given, record_given, record_unknown_given
from digest.storage.tables import given_number
from digest.subscribers_gateway.delivery_names import DeliveryNames
from subscribers.services.import_export import Evidence, import_csv
from tests.standins.backups import backup, restore
from tests.standins.forms import join
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition


def taken_over(newsroom: Newsroom) -> list[int]:
    """Let readers sign up and get a letter, and put back the database from before; return their numbers."""
    join(newsroom.store, "anna@example.org", NOW)
    old = backup(newsroom)
    lost = [join(newsroom.store, f"lost{number}@example.org", NOW) for number in range(2)]
    send_edition(newsroom, Mailbox(), batch_size=9)
    restore(newsroom, old)
    return lost


@pytest.mark.slow
def test_who_signs_up_after_a_restore_is_not_taken_for_a_reader_it_lost(newsroom: Newsroom, folder: Path) -> None:
    lost = taken_over(newsroom)
    with Newsroom(folder, {}) as again:
        carol = join(again.store, "carol@example.org", NOW)
        assert carol == max(lost) + 1
        mailbox = Mailbox()
        with pytest.raises(EditionPaused):
            send_edition(again, mailbox)
        EditionControl(again.edition_states, again.reports, again.withholdings).resume(EDITION)
        send_edition(again, mailbox)
        report = again.reports.report(EDITION)
        assert report
        assert mailbox.got == [], "she may be one of them: nobody can tell"
        assert (report.uncertain, report.excluded) == (1, {CAME_LATER: 1})


def test_nor_is_who_was_imported(newsroom: Newsroom, folder: Path) -> None:
    lost = taken_over(newsroom)
    rows = ["address,language,confirmed_at\n", *(f"{one}@example.org,en,2026-01-01\n" for one in ("carol", "dora"))]
    with Newsroom(folder, {}) as again:
        assert list(import_csv(again.store, rows, Evidence("a list", "v1"), NOW))[-1].added == 2
        erin = join(again.store, "erin@example.org", NOW)
        found = [person.number for person in again.store.subscribers()]
    assert found == [1, max(lost) + 1, max(lost) + 2, erin]
    assert erin == max(lost) + 3


def test_also_after_a_second_restore_of_the_same_backup(newsroom: Newsroom, folder: Path) -> None:
    lost = taken_over(newsroom)
    for _ in range(2):
        with Newsroom(folder, {}) as again:
            assert join(again.store, "carol@example.org", NOW) > max(lost)
            restore(again, folder / "old.db")


def test_names_that_an_earlier_version_gave_are_nobodys_after_a_restore(newsroom: Newsroom, folder: Path) -> None:
    """They hold a number and no fingerprint."""
    lost = taken_over(newsroom)
    names = DeliveryNames(newsroom.store.keyring).encode(EDITION, lost)
    with Newsroom(folder, {}) as again:
        carol = join(again.store, "carol@example.org", NOW)
        bounces = [Event(name, Kind.BOUNCED, name, NOW) for name in names]
        record_events(bounces, again.settlements, again.subscribers, again.mail_queue)
        assert again.store.get(carol)[0].suppressed is None


def test_numbers_follow_without_a_gap_where_nothing_was_lost(newsroom: Newsroom, folder: Path) -> None:
    join(newsroom.store, "anna@example.org", NOW)
    send_edition(newsroom, Mailbox())
    with Newsroom(folder, {}) as again:
        assert join(again.store, "boris@example.org", NOW) == 2


def test_with_a_lost_journal_all_that_may_have_been_given_is_left_out(newsroom: Newsroom, folder: Path) -> None:
    taken_over(newsroom)
    for times in (1, 2):
        (folder / JOURNAL).unlink()
        with Newsroom(folder, {}) as again:
            Upkeep(again).begin_new_journal("the disk is gone")
        with Newsroom(folder, {}) as again:
            assert join(again.store, f"carol{times}@example.org", NOW) == times * STEP + 1


def test_a_lower_number_changes_nothing(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        for number in (7, 3):
            record_given(connection, number)
        assert highest_given(connection) == 7


def test_where_nobody_knows_readers_of_this_database_count_as_well(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        record_given(connection, 2 * STEP)
    anna = join(newsroom.store, "anna@example.org", NOW)
    send_edition(newsroom, Mailbox())
    with newsroom.engine.begin() as connection:
        connection.execute(delete(given_number))
        record_unknown_given(connection)
        assert anna < highest_given(connection) == 3 * STEP
