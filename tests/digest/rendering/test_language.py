"""Every language has every fixed word, in the right plural."""

from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from digest.rendering.language import direction, languages, long_date, money, translations, variant_language
from digest.wiring.folder import program_templates

LOCALES = program_templates() / "locales"


def words_of_templates() -> set[str]:
    found = extract_from_dir(str(program_templates()), method_map=[("**.jinja", "jinja2")])
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


@pytest.mark.parametrize("file", sorted(LOCALES.glob("*.po")), ids=lambda file: file.stem)
def test_each_catalogue_is_complete_and_holds_nothing_old(file: Path) -> None:
    with file.open("rb") as opened:
        catalogue = {message.id if isinstance(message.id, str) else message.id[0]: message for message in read_po(opened) if message.id}
    assert set(catalogue) == words_of_templates()
    for message in catalogue.values():
        translated = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(translated), message.id
        assert all(("%(" in str(form)) == ("%(" in str(message.id)) for form in translated), message.id


def test_russian_counts_minutes_as_russians_do() -> None:
    words = translations(LOCALES, "ru")
    forms = [words.ngettext("%(num)d minute to read", "%(num)d minutes to read", n) % {"num": n} for n in (1, 2, 5, 11, 21, 104)]
    assert forms == ["1 минута чтения", "2 минуты чтения", "5 минут чтения", "11 минут чтения", "21 минута чтения", "104 минуты чтения"]


def test_a_reader_gets_the_wanted_language_its_base_or_the_digests_own() -> None:
    known = languages(LOCALES)
    assert known == {"en", "ru", "uk"}
    assert [variant_language(wanted, known, "en") for wanted in ("ru", "ru-RU", "de", "")] == ["ru", "ru", "en", "en"]


def test_dates_sums_and_directions() -> None:
    assert long_date(date(2026, 11, 27), "en") == "November 27, 2026"
    assert long_date(date(2026, 11, 27), "uk") == "27 листопада 2026\u202fр."
    assert money(10, "EUR", "en") == "€10"
    assert money(1000, "EUR", "ru").replace("\u00a0", " ") == "1 000 €"
    assert [direction(tag) for tag in ("en", "he", "ar", "nonsense")] == ["ltr", "rtl", "rtl", "ltr"]
