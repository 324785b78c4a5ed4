"""Imports are believed only with evidence, row by row, and exports hold no traps."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from subscribers.errors import SubscribersError
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.services.audience import zones
from subscribers.services.confirmation import confirm
from subscribers.services.import_export import CHUNK, Evidence, Progress, export_csv, import_csv
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.store import Store
from tests.standins.forms import ask
from tests.standins.readers import csv_lines
from tests.standins.sample import NOW

EVIDENCE = Evidence("Mailchimp, 2026-11", "2026-09-01")
HEADER = "address,language,confirmed_at\n"


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
        (10, "language is no language tag such as en, ru or pt-BR"),
        (11, "confirmed_at is empty"),
    ]
    assert (result.added, result.unchanged) == (0, 1)
    assert not any("@" in row.reason for row in result.refusals)


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


def test_an_export_reads_back_and_disarms_formulas(newsroom: Newsroom) -> None:
    run(newsroom.store, HEADER + "=cmd@example.org,en,2025-01-01\ndora@example.org,uk,2025-01-01\n")
    out = io.StringIO()
    csv.writer(out).writerows(export_csv(newsroom.store))
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [row["address"] for row in rows] == ["'=cmd@example.org", "dora@example.org"]
    assert rows[1]["status"] == "confirmed"


def test_a_time_zone_is_taken_where_it_is_told(newsroom: Newsroom) -> None:
    result = run(
        newsroom.store,
        "address,language,confirmed_at,zone\n"
        "dora@example.org,en,2025-03-31,Asia/Tokyo\n"
        "emil@example.org,en,2025-03-31,\n"
        "fay@example.org,en,2025-03-31,Tokyo\n",
    )
    assert result.added == 2
    assert [(row.line, row.reason.partition(";")[0]) for row in result.refusals] == [
        (4, "zone is no IANA time zone such as Europe/Riga")
    ]
    assert zones(newsroom.store) == ["Asia/Tokyo"]
