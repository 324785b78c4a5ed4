"""What commands print of errors: where, never what they were about."""

from digest.cli.terminal import in_words, unforeseen
from digest.errors import DigestError


def test_an_error_nobody_foresaw_is_told_by_its_place_and_never_by_its_text() -> None:
    try:
        raise ValueError("cannot write to anna@example.org")
    except ValueError as error:
        words = unforeseen(error)
    assert "ValueError at test_terminal.py:" in words
    assert "anna" not in words
    assert "please report these words" in words


def test_what_the_system_refuses_is_told_in_its_own_words() -> None:
    assert unforeseen(OSError(28, "No space left on device", "data/digest.db")).startswith(
        "data/digest.db: No space left on device; mend the cause"
    )


def test_an_error_of_ours_is_told_as_it_is() -> None:
    assert in_words(DigestError("write the edition first")) == "error: write the edition first"
