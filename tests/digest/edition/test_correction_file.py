"""The file of a correction as it begins: whatever was said stands in it, and it reads back."""

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
    edition, problems = parse(correction_text(NAME, "2026-11-27", "ru", subject, words), f"editions/{NAME}.yaml", NAME)
    assert not stop_the_letter(problems)
    assert edition
    assert edition.subject == subject
    assert [one.text for one in edition.corrections] == [words]
    assert (edition.language, edition.without, edition.sections) == ("ru", ("banner", "appeal"), ())


def test_the_language_is_left_out_where_it_is_the_newsrooms() -> None:
    assert "language" not in correction_text(NAME, "2026-11-27", "", "Subject", "Words")
