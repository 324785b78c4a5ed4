"""What a sponsor got is counted in accepted copies of the letters of their days, and in nothing else."""

import json
from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from digest.app.container import Newsroom
from digest.cli.main import app
from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.sending.sponsored import sponsored
from digest.storage.edition_files import EditionFiles
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition

BOOKING = "- {from: 2026-11-20, to: 2026-12-04, label: By N, words: W, url: 'https://n.example/'}\n"
REPORT = Report(EDITION, EditionState.SENT, 10, {}, 7, 1, 1, 1, 0, None, None)


class Counted:
    """The counts of some editions."""

    def __init__(self, *reports: Report) -> None:
        self._reports = {report.edition: report for report in reports}

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
