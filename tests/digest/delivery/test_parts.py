"""A batch in parts: those with the same letter options go together, and everybody goes once."""

from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.batch import Recipient
from digest.delivery.parts import split
from digest.delivery.variant import USUAL, AppealMode, LetterOptions

OPTIONS = [
    LetterOptions(),
    LetterOptions(AppealMode.WARN),
    LetterOptions(AppealMode.HIDE, plain=True),
    LetterOptions(without=("news",)),
]


def readers(options: list[LetterOptions]) -> list[Recipient]:
    return [Recipient(number, f"r{number}@example.org", "d", "t", options) for number, options in enumerate(options)]


def test_those_who_like_it_alike_go_together_the_usual_last() -> None:
    usual = readers([LetterOptions()] * 3)
    assert split(usual) == [usual]
    parts = split(readers([OPTIONS[1], OPTIONS[0], OPTIONS[2], OPTIONS[1], OPTIONS[0]]))
    assert [[reader.reader for reader in part] for part in parts] == [[2], [0, 3], [1, 4]]
    unusual = split(readers([OPTIONS[1], OPTIONS[2]]))
    assert sorted(len(part) for part in unusual) == [1, 1], "nobody gets a letter of another's options"


def test_of_nobody_there_is_no_part() -> None:
    assert split([]) == []


@given(st.lists(st.sampled_from(OPTIONS), max_size=30))
def test_everybody_is_in_one_part_whose_options_are_theirs(options: list[LetterOptions]) -> None:
    batch = readers(options)
    parts = split(batch)
    assert sorted(one.reader for part in parts for one in part) == [one.reader for one in batch]
    assert all(len({one.options for one in part}) == 1 for part in parts)
    assert all(part[0].options != USUAL for part in parts[:-1])
