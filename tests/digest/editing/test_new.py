"""Beginning the next edition: last week's sections without their picks, on a day on which a letter goes out."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from digest.calendar.plan import Plan
from digest.editing.new import NewEdition, begin_edition
from digest.editing.tidy import tidy
from digest.edition.model import Section
from digest.edition.new_file import SCHEMA_LINE, new_edition_text
from digest.edition.picks_file import parse
from digest.errors import DigestError
from digest.storage.edition_files import EditionFiles

FRIDAYS = Plan(("friday",), time(7), "Europe/Riga", 12)
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)
LAST = """\
subject: "S"
note: "Good morning."
sections:
  - name: "«Дом» & \\"more\\": the #1"
    picks: [https://example.org/a]
  - name: Culture
    look: columns
    picks: [https://example.org/b]
"""


@pytest.fixture
def files(tmp_path: Path) -> EditionFiles:
    (tmp_path / "editions").mkdir()
    return EditionFiles(tmp_path)


def test_it_has_last_weeks_sections_with_names_order_and_looks_and_nothing_else_of_it(files: EditionFiles) -> None:
    files.create("2026-11-20", LAST)
    assert begin_edition(files, FRIDAYS, WEDNESDAY, None) == NewEdition("2026-11-27", "2026-11-20")
    edition, problems = files.read("2026-11-27")
    assert edition is not None
    assert problems == []
    assert [(section.name, section.look) for section in edition.sections] == [
        ('«Дом» & "more": the #1', ""),
        ("Culture", "columns"),
    ]
    assert (edition.subject, edition.note, list(edition.picks())) == ("", None, [])
    text, _ = files.read_text("2026-11-27")
    assert text is not None
    assert text.startswith(
        f"{SCHEMA_LINE}\n# The letter of Friday 27 November 2026, with the sections of 2026-11-20.\n"
    )
    assert max(map(len, text.splitlines())) <= 80


def test_the_first_edition_has_usual_sections(files: EditionFiles) -> None:
    assert begin_edition(files, FRIDAYS, WEDNESDAY, None) == NewEdition("2026-11-27", "")
    edition, _ = files.read("2026-11-27")
    assert edition is not None
    assert [section.name for section in edition.sections] == ["News", "Features", "Analysis"]


def test_each_time_it_is_the_next_day_without_a_file(files: EditionFiles) -> None:
    days = [begin_edition(files, FRIDAYS, WEDNESDAY, None).id for _ in range(3)]
    assert days == ["2026-11-27", "2026-12-04", "2026-12-11"]


def test_while_the_send_window_is_open_it_is_that_days_letter(files: EditionFiles) -> None:
    friday = datetime(2026, 11, 27, 16, tzinfo=UTC)
    assert begin_edition(files, FRIDAYS, friday, None).id == "2026-11-27"
    assert begin_edition(files, FRIDAYS, friday + timedelta(hours=2), None).id == "2026-12-04"


def test_specials_corrections_and_files_that_cannot_be_read_are_no_last_edition(files: EditionFiles) -> None:
    files.create("2026-11-13", LAST)
    files.create("2026-11-20", "- nothing\n")
    files.create("2026-11-20-correction-1", 'subject: "S"\ncorrections: ["C."]\n')
    files.create("2026-11-24", f"kind: special\n{LAST}")
    assert begin_edition(files, FRIDAYS, WEDNESDAY, None).like == "2026-11-13"


def test_a_file_that_is_there_is_never_touched(files: EditionFiles) -> None:
    files.create("2026-11-27", LAST)
    with pytest.raises(DigestError, match=r"there is an editions/2026-11-27\.yaml already; nothing was changed"):
        begin_edition(files, FRIDAYS, WEDNESDAY, "2026-11-27")
    assert files.read_text("2026-11-27")[0] == LAST


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("2026-12-03", "2026-12-03 is a Thursday on which no letter goes out; the nearest letters: 2026-11-27 and 2026-12-04"),
        ("2026-11-26", "the letter of 2026-11-26 is over, or never was; the next one goes out on 2026-11-27"),
        ("2026-11-20", "the letter of 2026-11-20 is over"),
        ("2026-12-4", "`2026-12-4` is no day of a letter; write it as 2026-11-27"),
        ("friday", "is no day of a letter"),
        ("2026-11-27-correction-1", "is no day of a letter"),
        ("2026-11-27-special", "`2026-11-27-special` is no day of a letter"),
        ("9999-12-31", "9999-12-31 is more than a year away; the next letter goes out on 2026-11-27"),
    ],
)  # fmt: skip
def test_a_day_without_a_letter_is_refused_and_the_nearest_are_named(
    files: EditionFiles, named: str, words: str
) -> None:
    with pytest.raises(DigestError) as refused:
        begin_edition(files, FRIDAYS, WEDNESDAY, named)
    assert words in str(refused.value)
    assert files.names() == []


def test_a_day_that_is_skipped_is_passed_over_and_refused_where_it_is_named(files: EditionFiles) -> None:
    skipped = {"2026-11-27", "2026-12-11"}
    days = [begin_edition(files, FRIDAYS, WEDNESDAY, None, skipped).id for _ in range(2)]
    assert days == ["2026-12-04", "2026-12-18"]
    with pytest.raises(DigestError, match=r"2026-12-11 is skipped, so no letter goes out on that day; unskip it first"):
        begin_edition(files, FRIDAYS, WEDNESDAY, "2026-12-11", skipped)
    with pytest.raises(
        DigestError, match=r"on which no letter goes out; the nearest letters: 2026-12-04 and 2026-12-18"
    ):
        begin_edition(files, FRIDAYS, WEDNESDAY, "2026-12-10", skipped)
    assert files.names() == days


def test_every_other_week_names_the_letters_of_those_weeks(files: EditionFiles) -> None:
    plan = Plan(("friday",), time(7), "UTC", 12, 2, WEDNESDAY.date() + timedelta(days=2))
    with pytest.raises(DigestError, match=r"2026-12-04 is a Friday on which .*: 2026-11-27 and 2026-12-11"):
        begin_edition(files, plan, WEDNESDAY, "2026-12-04")


def test_fmt_keeps_its_comments_and_the_line_that_editors_of_code_look_for(files: EditionFiles) -> None:
    text = new_edition_text(WEDNESDAY.date(), [Section("News", ())], "").replace(
        "    picks:\n", "    picks:\n      - HTTPS://example.org/a\n"
    )
    files.create("2026-11-25", text)
    assert parse(text, "f", "2026-11-25")[1] == []
    assert tidy(files, "2026-11-25")
    after, _ = files.read_text("2026-11-25")
    assert after is not None
    assert after.startswith(f"{SCHEMA_LINE}\n")
    assert [line for line in after.splitlines() if "#" in line] == [line for line in text.splitlines() if "#" in line]
