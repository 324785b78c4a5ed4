"""Every letter of an edition is rendered, checked and composed before any of them may go out."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import program_templates
from digest.app.services import Services
from digest.delivery.mail import Envelope
from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.editing.build import LetterBuilder
from digest.editing.letters import EditionLetters
from digest.edition.cards import cards
from digest.errors import InputProblems
from digest.letter.preflight import SizeLimits
from digest.letter.templates import Templates
from digest.problem import Mark
from tests.standins.envelopes import ENVELOPE
from tests.standins.letters import edition_and_lock, publication
from tests.standins.sample import EDITION

NO_LIMITS = SizeLimits(10**9, 10**9)
BANNER, APPEAL, FOOTER, PHRASES = "blocks/banner", "blocks/appeal", "blocks/footer", "phrases"
LINK = "{{ block.unsubscribe_url | link }}"


@cache
def programs_own() -> Templates:
    return Templates(program_templates())


def letters(templates: Templates | None = None, *, mirrors: bool = True, appeal: bool = True) -> EditionLetters:
    edition, lock = edition_and_lock()
    own = publication()
    own = replace(own, mirrors=own.mirrors if mirrors else {}, appeal=own.appeal if appeal else None)
    return EditionLetters(
        edition,
        tuple(cards(edition, lock)),
        ("en", "uk"),
        own,
        templates or programs_own(),
        NO_LIMITS,
        ENVELOPE,
    )


def changed(folder: Path, name: str, old: str, new: str) -> Templates:
    """Return the templates with an override of one, in which `old` words are `new` ones."""
    own = (program_templates() / f"email/{name}.jinja").read_text(encoding="utf-8")
    assert old in own
    file = folder / f"email/{name}.jinja"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(own.replace(old, new), encoding="utf-8")
    return Templates(program_templates(), folder)


@pytest.mark.parametrize(
    ("mirrors", "appeal", "each"), [(True, True, 12), (False, True, 6), (True, False, 4), (False, False, 2)]
)
def test_what_looks_alike_is_one_letter_and_all_others_are_made(mirrors: bool, appeal: bool, each: int) -> None:
    made = list(letters(mirrors=mirrors, appeal=appeal).different())
    assert len({(letter.subject, letter.html, letter.text) for letter in made}) == len(made) == 2 * each
    assert [letter.variant.language for letter in made] == ["en"] * each + ["uk"] * each
    assert {letter.envelope for letter in made} == {ENVELOPE}


def test_options_that_change_nothing_give_the_same_letter() -> None:
    found = letters(mirrors=False, appeal=False)
    usual = found.make(Variant("uk"))
    for options in (LetterOptions(AppealMode.WARN), LetterOptions(mirrors=True), LetterOptions(without=("nowhere",))):
        other = found.make(Variant("uk", options))
        assert (other.variant.options, other.html, other.text) == (options, usual.html, usual.text)
    plain = found.make(Variant("uk", LetterOptions(AppealMode.HIDE, plain=True, mirrors=True)))
    assert (plain.html, plain.text) == ("", usual.text)


def test_the_letters_of_the_small_edition_have_no_problems() -> None:
    found = letters()
    assert list(found.problems(found.different())) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            FOOTER,
            ":\n" + LINK,
            ':\n{% if letter.words_language == "uk" %}nowhere{% else %}' + LINK + "{% endif %}",
            r"`uk`\)",
        ),
        (APPEAL, '{{ "-" * 72 }}', "{{ '~reader~' if block.warning }}", r"`en-warn`\)"),
        (PHRASES, '{{ _("Your weekly letter") }}', "", r"`en-discreet`\)"),
        (PHRASES, '{{ _("Your weekly letter") }}', "~reader~", r"`en-discreet`\)"),
    ],
    ids=["another language", "a warning", "no subject", "a slot in the subject"],
)
def test_what_is_wrong_for_a_few_readers_stops_the_letter_and_says_for_whom(
    tmp_path: Path, name: str, old: str, new: str, words: str
) -> None:
    templates = changed(tmp_path, name, old, new)
    with pytest.raises(InputProblems, match=r":1:1: error: .*in the letter " + words):
        LetterBuilder(publication(), templates, NO_LIMITS).build(*edition_and_lock())


def test_a_fault_of_all_letters_is_told_once_and_warnings_are_about_the_first() -> None:
    size = max(len(letter.html.encode()) for letter in letters().different())
    first = len(letters().make(Variant("en")).html.encode())

    def told(limit: int) -> list[str]:
        found = replace(letters(), limits=SizeLimits(limit, 10**9))
        return [str(problem) for problem in found.problems(found.different())]

    assert told(10 * size) == []
    assert len(told(first)) == 2, "a warning about the first one, an error about a larger one"
    assert len(told(first - 1)) == 1
    assert "in the letter" not in told(first - 1)[0]


def test_a_letter_that_cannot_be_composed_is_a_problem_of_check_build_and_readiness(newsroom: Newsroom) -> None:
    services = Services(newsroom)
    reply_to = "a@example.org\r\nBcc: x"
    unsound = Envelope("The Lantern", "friday@lantern.example", reply_to, "L", "https://letter.lantern.example")
    builder = replace(services.builder(), envelope=unsound)
    for found in (
        replace(services.assessor(), builder=builder).assess(EDITION).problems,
        replace(services.drafts(), builder=builder).draft(EDITION, lambda _done, _of: None).problems,
    ):
        (problem,) = [problem for problem in found if "cannot be made into a mail" in problem.what]
        assert str(problem).startswith(
            f"editions/{EDITION}.yaml:1:1: error: the letter cannot be made into a mail: the "
        )


def test_a_subject_that_cannot_be_composed_is_shown_in_its_place() -> None:
    found = letters()
    edition = replace(found.edition, subject=" ", marks={"subject": Mark(3, 10)})
    unsound = replace(found, edition=edition)
    (problem,) = unsound.problems([unsound.make(Variant("en"))])
    assert str(problem).startswith("editions/2026-11-27.yaml:3:10: error: the letter cannot be made into a mail: ")
