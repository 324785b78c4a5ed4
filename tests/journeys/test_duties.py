"""What the law asks of a newsletter, one test a duty.

GDPR art. 7 (proof of consent, withdrawal as easy as giving it), 15 and 20 (access, portability), 17 (erasure), 13 (what
is kept and how long); CAN-SPAM § 7704 and its like elsewhere (postal address, a working way out, sent within what was
agreed).
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, product
from pathlib import Path

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.app.paths import program_templates
from digest.delivery.batch import Batch
from digest.delivery.variant import SWITCHES, AppealMode, LetterOptions
from digest.letter.language import translations
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.policy.preferences import YES_NO, Appeals, ReaderPreferences
from subscribers.policy.tokens import LENGTH
from subscribers.services.erase import erase
from subscribers.services.preferences import pause, prefer
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.access_log import record_access
from subscribers.storage.consent_texts import find_consent_text
from tests.journeys.commands import run, run_json
from tests.standins.forms import join
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, built
from tests.standins.sending import send_edition as send
from tests.standins.site import Pages


def test_consent_comes_before_the_freeze_and_is_still_there_at_the_hand_over(newsroom: Newsroom) -> None:
    pages = Pages(newsroom)
    pages.sign_up("asked@example.org")
    join(newsroom.store, "agreed@example.org", NOW)
    gone = join(newsroom.store, "left@example.org", NOW)

    def leave(_batch: Batch) -> None:
        unsubscribe(newsroom.store, gone, "x", NOW)

    mailbox = Mailbox(leave)
    send(newsroom, mailbox, 1)
    assert mailbox.got == ["agreed@example.org"], "who only asked is not in it, and who left during the send neither"
    with newsroom.engine.connect() as connection:
        late = connection.exec_driver_sql(
            "SELECT COUNT(*) FROM recipient r JOIN edition e ON e.number = r.edition WHERE NOT EXISTS (SELECT 1 FROM consent_record c "
            "WHERE c.subscriber = r.reader AND c.event IN ('confirm', 'import') AND c.at <= e.started_at)"
        ).scalar()
    assert late == 0


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_what_a_reader_agreed_to_can_be_shown_again_word_for_word(
    newsroom: Newsroom, folder: Path, language: str
) -> None:
    pages = Pages(newsroom)
    shown = pages.get(f"/?language={language}").text
    pages.sign_up("dora@example.org", language=language)
    pages.post(pages.link())
    person, records = newsroom.store.get(newsroom.store.number_with("dora@example.org"))
    assert [record.event for record in records] == [Event.REQUEST, Event.CONFIRM]
    wording = find_consent_text(newsroom.store, records[0].wording)
    assert wording is not None
    assert wording.id == records[0].wording, "the id is made of the words"
    label = re.search(r'<label for="agreed">(.*?) <a ', shown, re.DOTALL)
    assert label
    assert wording.text == " ".join(label[1].replace("&#39;", "'").split())
    assert re.sub(r'name="form" value="[^"]*"', 'name="form" value=""', shown) == wording.page, (
        "the whole page as it was"
    )
    printed = run(folder, "subscribers", "audit", person.id, "--page").stdout
    assert wording.text in printed
    assert wording.page in printed
    assert newsroom.settings.digest.privacy_policy_version in printed


def test_leaving_is_easier_than_joining(newsroom: Newsroom) -> None:
    """Joining: a form with two things to do, and a button in a page behind a letter.

    Leaving: one call, nothing to fill in.
    """
    pages = Pages(newsroom)
    join_steps = len(re.findall(r"required", pages.get("/").text)) + 1
    pages.sign_up("dora@example.org")
    pages.post(pages.link())
    number = newsroom.store.number_with("dora@example.org")
    path = f"/u/{pages.letter_token(number)}"
    form = pages.get(path).text.partition("<form")[2].partition("</form>")[0]
    assert join_steps >= 3
    assert form.count("required") == 0
    assert pages.client.post(path).status_code == 200
    assert newsroom.store.get(number)[0].status is Status.UNSUBSCRIBED


ABOUT_A_READER = {
    "subscriber": "number = :reader",
    "consent_record": "subscriber = :reader",
    "suppression": "address_index = (SELECT address_index FROM subscriber WHERE number = :reader)",
    "form_mail": "address_index = (SELECT address_index FROM subscriber WHERE number = :reader)",
    "access_log": "subscriber = :reader OR subscriber IS NULL",
    "recipient": "reader = :reader",
    "outcome": "reader = :reader",
    "event": "reader = :reader",
}
"""Tables with rows about one reader, and which rows those are: what they hold is in the reader's copy of their data."""
_OUR_NUMBER = "our own number for the row; it says nothing"
_THE_READER = "the reader's own number, shown as `id`"
_FINGERPRINT = "a keyed fingerprint of the address, which is shown"
NOT_SHOWN = {
    ("subscriber", "number"): _THE_READER,
    ("subscriber", "address_index"): _FINGERPRINT,
    ("consent_record", "number"): _OUR_NUMBER,
    ("consent_record", "subscriber"): _THE_READER,
    ("consent_record", "chain"): "a hash of what is shown and of the record before it",
    ("suppression", "address_index"): _FINGERPRINT,
    ("form_mail", "number"): _OUR_NUMBER,
    ("form_mail", "address_index"): _FINGERPRINT,
    ("access_log", "number"): _OUR_NUMBER,
    ("access_log", "subscriber"): _THE_READER,
    ("recipient", "edition"): "the edition's number; its date is shown",
    ("recipient", "reader"): _THE_READER,
    ("recipient", "variant"): "the language this letter was in, as the letter itself shows",
    ("recipient", "wave"): "minutes, which follow from the time zone shown",
    ("outcome", "edition"): "the edition's number; its date is shown",
    ("outcome", "reader"): _THE_READER,
    ("outcome", "batch"): "the part of the send; it says nothing of the reader",
    ("event", "id"): "the provider's own name for its message to us",
    ("event", "edition"): "the edition's number; its date is shown",
    ("event", "reader"): _THE_READER,
    ("event", "at"): "when the provider told us of the event; the time the letter was taken is shown",
}
"""Columns of those tables that are not in the copy, each with the reason."""
NOT_LISTED = {
    "session": "hashes of links and sessions of the last half hour; who reads the copy is in one",
    "pending_request": "an address not confirmed yet, encrypted, for seven days; nobody's until its owner confirms",
    "transactional_mail": "mails that wait or ended within a month, sealed and tied to no reader",
    "batch": "ranges of readers; state and time of the reader's part are shown as its letters",
    "edition": "what was sent to all", "sent_page": "what was sent to all", "approval": "what editors did",
    "settlement": "what editors decided about all that was uncertain", "form_day": "counts by day",
    "consent_text": "words shown to all; those this reader agreed to are shown", "consent_head": "the seal of the whole log",
    "spent_challenge": "hashes of solved tasks, tied to nobody", "withdrawal_mark": "a size of a file",
    "schedule_state": "the plan", "alembic_version": "the version of the tables",
}  # fmt: skip
"""Tables that hold nothing that one reader's copy should show, each with the reason."""


