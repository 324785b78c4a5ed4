"""What a section was filled with is written into its file, wherever that can be done without changing anything else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.model import Section
from digest.edition.picks_file import parse
from digest.edition.tidy import tidied
from digest.edition.write_fill import write_fill
from tests.standins.chance import examples

SITE = "https://lantern.example"
PICKS = [(f"{SITE}/x", ("About x: yes #1", "2026-11-25")), (f"{SITE}/y", ())]
DAY = "2026-11-26"
BLOCK = f"""\
subject: "S"
sections:
  - name: News
    fill:
      tag: War
      up_to: 3
    picks:
      - {SITE}/a # mine
      - url: {SITE}/b
        title: "T"

  # the next one
  - name: Features
    picks:
      - {SITE}/c
"""
WAYS = {
    "block": BLOCK,
    "flow": BLOCK.replace("fill:\n      tag: War\n      up_to: 3\n", "fill: {tag: War, up_to: 3}  # why\n"),
    "crlf": BLOCK.replace("\n", "\r\n"),
    "below": f'subject: "S"\nsections:\n- name: News\n  picks:\n  - {SITE}/a\n  fill:\n    up_to: 3',
    "first": 'subject: "S"\nsections:\n- fill:\n    up_to: 3\n  name: News',
    "no picks": 'subject: "S"\nsections:\n  - name: News\n    fill: { up_to: 3 }\n',
    "empty picks": 'subject: "S"\nsections:\n  - name: News\n    fill: {up_to: 3}\n    picks: # none\n',
    "two": BLOCK.replace("  - name: Features\n", "  - name: Features\n    fill: {up_to: 1}\n"),
}


def section_of(text: str, at: int = 0) -> Section:
    edition, problems = parse(text, "f", "2026-11-27")
    assert edition is not None, problems
    return edition.sections[at]


@pytest.mark.parametrize("way", WAYS)
def test_picks_and_day_are_put_where_they_belong_and_no_other_line_changes(way: str) -> None:
    text = WAYS[way]
    before = section_of(text)
    after = write_fill(text, before.mark, PICKS, DAY)
    assert after is not None
    found = section_of(after)
    assert [pick.url for pick in found.picks] == [*(pick.url for pick in before.picks), f"{SITE}/x", f"{SITE}/y"]
    assert found.fill
    assert found.fill.filled == DAY
    kept = [line for line in text.splitlines() if "fill: {" not in line]
    left = iter(after.splitlines())
    assert all(line in left for line in kept), "in their order"
    assert ("\r\n" in after) is ("\r\n" in text)
    assert after.replace("\r\n", "").count("\r") == 0
    assert "- https://lantern.example/x  # About x: yes #1, 2026-11-25" in after


def test_a_file_that_a_program_wrote_is_left_alone() -> None:
    text = '{"subject": "S", "sections": [{"name": "N", "fill": {"up_to": 3}}]}'
    assert write_fill(text, section_of(text).mark, PICKS, DAY) is None


def test_what_fmt_makes_of_a_fill_means_the_same_and_can_be_filled() -> None:
    text = "subject: S\nsections:\n  - name: News\n    fill: {tag: War, up_to: 03}\n    picks:\n"
    tidy = tidied(text)
    assert tidy is not None
    assert section_of(tidy).fill == section_of(text).fill
    assert write_fill(tidy, section_of(tidy).mark, PICKS, DAY) is not None


@pytest.mark.parametrize(
    ("fill", "fault"),
    [
        ("{up_to: 0}", "`up_to` must be a number from 1 to 25, not `0`"),
        ("{up_to: 26}", "not `26`"),
        ("{up_to: 99999999999999999999}", "must be a number"),
        ("{up_to: -1}", "must be a number"),
        ("{up_to: ٣}", "must be a number"),
        ("{tag: War}", "the fill of a section has no `up_to`; write `up_to: 3` in it, or delete it"),
        ("{up_to: 3, filled: 2026-02-30}", "`filled` is no day: `2026-02-30`"),
        ("{up_to: 3, filled: 20261126}", "`filled` is no day"),
        ("{up_to: 3, topic: War}", "unknown key `topic` in the fill of a section"),
        ("War", "the fill of a section has no `up_to`"),
    ],
)
def test_a_fill_that_cannot_be_meant_is_one_clear_error(fill: str, fault: str) -> None:
    text = f'subject: "S"\nsections:\n  - name: News\n    fill: {fill}\n    picks:\n      - {SITE}/a\n'
    _, problems = parse(text, "editions/2026-11-27.yaml", "2026-11-27")
    assert len(problems) == 1
    assert str(problems[0]).startswith("editions/2026-11-27.yaml:4:")
    assert fault in str(problems[0])


LINES = st.sampled_from(
    [
        "    fill: {up_to: 2}",
        "    fill:",
        "      up_to: 2",
        "      tag: a",
        "    picks:",
        f"      - {SITE}/a",
        f"      - url: {SITE}/b",
        "        title: T",
        "    look: columns",
        "# c",
        "",
        "  - name: Other",
    ]
)


@settings(max_examples=examples(150))
@given(lines=st.lists(LINES, max_size=9))
def test_whatever_stands_there_is_kept_or_nothing_is_written(lines: list[str]) -> None:
    text = "\n".join(['subject: "S"', "sections:", "  - name: News", *lines])
    edition, _ = parse(text, "", "")
    for section in edition.sections if edition else ():
        after = write_fill(text, section.mark, PICKS, DAY)
        if after is not None:
            left = iter(after.splitlines())
            assert all(line in left for line in text.splitlines() if "{" not in line)
            assert section.fill is not None
