"""The copy a reader gets of their own data is complete: compared value by value with every table of the database."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from sqlalchemy import text

from digest.app.container import Newsroom
from subscribers.policy.model import SuppressionReason
from subscribers.policy.preferences import YES_NO, Appeals, ReaderPreferences
from subscribers.services.confirmation import confirm
from subscribers.services.preferences import pause, prefer
from subscribers.services.suppression import suppress
from subscribers.storage.access_log import record_access
from tests.conftest import EDITION, NOW
from tests.standins.forms import ask
from tests.standins.sending import Mailbox
from tests.standins.sending import send_edition as send
from tests.standins.site import Pages

ABOUT_A_READER = {
    "subscriber": "number = :reader",
    "consent_record": "subscriber = :reader",
    "former_mailbox": "subscriber = :reader",
    "suppression": "address_index = (SELECT address_index FROM subscriber WHERE number = :reader)",
    "form_mail": "address_index = (SELECT address_index FROM subscriber WHERE number = :reader)",
    "access_log": "subscriber = :reader OR subscriber IS NULL",
    "recipient": "reader = :reader",
    "outcome": "reader = :reader",
    "event": "reader = :reader",
    "welcome": "reader = :reader",
}
"""Tables with rows about one reader, and which rows those are: what they hold is in the reader's copy of their data."""
_OUR_NUMBER = "our own number for the row; it says nothing"
_THE_READER = "the reader's own number, shown as `id`"
_FINGERPRINT = "a keyed fingerprint of the address, which is shown"
NOT_SHOWN = {
    ("subscriber", "number"): _THE_READER,
    ("subscriber", "address_index"): _FINGERPRINT,
    ("subscriber", "moves"): "how many moves the consent log shown holds",
    ("former_mailbox", "subscriber"): _THE_READER,
    ("former_mailbox", "moves"): "the how-manieth of the moves that the consent log shows",
    ("former_mailbox", "address_index"): "a keyed fingerprint of an address given up, for thirty days",
    ("former_mailbox", "moved_at"): "when that move was, which the consent log shows",
    ("suppression", "complained"): "shown in words",
    ("subscriber", "mailbox_index"): _FINGERPRINT,
    ("consent_record", "number"): _OUR_NUMBER,
    ("consent_record", "subscriber"): _THE_READER,
    ("consent_record", "chain"): "a hash of what is shown and of the record before it",
    ("suppression", "address_index"): _FINGERPRINT,
    ("suppression", "mailbox_index"): _FINGERPRINT,
    ("form_mail", "number"): _OUR_NUMBER,
    ("form_mail", "address_index"): _FINGERPRINT,
    ("form_mail", "name"): "the opaque name of the letter for the provider",
    ("form_mail", "mailbox_index"): _FINGERPRINT,
    ("form_mail", "domain_index"): _FINGERPRINT,
    ("form_mail", "waited"): "whether the request stood in line; it says nothing of the reader",
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
    ("welcome", "reader"): _THE_READER,
    ("welcome", "tries"): "how often it was begun to hand it over; it says nothing of the reader",
    ("welcome", "made_at"): "when the consent log says that the reader confirmed, give or take seconds",
    ("welcome", "due_at"): "when it is tried next",
    ("welcome", "attempted_at"): "when it was handed over; the time of the answer is shown",
    ("welcome", "runner"): "our own process",
    ("event", "at"): "when the provider told us of the event; the time the letter was taken is shown",
}
"""Columns of those tables that are not in the copy, each with the reason."""
NOT_LISTED = {
    "key_fingerprint": "about the keys",
    "session": "hashes of links and sessions of the last half hour; who reads the copy is in one",
    "pending_request": "an address not confirmed yet, encrypted, for seven days; nobody's until its owner confirms",
    "transactional_mail": "mails that wait or ended within a month, sealed and tied to no reader",
    "batch": "ranges of readers; state and time of the reader's part are shown as its letters",
    "frozen_edition": "rules for all", "frozen_letter": "letters of all who chose alike; who did is not kept", "frozen_body": "words sent to all",
    "revision": "what editors changed on the web", "revision_letter": "letters for all", "revision_body": "words for all",
    "edition": "what was sent to all", "sent_page": "what was sent to all", "approval": "what editors did",
    "settlement": "what editors decided about all that was uncertain", "form_day": "counts by day",
    "consent_text": "words shown to all; those this reader agreed to are shown", "consent_head": "the seal of the whole log",
    "spent_challenge": "hashes of solved tasks, tied to nobody", "journal_mark": "how far a file is read", "journal_ahead": "how far a file is read",
    "journaled_batch": "numbers of hand-overs that a restored database forgot, until it is sent",
    "newcomer": "that somebody has just confirmed, for seconds, and seven days at most; the consent log shown says so",
    "lost_readers": "numbers below which readers are known whom no restored database lost",
    "stop_decision": "what editors decided about an edition", "withheld": "what editors decided about an edition",
    "audience_approval": "for how many readers an edition may be", "told": "which things editors were told, by edition",
    "chat_event": "counts about editions that wait for the newsroom's chat",
    "mailed_proof": "what a proof of an edition said to editors", "proof_link": "hashes of editors' links", "editor_anew": "names of editors", "page_answer": "answers of sites about articles",
    "saved_text": "what editors wrote into editions", "saved_body": "the same",
    "inbox_token": "hashes of what lets an editorial system add links; of no reader",
    "given_number": "one number, the highest that readers lost by a restore had",
    "early_event": "the provider's messages about letters that a restored database forgot, until it is sent",
    "editor_passphrase": "of editors", "editor_session": "of editors", "login_try": "how often anybody tried to be an editor",
    "schedule_state": "the plan", "unknown_event": "words of the provider's, tied to nobody", "alembic_version": "the version of the tables",
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
        yield "dora@example.org"  # what the cell opens to
    elif column == "preferences":
        yield from _leaves(json.loads(str(value)))
    elif value is not None:
        yield value


def _fill_every_column(newsroom: Newsroom, dora: int) -> None:
    """Let something be known about Dora in every column that could hold it, each with a value of its own."""
    store = newsroom.store
    wanted = ReaderPreferences(Appeals.WARN, date(2031, 2, 3), without=("Culture",), **dict.fromkeys(YES_NO, True))
    prefer(store, dora, "uk", "Europe/Riga", wanted, NOW)
    pause(store, dora, 8, NOW)
    suppress(store, dora, SuppressionReason.COMPLAINT, "a letter of complaint", NOW + timedelta(hours=3))
    record_access(store, "show", dora, "asked by telephone", NOW + timedelta(hours=4))
    record_access(store, "export", None, "moving to another house", NOW + timedelta(hours=5))
    with newsroom.engine.begin() as connection:
        batch = connection.exec_driver_sql("SELECT number FROM batch").scalar()
        connection.exec_driver_sql(
            "INSERT INTO outcome VALUES (1, ?, ?, 'refused', 'the mailbox is full')", (dora, batch)
        )
        row = (dora, NOW.isoformat())
        connection.exec_driver_sql("INSERT INTO event VALUES ('e-1', 1, ?, 'dropped', ?, 'bounced address')", row)
        times = (dora, *[(NOW + timedelta(hours=number)).isoformat() for number in range(20, 24)])
        connection.exec_driver_sql(
            "INSERT INTO welcome VALUES ('welcome', ?, 'failed', 1, ?, ?, ?, ?, 'us', 'the words did not fit')", times
        )
        connection.exec_driver_sql("INSERT INTO former_mailbox VALUES (?, 0, x'00', ?)", row)
        permitted = tuple((NOW + timedelta(hours=hours)).isoformat() for hours in (6, 7))
        connection.exec_driver_sql("UPDATE suppression SET complained = 1, permitted_at = ?, asked_at = ?", permitted)


def test_the_export_of_ones_data_is_complete(newsroom: Newsroom) -> None:
    """Every value that stands about a reader in any column of any table is in the reader's copy, or has a reason."""
    pages = Pages(newsroom)
    _, mail = ask(newsroom.store, "dora@example.org", NOW - timedelta(days=3), "uk")
    assert confirm(newsroom.store, mail.tokens[0], NOW - timedelta(days=1))
    dora = newsroom.store.number_with("dora@example.org")
    send(newsroom, Mailbox(), 10)
    pages.enter(dora)
    _fill_every_column(newsroom, dora)
    exported = pages.get("/preferences/data.json").json()
    kept: list[tuple[object, str]] = []
    with newsroom.engine.connect() as connection:
        tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        assert tables == ABOUT_A_READER.keys() | NOT_LISTED.keys(), "a new table: does it hold anything about readers?"
        for table, condition in ABOUT_A_READER.items():
            rows = connection.execute(text(f"SELECT * FROM {table} WHERE {condition}"), {"reader": dora})  # noqa: S608
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
            "events": "dropped, bounced address",
        },
        {
            "edition": "welcome",
            "status": "failed",
            "at": (NOW + timedelta(hours=23)).isoformat(),
            "why": "the welcome letter, the words did not fit",
            "events": "",
        },
    ]
