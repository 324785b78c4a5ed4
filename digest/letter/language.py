"""The letter's fixed words in other languages, and what a language does to a page: direction, dates, sums.

English is what the templates say. Every other language is one file, templates/locales/<language>.po; this is the whole
list of languages. Plural rules come with the file, dates and currencies from the Unicode CLDR through Babel.
"""

import io
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, get_currency_symbol
from babel.support import NullTranslations, Translations
from markupsafe import Markup

ENGLISH = "en"


def languages(locales: Path) -> frozenset[str]:
    """Return the tags of the languages that there are fixed words in."""
    return frozenset({ENGLISH, *(file.stem for file in locales.glob("*.po"))})


def catalogue(locales: Path, language: str) -> bytes:
    """Return the file with the fixed words of `language`, as it is; English has none."""
    if language == ENGLISH:
        return b""
    with (locales / f"{language}.po").open("rb") as file:
        return file.read()


def translations(locales: Path, language: str) -> NullTranslations:
    """Return the fixed words of `language` out of its file; English needs none."""
    return _translations(catalogue(locales, language), language)


@lru_cache(maxsize=64)
def _translations(file: bytes, language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    words = read_po(io.BytesIO(file), locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return Translations(compiled)


def variant_language(wanted: str, available: Iterable[str], default: str) -> str:
    """Return the language of a reader's letter: the wanted one, its base (`pt` for `pt-BR`), or the digest's own."""
    known = set(available)
    return next((tag for tag in (wanted, wanted.partition("-")[0]) if tag in known), default)


@lru_cache(maxsize=512)
def direction(language: str) -> str:
    """Return `ltr` or `rtl`; an unknown language reads from left to right."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (ValueError, UnknownLocaleError):
        return "ltr"


@lru_cache(maxsize=512)
def within(language: str, around: str) -> Markup:
    """Return the attributes that mark words in a language inside of those of another; none where it is the same.

    Unknown languages (empty) are not marked: a wrong mark makes a screen reader read nonsense.
    """
    if not language or language == around:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


@lru_cache(maxsize=512)
def own_name(language: str) -> str:
    """Return the name of a language in itself: English, Русский; for an unknown one its tag."""
    try:
        name = Locale.parse(language, sep="-").get_display_name() or language
    except (ValueError, UnknownLocaleError):
        return language
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=512)
def long_date(day: date, language: str) -> str:
    """Return a date in words: November 27, 2026."""
    return format_date(day, "long", locale=language.replace("-", "_"))


@lru_cache(maxsize=512)
def money(amount: int, currency: str, language: str) -> str:
    """Return a sum in whole units of `currency` (ISO 4217) as people write it: €10, CHF 10, 10 €, 10 ₴.

    A currency that is written in letters stands apart from the number (CLDR, `alphaNextToNumber`). The code that CLDR
    has for the euro in Ukrainian gives way to the sign that everybody knows.
    """
    english, locale = get_currency_symbol(currency, ENGLISH), language.replace("-", "_")
    in_letters = re.search(r"[^\W\d_]\.?$", english)
    written = format_currency(
        amount,
        currency,
        ("¤\u00a0#,##0" if in_letters else "¤#,##0") if language == ENGLISH else "#,##0 ¤",
        locale,
        currency_digits=False,
    )
    own = get_currency_symbol(currency, locale)
    return written.replace(own, english) if own == currency else written
