"""Whoever keeps a letter from going out by its day hears when there is none on that day."""

from datetime import date, timedelta

import pytest

from digest.calendar.plan import Plan
from digest.errors import DigestError
from digest.sending.day_of_letter import DayOfLetter
from tests.standins.command_line import run, run_json
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import SetClock

RIGA = Plan(zone="Europe/Riga", window_hours=12)
WEEKLY = {"DIGEST_SCHEDULE__EVERY_WEEKS": "1"}


def remark(newsroom: SampleNewsroom, edition_id: str, after: timedelta = timedelta()) -> str:
    written = {"2026-11-25", "2026-11-18"}
    day = DayOfLetter(newsroom.reports, lambda name: "" if name in written else "none", RIGA, SetClock(NOW + after))
    return day.remark(edition_id)


@pytest.mark.parametrize("name", ["2026-11-27", "2026-12-04", "2026-12-09-special", "2026-11-25", "2026-11-18", "x"])
def test_nothing_is_said_of_a_day_with_a_letter_or_a_file(newsroom: SampleNewsroom, name: str) -> None:
    assert remark(newsroom, name) == ""


def test_a_day_to_come_without_a_letter_is_taken_and_named(newsroom: SampleNewsroom) -> None:
    said = "2026-12-09 is a Wednesday on which no letter goes out by itself; the next one goes out on 2026-12-11"
    assert remark(newsroom, "2026-12-09") == said


@pytest.mark.parametrize(
    ("name", "after", "coming"),
    [
        ("2026-11-20", 0, "2026-11-27"),
        ("2026-11-20", 12, "2026-12-04"),
        ("2026-11-26", 0, "2026-11-27"),
        ("2026-11-26-special", 0, "2026-11-27"),
        ("2026-11-27", 12, "2026-12-04"),
    ],
)
def test_a_day_that_is_over_and_had_no_letter_is_refused(
    newsroom: SampleNewsroom, name: str, after: int, coming: str
) -> None:
    with pytest.raises(DigestError) as error:
        remark(newsroom, name, timedelta(hours=after))
    assert str(error.value) == f"the letter of {name[:10]} is over, or never was; the next one goes out on {coming}"


def test_an_edition_that_began_is_stopped_whatever_its_day(newsroom: SampleNewsroom, readers: dict[str, int]) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    assert remark(newsroom, EDITION, timedelta(days=30)) == ""


@pytest.mark.parametrize("command", ["hold", "skip", "pause", "cancel"])
def test_every_command_that_withholds_says_so(newsroom: SampleNewsroom, command: str) -> None:
    over = run(newsroom.folder, command, "2020-11-20", **WEEKLY)
    assert (over.returncode, over.stdout) == (1, "")
    assert over.stderr.startswith("error: the letter of 2020-11-20 is over, or never was; the next one goes out on ")
    wednesday = str(date(2124, 12, 20))
    done = run(newsroom.folder, command, wednesday, **WEEKLY)
    assert done.returncode == 0
    said = f"{wednesday} is a Wednesday on which no letter goes out by itself; the next one goes out on 2124-12-22"
    assert done.stderr == f"warning: {said}\n"
    assert run_json(newsroom.folder, command, wednesday, **WEEKLY)["warning"] == said
    assert "warning" not in run_json(newsroom.folder, command, "2124-12-22", **WEEKLY)


def test_what_still_stands_is_said_when_something_is_taken_back(newsroom: SampleNewsroom) -> None:
    for command in ("hold", "skip"):
        assert run(newsroom.folder, command, "2124-12-22", "--reason", command, **WEEKLY).returncode == 0
    told = run(newsroom.folder, "resume", "2124-12-22", **WEEKLY).stdout.splitlines()
    assert told == [
        "edition 2124-12-22: released",
        "It is still skipped: skip; `digest unskip 2124-12-22` takes that back.",
    ]
    assert run(newsroom.folder, "unskip", "2124-12-22", **WEEKLY).stdout == "edition 2124-12-22: not skipped any more\n"
