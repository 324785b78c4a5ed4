"""What an editor can write in `order:` and `without:`, and that the letter knows every name."""

import pytest

from digest.edition.block_names import CLOSING, LEAVABLE, MOVABLE, PICKED, block_name
from digest.edition.model import LOOKS
from digest.letter.blocks.stories import BLOCK_OF_LOOK
from digest.letter.view import BLOCKS
from tests.standins.written import parsed, written

NOT_LEFT_OUT = "is no block that `without` can name; it cannot be left out; take it out of here"
NOT_MOVED = "is no block that `order` can name; it cannot be moved; take it out of here"


def test_the_letter_has_every_block_that_can_be_named_in_their_usual_order() -> None:
    assert tuple(BLOCKS) == ("banner", "masthead", *MOVABLE, *CLOSING, "footer")
    assert not set(LEAVABLE) & {"masthead", "footer", *PICKED}
    assert set(BLOCK_OF_LOOK) == {"", *LOOKS}


def test_names_are_understood_with_spaces_dashes_and_capitals() -> None:
    assert block_name(" Most  read") == block_name("most-read") == "most_read"
    found = written("order: [Most read, quote]\nwithout:\n  - Banner\n  - forward\n")
    assert (found.order, found.without) == (("most_read", "quote"), ("banner", "forward"))


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("order:\n  - quoet\n", "3:5: error: `quoet` is no block that `order` can name; did you mean `quote`?"),
        ("without: [foward]\n", "`foward` is no block that `without` can name; did you mean `forward`?"),
        ("without:\n  - footer\n", f"3:5: error: `footer` {NOT_LEFT_OUT}"),
        ("without: [Masthead]\n", f"2:11: error: `masthead` {NOT_LEFT_OUT}"),
        ("without: [sections]\n", f"`sections` {NOT_LEFT_OUT}"),
        ("without: [lead]\n", f"`lead` {NOT_LEFT_OUT}"),
        ("order: [masthead]\n", f"2:9: error: `masthead` {NOT_MOVED}"),
        ("order:\n  - note\n  - footer\n", f"4:5: error: `footer` {NOT_MOVED}"),
        ("order: [banner]\n", f"`banner` {NOT_MOVED}"),
        ("order: [forward]\n", f"`forward` {NOT_MOVED}"),
        ("order: [note, note]\n", "`note` stands in `order` twice; delete one of the two"),
    ],
)
def test_a_name_that_cannot_stand_there_is_one_problem_with_its_line(keys: str, problem: str) -> None:
    (error,) = [str(problem) for problem in parsed(keys)[1] if "was read as" not in problem.what]
    assert problem in error


def test_an_unknown_look_is_one_problem_with_its_line() -> None:
    sections = "sections:\n  - name: News\n    look: colums\n    picks:\n      - https://lantern.example/2026/vote\n"
    (error,) = parsed("", sections)[1]
    assert str(error).startswith(
        "editions/2026-11-27.yaml:4:11: error: `look` must be opinion or columns, not `colums`"
    )
