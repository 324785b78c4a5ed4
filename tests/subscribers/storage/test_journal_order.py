"""What many files tell of the journals becomes the journals in their order, and each one's lines in theirs."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from subscribers.storage.journal_line import BEGINS, CONTINUED, DAMAGED, JournalLine
from subscribers.storage.journal_order import JournalCopy, chain_of, in_order

AT = "2026-11-27T05:00:00+00:00"


def lines(name: str, links: str, continued: str = "") -> list[JournalLine]:
    """Return a journal's lines, each with one letter for its link, and at last in which one it went on."""
    kinds = [BEGINS, *("told" for _ in links[1:])]
    told = [
        JournalLine(10 * place, 10 * place + 10, link, AT, kind, (), name)
        for place, (link, kind) in enumerate(zip(links, kinds, strict=True))
    ]
    end = 10 * len(told)
    last = JournalLine(end, end + 10, f"{name}!", AT, CONTINUED, (continued,), name)
    return [*told, *([last] if continued else [])]


def copy(*names: str, links: str, continued: str = "") -> JournalCopy:
    return JournalCopy(names, lines(names[0], links, continued))


def damaged(whole: JournalCopy, *places: int) -> JournalCopy:
    found = [line._replace(kind=DAMAGED) if place in places else line for place, line in enumerate(whole.lines)]
    return JournalCopy(() if 0 in places else whole.names, found)


def links(found: Sequence[JournalCopy]) -> list[str]:
    return ["".join(link for link in one.lines if len(link) == 1) for one in in_order(found, "", "")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whatever_the_files_are_called_a_journal_comes_behind_those_it_names(order: tuple[int, ...]) -> None:
    found = [copy("a", links="abc"), copy("b", "a", links="def"), copy("c", "a", "b", links="ghi")]
    assert links([found[place] for place in order]) == ["abc", "def", "ghi"]


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_one_whose_beginning_is_damaged_comes_before_the_one_it_went_on_in_and_behind_the_one_that_went_on_in_it(
    order: tuple[int, ...],
) -> None:
    first = damaged(copy("a", links="abc", continued="b"), 0)
    found = [first, copy("b", links="def")]
    assert links([found[place] for place in order]) == ["bc", "def"]


def test_copies_of_one_journal_are_one_and_of_a_line_damaged_in_one_the_other_counts() -> None:
    whole = copy("a", links="abcde")
    for places in ((1,), (0, 2), (3, 4), (0, 4)):
        assert links([damaged(whole, *places), damaged(whole, 2)]) == ["abcde" if 2 not in places else "abde"]


def test_a_line_that_one_copy_lacks_stands_where_the_other_has_it() -> None:
    whole = copy("a", links="abcdef")
    for gone in range(1, 6):
        holes = damaged(whole, gone)
        for found in ([holes, whole], [whole, holes]):
            assert links(found) == ["abcdef"], gone


def test_what_two_copies_wrote_on_each_for_itself_is_all_there_each_once_by_its_place() -> None:
    (both,) = links([copy("a", links="abcx"), copy("a", links="abcyz")])
    assert sorted(both) == sorted("abcxyz")
    assert both.startswith("abc")
    assert both.index("y") < both.index("z")


def test_another_newsrooms_journal_is_in_no_chain() -> None:
    found = in_order([copy("a", links="abc"), copy("x", links="xyz"), copy("b", "a", links="def")], "", "")
    is_own, chain = chain_of("b", found)
    assert [one.name for one, own in zip(found, is_own, strict=True) if own] == ["a", "b"]
    assert chain == {"a", "b"}


def test_one_that_no_first_line_joins_is_joined_by_the_last_line_of_the_one_before() -> None:
    followed = damaged(copy("b", "a", links="def"), 0)
    found = in_order([copy("a", links="abc", continued="b"), followed], "b", "e")
    assert chain_of("b", found) == ([True, True], {"a", "b"})