def _leaves(value: object) -> Iterator[object]:
    """Yield every single value of JSON; a text that joins several with commas counts as each of them."""
    if isinstance(value, dict):
        yield from chain.from_iterable(map(_leaves, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_leaves, value))
    elif isinstance(value, str):
        yield from value.split(", ")
    else:
        yield value


def _stored(column: str, value: object) -> Iterator[object]:
    """Yield what a cell holds as a person would be shown it."""
    if column == "public_id" and isinstance(value, bytes):
        yield value.hex()
    elif column == "address":
        yield "anna@example.org"  # what the cell opens to
    elif column == "preferences":
        yield from _leaves(json.loads(str(value)))
    elif value is not None:
        yield value


def _fill_every_column(newsroom: Newsroom, anna: int) -> None:
    """Let something be known about Anna in every column that could hold it, each with a value of its own."""
    store = newsroom.store
    wanted = ReaderPreferences(Appeals.WARN, date(2031, 2, 3), without=("Culture",), **dict.fromkeys(YES_NO, True))
    prefer(store, anna, "uk", "Europe/Riga", wanted)
    pause(store, anna, 8, NOW)
    suppress(store, anna, SuppressionReason.COMPLAINT, "a letter of complaint", NOW + timedelta(hours=3))
    record_access(store, "show", anna, "asked by telephone", NOW + timedelta(hours=4))
    record_access(store, "export", None, "moving to another house", NOW + timedelta(hours=5))
    with newsroom.engine.begin() as connection:
        batch = connection.exec_driver_sql("SELECT number FROM batch").scalar()
        connection.exec_driver_sql(
            "INSERT INTO outcome VALUES (1, ?, ?, 'refused', 'the mailbox is full')", (anna, batch)
        )
        connection.exec_driver_sql("INSERT INTO event VALUES ('e-1', 1, ?, 'bounced', ?)", (anna, NOW.isoformat()))


