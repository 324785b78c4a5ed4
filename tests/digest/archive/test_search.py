"""The search finds letters by all of the words, however they are written."""

from dataclasses import replace

import pytest

from digest.archive.search import LONGEST, MOST_TERMS, matches, matching_stories, terms
from digest.archive.web_letter import ArchivedStory, WebLetter

STORIES = tuple(ArchivedStory("https://a.example", title, "", "en", "ltr") for title in ("The Harbour", "Bread"))
LETTER = WebLetter("2026-11-27", "en", "ltr", "Friday’s VOTE", "", "", "", STORIES, "The Harbour Bread Ёлка Straße", ())


@pytest.mark.parametrize("question", ["vote", "HARBOUR bread", "friday’s", "елка", "ЁЛКА", "STRASSE", "brea"])
def test_found(question: str) -> None:
    assert matches(LETTER, terms(question))


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("nobody’s", "nobody's"),
        ("nobody's", "nobody’s"),
        ("пʼять", "п'ять"),
        ("за́мок", "замок"),
        ("замок", "за\u0301мок"),
        ("The doors of it open", '"doors open"'),
        ("The doors of it open", "'doors open'"),
        ("двери открыты", "«двери открыты»"),
        ("газета „Фонарь“", '"фонарь"'),
        ("мой район", "мои\u0306"),
        ("rock 'n' roll", "rock ’n’ roll"),
    ],
)
def test_quotation_marks_apostrophes_and_stress_are_no_matter(words: str, question: str) -> None:
    assert matches(replace(LETTER, words=words), terms(question))


@pytest.mark.parametrize("question", ["мои", "caf é", "nobodys"])
def test_letters_that_are_others_stay_others(question: str) -> None:
    assert not matches(replace(LETTER, words="мой cafe nobody’s"), terms(question))


@pytest.mark.parametrize("question", ["", "  ", '""', "« »", "’", "vote nowhere", "<script>", "%", ".*", "vo te x"])
def test_not_found(question: str) -> None:
    assert not matches(LETTER, terms(question))


def test_of_a_long_question_only_the_beginning_is_looked_at() -> None:
    assert len(terms("a " * 10_000)) == MOST_TERMS
    assert terms("b" * 10_000) == ("b" * LONGEST,)


def test_the_stories_with_the_words_are_named_or_all_where_only_the_letter_has_them() -> None:
    assert [story.title for story in matching_stories(LETTER, terms("harbour"))] == ["The Harbour"]
    assert len(matching_stories(LETTER, terms("vote"))) == 2
