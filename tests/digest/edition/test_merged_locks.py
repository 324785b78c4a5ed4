"""Two who write one lock: what either did is there afterwards, and where both did the same the file's stays."""

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.articles.model import Article
from digest.edition.lock import Lock
from digest.edition.merged_locks import merged_locks
from digest.pictures.model import Picture
from tests.standins.chance import examples

LOCKS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xyz"), max_size=4)


def lock(**titles: str) -> Lock:
    return Lock("2026-11-27", tuple(Article(url, title=title) for url, title in titles.items()))


def test_what_was_corrected_meanwhile_stays_and_what_was_read_is_added() -> None:
    before, mine, theirs = lock(a="A"), lock(a="A", b="B"), lock(a="corrected")
    assert merged_locks(before, mine, theirs, drops=True) == lock(a="corrected", b="B")


def test_a_page_that_was_read_again_takes_the_place_of_what_nobody_touched() -> None:
    assert merged_locks(lock(a="A", b="B"), lock(a="new", b="B"), lock(a="A", b="typed"), drops=True) == lock(
        a="new", b="typed"
    )
    assert merged_locks(lock(a="A"), lock(a="new"), lock(a="typed"), drops=True) == lock(a="typed")


def test_what_another_reading_put_in_stays_and_what_is_picked_no_more_goes_while_nobody_touched_it() -> None:
    before, mine = lock(a="A", old="old"), lock(a="A")
    assert merged_locks(before, mine, lock(a="A", old="old", c="C"), drops=True) == lock(a="A", c="C")
    assert merged_locks(before, mine, lock(a="A", old="typed"), drops=True) == lock(a="A", old="typed")
    assert merged_locks(before, mine, lock(a="A", old="old"), drops=False) == lock(a="A", old="old")


def test_what_was_taken_out_of_the_file_comes_back_only_where_it_was_read_anew() -> None:
    assert merged_locks(lock(a="A", b="B"), lock(a="A", b="new"), lock(), drops=True) == lock(b="new")


def test_pictures_are_put_together_as_pages_are() -> None:
    before = Lock("2026-11-27", (), (Picture("p", 1, 1),))
    mine = Lock("2026-11-27", (), (Picture("p", 1, 1), Picture("q", 2, 2)))
    theirs = Lock("2026-11-27", (), (Picture("p", 9, 9),))
    found = merged_locks(before, mine, theirs, drops=True)
    assert found.pictures == (Picture("p", 9, 9), Picture("q", 2, 2))


@given(LOCKS, LOCKS, LOCKS, st.booleans())
@settings(max_examples=examples(200))
def test_nothing_that_somebody_wrote_meanwhile_is_lost(
    before: dict[str, str], mine: dict[str, str], theirs: dict[str, str], drops: bool
) -> None:
    found = {
        one.url: one.title for one in merged_locks(lock(**before), lock(**mine), lock(**theirs), drops=drops).picks
    }
    for url, title in theirs.items():
        if before.get(url) != title:
            assert found[url] == title
    for url, title in mine.items():
        if before.get(url) != title and theirs.get(url) in (None, before.get(url)):
            assert found[url] == title


@given(LOCKS, LOCKS)
@settings(max_examples=examples(100))
def test_where_nobody_wrote_meanwhile_it_is_mine(before: dict[str, str], mine: dict[str, str]) -> None:
    assert merged_locks(lock(**before), lock(**mine), lock(**before), drops=True) == lock(**mine)
