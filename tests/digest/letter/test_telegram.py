"""An edition as posts: none too long for Telegram, none with anything of one reader, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from digest.letter.telegram import MOST_CHARACTERS, posts

WORDS = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=300)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), max_size=30)


@given(PARAGRAPHS)
def test_no_post_is_too_long_and_every_word_is_in_one(paragraphs: list[str]) -> None:
    found = posts(paragraphs)
    assert all(len(post.encode("utf-16-le")) <= 2 * MOST_CHARACTERS for post in found)
    if not any(set(part) <= set("=-") for paragraph in paragraphs for part in paragraph.split()):
        assert " ".join(found).split() == " ".join(paragraphs).split()


def test_posts_are_cut_between_paragraphs_and_filled_as_far_as_they_go() -> None:
    third = "w" * (MOST_CHARACTERS // 3)
    assert [len(post) for post in posts([third] * 5)] == [2 * len(third) + 2, 2 * len(third) + 2, len(third)]


def test_an_emoji_counts_as_two() -> None:
    assert [len(post) for post in posts(["👩" * MOST_CHARACTERS])] == [MOST_CHARACTERS // 2] * 2


def test_rules_of_the_text_part_are_left_out() -> None:
    assert posts(["NEWS\n====\n\nA", "-" * 72 + "\nB"]) == ["NEWS\nA\n\nB"]


def test_a_name_is_never_parted_from_what_it_names() -> None:
    long = "w" * (MOST_CHARACTERS - 20)
    assert posts([long, "NEWS\n====\n\nThe first story", "-" * 72 + "\nKeep us lit\n\nWe have you."])[1:] == [
        "NEWS\nThe first story\n\nKeep us lit\nWe have you."
    ]
