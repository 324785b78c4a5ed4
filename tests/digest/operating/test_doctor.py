"""Doctor: each check finds its fault, says what to do, and is silent when all is well."""

import shutil
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.doctor import doctor_advice, doctor_checks
from digest.app.failures import in_words
from digest.app.paths import JOURNAL, KEY_FILE
from digest.app.upkeep import Upkeep
from digest.delivery.withheld import Decision
from digest.errors import DigestError, EditionPaused
from digest.operating.doctor import Finding, Level, examine, signup_fault
from digest.sending.edition_control import EditionControl
from subscribers.policy.model import Event
from subscribers.services.consent_audit import audit_consent
from subscribers.services.signup import SignupRequest, request
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.key_file import create
from tests.standins.backups import backup, restore
from tests.standins.forms import SentMail, join
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import SetClock


def troubles(newsroom: Newsroom) -> dict[str, str]:
    return {found.what: found.fault for found in examine(doctor_checks(newsroom)) if found.fault}


def test_a_sound_newsroom_has_no_fault(newsroom: Newsroom) -> None:
    assert troubles(newsroom) == {}


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o701])
def test_a_data_folder_that_others_can_open_is_told_with_the_remedy(newsroom: Newsroom, mode: int) -> None:
    (newsroom.folder / "data").chmod(mode)
    assert troubles(newsroom) == {
        "privacy of data": "data/ can be read by other users of this machine; run `chmod 700 data`"
    }


def test_keys_that_others_can_read_are_told_once_and_the_consent_log_keeps_quiet(folder: Path) -> None:
    (folder / KEY_FILE).chmod(0o640)
    with Newsroom(folder, {}) as newsroom:
        found = troubles(newsroom)
    assert list(found) == ["readers' keys"]
    assert "can be read by other users of this machine" in found["readers' keys"]


