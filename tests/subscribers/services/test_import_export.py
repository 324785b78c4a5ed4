"""Imports are believed only with evidence, row by row, and exports hold no traps."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from subscribers.errors import SubscribersError
from subscribers.policy.csv_text import CellFault, disarm
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.policy.preferences import Appeals, ReaderPreferences
from subscribers.services.audience import zones
from subscribers.services.confirmation import confirm
from subscribers.services.erase import erase
from subscribers.services.import_export import CHUNK, Evidence, Progress, export_csv, import_csv
from subscribers.services.preferences import pause, prefer
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp
from tests.standins.forms import ask, join
from tests.standins.newsroom import SampleNewsroom, make_sample
from tests.standins.readers import csv_lines
from tests.standins.sample import NOW

EVIDENCE = Evidence("Mailchimp, 2026-11", "2026-09-01")
HEADER = "address,language,confirmed_at\n"


@pytest.fixture
def other(tmp_path: Path, migrated: Path) -> Iterator[Newsroom]:
    """Open a second newsroom, with keys of its own and no readers."""
    make_sample(tmp_path / "other", migrated)
    with SampleNewsroom(tmp_path / "other", {}) as opened:
        yield opened


def run(store: Store, text: str) -> Progress:
    """Import less than a thousand rows, which is one report."""
    (progress,) = import_csv(store, io.StringIO(text), EVIDENCE, NOW)
    return progress


def test_a_row_with_evidence_becomes_a_confirmed_subscriber_with_proof(newsroom: Newsroom) -> None:
    result = run(newsroom.store, HEADER + "dora@example.org,en,2025-03-31T12:00:00+02:00\n")
    assert (result.rows, result.added, result.refused, result.refusals) == (1, 1, 0, ())
    person, (record,) = newsroom.store.get(newsroom.store.number_with("dora@example.org"))
    assert person.status is Status.CONFIRMED
    assert (record.event, record.source, record.wording) == (Event.IMPORT, EVIDENCE.source, EVIDENCE.wording)
    assert record.confirmed_at is not None
    assert record.confirmed_at.isoformat() == "2025-03-31T10:00:00+00:00"


def test_a_list_of_excel_is_taken_and_its_faults_named_by_its_own_lines(newsroom: Newsroom) -> None:
    result = run(
        newsroom.store,
        "sep=;\naddress;language;confirmed_at;note\n"
        "dora@example.org;en;2025-03-31;one, two\n"
        'emil@example.org;en;"2025-03-31;\n'
        "farida@example.org;en;1899-12-30;\n"
        'goran@example.org;en;2025-03-31;"a; b"\n',
    )
    assert (result.rows, result.added, result.refused) == (4, 2, 2)
    assert [(fault.line, fault.column) for fault in result.refusals] == [(4, 21), (5, 23)]


def test_unicode_text_of_excel_is_taken(newsroom: Newsroom) -> None:
    result = run(
        newsroom.store,
        "address\tlanguage\tconfirmed_at\tnote\r\n"
        'dora@example.org\ten\t2025-03-31\t"one, ""two"""\r\n'
        "emil@example.org,en,2025-03-31,\r\n"
        "farida@example.org\ten\t2025-03-31\tone; two\r\n",
    )
    assert (result.rows, result.added, result.refused) == (3, 2, 1)
    assert [fault.line for fault in result.refusals] == [3]


def test_every_refused_row_is_named_by_its_line_and_not_by_its_address(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "the link", NOW)
    suppress(newsroom.store, readers["boris"], SuppressionReason.COMPLAINT, "x", NOW)
    result = run(
        newsroom.store,
        HEADER
        + "dora@example.org,en,\n"
        + "not an address,en,2025-01-01\n"
        + "\n"
        + "emil@example.org,en,yesterday\n"
        + f"farida@example.org,en,{(NOW + timedelta(days=1)).isoformat()}\n"
        + "anna@example.org,en,2025-01-01\n"
        + "boris@example.org,ru,2025-01-01\n"
        + "chloe@example.org,,2025-01-01\n"
        + 'goran@example.org,"<b>",2025-01-01\n'
        + "hanna@example.org\n",
    )
    assert [(row.line, row.reason.split(":")[0].split(";")[0]) for row in result.refusals] == [
        (2, "confirmed_at is empty"),
        (3, "the address is not taken"),
        (5, "confirmed_at is no date"),
        (6, "confirmed_at lies in the future"),
        (7, "this reader is unsubscribed"),
        (8, "this address is suppressed and must not be mailed"),
        (11, "confirmed_at is empty"),
    ]
    assert (result.added, result.unchanged) == (1, 1)
    assert [(row.line, row.column) for row in result.warnings] == [(10, 19)], "Goran is taken without a language"
    assert not any("@" in row.reason for row in (*result.refusals, *result.warnings))


