"""What a sponsor got is counted in accepted copies of the letters of their days, and in nothing else."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from digest.app.container import Newsroom
from digest.cli.main import app
from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.delivery.variant import USUAL, LetterOptions, Variant
from digest.errors import DigestError
from digest.sending.sponsored import sponsored
from digest.storage.edition_files import EditionFiles
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition

BOOKING = "- {from: 2026-11-20, to: 2026-12-04, label: By N, words: W, url: 'https://n.example/'}\n"
REPORT = Report(EDITION, EditionState.SENT, 10, {}, 7, 1, 1, 1, 0, None, None)


class Counted:
    """The counts of some editions, and the words of the letters that are kept of them."""

    def __init__(self, *reports: Report, texts: dict[str, str] | None = None) -> None:
        self._reports = {report.edition: report for report in reports}
        self._texts = texts or {}

    def letters(self, edition_id: str) -> Any:
        if edition_id not in self._texts:
            return None
        plain, usual = Variant("en", LetterOptions(plain=True)), Variant("en", USUAL)
        words = self._texts[edition_id]
        return SimpleNamespace(letters={plain: SimpleNamespace(text=""), usual: SimpleNamespace(text=words)})

    def report(self, edition_id: str) -> Report | None:
        return self._reports.get(edition_id)


def booked(folder: Path, booking: str = BOOKING, *others: str) -> EditionFiles:
    (folder / "sponsors.yaml").write_text(booking)
    for name in others:
        (folder / "editions" / f"{name}.yaml").write_text((folder / "editions" / f"{EDITION}.yaml").read_text())
    return EditionFiles(folder)


def test_the_accepted_copies_of_all_letters_of_its_days_are_added(folder: Path) -> None:
    correction = f"{EDITION}-correction-1"
    files = booked(folder, BOOKING, "2026-11-20", "2026-12-04", "2026-12-11", correction)
    reports = [
        replace(REPORT, edition=name, accepted=copies)
        for name, copies in (("2026-11-20", 5), ("2026-12-11", 90), (correction, 400))
    ]
    got = sponsored(EDITION, files, Counted(REPORT, *reports))  # type: ignore[arg-type]
    assert got is not None
    assert (got.sponsor.label, got.editions, got.accepted) == ("By N", ("2026-11-20", EDITION), 12)


IDN = BOOKING.replace("https://n.example/", "https://книги.example/осень").replace("By N", "Paid for by Nerva Books")


@pytest.mark.parametrize(
    ("words", "is_shown"),
    [
        ("News\n\nhttps://xn--c1ajbfp.example/%D0%BE%D1%81%D0%B5%D0%BD%D1%8C\n", True),
        ("News\n-----\nPaid for by\nNerva   Books\n\nWords\n", True),
        ("News\n-----\n\u200ePaid for by\n\u200eNerva Books\n\nWords\n", True),
        ("News\n\nhttps://xn--c1ajbfp.example/%D0%BE%D1%81%D0%B5%D0%BD%D1%8C/2\n", False),
        ("News\n\nUnpaid for by Nerva Bookshops\n", False),
        ("News alone\n", False),
    ],
)
def test_only_letters_that_were_mailed_with_it_are_counted(folder: Path, words: str, is_shown: bool) -> None:
    files = booked(folder, IDN, "2026-11-20")
    reports = Counted(REPORT, replace(REPORT, edition="2026-11-20", accepted=5), texts={EDITION: words})
    got = sponsored(EDITION, files, reports)  # type: ignore[arg-type]
    assert got is not None
    assert (got.editions, got.accepted) == (("2026-11-20", *[EDITION][:is_shown]), 12 if is_shown else 5)


def test_letters_that_cannot_be_read_any_more_count(folder: Path) -> None:
    class Damaged(Counted):
        """The counts of editions whose letters are damaged."""

        def letters(self, edition_id: str) -> Any:
            raise DigestError(f"the letters of {edition_id} are damaged")

    got = sponsored(EDITION, booked(folder), Damaged(REPORT))  # type: ignore[arg-type]
    assert got is not None
    assert got.accepted == REPORT.accepted


@pytest.mark.slow
@pytest.mark.parametrize("booking", [BOOKING, IDN])
@pytest.mark.parametrize("before", [True, False])
def test_who_is_booked_after_the_letter_went_out_got_nothing_of_it(
    newsroom: Newsroom, readers: dict[str, int], booking: str, before: bool
) -> None:
    if before:
        booked(newsroom.folder, booking)
    send_edition(newsroom, Mailbox())
    got = sponsored(EDITION, booked(newsroom.folder, booking), newsroom.reports)
    assert got is not None
    assert (got.editions, got.accepted) == (((EDITION,), len(readers)) if before else ((), 0))
    relabelled = booking.replace("By N", "From N").replace("Paid for", "Presented")
    again = sponsored(EDITION, booked(newsroom.folder, relabelled), newsroom.reports)
    assert again is not None
    assert again.accepted == got.accepted, "its address is the same"


def test_nobody_is_named_where_nobody_is_booked_or_the_edition_is_gone(folder: Path) -> None:
    files = booked(folder, BOOKING.replace("2026-11-20", "2026-12-01"))
    assert sponsored(EDITION, files, Counted(REPORT)) is None  # type: ignore[arg-type]
    assert sponsored("2026-12-04", files, Counted(REPORT)) is None  # type: ignore[arg-type]


def test_status_names_the_sponsor_and_the_copies(newsroom: Newsroom, readers: dict[str, int]) -> None:
    booked(newsroom.folder)
    send_edition(newsroom, Mailbox())
    arguments = ["--newsroom", str(newsroom.folder), "status", EDITION]
    said = CliRunner().invoke(app, arguments).output
    assert f"By N: {len(readers)} accepted copies of 1 letter from 2026-11-20 to 2026-12-04" in " ".join(said.split())
    found = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).output)
    assert found["sponsor"] == {
        "label": "By N",
        "from": "2026-11-20",
        "to": "2026-12-04",
        "editions": [EDITION],
        "accepted": len(readers),
    }
