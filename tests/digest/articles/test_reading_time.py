"""How long a text takes to read, in words where spaces part them and in signs where none do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.reading_time import WORDS_PER_MINUTE, count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t", 0),
        ("Orel", 1),
        ("The council met.", 3),
        ("— one – two ! …", 2),
        ("It’s 5.5 per-cent", 3),
        ("Совет Орла\nрешил", 3),
        ("오렐 의회가 열렸다", 3),
        ("قرر مجلس اوريل", 3),
        ("מועצת אורל", 2),
        ("猫です", 2),
        ("猫犬鳥魚", 2),
        ("猫犬。鳥魚！", 2),
        ("猫犬 Orel 鳥魚", 3),
        ("猫犬Orel鳥魚", 3),
        ("カタカナ", 2),
        ("สภาเมือง", 4),
        ("猫犬สภ", 2),
        ("猫สOrel", 2),
    ],
)
def test_words_are_counted_and_two_signs_are_one(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 0),
        (" \n", 0),
        ("— … !", 0),
        ("Orel", 1),
        ("猫", 1),
        ("word " * 238, 1),
        ("word " * 239, 2),
        ("слово " * 476, 2),
        ("слово " * 477, 3),
        ("단어 " * 238, 1),
        ("단어 " * 239, 2),
        ("كلمة " * 239, 2),
        ("猫" * 500, 1),
        ("猫" * 501, 2),
        ("あ" * 1000, 2),
        ("ア" * 1001, 3),
        ("ก" * 900, 1),
        ("ก" * 901, 2),
        ("က" * 901, 2),
        ("ក" * 901, 2),
        ("ກ" * 901, 2),
        ("猫" * 250 + " " + "word " * 119, 1),
        ("猫" * 250 + " " + "word " * 120, 2),
        ("ก" * 450 + "猫" * 251, 2),
    ],
    ids=lambda value: str(value)[:8],
)
def test_minutes_are_whole_ones_begun(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


def test_the_speed_is_that_of_english_prose() -> None:
    assert WORDS_PER_MINUTE == 238


@given(st.text(max_size=200))
def test_any_text_with_a_word_takes_a_minute_and_no_other_takes_any(text: str) -> None:
    assert count_words(text) >= 0
    assert reading_minutes(text) >= (1 if any(map(str.isalnum, text)) else 0)
    assert reading_minutes(text + " word") >= max(1, reading_minutes(text))


@given(st.text(max_size=100), st.text(max_size=100))
def test_two_texts_take_no_less_than_either(one: str, other: str) -> None:
    both = f"{one} {other}"
    assert reading_minutes(both) >= max(reading_minutes(one), reading_minutes(other))
    assert abs(count_words(both) - count_words(one) - count_words(other)) <= 1


@pytest.mark.parametrize("piece", ["a", " ", "猫", "ก", "— ", "\n"])
def test_a_text_of_a_hundred_thousand_characters_is_counted(piece: str) -> None:
    assert count_words(piece * (100_000 // len(piece))) == {"a": 1, "猫": 50_000, "ก": 50_000}.get(piece, 0)