def test_running_it_twice_or_doubling_a_row_adds_nobody_twice(newsroom: Newsroom) -> None:
    text = HEADER + "dora@example.org,en,2025-01-01\nDORA@example.org,en,2025-01-02\n"
    assert (run(newsroom.store, text).added, run(newsroom.store, text).added) == (1, 0)
    assert newsroom.store.counts()["confirmed"] == 1


def test_somebody_who_had_only_asked_is_taken_with_evidence_and_may_still_confirm(newsroom: Newsroom) -> None:
    _, mail = ask(newsroom.store, "dora@example.org", NOW)
    assert run(newsroom.store, HEADER + "dora@example.org,en,2025-01-01\n").added == 1
    assert confirm(newsroom.store, mail.tokens[0], NOW)
    assert newsroom.store.counts()["confirmed"] == 1


def test_columns_may_stand_in_any_order_with_others_between(newsroom: Newsroom) -> None:
    assert (
        run(newsroom.store, "\ufeffName,Confirmed_At,Address,Language\nDora,2025-01-01,dora@example.org,uk\n").added
        == 1
    )


@pytest.mark.parametrize("header", ["", "address,language\n", "email,language,confirmed_at\n"])
def test_a_file_without_its_columns_is_refused_as_a_whole(newsroom: Newsroom, header: str) -> None:
    with pytest.raises(SubscribersError, match="has no column"):
        run(newsroom.store, header)


def test_progress_comes_with_every_thousand_and_counts_from_the_beginning(newsroom: Newsroom) -> None:
    def lines() -> Iterator[str]:
        yield from csv_lines(CHUNK - 1)
        yield "no address,en,2025-01-01\n"
        yield "dora@example.org,en,2025-01-01\n"
        yield "emil@example.org,en,\n"

    first, second = import_csv(newsroom.store, lines(), EVIDENCE, NOW)
    assert (first.rows, first.added, first.refused) == (CHUNK, CHUNK - 1, 1)
    assert (second.rows, second.added, second.refused) == (CHUNK + 2, CHUNK, 2)
    assert [row.line for row in (*first.refusals, *second.refusals)] == [CHUNK + 1, CHUNK + 3], "each is told once"
    (again,) = import_csv(newsroom.store, io.StringIO(HEADER + "dora@example.org,en,2025-01-01\n"), EVIDENCE, NOW)
    assert (again.rows, again.unchanged, again.refused) == (1, 1, 0)


@pytest.mark.parametrize(("source", "wording"), [("", "2026-09-01"), ("Mailchimp", " "), ("\t", "")])
def test_a_list_from_nowhere_or_without_a_wording_is_no_evidence(source: str, wording: str) -> None:
    with pytest.raises(SubscribersError, match="are the proof of consent"):
        Evidence(source, wording)


def exported(store: Store) -> tuple[str, list[dict[str, str]]]:
    """Return an export as the text of its file, and its rows by the names of the columns, without the ids."""
    out = io.StringIO()
    csv.writer(out).writerows(export_csv(store))
    rows = [dict(row) for row in csv.DictReader(io.StringIO(out.getvalue()))]
    return out.getvalue(), [{name: cell for name, cell in row.items() if name != "id"} for row in rows]


