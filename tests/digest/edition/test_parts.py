"""A part of a picks file is read by the types of its model."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from digest.edition.field_types import ArticleLink, Line, LongText, Sentence
from digest.edition.fields import Fields
from digest.edition.parts import PartField, parts_of, with_parts
from digest.edition.strict_yaml import Table, parse_yaml
from digest.problem import START, Mark


@dataclass(frozen=True, slots=True)
class Quote:
    noun: ClassVar[str] = "the quote"
    text: Sentence
    by: Line = ""
    url: ArticleLink = ""
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Book:
    noun: ClassVar[str] = "a book"
    title: Line
    url: ArticleLink
    about: LongText = ""


@dataclass(frozen=True, slots=True)
class Measure:
    noun: ClassVar[str] = "the measure"
    figure: Line
    words: Sentence


@dataclass(frozen=True, slots=True)
class Paper:
    name: Line
    quote: Quote | None = None
    books: tuple[Book, ...] = ()
    measure: Measure | None = None


def read_paper(text: str) -> tuple[Paper, list[str]]:
    root, faults = parse_yaml(text)
    assert isinstance(root, Table)
    assert not faults
    fields = Fields("f")
    return with_parts(fields, root, Paper("N")), [
        f"{problem.mark.line}: {problem.what}; {problem.remedy}" for problem in fields.problems
    ]


def test_the_fields_that_hold_parts_are_the_keys() -> None:
    assert parts_of(Paper) == {
        "quote": PartField(Quote, many=False),
        "books": PartField(Book, many=True),
        "measure": PartField(Measure, many=False),
    }


def test_each_field_is_read_as_its_type_says() -> None:
    found, problems = read_paper(
        """\
quote:
  text: "two
    lines"
  by: Anna
  url: https://example.org/q
books:
  - title: "T"
    url: https://example.org/b
    about: |
      two
      lines
"""
    )
    assert problems == []
    assert found == Paper(
        "N",
        Quote("two lines", "Anna", "https://example.org/q", Mark(2, 3)),
        (Book("T", "https://example.org/b", "two\nlines"),),
    )


def test_what_is_not_written_is_empty() -> None:
    assert read_paper("name: x\n") == (Paper("N"), [])


def test_bare_words_are_the_text() -> None:
    found, problems = read_paper('quote: "  Only   words. "\n')
    assert (found.quote, problems) == (Quote("Only words.", mark=Mark(1, 8)), [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("quote: {by: Anna}\n", '1: the quote has no `text`; write `text: "..."` in it, or delete it'),
        ("books: [{title: T}]\n", "1: a book has no `url`; write `url: https://...` in it, or delete it"),
        (
            "books: [{about: T}]\n",
            '1: a book has no `title` and no `url`; write `title: "..."` and `url: https://...` in it, or delete it',
        ),
        (
            "books: [{title: '', url: 'https://e.example/'}]\n",
            '1: a book has no `title`; write `title: "..."` in it, or delete it',
        ),
        (
            "books: [words]\n",
            '1: a book has no `url`; write on lines of its own: `- title: "words"`, and below that `url: https://...`',
        ),
        (
            "books:\n  - title: T\n    url: https://e.example/\n  - https://e.example/b\n",
            '4: a book has no `title`; write on lines of its own: `- title: "..."`, and below that `url: https://e.example/b`',
        ),
        (
            "measure: 201 km\n",
            '1: the measure has no `words`; write below its key, further right: `figure: "201 km"`, and below that `words: "..."`',
        ),
        ("quote: {text: T, urll: x}\n", "1: unknown key `urll` in the quote; did you mean `url`?"),
        (
            "books: https://e.example/b\n",
            '1: a book has no `title`; write on lines of its own: `- title: "..."`, and below that `url: https://e.example/b`',
        ),
        ("books: {title: T}\n", "1: `books` must be a list; begin each entry with `- `"),
    ],
)
def test_faults_are_said_in_words(text: str, problem: str) -> None:
    assert read_paper(text)[1] == [problem]


def test_a_bad_address_is_one_problem() -> None:
    (problem,) = read_paper("books: [{title: T, url: 'ftp://e.example/'}]\n")[1]
    assert problem.startswith("1: `ftp://e.example/` is no address that a letter can link to")


def test_one_part_may_wait_for_its_words_and_an_entry_of_a_list_may_not() -> None:
    assert read_paper("quote: {text: ''}\n")[1] == []
    assert read_paper("books: [{title: '', url: 'https://e.example/'}]\n")[1]