def test_a_consent_log_that_was_changed_is_told(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER consent_record_update")
        connection.exec_driver_sql("UPDATE consent_record SET source = 'another'")
    assert "does not follow from the records before it" in troubles(newsroom)["consent log"]


def test_a_journal_that_is_missing_or_was_changed_is_told_once(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    journal = folder / JOURNAL
    text = journal.read_bytes()
    journal.write_bytes(text.replace(b"unsubscribe", b"ubsunscribe"))
    assert "was changed at byte" in troubles(newsroom)["journal"]
    journal.unlink()
    with Newsroom(folder, {}) as again:
        found = troubles(again)
    assert list(found) == ["journal"]
    assert "is missing" in found["journal"]


def test_a_database_that_forgot_what_was_handed_over_is_told(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    old = backup(newsroom)
    send_edition(newsroom, Mailbox())
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert f"letters of {EDITION} were handed over of which it knows nothing" in troubles(again)["journal"]
        with pytest.raises(EditionPaused):
            send_edition(again, Mailbox())
        assert EDITION in troubles(again)["journal"]
        EditionControl(again.edition_states, again.reports, again.withholdings).resume(EDITION)
        assert troubles(again) == {}


def test_an_edition_that_was_paused_before_a_backup_was_put_back_is_told_until_it_goes_on(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    stop = threading.Event()
    send_edition(newsroom, Mailbox(lambda _batch: stop.set()), stop=stop)
    old = backup(newsroom)
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).pause(
        EDITION, "a source is in danger"
    )
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert (
            f"{EDITION} had been paused, which only the journal had kept, and waits for `digest resume`"
            in troubles(again)["journal"]
        )
        EditionControl(again.edition_states, again.reports, again.withholdings).resume(EDITION)
        assert troubles(again) == {}


def test_another_journal_pauses_what_is_sent_and_makes_uncertain_what_was_under_way(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    stop = threading.Event()
    send_edition(newsroom, Mailbox(lambda _batch: stop.set()), stop=stop)
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    claim = newsroom.log.claim(EDITION, fence, 1, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    (folder / JOURNAL).write_text("not what it was")
    with Newsroom(folder, {}) as again:
        kept = Upkeep(again).begin_new_journal("the disk broke").kept
        assert kept.read_text() == "not what it was"
        report = again.reports.report(EDITION)
        assert report
        assert (report.state, report.reason) == ("paused", "a new journal was begun: the disk broke")
        assert (report.accepted, report.uncertain, report.pending) == (1, 1, len(readers) - 2)
    with Newsroom(folder, {}) as again:
        assert troubles(again) == {}


def test_every_address_is_opened_and_readers_of_whom_anything_is_damaged_are_named_by_their_ids(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    join(newsroom.store, "dora@example.org", NOW)
    ids = [person.id for person in newsroom.store.subscribers()]
    with newsroom.engine.begin() as connection:
        for number, damage in (
            (readers["boris"], "address = x'01ff'"),
            (readers["chloe"], "address_index = x'00'"),
            (readers["chloe"] + 1, "preferences = '{'"),
        ):
            connection.exec_driver_sql(f"UPDATE subscriber SET {damage} WHERE number = {number}")  # noqa: S608
    fault = troubles(newsroom)["readers' addresses"]
    assert fault.startswith(f"3 readers get no letter because what is stored of them is damaged: {', '.join(ids[1:])};")
    assert "example.org" not in fault


def test_keys_of_another_newsroom_are_told_once_and_the_rest_is_looked_at(
    folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    (folder / KEY_FILE).unlink()
    create(folder / KEY_FILE)
    sendgrid = {"DIGEST_DELIVERY__TRANSPORT": "sendgrid"}
    with Newsroom(folder, sendgrid) as again:
        every = list(examine(doctor_checks(again)))
    faults = {one.what: one.fault for one in every if one.fault}
    assert "does not belong to this database" in faults.pop("readers' keys")
    assert faults.keys() == {"transport", "address of readers' pages"}
    seen = {one.what: one.unknown for one in every}
    assert [what for what, unknown in seen.items() if not unknown] == [
        *("settings", "privacy of data", "rights", "room on the disk", "templates and languages"),
        *("database", "readers' keys", "the ESP's events", "transport", "clock", "address of readers' pages"),
    ]


def test_in_a_fresh_clone_without_data_every_check_is_shown_and_the_keys_alone_are_missing(folder: Path) -> None:
    shutil.rmtree(folder / "data")
    with Newsroom(folder, {}) as clone:
        checks, advice = doctor_checks(clone), doctor_advice(clone)
        found = list(examine(checks, advice))
    assert [one.what for one in found] == [*checks, *advice]
    assert [one.what for one in found if one.fault and one.hinders] == ["readers' keys"]
    assert "digest init" in next(one.fault for one in found if one.what == "readers' keys")


def test_a_database_of_a_newer_version_is_told_once_and_what_needs_it_is_not_called_in_order(
    newsroom: Newsroom, folder: Path
) -> None:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('digest_9999')")
    with Newsroom(folder, {}) as again:
        found = list(examine(doctor_checks(again), doctor_advice(again)))
    assert [one.what for one in found if one.level is Level.ERROR] == ["database"]
    in_order = {one.what for one in found if one.level is Level.OK}
    assert in_order.isdisjoint({"readers' keys", "readers' addresses", "journal", "consent log", "next edition"})


def test_a_journal_that_is_missing_leaves_nothing_in_order_that_nobody_looked_at(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    (folder / JOURNAL).unlink()
    with Newsroom(folder, {}) as again:
        found = examine({**doctor_checks(again), **doctor_advice(again)})
        unknown = [one.what for one in found if one.unknown]
    assert unknown == [
        *("readers' keys", "readers' addresses", "consent log", "sign-ups", "dates of consent"),
        *("earlier breaks of the consent log", "readers lost by a restore", "readers", "next edition"),
    ]


@pytest.mark.usefixtures("readers")
def test_a_day_that_editors_skip_is_no_fault_of_the_next_edition(newsroom: Newsroom) -> None:
    newsroom.clock = SetClock(NOW - timedelta(days=2))
    newsroom.withholdings.withhold(EDITION, Decision.SKIPPED, "the holidays")
    (found,) = [one for one in examine({}, doctor_advice(newsroom)) if one.what == "next edition"]
    assert (found.level, found.why) == (Level.OK, f"{EDITION} is skipped: the holidays")


def test_an_error_nobody_planned_for_is_told_in_words_and_the_rest_is_looked_at() -> None:
    def full() -> str:
        raise OSError(28, "No space left on device", "data")

    first, second = examine({"first": full, "second": lambda: ""}, describe=in_words)
    assert "No space left on device" in first.fault
    assert second == Finding("second")


def test_keys_in_the_folder_that_is_backed_up_are_something_to_mind(folder: Path, tmp_path: Path) -> None:
    outside = {"DIGEST_KEYS__FILE": str(tmp_path / "elsewhere" / "keys.json")}
    url = {"DIGEST_DATABASE__URL": f"sqlite:///{tmp_path / 'elsewhere' / 'digest.db'}"}
    for environment, minds in (({}, True), (outside, False), (outside | url, True)):
        with Newsroom(folder, environment) as newsroom:
            found = {one.what: one for one in examine({}, doctor_advice(newsroom))}
        advice, restore = found["place of the keys"], found["readers lost by a restore"]
        assert restore.fault == ""
        assert advice.fault.startswith(f"{newsroom.key_file} lies in the folder that is backed up") == minds
        assert bool(advice.fault) == minds
        assert not advice.hinders


class Records:
    """What is asked about the subscribers, as told."""

    def keys_fault(self) -> str:
        return ""

    def addresses_fault(self) -> str:
        return ""

    def confirmed(self) -> int:
        return 1

    def last_written(self) -> list[datetime]:
        return []

    def consent_log_faults(self, _now: datetime, /) -> tuple[str, ...]:
        return ()

    def journal_fault(self) -> str:
        return ""

    def unproven(self) -> int:
        return 0

    def held_back(self, day: date) -> tuple[int, int, int]:
        return (0, 3, 1_200) if day == date(2026, 11, 27) else (0, 0, 0)


def test_confirmations_that_were_held_back_are_told_for_that_day_with_what_held_them() -> None:
    told = signup_fault(Records(), date(2026, 11, 27), 500)
    assert told.startswith("1,203 confirmations were held back today, to go out later: 3 because one network had")
    assert "; 1,200 because one mail domain had" in told
    assert "letters_per_hour" not in told
    assert signup_fault(Records(), date(2026, 11, 28), 500) == ""


def test_what_held_a_confirmation_back_is_counted_as_it_was(newsroom: Newsroom) -> None:
    def sign_up(address: str, of_network: int, letters_per_hour: int) -> None:
        signup = SignupRequest(address, "", "form", "w", b"one", of_network)
        request(newsroom.store, SentMail(), signup, NOW, letters_per_hour)

    def held() -> tuple[int, int, int]:
        return newsroom.reader_records.held_back(NOW.date())

    for number in range(12):  # ten an hour go to one domain
        sign_up(f"reader{number}@paper.example", 1, 1_000)
    assert held() == (0, 0, 2)
    for number in range(3):
        sign_up(f"reader{number}@ukr.net", 51, 1_000)
    assert held() == (0, 3, 2)
    sign_up("late@ukr.net", 51, 4)
    assert held() == (1, 3, 2)


def test_an_error_of_a_check_is_its_trouble_and_the_rest_is_looked_at() -> None:
    def broken() -> str:
        raise DigestError("the key file is missing")

    found = list(examine({"first": broken, "second": lambda: ""}))
    assert [(one.what, one.fault) for one in found] == [("first", "the key file is missing"), ("second", "")]


def test_confirmed_readers_with_an_empty_date_are_counted_and_hinder_no_send(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    for who, date_given in (("anna", "1899-12-30"), ("boris", "2000-01-01"), ("chloe", "2019-05-01")):
        at = datetime.fromisoformat(date_given).replace(tzinfo=UTC)
        with newsroom.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS consent_record_update")
            connection.exec_driver_sql(
                "UPDATE consent_record SET event = ?, confirmed_at = ? WHERE subscriber = ?",
                (Event.IMPORT.value, at.isoformat(), readers[who]),
            )

    def minded() -> str:
        (found,) = (one for one in examine({}, doctor_advice(newsroom)) if "date" in one.what)
        assert not found.hinders
        return found.fault

    assert minded().startswith("2 confirmed readers were imported with an empty date of another program")
    assert audit_consent(newsroom.store).unproven == 2
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE subscriber SET status = 'unsubscribed' WHERE number = {readers['anna']}")  # noqa: S608
    assert minded().startswith("1 confirmed reader was"), "who has left is none of them"