def test_an_export_disarms_formulas_and_holds_the_proof_of_consent(newsroom: Newsroom) -> None:
    run(newsroom.store, HEADER + "=cmd@example.org,en,2025-01-01\ndora@example.org,uk,2025-01-01\n")
    _, rows = exported(newsroom.store)
    assert [row["address"] for row in rows] == ["'=cmd@example.org", "dora@example.org"]
    assert rows[1]["status"] == "confirmed"
    proof = ("2025-01-01T00:00:00+00:00", EVIDENCE.source, EVIDENCE.wording)
    assert [(row["confirmed_at"], row["source"], row["wording"]) for row in rows] == [proof, proof]


def test_an_export_comes_back_unchanged_in_another_newsroom(newsroom: Newsroom, other: Newsroom) -> None:
    store = newsroom.store
    names = ["+plus", "=eq", "-dash", "'=quoted", "''+twice", "o'brien", "dora"]
    run(store, HEADER + "".join(f"{disarm(name)}@example.org,en,2025-01-01\n" for name in names))
    join(store, "anna@example.org", NOW, "uk")
    pause(store, store.number_with("dora@example.org"), 8, NOW)
    wanted = ReaderPreferences(Appeals.HIDE, discreet=True, without=("Sport, and more", '"News"'))
    prefer(store, store.number_with("dora@example.org"), "de", "Asia/Tokyo", wanted, NOW)
    text, before = exported(store)
    others = Evidence("another list", "another wording")
    (progress,) = import_csv(other.store, io.StringIO(text, newline=""), others, NOW + timedelta(days=1))
    assert (progress.rows, progress.added, progress.refused, progress.warnings) == (8, 8, 0, ())
    assert exported(other.store)[1] == before
    assert {f"{name}@example.org" for name in names} < set(other.store.addresses(range(1, 9)).values())
    (again,) = import_csv(store, io.StringIO(text, newline=""), others, NOW)
    assert (again.unchanged, again.refused) == (8, 0), "and where it came from it changes nothing"


def test_every_time_of_consent_that_is_believed_comes_back_the_same(newsroom: Newsroom, other: Newsroom) -> None:
    days = ["1995-01-01", "1999-11-30", "1999-12-31", "2000-01-01", "2001-01-01", "2025-03-31"]
    times = ["", "T00:00:00Z", "T00:00:00.7Z", "T00:00:30.9+02:00", "T09:30:00+02:00", "T10:17:00-05:00", " 23:59:59"]
    cells = [f"{day}{time}" for day in days for time in times]
    first = run(newsroom.store, HEADER + "".join(f"r{at}@example.org,en,{cell}\n" for at, cell in enumerate(cells)))
    text, before = exported(newsroom.store)
    (again,) = import_csv(other.store, io.StringIO(text, newline=""), EVIDENCE, NOW)
    assert (again.added, again.refusals, again.warnings) == (first.added, (), ())
    assert exported(other.store)[1] == before


def test_an_export_proves_only_consent_that_stands_and_brings_nobody_else_anywhere(
    newsroom: Newsroom, other: Newsroom, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "the link", NOW)
    suppress(newsroom.store, readers["boris"], SuppressionReason.COMPLAINT, "x", NOW)
    erase(newsroom.store, readers["chloe"], "x", NOW)
    text, rows = exported(newsroom.store)
    assert [bool(row["confirmed_at"] or row["source"] or row["wording"]) for row in rows] == [False, True, False]
    (progress,) = import_csv(other.store, io.StringIO(text, newline=""), EVIDENCE, NOW)
    assert (progress.added, [(row.line, row.reason.partition(";")[0]) for row in progress.refusals]) == (
        0,
        [
            (2, "the list says that this reader is unsubscribed"),
            (3, "the list says that this address must not be mailed"),
            (4, "the list says that this reader is erased"),
        ],
    )


