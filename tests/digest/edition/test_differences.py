"""What differs between two texts is shown whole, with a little around it, and word by word where lines are alike."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.differences import AROUND, Piece, differences
from tests.standins.chance import examples


def test_texts_that_are_the_same_differ_nowhere() -> None:
    assert differences("a\nb\n", "a\nb\n") == []
    assert differences("a\n" * 5_000, "a\n" * 5_000) == []


def test_a_changed_word_is_shown_in_its_line_and_lines_far_away_are_left_out() -> None:
    lines = [f"line number {number}" for number in range(30)]
    other = [*lines]
    other[3], other[25] = "line number three", "line number twenty"
    shown = differences("\n".join(lines), "\n".join(other))
    assert (Piece("same", "line number "), Piece("gone", "3"), Piece("new", "three")) in shown
    assert (Piece("left out", "…"),) in shown
    assert len(shown) == 2 * (1 + 2 * AROUND) + 1


def test_lines_that_have_nothing_in_common_are_no_jumble() -> None:
    assert differences("subject: One", "- https://a.example") == [
        (Piece("gone", "subject: One"),),
        (Piece("new", "- https://a.example"),),
    ]


@given(st.lists(st.sampled_from(["a b", "a c", "b", ""])), st.lists(st.sampled_from(["a b", "a d", "c", ""])))
@settings(max_examples=examples(100))
def test_every_line_that_only_one_text_has_is_shown(old: list[str], new: list[str]) -> None:
    shown = differences("\n".join(old), "\n".join(new))
    text = "\n".join("".join(piece.words for piece in line if piece.kind != "gone") for line in shown)
    before = "\n".join("".join(piece.words for piece in line if piece.kind != "new") for line in shown)
    assert all(line in text for line in set(new) - set(old))
    assert all(line in before for line in set(old) - set(new))


def test_a_few_words_of_a_long_line_are_shown_in_it() -> None:
    words = [f"word{number}" for number in range(500)]
    shown = differences(" ".join(words), " ".join([*words[:250], "another", *words[251:]]))
    assert [piece.words for piece in shown[0] if piece.kind != "same"] == ["word250", "another"]


def picks(many: int) -> list[str]:
    """Return the lines of a file with many stories, most of which many stories have alike."""
    return [
        line
        for number in range(many)
        for line in (
            f"      - url: https://lantern.example/2026/11/{number}",
            f"        title: What the council said on day {number} of its hearings",
            "        kicker: City hall",
            "        topics: [courts, council]",
            "        related:",
            f"          - title: What was said before, part {number}",
            f"            url: https://lantern.example/2026/10/{number}",
            "",
        )
    ]


@pytest.mark.parametrize(("many", "changed"), [(12, 12), (40, 40), (150, 12)])
def test_what_an_editor_changes_in_a_long_file_is_shown_word_by_word(many: int, changed: int) -> None:
    before = picks(many)
    after = [line.replace("said on day", "heard on day") if line.count(" day ") else line for line in before]
    after = [*after[: 8 * changed], *before[8 * changed :]]
    shown = differences("\n".join(before), "\n".join(after))
    words = [tuple(piece.words for piece in line if piece.kind != "same") for line in shown]
    assert words.count(("said", "heard")) == changed
    assert all(one in ((), ("said", "heard")) for one in words if one != ("…",))


HOSTILE = {
    "one endless word": ("a" * 250_000, "a" * 124_999 + "b" + "a" * 125_000),
    "one endless line of the same two words": ("a b " * 60_000, "b a a " * 40_000),
    "long lines that are nearly alike": ("\n".join(["a b " * 300] * 200), "\n".join(["b a " * 300] * 200)),
    "many lines that are the same": ("a\n" * 120_000, "b\na\n" * 60_000),
    "every other line is another": (
        "".join(f"{number}\nx{number}\n" for number in range(700)),
        "".join(f"{number}\ny{number}\n" for number in range(700)),
    ),
    "every other line is the same one": (
        "".join(f"# x\n# u{number}\n" for number in range(745)),
        "".join(f"# x\n# v{number}\n" for number in range(745)),
    ),
    "every other word is the same one": (
        " ".join(f"x u{number}" for number in range(350)),
        " ".join(f"x v{number}" for number in range(350)),
    ),
    "short lines that are all alike": ("a b\n" * 60_000, "a c\n" * 60_000),
}


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), HOSTILE.values(), ids=HOSTILE)
def test_texts_that_are_long_on_purpose_cost_a_moment_and_are_shown_whole(before: str, after: str) -> None:
    began = time.process_time()
    shown = differences(before, after)
    assert time.process_time() - began < 3, "it was 48 seconds once, and 14 later"
    assert max(map(len, before.splitlines())) <= max(
        len("".join(piece.words for piece in line if piece.kind != "new")) for line in shown
    )
