"""What a form cannot write into a file as it is written is known before anybody types."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from digest.edition.form_limits import BEYOND, MOST_PART_FIELDS, fixed_parts
from digest.edition.picks_file import MOST_PICKS, parse_whole

PLAIN = """\
subject: "Hello"
note: |
  [Links](https://a.example/) and *slanted* words are no brackets of YAML.
sections:
  - name: "News"
    picks:
      - https://a.example/1
      - url: https://a.example/2
        title: "Two"
briefs:
  - "One."
"""


def test_a_plain_file_can_be_changed_everywhere() -> None:
    assert fixed_parts(PLAIN) == {}
    assert fixed_parts("") == {}
    assert fixed_parts("sections: [oops") == {}


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("- https://a.example/1", "- {url: https://a.example/1, title: x}", "pick.0"),
        ('- "One."', '- {text: "One."}', "brief.0"),
    ],
)
def test_what_stands_in_brackets_cannot_and_the_rest_can(old: str, new: str, part: str) -> None:
    found = fixed_parts(PLAIN.replace(old, new))
    assert list(found) == [part]
    assert "written in the file in a way" in found[part]


def readings(do: Callable[[], object]) -> int:
    """Return how often a picks file is read while `do` is at work."""
    known, counted = parse_whole.__code__, list[str]()

    def look(frame: FrameType, what: str, _argument: object) -> None:
        if what == "call" and frame.f_code is known:
            counted.append(what)

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        do()
    finally:
        sys.setprofile(before)
    return len(counted)


def test_a_file_is_read_once_however_much_of_it_cannot_be_changed() -> None:
    picks = "".join(f"      - {{url: https://a.example/{number}, title: T{number}}}\n" for number in range(MOST_PICKS))
    text, found = f'subject: "S"\nsections:\n  - name: "News"\n    picks:\n{picks}', dict[str, str]()
    assert readings(lambda: found.update(fixed_parts(text))) == 1
    assert {f"pick.{number}" for number in range(10)} <= found.keys()
    assert readings(lambda: fixed_parts(text)) == 0, "it is known by then"


@pytest.mark.slow
def test_of_what_only_looks_as_if_it_could_not_be_changed_ten_parts_are_tried_by_reading() -> None:
    picks = "".join(f"      - url: https://a.example/{at}\n        title: [T]\n" for at in range(MOST_PICKS))
    text, found = f'subject: "S"\nsections:\n  - name: "News"\n    picks:\n{picks}', dict[str, str]()
    assert readings(lambda: found.update(fixed_parts(text))) == 1 + 10
    assert found == {}


def test_what_one_form_has_no_room_for_is_changed_in_the_file_itself_the_least_important_first() -> None:
    related = "".join(f"          - title: R\n            url: https://r.example/{at}\n" for at in range(200))
    text = PLAIN.replace('        title: "Two"\n', f"        related:\n{related}")
    assert fixed_parts(text) == {}
    room = (MOST_PART_FIELDS - 2 - 2 * 14 - 2 - 400) // 4
    events = [f"  - {{title: E{at}, when: W}}\n" for at in range(room + 1)]
    assert fixed_parts(text + "events:\n" + "".join(events[:-1])) == {}
    assert fixed_parts(text + "events:\n" + "".join(events)) == {"pick.1.related": BEYOND}
    picks = "".join(f"      - https://a.example/{number}\n" for number in range(MOST_PICKS))
    sections = "  - name: Empty\n" * 859
    found = fixed_parts(f"subject: S\nsections:\n  - name: News\n    picks:\n{picks}{sections}")
    assert found == {f"pick.{pick}{part}": BEYOND for pick in (198, 199) for part in ("", ".related")}