def test_who_came_back_is_exported_with_the_newest_consent(newsroom: Newsroom, readers: dict[str, int]) -> None:
    unsubscribe(newsroom.store, readers["anna"], "the link", NOW)
    join(newsroom.store, "anna@example.org", NOW + timedelta(days=2), "en")
    assert exported(newsroom.store)[1][0]["confirmed_at"] == timestamp(NOW + timedelta(days=2))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_open_quote_costs_one_row_and_is_named_where_it_opens(newsroom: Newsroom, end: str) -> None:
    rows = [f"m{number}@example.org,en,2025-01-01,Reader {number}" for number in range(2, 1_200)]
    rows[3] = 'm5@example.org,en,2025-01-01,"Reader 5'
    rows[900] = '"m902@example.org,en,2025-01-01,Reader 902'
    lines = io.StringIO(end.join(["address,language,confirmed_at,name", *rows, ""]), newline="")
    refusals: list[CellFault] = []
    progress = Progress()
    for progress in import_csv(newsroom.store, lines, EVIDENCE, NOW):
        refusals += progress.refusals
    assert (progress.rows, progress.added, progress.refused) == (1_198, 1_196, 2)
    assert [(row.line, row.column) for row in refusals] == [(5, 30), (902, 1)]


def test_evidence_holds_no_address(newsroom: Newsroom) -> None:
    for source, wording in (
        ("by anna@example.org", "1"),
        ("a list", "anna@example.org"),
        ("a\nlist", "1"),
        ("a list", "1" * 301),
    ):
        with pytest.raises(SubscribersError, match="must not hold an address"):
            Evidence(source, wording)
    run(newsroom.store, "address,language,confirmed_at,source\ndora@example.org,en,2025-01-01,by dora@example.org\n")
    _, (record,) = newsroom.store.get(newsroom.store.number_with("dora@example.org"))
    assert record.source == EVIDENCE.source


def test_what_is_odd_about_the_first_line_is_told_once_with_the_first_thousand(newsroom: Newsroom) -> None:
    def lines() -> Iterator[str]:
        yield "address,language,confirmed_at,timezone\n"
        yield from islice(csv_lines(CHUNK + 1), 1, None)

    assert [
        [(one.line, one.column) for one in report.warnings]
        for report in import_csv(newsroom.store, lines(), EVIDENCE, NOW)
    ] == [
        [(1, 31)],
        [],
    ]


def test_a_time_zone_is_taken_where_it_is_told(newsroom: Newsroom) -> None:
    result = run(
        newsroom.store,
        "address,language,confirmed_at,zone\n"
        "dora@example.org,en,2025-03-31,Asia/Tokyo\n"
        "emil@example.org,en,2025-03-31,\n"
        "fay@example.org,en,2025-03-31,Tokyo\n",
    )
    assert (result.added, result.refused) == (3, 0)
    assert [(row.line, row.column, row.reason.partition(";")[0]) for row in result.warnings] == [
        (4, 31, "zone is no IANA time zone such as Europe/Riga")
    ]
    assert zones(newsroom.store) == ["Asia/Tokyo"]


@pytest.mark.slow
@pytest.mark.parametrize("spelling", ["anna+old@example.org", "ANNA@example.org", "anna@example.org"])
@pytest.mark.parametrize("how", ["left", "erased", *SuppressionReason])
def test_no_spelling_of_somebody_who_left_or_is_suppressed_is_imported(
    newsroom: Newsroom, readers: dict[str, int], how: str, spelling: str
) -> None:
    store = newsroom.store
    if how in ("left", "erased"):
        (unsubscribe if how == "left" else erase)(store, readers["anna"], "x", NOW)
    else:
        suppress(store, readers["anna"], SuppressionReason(how), "x", NOW)
    before = list(store.subscribers())
    result = run(store, HEADER + f"{spelling},en,2025-03-31\nboris+2@example.org,en,2025-03-31\n")
    assert (result.added, result.refused) == (1, 1)
    assert list(store.subscribers())[:-1] == before


def test_a_confirmed_reader_stays_although_another_spelling_of_theirs_left(newsroom: Newsroom) -> None:
    store = newsroom.store
    unsubscribe(store, join(store, "anna+x@gmail.com", NOW), "x", NOW)
    join(store, "an.na@gmail.com", NOW + timedelta(days=1))
    result = run(store, HEADER + "an.na@gmail.com,en,2025-03-31\nanna@gmail.com,en,2025-03-31\n")
    assert (result.unchanged, result.refused) == (1, 1)
