"""Lines to paste: whatever their words, each picks its page and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.pick_line import pick_line
from digest.edition.picks_file import parse
from tests.standins.chance import examples

URL = "https://lantern.example/a?b=c#!/d"


def picked(*lines: str) -> list[str]:
    text = 'subject: "S"\nsections:\n  - name: News\n    picks:\n' + "\n".join(lines) + "\n"
    edition, problems = parse(text, "f", "2026-11-27")
    assert edition is not None, problems
    assert not problems, (text, problems)
    return [pick.url for pick in edition.picks()]


def test_a_line_picks_its_page_and_one_that_is_left_out_does_nothing() -> None:
    assert pick_line(URL, ["", "About it", "2026-11-25"]) == f"      - {URL}  # About it, 2026-11-25"
    assert pick_line(URL) == f"      - {URL}"
    left_out = pick_line(f"{URL}2", ["sent in 2026-11-20"], is_left_out=True)
    assert picked(pick_line(URL), left_out) == [URL]


@pytest.mark.parametrize("words", ["\nsubject: other", "\x1b[31m", "- https://evil.example/x", "\u2028x: y", "#" * 500])
def test_no_headline_breaks_out_of_its_comment(words: str) -> None:
    line = pick_line(URL, [words])
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert len(line) < 250
    assert picked(line) == [URL]


@settings(max_examples=examples(80))
@given(words=st.lists(st.text(max_size=40), max_size=4), is_left_out=st.booleans())
def test_whatever_the_words_are(words: list[str], is_left_out: bool) -> None:
    assert picked(pick_line(URL, words, is_left_out=is_left_out), f"      - {URL}2") == [URL] * (not is_left_out) + [
        f"{URL}2"
    ]
