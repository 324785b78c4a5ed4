"""Quotation marks within quotation marks are others, as each language prints them."""

from dataclasses import replace

import pytest

from digest.app.paths import program_templates
from digest.delivery.variant import Variant
from digest.letter.quotes import nested, with_nested
from digest.letter.templates import Templates
from tests.standins.letters import letter, publication
from tests.standins.written import letter_of


@pytest.mark.parametrize(
    ("words", "language", "shown"),
    [
        ("«Пели «Калину» все»", "ru", "«Пели „Калину“ все»"),
        ("«Співали «Калину» всі»", "uk", "«Співали „Калину“ всі»"),
        ("“They sang “Kalina” aloud”", "en", "“They sang ‘Kalina’ aloud”"),
        ("„Sie sangen „Kalina“ laut“", "de-AT", "„Sie sangen ‚Kalina‘ laut“"),
        ("«Первое», — сказала она. — «Второе»", "ru", "«Первое», — сказала она. — «Второе»"),
        ("«Никто не закрыл", "ru", "«Никто не закрыл"),
        ("закрыл» и «открыл", "ru", "закрыл» и «открыл"),
        ("«a «b» c»", "xx", "«a «b» c»"),
        ("No marks", "en", "No marks"),
    ],
)
def test_words_with_marks_of_their_own(words: str, language: str, shown: str) -> None:
    assert nested(words, language) == shown


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Фонарь", "«Фонарь»"),
        ("Газета «Фонарь»", "«Газета „Фонарь“»"),
        ("«Фонарь»", "«Фонарь»"),
        ("«Фонарь» и «Маяк»", "«„Фонарь“ и „Маяк“»"),
        ("Фонарь»", "«Фонарь»»"),
    ],
)
def test_a_name_within_the_marks_of_a_sentence(title: str, shown: str) -> None:
    message = "рассылку «%(title)s»"
    assert message % with_nested(message, {"title": title, "other": "«x «y»»"}, "ru") == f"рассылку {shown}"


def test_what_stands_in_no_marks_is_left_alone() -> None:
    values = {"title": "Газета «Фонарь»", "number": 3}
    assert with_nested("рассылку %(title)s", values, "ru") == values


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_letters_and_subjects_name_such_a_newspaper_rightly(language: str) -> None:
    templates = Templates(program_templates())
    assert "«Газета „Фонарь“»" in templates.phrase(language, "subject_known", title="Газета «Фонарь»")
    made = letter(Variant(language), own=replace(publication(), title="Газета «Фонарь» & Co"))
    assert "«Газета „Фонарь“ &amp; Co»" in made.html
    assert "«Газета „Фонарь“ & Co»" in " ".join(made.text.split())


def test_the_quote_of_an_edition_has_inner_marks() -> None:
    made = letter_of("quote:\n  text: '“We sang “Kalina” to the end.”'\n", language="en")
    for part in (made.html, made.text):
        assert "“We sang ‘Kalina’ to the end.”" in part
