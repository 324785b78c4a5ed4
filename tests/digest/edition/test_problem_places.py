"""Each problem of a file stands beside the field of the form that it is about, the others on top."""

import pytest

from digest.edition.picks_file import parse
from digest.edition.problem_places import ELSEWHERE, problems_by_field
from digest.problem import START, Mark, Problem

FILE = """\
subject: "Hello"
note:
  by: "Ada"
  text: |
    Good morning,

    here it is.
sections:
  - name: "News"
    picks:
      - https://a.example/1
      - url: https://a.example/2
        title: "Two"
        summary: >
          folded
          words
  - title: wrong
quote:
  text: "Words."
briefs:
  - "One."
  - text: "Two."
    url: https://a.example/two
podcasts:
  - title: "P"
    url: https://a.example/p
events:
  - title: "Desk"
    when: "Friday"
corrections:
  - "It was 201."
language: uk
"""


def field_of(mark: Mark, what: str = "it is wrong", file: str = "editions/2026-11-27.yaml") -> str:
    edition, _ = parse(FILE, "editions/2026-11-27.yaml", "2026-11-27")
    (name,) = problems_by_field(edition, [Problem(file, mark, what, "mend it")])
    return name


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (Mark(7, 9), "note.text"),
        (Mark(11, 9), "pick.0.url"),
        (Mark(12, 14), "pick.1.url"),
        (Mark(13, 9), "pick.1.title"),
        (Mark(13, 20), "pick.1.title"),
        (Mark(16, 11), "pick.1.summary"),
        (Mark(9, 5), "section.0.name"),
        (Mark(19, 9), "quote.text"),
        (Mark(25, 5), ELSEWHERE),
        (Mark(29, 5), "events.0.title"),
        (Mark(31, 5), "corrections.0.text"),
        (Mark(32, 11), "language"),
        (Mark(21, 5), "brief.0.text"),
        (Mark(23, 10), "brief.1.text"),
        (START, ELSEWHERE),
    ],
)
def test_a_problem_stands_beside_the_field_that_begins_last_before_it(mark: Mark, name: str) -> None:
    assert field_of(mark) == name


def test_what_is_wrong_with_the_subject_on_the_first_line_stands_beside_it() -> None:
    assert field_of(START, "`subject` is long") == "subject"


def test_problems_of_other_files_and_of_a_file_that_cannot_be_read_stand_on_top() -> None:
    assert field_of(Mark(13, 9), file="editions/2026-11-27.lock.json") == ELSEWHERE
    assert list(problems_by_field(None, [Problem("x", Mark(5, 1), "a", "b")])) == [ELSEWHERE]


def test_no_problem_is_lost() -> None:
    edition, problems = parse(FILE, "editions/2026-11-27.yaml", "2026-11-27")
    placed = problems_by_field(edition, problems)
    assert sorted(map(str, (one for found in placed.values() for one in found))) == sorted(map(str, problems))
