"""Variants: how they are named, which mailboxes are warned, and whether a section is left for a reader."""

import pytest

from digest.delivery.variant import (
    EVERYTHING,
    SWITCHES,
    USUAL,
    AppealMode,
    LetterOptions,
    MailboxRules,
    Variant,
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
        (Variant("en", EVERYTHING), "-".join(["en", "warn", *SWITCHES])),
    ],
)
def test_a_variant_is_named_by_its_language_and_what_is_unusual_about_it(variant: Variant, name: str) -> None:
    assert str(variant) == name


def test_everything_is_every_switch_at_once_and_the_usual_is_none() -> None:
    assert set(SWITCHES) == set(YES_NO) != set(), "a switch is what a reader answers with yes or no"
    assert all(getattr(EVERYTHING, name) and not getattr(USUAL, name) for name in SWITCHES)
    assert (EVERYTHING.appeal, EVERYTHING.without, str(USUAL)) == (AppealMode.WARN, (), "")


def test_a_section_is_the_same_however_an_editor_writes_its_name() -> None:
    assert section_key("  NEWS  of\tthe week ") == section_key("News of the Week") == "news of the week"
    assert section_key("Новости") == section_key("НОВОСТИ")
    assert section_key("News") != section_key("Views")


def test_a_reader_who_wants_fewer_sections_gets_a_letter_as_long_as_one_is_left() -> None:
    options = LetterOptions(without=("news", "sport"))
    assert options.leaves(["News", "Features"])
    assert not options.leaves(["NEWS ", "Sport"])
    assert not options.leaves([])
    assert LetterOptions().leaves([]), "whoever left none out"
