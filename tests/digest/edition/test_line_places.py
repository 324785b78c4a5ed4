"""A fault in the editor's note is shown at its line."""

import pytest

from digest.edition.checks import Rules, check
from digest.edition.lock import Lock
from digest.edition.picks_file import parse

FILE = """\
subject: S
note:
  text: |
    Dear readers,

    the page is [here](/relative) and
    http://lantern.example/plain, too.

    - an item with [one](http://lantern.example/item)
sections:
  - name: News
    picks:
      - https://lantern.example/a
"""


def places(text: str) -> list[tuple[int, str]]:
    edition, _ = parse(text, "f", "2026-11-27")
    assert edition
    found = check(edition, Lock("2026-11-27", ()), Rules())
    return [(problem.mark.line, problem.what.split("`")[1]) for problem in found if "the note links" in problem.what]


def test_each_link_that_cannot_be_is_a_problem_at_its_own_line() -> None:
    assert places(FILE) == [
        (6, "/relative"),
        (7, "http://lantern.example/plain"),
        (9, "http://lantern.example/item"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        'note: "One\n  [two](/two)"\n',
        "note:\n  by: Anna\n  text: >\n    One\n    [two](/two)\n",
        "note: |\n  One\n  [two](/two)\n",
    ],
)
def test_however_the_note_is_written(written: str) -> None:
    line = written[: written.index("[two]")].count("\n") + 2
    assert places(f"subject: S\n{written}sections: []\n") in ([(line, "/two")], [(line - 1, "/two")])


def test_a_tag_and_a_picture_in_the_note_are_told_at_their_lines() -> None:
    note = FILE.replace(
        "an item with", "an <https://lantern.example/b> item <b>with</b> ![map](https://lantern.example/m.png)"
    )
    edition, _ = parse(note, "f", "2026-11-27")
    assert edition
    found = check(edition, Lock("2026-11-27", ()), Rules())
    told = [(problem.mark.line, problem.what) for problem in found if problem.what.startswith("the note")]
    assert (9, "the note has `<b>` in it, which readers see as it stands") in told
    assert (9, "the note shows the picture `https://lantern.example/m.png`, which no letter does") in told