def test_the_export_of_ones_data_is_complete(newsroom: Newsroom, readers: dict[str, int]) -> None:
    """Every value that stands about a reader in any column of any table is in the reader's copy, or has a reason."""
    pages, anna = Pages(newsroom), readers["anna"]
    send(newsroom, Mailbox(), 10)
    pages.enter(anna)
    _fill_every_column(newsroom, anna)
    exported = pages.get("/preferences/data.json").json()
    kept: list[tuple[object, str]] = []
    with newsroom.engine.connect() as connection:
        tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        assert tables == ABOUT_A_READER.keys() | NOT_LISTED.keys(), "a new table: does it hold anything about readers?"
        for table, condition in ABOUT_A_READER.items():
            rows = connection.execute(text(f"SELECT * FROM {table} WHERE {condition}"), {"reader": anna})  # noqa: S608
            columns = list(rows.keys())
            cells = [(column, value) for row in rows.mappings() for column, value in row.items()]
            for column in columns:
                values = [value for name, cell in cells if name == column for value in _stored(name, cell)]
                assert any(value != "" for value in values), f"{table}.{column}: put a value there in this test"
                if (table, column) not in NOT_SHOWN:
                    kept += [(value, f"{table}.{column}") for value in values]
    shown = Counter(_leaves(exported))
    for value, times in Counter(value for value, _ in kept).items():
        where = sorted({column for other, column in kept if other == value})
        assert shown[value] >= times, f"{value} of {where}: say where each is shown, or why it is not"
    assert exported["letters"] == [
        {
            "edition": EDITION,
            "status": "refused",
            "at": NOW.isoformat(),
            "why": "the mailbox is full",
            "events": "bounced",
        }
    ]


def test_erasing_is_complete_and_a_restored_backup_erases_again(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO session VALUES (x'00', 'link', 1, '2030-01-01T00:00:00+00:00')")
    newsroom.engine.dispose()
    shutil.copytree(folder / "data", folder / "backup")
    anna = readers["anna"]
    erase(newsroom.store, anna, "x", NOW + timedelta(hours=1))
    newsroom.engine.dispose()
    for name in ("digest.db", "digest.db-wal", "digest.db-shm"):
        (folder / "data" / name).unlink(missing_ok=True)
        if (folder / "backup" / name).exists():
            shutil.copy(folder / "backup" / name, folder / "data" / name)
    with Newsroom(folder, {}) as restored:
        store = restored.store
        assert store.get(anna)[0].status is Status.ERASED
        assert store.addresses([anna]) == {}
        with restored.engine.connect() as connection:
            kept = connection.exec_driver_sql(
                "SELECT address, address_index, language, zone, preferences FROM subscriber WHERE number = 1"
            ).one()
            assert tuple(kept) == (None, None, "", "", "")
            for table, column in (("session", "subscriber"), ("pending_request", "moves")):
                found = connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table} WHERE {column} = 1")  # noqa: S608 - names of ours
                assert found.scalar() == 0


@pytest.mark.usefixtures("readers")
def test_nobody_gets_a_second_letter_in_a_week_by_itself(folder: Path) -> None:
    assert run(folder, "send", EDITION).returncode == 0
    for ending in ("yaml", "lock.json"):
        text = (folder / f"editions/{EDITION}.{ending}").read_text(encoding="utf-8").replace(EDITION, "2026-11-26")
        (folder / f"editions/2026-11-26.{ending}").write_text(text, encoding="utf-8")
    second = run(folder, "send", "2026-11-26")
    assert second.returncode != 0
    assert run_json(folder, "status", EDITION)["accepted"] == 3
    assert not (folder / "data/outbox/2026-11-26").exists()


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_letter_says_who_writes_from_where_why_and_how_to_leave(newsroom: Newsroom, language: str) -> None:
    words = "You’re getting this letter because you signed up for %(title)s and confirmed your address."
    why = translations(program_templates() / "locales", language).gettext(words) % {
        "title": newsroom.settings.digest.title
    }
    letters = built(newsroom)
    for appeal, on in product(AppealMode, product((False, True), repeat=len(SWITCHES))):
        options = LetterOptions(appeal, without=(), **dict(zip(SWITCHES, on, strict=True)))
        letter = letters.letter(language, options)
        text = " ".join(letter.text.split())
        for body in (text,) if options.plain else (letter.html, text):
            assert newsroom.settings.digest.postal_address in body
            assert newsroom.settings.digest.contact in body
            assert why in body
            assert f"{newsroom.settings.digest.base_url}/u/" in body


def test_the_way_out_works_from_the_letter_as_it_was_sent_for_years(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    pages = Pages(newsroom)
    token = pages.letter_token(readers["anna"])
    assert len(token) == LENGTH
    pages.clock.time = NOW + timedelta(days=5 * 365)
    assert pages.post(f"/u/{token}").status_code == 200
    assert newsroom.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED
