"""Chosen picks: a number, an address or words of a headline mean one pick; whatever means none or several is refused."""

import pytest

from digest.articles.model import Article
from digest.edition.chosen_picks import choose_picks
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.errors import DigestError

ICE, BREAD, VOTE = (f"https://example.org/2026/11/{name}" for name in ("ice", "bread", "vote"))
EDITION = Edition("2026-11-27", "f", "S", (Section("A", (Pick(ICE), Pick(BREAD))), Section("B", (Pick(VOTE, "Own"),))))
LOCK = Lock("2026-11-27", (Article(ICE, title="Ice on the River"), Article(BREAD, title="Хлеб и лёд"), Article(VOTE)))


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("1", ICE),
        ("3", VOTE),
        (BREAD, BREAD),
        (BREAD.upper(), BREAD),
        ("/vote", VOTE),
        ("river", ICE),
        ("ХЛЕБ", BREAD),
        (" own ", VOTE),
    ],
)
def test_a_name_means_one_pick(name: str, url: str) -> None:
    assert choose_picks(EDITION, LOCK, [name]) == [url]


def test_several_names_keep_their_order_and_each_pick_once() -> None:
    assert choose_picks(EDITION, LOCK, ["3", "ice", "own"]) == [VOTE, ICE]


def test_all_names_that_fit_none_or_several_are_told_at_once_with_the_picks() -> None:
    with pytest.raises(DigestError) as caught:
        choose_picks(EDITION, LOCK, ["1", "4", "0", "example.org", "storm", ""])
    first, *listed = str(caught.value).splitlines()
    assert first == (
        "“4” fits no pick; “0” fits no pick; “example.org” fits 3 picks; “storm” fits no pick; “” fits no pick: "
        "name a pick by its number, or by a part of its address or headline:"
    )
    assert listed == ["  1  Ice on the River", "  2  Хлеб и лёд", "  3  Own"]


def test_an_exact_address_wins_over_another_that_holds_it() -> None:
    longer = Edition("2026-11-27", "f", "S", (Section("A", (Pick(f"{ICE}/more"), Pick(ICE))),))
    assert choose_picks(longer, LOCK, [ICE]) == [ICE]
