"""Every language has every fixed word, in the right plural."""

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from babel.numbers import list_currencies

from digest.app.paths import program_templates
from digest.delivery.variant import LetterOptions, Variant
from digest.edition.marks import marks
from digest.letter.language import direction, languages, long_date, money, own_name, translations, variant_language
from digest.letter.reader_pages import ReaderPages
from digest.letter.templates import Templates
from digest.mailing.reader_mail import ReaderMailWriter
from tests.standins.letters import edition_and_lock, letter, publication

LOCALES = program_templates() / "locales"


def words_of_templates() -> set[str]:
    found = extract_from_dir(str(program_templates()), method_map=[("**.jinja", "jinja2")])
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


@pytest.mark.parametrize("file", sorted(LOCALES.glob("*.po")), ids=lambda file: file.stem)
def test_each_catalogue_is_complete_and_holds_nothing_old(file: Path) -> None:
    with file.open("rb") as opened:
        catalogue = {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(opened)
            if message.id
        }
    assert set(catalogue) == words_of_templates()
    for message in catalogue.values():
        translated = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(translated), message.id
        assert not any(marks(str(form)) for form in translated), f"nothing replaces a mark: {message.id}"
        assert all(("%(" in str(form)) == ("%(" in str(message.id)) for form in translated), message.id


def test_russian_counts_minutes_as_russians_do() -> None:
    words = translations(LOCALES, "ru")
    forms = [
        words.ngettext("%(num)d minute to read", "%(num)d minutes to read", n) % {"num": n}
        for n in (1, 2, 5, 11, 21, 104)
    ]
    assert forms == [
        "1 минута чтения",
        "2 минуты чтения",
        "5 минут чтения",
        "11 минут чтения",
        "21 минута чтения",
        "104 минуты чтения",
    ]


def test_a_reader_gets_the_wanted_language_its_base_or_the_digests_own() -> None:
    known = languages(LOCALES)
    assert known == {"en", "ru", "uk"}
    assert [variant_language(wanted, known, "en") for wanted in ("ru", "ru-RU", "de", "")] == ["ru", "ru", "en", "en"]


def test_dates_sums_and_directions() -> None:
    assert long_date(date(2026, 11, 27), "en") == "November 27, 2026"
    assert long_date(date(2026, 11, 27), "uk") == "27 листопада 2026\u202fр."
    assert money(10, "EUR", "en") == "€10"
    assert money(1000, "EUR", "ru").replace("\u00a0", " ") == "1 000 €"
    assert [money(5, currency, "uk").replace("\u00a0", " ") for currency in ("EUR", "UAH", "CHF")] == [
        "5 €",
        "5 ₴",
        "5 CHF",
    ]
    assert [direction(tag) for tag in ("en", "he", "ar", "nonsense")] == ["ltr", "rtl", "rtl", "ltr"]


@pytest.mark.parametrize("currency", sorted(list_currencies()))
def test_a_currency_in_letters_stands_apart_from_its_number(currency: str) -> None:
    assert not re.search(r"[^\W\d_]\.?10", money(10, currency, "en"))
    assert not re.search(r"10[^\W\d_]", money(10, currency, "ru"))


def test_francs_crowns_and_dollars_in_english() -> None:
    assert [money(1000, currency, "en") for currency in ("CHF", "SEK", "USD", "CAD", "BRL")] == [
        "CHF\u00a01,000",
        "SEK\u00a01,000",
        "$1,000",
        "CA$1,000",
        "R$1,000",
    ]


def test_languages_are_named_in_their_own_words() -> None:
    assert [own_name(tag) for tag in ("en", "ru", "uk", "fa", "nonsense")] == [
        "English",
        "Русский",
        "Українська",
        "فارسی",
        "nonsense",
    ]


def add_persian(folder: Path) -> None:
    """Follow the recipe of CONTRIBUTING.md: one file, with every fixed word; each begins with a letter that is not ours."""
    catalogue = Catalog(locale="fa")
    for _, _, message, _, _ in extract_from_dir(str(folder), method_map=[("**.jinja", "jinja2")]):
        if isinstance(message, str):
            catalogue.add(message, f"ف{message}")
        else:
            catalogue.add(message[:2], tuple(f"ف{form}" for form in message[:2]))
    with (folder / "locales" / "fa.po").open("wb") as file:
        write_po(file, catalogue)


def test_a_new_language_is_one_file_and_may_be_written_from_right_to_left(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(program_templates(), folder)
    add_persian(folder)
    assert Templates(folder).languages == {"en", "fa", "ru", "uk"}

    lock = edition_and_lock()[1]
    long = replace(lock, picks=tuple(replace(page, reading_minutes=4) for page in lock.picks))
    persian = letter(Variant("fa"), program=folder, lock=long)
    assert persian.direction == "ltr"
    assert 'lang="fa" dir="rtl"' in persian.html
    for word in (
        "Unsubscribe",
        "Preferences",
        "View in browser",
        "In brief",
        "Corrections",
        "Monthly",
        "Remind me later",
    ):
        assert f"ف{word}" in persian.html
        assert not re.search(f"(?<!ف){word}", persian.html)
    assert "فUnsubscribe:\n" in persian.text
    assert "ف4 minute" in persian.text
    assert long_date(date(2026, 11, 27), "fa") in persian.text

    discreet = letter(Variant("fa", LetterOptions(discreet=True)), program=folder)
    assert (discreet.subject, discreet.sender) == ("فYour weekly letter", "فWeekly letter")

    pages = ReaderPages([folder], folder / "locales", publication(), friday=True)
    assert pages.languages == {"en", "fa", "ru", "uk"}
    page = pages.render("leave", "fa", action="/u/x", pauses=(4,), reasons=[])
    assert '<html lang="fa" dir="rtl">' in page
    assert "فUnsubscribe" in page


def test_the_mails_of_forms_come_in_a_new_language_too(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(program_templates(), folder)
    add_persian(folder)
    mail = ReaderMailWriter(Templates(folder), publication()).write("confirm", "fa-IR", "t" * 32)
    assert mail.subject == "فPlease confirm your subscription: The Friday Lantern"
    assert 'lang="fa" dir="rtl"' in mail.html
    assert "فPlease confirm your address" in mail.text


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_no_sentence_ends_in_a_date_and_one_more_period(language: str) -> None:
    """Long dates end in `г.` and `р.` there."""
    with (LOCALES / f"{language}.po").open("rb") as file:
        messages = [str(message.string) for message in read_po(file)]
    assert not [message for message in messages if re.search(r"%\((?:day|date)\)s\.", message)]
