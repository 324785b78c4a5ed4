"""Variants: how they are named, which mailboxes are warned, and whether a section is left for a reader."""

import pytest

from digest.delivery.variant import (
    SWITCHES,
    USUAL,
    AppealMode,
    LetterOptions,
    MailboxRules,
    Variant,
    every_option,
    nearest,
    section_key,
)
from subscribers.policy.preferences import YES_NO

RULES = MailboxRules(warn=(".by", "mail.ru"), hide=("corp.mail.ru", ".gov.by"))


@pytest.mark.parametrize(
    ("domain", "mode"),
    [
        ("example.org", AppealMode.SHOW),
        ("mail.ru", AppealMode.WARN),
        ("inbox.mail.ru", AppealMode.WARN),
        ("email.ru", AppealMode.SHOW),
        ("mail.ru.example", AppealMode.SHOW),
        ("tut.by", AppealMode.WARN),
        ("by", AppealMode.SHOW),
        ("derby", AppealMode.SHOW),
        ("corp.mail.ru", AppealMode.HIDE),
        ("minsk.gov.by", AppealMode.HIDE),
        ("gov.by", AppealMode.WARN),
    ],
)
def test_the_stricter_rule_for_a_mailbox_counts_and_covers_what_lies_below_it(domain: str, mode: AppealMode) -> None:
    assert RULES.mode(domain) is mode


def test_without_rules_everybody_is_asked() -> None:
    assert MailboxRules().mode("mail.ru") is AppealMode.SHOW


@pytest.mark.parametrize(
    ("variant", "name"),
    [
        (Variant("en"), "en"),
        (Variant("ru", LetterOptions(AppealMode.WARN)), "ru-warn"),
        (Variant("pt-BR", LetterOptions(AppealMode.HIDE, plain=True)), "pt-BR-hide-plain"),
        (Variant("en", LetterOptions(discreet=True, without=("news",))), "en-discreet-fewer-sections"),
        (Variant("en", LetterOptions(AppealMode.WARN, True, True, True)), "-".join(["en", "warn", *SWITCHES])),
    ],
)
def test_a_variant_is_named_by_its_language_and_what_is_unusual_about_it(variant: Variant, name: str) -> None:
    assert str(variant) == name


def test_every_option_is_every_mode_with_every_switch_on_or_off_and_the_usual_comes_first() -> None:
    assert set(SWITCHES) == set(YES_NO) != set(), "a switch is what a reader answers with yes or no"
    every = list(every_option())
    assert (every[0], str(USUAL)) == (USUAL, "")
    assert len(set(every)) == len(every) == len(AppealMode) * 2 ** len(SWITCHES)
    assert {name for name in SWITCHES if any(getattr(options, name) for options in every)} == set(SWITCHES)
    assert not any(options.without for options in every)


def test_options_are_equal_when_they_look_alike_in_an_edition() -> None:
    options = LetterOptions(plain=True, without=("sport", "views", "news"))
    assert options.among(["News", "VIEWS ", "Arts"]) == LetterOptions(plain=True, without=("news", "views"))
    assert options.among(["Arts"]) == LetterOptions(plain=True)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (LetterOptions(), LetterOptions()),
        (LetterOptions(without=("news", "sport")), LetterOptions(without=("news", "sport"))),
        (LetterOptions(without=("arts", "news")), LetterOptions(without=("news",))),
        (LetterOptions(without=("arts",)), LetterOptions()),
        (LetterOptions(AppealMode.HIDE, without=("news",)), LetterOptions(AppealMode.HIDE)),
        (LetterOptions(plain=True, discreet=True, without=("news",)), LetterOptions(plain=True, discreet=True)),
        (LetterOptions(plain=True, mirrors=True), LetterOptions(mirrors=True)),
        (LetterOptions(AppealMode.WARN), None),
    ],
)
def test_the_nearest_letter_is_as_safe_and_lacks_no_section_that_is_wanted(
    wanted: LetterOptions, given: LetterOptions | None
) -> None:
    there_are = [
        *map(
            LetterOptions._make,
            [(AppealMode.SHOW, *on, ()) for on in ((False,) * 3, (True, True, False), (False, False, True))],
        ),
        LetterOptions(AppealMode.HIDE),
        LetterOptions(without=("news",)),
        LetterOptions(without=("news", "sport")),
    ]
    variants = [Variant(language, options) for language in ("uk", "en") for options in there_are]
    assert nearest(Variant("en", wanted), variants) == (given and Variant("en", given))


def test_a_section_is_the_same_however_an_editor_writes_its_name() -> None:
    assert section_key("  NEWS  of\tthe week ") == section_key("News of the Week") == "news of the week"
    assert section_key("Новости") == section_key("НОВОСТИ")
    assert section_key("News") != section_key("Views")


def test_a_reader_who_wants_fewer_sections_gets_a_letter_as_long_as_one_is_left() -> None:
    options = LetterOptions(without=("news", "sport"))
    assert options.leaves(["News", "Features"])
    assert not options.leaves(["NEWS ", "Sport"])
    assert options.leaves([]), "a correction has no sections, and is for whoever got the letter"
    assert LetterOptions().leaves([]), "whoever left none out"
