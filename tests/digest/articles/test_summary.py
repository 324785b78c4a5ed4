"""Summaries and reading times."""

from digest.articles.summary import MAX_LENGTH, reading_minutes, shorten, summarise

STORY = (
    "“We are the people who can add up,” says Ilze Marou, who keeps the list.\n"
    "Who counts the votes in a town that has lost its trust in counting them?\n"
    "On Friday the doors of the gymnasium will stay open. Four hundred volunteers have signed up to sit along the climbing bars in shifts.\n"
    "The commission has called the plan unnecessary."
)


def test_the_pages_own_description_comes_first() -> None:
    description = "Four hundred volunteers will watch every ballot on Friday."
    assert summarise(description, STORY) == (description, "description")


def test_without_one_the_first_sentences_that_are_no_quotation_and_no_question() -> None:
    summary, source = summarise("", STORY)
    assert source == "body"
    assert summary.startswith("On Friday the doors")
    assert summary.endswith("shifts.")


def test_a_cut_description_gives_way_to_the_story() -> None:
    assert summarise("Four hundred volunteers will watch every ballot on Friday and…", STORY)[1] == "body"
    assert summarise("Too short.", "") == ("Too short.", "description")
    assert summarise("", "") == ("", "")


def test_long_text_ends_at_a_sentence_or_at_a_word() -> None:
    sentences = "This sentence has exactly a number of characters. " * 10
    assert shorten(sentences).endswith("characters.")
    assert shorten("word " * 200).endswith("word…")
    assert len(shorten("word " * 200)) <= MAX_LENGTH


def test_reading_time_is_in_whole_minutes() -> None:
    assert [reading_minutes("w " * words) for words in (0, 1, 238, 239, 2380)] == [0, 1, 1, 2, 10]
