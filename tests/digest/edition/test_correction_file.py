"""The file of a correction as it begins: whatever was said stands in it, and it reads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.characters import one_line
from digest.edition.correction_file import correction_text
from digest.edition.picks_file import parse
from digest.problem import stop_the_letter

NAME = "2026-11-27-correction-1"
WORDS = st.text(min_size=1, max_size=80).map(one_line).filter(bool)


@given(WORDS, WORDS)
def test_what_was_said_reads_back(subject: str, words: str) -> None:
    edition, problems = parse(
        correction_text(NAME, "ru", subject, words, is_approved=True), f"editions/{NAME}.yaml", NAME
    )
    assert not stop_the_letter(problems)
    assert edition
    assert edition.subject == subject
    assert [one.text for one in edition.corrections] == [words]
    assert (edition.language, edition.without, edition.sections) == ("ru", ("banner", "appeal"), ())


def test_the_language_is_left_out_where_it_is_the_newsrooms() -> None:
    assert "language" not in correction_text(NAME, "", "Subject", "Words", is_approved=False)


@pytest.mark.parametrize("is_approved", [True, False])
def test_it_lists_the_commands_from_the_draft_to_its_readers(is_approved: bool) -> None:
    text = correction_text(NAME, "", "Subject", "Words", is_approved=is_approved)
    steps = [line.split()[2] for line in text.splitlines() if line.startswith("#   digest ") and line.endswith(NAME)]
    assert steps == ["check", "build", "proof", *["approve"][:is_approved], "send"]
    assert "the letter 2026-11-27, for" in text
