"""No row of a list is lost without a word, whatever stands in it."""

import csv
import io
from collections.abc import Iterator
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.policy.csv_text import (
    LONGEST_CELL,
    MOST_LINES,
    CellFault,
    NotAList,
    Record,
    Shape,
    disarm,
    read_records,
    rearm,
)

SHAPE = Shape(width=4, address=1, plain=frozenset({1, 2}))
"""The lists here have the columns name, address, confirmed_at, note."""


def read(text: str) -> list[Record | CellFault]:
    return list(read_records(io.StringIO(text, newline=""), SHAPE, 1))


def cells(text: str) -> list[list[str]]:
    return [found.cells for found in read(text) if isinstance(found, Record)]


def places(text: str) -> list[tuple[int, int, str]]:
    """Return line, column and the first words of every fault."""
    faults = [found for found in read(text) if isinstance(found, CellFault)]
    return [(fault.line, fault.column, fault.reason.partition(";")[0]) for fault in faults]


OPEN = "the quote that opens here is not closed"
EARLY = "the quote that opens here closes before its cell ends"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_read_with_the_line_they_begin_on_however_lines_end(end: str) -> None:
    text = end.join(["a,a@x,1,", '"b, B",b@x,2,"one', 'two ""2""', 'three"', 'c "C",c@x,3,'])
    found = read(text)
    assert [(row.line, row.cells) for row in found if isinstance(row, Record)] == [
        (1, ["a", "a@x", "1", ""]),
        (2, ["b, B", "b@x", "2", f'one{end}two "2"{end}three']),
        (5, ['c "C"', "c@x", "3", ""]),
    ]


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ('b,b@x,2,"B', (2, 9, OPEN)),
        ('"b,b@x,2,B', (2, 1, OPEN)),
        ('b,"b@x,2,B', (2, 3, OPEN)),
        ('"b","b@x","2","B', (2, 15, OPEN)),
        ('b,b@x,2,"B"x', (2, 9, EARLY)),
        ('b,b@x,2,"B "x" B"', (2, 9, EARLY)),
    ],
)
@pytest.mark.parametrize(
    "behind", ["c,c@x,3,C", '"c","c@x","3","C"', 'c,c@x,3,"C"', '"c, C",c@x,3,', 'c,c@x,3,"C ""c"""'], ids=str
)
def test_a_quote_that_is_not_closed_costs_its_own_row_only(
    broken: str, place: tuple[int, int, str], behind: str
) -> None:
    text = f"a,a@x,1,A\n{broken}\n{behind}\nd,d@x,4,D\n"
    assert places(text) == [place]
    assert [row[1] for row in cells(text)] == ["a@x", "c@x", "d@x"]


@pytest.mark.parametrize(
    ("text", "place", "others"),
    [
        ('a,a@x,1,"A\nb,b@x,2,B"\n', (1, 9, OPEN), []),  # the stray quote of b stands inside of its cell
        ('"a,a@x,1,\nb",b@x,2,\n', (1, 1, OPEN), ["b@x"]),
        ('a,"a@x,1,\nb,b@x"\n', (1, 3, OPEN), []),
        ('a,"a@x\nb@x",1,B\n', (1, 3, OPEN), []),  # an address has no line break
        ('a,a@x,1,"A\n",b@x,2,B\n', (1, 9, OPEN), []),  # more cells than a row has
    ],
)
def test_a_quote_that_a_later_row_happens_to_close_swallows_nobody(
    text: str, place: tuple[int, int, str], others: list[str]
) -> None:
    assert places(text)[0] == place
    named = [found.line for found in read(text)]
    assert named == [1, 2], "both lines are read or named"
    assert set(others) <= {row[1] for row in cells(text)}


def test_a_note_of_several_lines_may_speak_of_addresses() -> None:
    note = "Dear all,\nwrite, if you can, to me@x\nme@x"
    out = io.StringIO()
    csv.writer(out).writerow(["Doe\nJohn", "a@x", "1", note])
    assert cells(out.getvalue()) == [["Doe\nJohn", "a@x", "1", note]]


def test_a_cell_without_end_is_looked_at_for_so_many_lines_only() -> None:
    asked = 0

    def endless() -> Iterator[str]:
        nonlocal asked
        for line in repeat("note\n"):
            asked += 1
            yield line

    def lines() -> Iterator[str]:
        yield 'a,a@x,1,"\n'
        yield from endless()

    found = next(read_records(lines(), SHAPE, 1))
    assert isinstance(found, CellFault)
    assert asked < MOST_LINES


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_huge_cell_is_named_and_the_next_row_is_read(quote: str) -> None:
    text = f"a,a@x,1,{quote}{'x' * (LONGEST_CELL + 1)}{quote}\nb,b@x,2,B\n"
    assert places(text) == [(1, 9, f"this cell has more than {LONGEST_CELL:,} characters")]
    assert [row[1] for row in cells(text)] == ["b@x"]
    fits = f"a,a@x,1,{quote}{'x' * LONGEST_CELL}{quote}\n"
    assert places(fits) == []


