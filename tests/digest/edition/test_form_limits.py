"""What a form cannot write into a file as it is written is known before anybody types."""

import time

import pytest

from digest.edition.form_limits import BEYOND, MOST_PART_FIELDS, fixed_parts

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


def test_a_file_that_is_long_on_purpose_costs_a_moment() -> None:
    picks = "".join(f"      - {{url: https://a.example/{number}, title: T{number}}}\n" for number in range(200))
    began = time.process_time()
    found = fixed_parts(f'subject: "S"\nsections:\n  - name: "News"\n    picks:\n{picks}')
    assert time.process_time() - began < 3, "it was 6 seconds once"
    assert {f"pick.{number}" for number in range(10)} <= found.keys()


def test_what_one_form_has_no_room_for_is_changed_in_the_file_itself_the_least_important_first() -> None:
    related = "".join(f"          - title: R\n            url: https://r.example/{at}\n" for at in range(200))
    text = PLAIN.replace('        title: "Two"\n', f"        related:\n{related}")
    assert fixed_parts(text) == {}
    room = (MOST_PART_FIELDS - 2 - 2 * 14 - 2 - 400) // 4
    events = [f"  - {{title: E{at}, when: W}}\n" for at in range(room + 1)]
    assert fixed_parts(text + "events:\n" + "".join(events[:-1])) == {}
    assert fixed_parts(text + "events:\n" + "".join(events)) == {"pick.1.related": BEYOND}
    picks = "".join(f"      - https://a.example/{number}\n" for number in range(MOST_PART_FIELDS // 14 + 1))
    found = fixed_parts(f"subject: S\nsections:\n  - name: News\n    picks:\n{picks}")
    assert found == {f"pick.{MOST_PART_FIELDS // 14}{part}": BEYOND for part in ("", ".related")}
