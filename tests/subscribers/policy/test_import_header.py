"""The first line says which columns there are, or everything that is wrong with it."""

import pytest

from subscribers.policy.csv_text import NotAList
from subscribers.policy.import_header import read_beginning, read_header


def faults(line: str) -> list[tuple[int, str]]:
    """Return the column and the words of every fault of a first line."""
    with pytest.raises(NotAList) as refused:
        read_header(line)
    assert all(fault.line == 1 and "; " in fault.reason for fault in refused.value.faults), "what, and what to do"
    return [(fault.column, fault.reason.partition(";")[0]) for fault in refused.value.faults]


def test_columns_are_found_in_any_order_quoted_or_not_after_a_byte_order_mark() -> None:
    header = read_header('\ufeffName,"Confirmed_At", ADDRESS ,Language\r\n')
    assert header.positions == {"confirmed_at": 1, "address": 2, "language": 3}
    assert (header.width, header.shape.address, header.shape.plain) == (4, 2, frozenset({1, 2, 3}))
    assert header.warnings == ()


@pytest.mark.parametrize(
    ("mark", "word"), [(";", "semicolons separate the cells"), ("\t", "tabs separate the cells"), ("|", "bars separate the cells")]
)  # fmt: skip
def test_another_mark_than_a_comma_is_named_where_it_first_stands(mark: str, word: str) -> None:
    line = mark.join(["address", "language", "confirmed_at"])
    assert faults(line) == [(8, word)]
    with pytest.raises(NotAList, match=r"; save the list as CSV with commas, or put (the|a) line `sep="):
        read_header(line)
    assert read_beginning(iter([f"sep={mark}\n", line])).width == 3, "as the message says"


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("", "address, language, confirmed_at"),
        ("\n", "address, language, confirmed_at"),
        ("anna@example.org,en,2025-01-01\n", "address, language, confirmed_at"),
        ("email,language,confirmed_at", "address"),
        ("address;name,language", "address, confirmed_at"),
    ],
)
def test_columns_that_are_missing_are_named_together(line: str, missing: str) -> None:
    assert faults(line) == [(1, f"the first line has no column {missing}")]


def test_a_column_that_stands_twice_is_named_where_it_does_and_all_faults_together() -> None:
    assert faults("address,zone,name,name,Address,zone,language") == [
        (24, "the column address stands here a second time"),
        (32, "the column zone stands here a second time"),
        (1, "the first line has no column confirmed_at"),
    ]


@pytest.mark.parametrize(
    ("line", "place"), [('address,language,"confirmed_at', 18), ("address,lang\0uage,confirmed_at", 13), ("a\0d\0d\0r\0", 2)]
)  # fmt: skip
def test_an_open_quote_or_a_nul_in_it_is_named(line: str, place: int) -> None:
    ((column, _),) = faults(line)
    assert column == place


def test_a_column_that_is_nearly_one_of_ours_is_asked_about() -> None:
    header = read_header("address,language,confirmed_at,timezone,phone,name,note,paused untill,preferences,Wordings")
    assert [(warning.column, warning.reason) for warning in header.warnings] == [
        (31, "this column is not read; did you mean zone?"),
        (56, "this column is not read; did you mean paused_until?"),
        (82, "this column is not read; did you mean wording?"),
    ]


@pytest.mark.parametrize(
    ("first", "separator"),
    [("sep=;\r\n", ";"), ("\ufeffSEP=\t\n", "\t"), ('"sep=;"\r\n', ";"), ("sep=,", ","), ("sep=|\n", "|")],
)
def test_the_line_of_excel_says_what_separates_the_cells(first: str, separator: str) -> None:
    rows = iter([first, f'name{separator}"address"{separator}language{separator}confirmed_at\r\n', "a row"])
    header = read_beginning(rows)
    assert header.positions == {"address": 1, "language": 2, "confirmed_at": 3}
    assert (header.width, header.line, header.separator, header.shape.separator) == (4, 2, separator, separator)
    assert next(rows) == "a row"


@pytest.mark.parametrize(
    "first", ["Address\tlanguage\tconfirmed_at\tname\r\n", '\ufeffaddress\t"language"\tconfirmed_at\tzone']
)
def test_tabs_alone_separate_the_cells_as_excel_writes_unicode_text(first: str) -> None:
    header = read_beginning(iter([first]))
    assert (header.positions["address"], header.positions["confirmed_at"], header.width) == (0, 2, 4)
    assert (header.line, header.separator, header.shape.separator) == (1, "\t", "\t")


@pytest.mark.parametrize("mark", [",", ";", "|"])
def test_tabs_beside_another_mark_are_no_separator_until_one_is_declared(mark: str) -> None:
    with pytest.raises(NotAList, match="separate the cells"):
        read_beginning(iter([f'address\tlanguage\tconfirmed_at\t"name{mark} first"']))
    assert read_beginning(iter(["sep=\t", f'address\tlanguage\tconfirmed_at\t"name{mark} first"'])).width == 4


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["address\tlanguage"], "line 1: the first line has no column confirmed_at; it must be `address\tlanguage\tconfirmed_at`"),
        (["sep=:\n"], "line 1: `sep=` names no comma, semicolon, tab or bar; write one"),
        (["sep=\n"], "line 1: `sep=` names no comma, semicolon, tab or bar; write one"),
        (["sep=;\n"], "line 2: line 2 has no column address, language, confirmed_at; it must be `address;language;confirmed_at`"),
        (["sep=;\n", "address;zone;zone;language;confirmed_at"], "line 2: the column zone stands here a second time"),
        (["sep=;\n", "address,language,confirmed_at"], "line 2: commas separate the cells; name them in `sep=` on line 1"),
        (["sep=;\n", 'address;"language;confirmed_at'], "line 2: the quote that opens here is not closed"),
    ],
)  # fmt: skip
def test_what_is_wrong_behind_that_line_is_named_by_its_own(lines: list[str], fault: str) -> None:
    with pytest.raises(NotAList) as refused:
        read_beginning(iter(lines))
    assert str(refused.value).startswith(fault)
