"""A row without an address or proof is refused; what else is not understood is left out with a warning."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from subscribers.policy.csv_text import CellFault, Record
from subscribers.policy.import_header import read_header
from subscribers.policy.import_row import ImportRow, is_language, is_zone, read_row
from subscribers.policy.preferences import Appeals, ReaderPreferences
from tests.standins.sample import NOW

HEADER = read_header(
    "address,language,confirmed_at,zone,source,wording,paused_until,preferences,status,suppressed,name\n"
)
ADDRESS = "dora@example.org"
PROVEN = {"address": ADDRESS, "confirmed_at": "2025-01-01"}


def read(**cells: str) -> tuple[ImportRow | CellFault, list[CellFault]]:
    given = {HEADER.positions[name]: text for name, text in (PROVEN | cells).items()}
    texts = [given.get(number, "") for number in range(HEADER.width)]
    return read_row(Record(7, texts, ",".join(texts)), HEADER, NOW)


def taken(**cells: str) -> ImportRow:
    row, warnings = read(**cells)
    assert isinstance(row, ImportRow)
    assert warnings == []
    return row


def left_out(**cells: str) -> str:
    """Return the warning that comes with a reader who is taken all the same."""
    row, (warning,) = read(**cells)
    assert isinstance(row, ImportRow)
    assert replace(row, record=taken().record) == taken()
    (name,) = cells
    before = [text for at, text in enumerate(read_texts()) if at < HEADER.positions[name]]
    assert (warning.line, warning.column) == (7, len(",".join(before)) + 2)
    assert warning.reason.endswith("; it is left out")
    return warning.reason.removesuffix("; it is left out")


def read_texts() -> list[str]:
    given = {HEADER.positions[name]: text for name, text in PROVEN.items()}
    return [given.get(number, "") for number in range(HEADER.width)]


def refused(**cells: str) -> str:
    row, warnings = read(**cells)
    assert isinstance(row, CellFault)
    assert (row.line, warnings) == (7, [])
    assert "@" not in row.reason
    return row.reason


def test_a_row_with_everything_an_export_holds_is_taken_whole() -> None:
    stored = str(ReaderPreferences(Appeals.HIDE, discreet=True, without=("Sport, und mehr",)))
    row, warnings = read_row(
        Record(
            2,
            [ADDRESS, "pt-br", "2025-03-31T10:00:00+00:00", "Asia/Tokyo", "'=the form", "id-1", "2026-12-31", stored],
            "",
        ),
        HEADER,
        NOW,
    )
    assert isinstance(row, ImportRow)
    assert warnings == []
    assert (row.address, row.language, row.zone, row.source, row.wording) == (
        ADDRESS, "pt-br", "Asia/Tokyo", "=the form", "id-1",
    )  # fmt: skip
    assert row.confirmed_at == datetime(2025, 3, 31, 10, tzinfo=UTC)
    assert row.paused_until == datetime(2026, 12, 31, tzinfo=UTC)
    assert row.preferences == stored


@pytest.mark.parametrize(
    "given", ["dora@example.org", " dora@example.org\u00a0", "\ufeffdora@example.org", "dora@EXAMPLE.org"]
)
def test_blanks_and_byte_order_marks_around_an_address_are_none_of_it(given: str) -> None:
    assert taken(address=given).address == ADDRESS


@pytest.mark.parametrize("given", ["'+d@example.org", "+d@example.org"])
def test_the_apostrophe_of_an_export_is_taken_off(given: str) -> None:
    assert taken(address=given).address == "+d@example.org"


def test_an_apostrophe_that_an_address_has_of_its_own_stays() -> None:
    assert taken(address="'o'brien@example.org").address == "'o'brien@example.org"


@pytest.mark.parametrize(
    ("given", "stored"), [("EN", "en"), ("pt_BR", "pt-br"), ("zh-Hans-CN", "zh-hans-cn"), ("uk", "uk"), ("crh", "crh"), ("", "")]
)  # fmt: skip
def test_a_language_is_taken_as_other_programs_write_it(given: str, stored: str) -> None:
    assert taken(language=given).language == stored


@pytest.mark.parametrize(
    "given", ["Deutsch", "xx", "<b>", "e", "en-", "en-US-u-ca-gregory-nu-latn", "ру", "en\0", "12"]
)
def test_a_language_nobody_knows_is_left_out(given: str) -> None:
    assert left_out(language=given) == "language is no language tag such as en, ru or pt-BR"


@pytest.mark.parametrize(
    "given", ["Tokyo", "Europe", "../../etc/passwd", "/etc/localtime", "Europe/Riga\0", "x" * 5_000, "\ud800"]
)
def test_a_zone_nobody_knows_is_left_out(given: str) -> None:
    assert left_out(zone=given) == "zone is no IANA time zone such as Europe/Riga"


@pytest.mark.parametrize("column", ["source", "wording"])
@pytest.mark.parametrize("given", ["from anna@example.org", "two\nlines", "two\u2028lines", "\x1b[2J", "x" * 301])
def test_evidence_that_holds_an_address_or_is_no_line_of_text_is_left_out(column: str, given: str) -> None:
    assert left_out(**{column: given}) == f"{column} holds an address, a line break or more than 300 characters"


def test_evidence_may_be_written_in_any_script() -> None:
    given = "فرم ثبت‌نام 👩‍💻"
    assert (taken(source=given).source, taken(wording=given).wording) == (given, given)


@pytest.mark.parametrize(
    "given", ["soon", "2026-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "\ud800"]
)
def test_a_pause_that_is_no_date_is_left_out(given: str) -> None:
    assert left_out(paused_until=given) == "paused_until is no date such as 2025-03-31"


@pytest.mark.parametrize(
    "given", ["yes", "[]", "1", "{}", '{"plain":1}', '{"x":true}', '{"without":[1]}', '{"without":"ab"}', '{"plain":true} ' * 2, "[" * 1_900, '{"a":' * 300,
              '{"appeals":"never"}', '{"appeals_after":"soon"}', '{"without":["' + "x" * 10_000 + '"]}', '{"plain": true}']
)  # fmt: skip
def test_preferences_that_no_export_wrote_are_left_out(given: str) -> None:
    assert left_out(preferences=given) == "preferences are not as an export writes them"


@pytest.mark.parametrize("status", ["requested", "Unsubscribed", "erased"])
def test_whoever_the_list_itself_calls_gone_is_refused(status: str) -> None:
    assert refused(status=status).startswith("the list says that this reader is")


@pytest.mark.parametrize("suppressed", ["hard_bounce", "complaint", "manual", "left", "yes"])
def test_whoever_the_list_itself_calls_suppressed_is_refused(suppressed: str) -> None:
    assert refused(suppressed=suppressed) == "the list says that this address must not be mailed"


def test_whoever_the_list_calls_confirmed_is_taken() -> None:
    assert taken(status="confirmed", suppressed="").address == ADDRESS
    assert taken(status="Subscribed", suppressed="No").address == ADDRESS


@pytest.mark.parametrize(
    "given",
    [
        "",
        "dora",
        "dora@",
        "d o@example.org",
        "a@x;b@x",
        "x" * 70_000 + "@example.org",
        "d\0@example.org",
    ],
)
def test_what_is_no_address_is_refused(given: str) -> None:
    assert refused(address=given).startswith("the address is not taken")


def test_a_row_with_more_cells_than_columns_is_refused_since_one_may_stand_for_another() -> None:
    cells = [ADDRESS, "en", "2025-01-01", *[""] * 8, "Doe"]
    row, _ = read_row(Record(3, cells, ",".join(cells)), HEADER, NOW)
    assert isinstance(row, CellFault)
    assert (row.line, row.column) == (3, len(",".join(cells[:-1])) + 2)
    assert row.reason.startswith("12 cells where line 1 has 11")
    trailing, _ = read_row(Record(3, [*cells[:-1], " "], ""), HEADER, NOW)
    assert isinstance(trailing, ImportRow), "empty cells behind the last column are nothing"


def test_a_row_may_end_early_but_not_before_its_proof() -> None:
    row, warnings = read_row(Record(3, [ADDRESS, "en", "2025-01-01"], ""), HEADER, NOW)
    assert isinstance(row, ImportRow)
    assert warnings == []
    short, _ = read_row(Record(3, [f"{ADDRESS};en;2025-01-01"], f"{ADDRESS};en;2025-01-01\n"), HEADER, NOW)
    assert isinstance(short, CellFault)
    assert (short.line, short.column) == (3, 31)
    assert short.reason.startswith(
        "confirmed_at is empty: nothing proves that this reader agreed (1 cell where line 1 has 11"
    )


def test_a_row_of_another_length_is_told_of_the_line_and_the_mark_of_its_own_list() -> None:
    header = read_header("address;language;confirmed_at", 2, ";")
    row, _ = read_row(Record(3, [ADDRESS, "en", "2025-01-01", "x"], f"{ADDRESS};en;2025-01-01;x", ";"), header, NOW)
    assert isinstance(row, CellFault)
    assert (row.column, row.reason) == (
        len(f"{ADDRESS};en;2025-01-01;") + 1,
        "4 cells where line 2 has 3; a semicolon inside a cell needs quotes around the cell",
    )


def test_zones_and_languages_are_asked_by_name() -> None:
    assert (is_zone("Europe/Riga"), is_zone("europe"), is_language("de"), is_language("DE")) == (
        True,
        False,
        True,
        False,
    )
