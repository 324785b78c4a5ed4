"""The number of the week: a figure set large, and what it means."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.model import NumberOfTheWeek
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """A figure set large, and what it means."""

    template: ClassVar[str] = "number_of_the_week"
    number: NumberOfTheWeek


def number_of_the_week(given: LetterInput) -> Iterator[NumberBlock]:
    """Make the number of the week, if there is one."""
    number = given.edition.number_of_the_week
    if number and number.figure:
        yield NumberBlock(number)