def test_a_nul_is_named_by_its_place() -> None:
    assert places("a,a@x,1,A\nb,b@\0x,2,B\nc,c@x,3,C\n") == [(2, 5, "a NUL character stands here, which no text holds")]


def test_an_empty_line_in_the_middle_ends_nothing() -> None:
    assert [row.line for row in read_records(["a,a@x,1\n", "", "b,b@x,2\n"], SHAPE, 1)] == [1, 2, 3]


def test_the_place_of_a_cell_is_where_it_begins() -> None:
    (row,) = read('"a\n""A""",a@x,1,note\n')
    assert isinstance(row, Record)
    assert [(row.fault(at, "").line, row.fault(at, "").column) for at in range(5)] == [
        (1, 1),
        (2, 8),
        (2, 12),
        (2, 14),
        (2, 18),
    ]


def test_a_file_that_is_no_list_tells_all_its_faults() -> None:
    error = NotAList(CellFault(1, 1, "one"), CellFault(2, 5, "two"))
    assert str(error) == "line 1: one; line 2: two"


NAMES = st.text(alphabet='ab ,"\n', max_size=6)


@given(
    names=st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_list_that_is_written_well_is_read_as_python_reads_it(names: list[tuple[str, str]], quoting: int) -> None:
    out = io.StringIO()
    rows = [[name, f"r{number}@x", "1", note] for number, (name, note) in enumerate(names)]
    csv.writer(out, quoting=quoting).writerows(rows)  # type: ignore[arg-type]  # typeshed wants the literals themselves
    assert (cells(out.getvalue()), places(out.getvalue())) == (rows, [])


@given(
    names=st.lists(st.text(alphabet='ab ,"', max_size=6), min_size=1, max_size=8),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    strays=st.lists(st.integers(min_value=0), min_size=1, max_size=3),
)
def test_no_stray_quote_anywhere_loses_a_row(names: list[str], quoting: int, strays: list[int]) -> None:
    out = io.StringIO()
    rows = [[name, f"r{number}@x", "1", name[::-1]] for number, name in enumerate(names)]
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]  # typeshed wants the literals themselves
    text = out.getvalue()
    for stray in strays:
        at = stray % len(text)
        text = f'{text[:at]}"{text[at:]}'
    assert [found.line for found in read(text)] == list(range(1, len(rows) + 1)), text


@pytest.mark.parametrize(
    "cell", ["=1+1", "+a@x", "-a@x", "@a", "\ta", "＝1", "'=a", "''+a", "'a", "''a", "a=b", "", "'"]
)
def test_a_formula_is_disarmed_and_comes_back_as_it_was(cell: str) -> None:
    assert rearm(disarm(cell)) == cell
    assert not disarm(cell).startswith(("=", "+", "-", "@", "\t", "＝"))
    assert (disarm(cell) != cell) == (cell.lstrip("'")[:1] in set("=+-@\t＝") and cell.strip("'") != "")


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_cells_may_stand_between_other_marks(separator: str) -> None:
    shape = Shape(SHAPE.width, SHAPE.address, SHAPE.plain, separator)
    lines = ["a, A;a@x;1;\n", '"b; B";b@x;2;"one\n', 'two"\n', 'c;c@x;"3;\n', 'd;d@x;4;"D"d\n', 'e;e@x;"5"\n']
    found = list(read_records([line.replace(";", separator) for line in lines], shape, 2))
    assert [(row.line, row.cells) for row in found if isinstance(row, Record)] == [
        (2, ["a, A", "a@x", "1", ""]),
        (3, [f"b{separator} B", "b@x", "2", "one\ntwo"]),
        (7, ["e", "e@x", "5"]),
    ]
    assert [(fault.line, fault.column) for fault in found if isinstance(fault, CellFault)] == [(5, 7), (6, 9)]
    last = found[-1]
    assert isinstance(last, Record)
    assert last.fault(2, "x") == CellFault(7, 7, "x")


@pytest.mark.parametrize("rows", [['a;a@x;1;"\n', "b;b@x;2;\n", 'c;c@x;3;"\n'], ['"a;a@x;1;\n', 'x"\n']])
def test_a_row_between_other_marks_is_swallowed_by_no_quote_either(rows: list[str]) -> None:
    shape = Shape(SHAPE.width, SHAPE.address, SHAPE.plain, ";")
    first = next(read_records(rows, shape, 2))
    assert isinstance(first, CellFault)
    assert first.reason.startswith(OPEN)
