"""Many words of one block are written together, as they would be one after the other, and cost one read of the file."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.changes import Kept, SetEntries, Words
from digest.edition.form import changes_of
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.edition.write_change import apply
from digest.edition.write_together import together
from tests.standins.chance import examples

LINES = ["a\n", "b\n", "c\n"]
HEAD = 'subject: "Hello"\nsections:\n  - name: "News"\n    picks:\n      - https://a.example/1   # bare\n'
EVENTS = """\
events:   # ours
  - title: "T0"   # first
    when: "W0"

  # above
  - where: 'here'
    title: "T1"   # second
    # within
    when: "W1"
    url: https://a.example/1   # its page

  - url: https://a.example/2
    title: T2
    when: |
      W2
      more
# the end
"""
KEYS = ("title", "when", "where", "url")


def test_changes_of_different_lines_are_made_at_once_and_those_of_the_same_are_not() -> None:
    assert together(LINES, [["A\n", "b\n", "c\n"], ["a\n", "b\n"], ["a\n", "x\n", "b\n", "c\n"]]) == [
        "A\n",
        "x\n",
        "b\n",
    ]
    assert together(LINES, [["a\n", "1\n", "b\n", "c\n"], ["a\n", "2\n", "b\n", "c\n"]]) == [
        *LINES[:1],
        "1\n",
        "2\n",
        *LINES[1:],
    ]
    assert together(LINES, [["A\n", "b\n", "c\n"], ["c\n"]]) is None
    assert together(LINES, [LINES]) == LINES


VALUES = {
    "title": st.sampled_from(["New", 'a "b" # c', "it's"]),
    "when": st.sampled_from(["Monday", "at: 5"]),
    "where": st.sampled_from(["", "there", "\\"]),
    "url": st.sampled_from(["", "https://a.example/new"]),
}


@settings(max_examples=examples(60))
@given(
    new=st.lists(st.fixed_dictionaries({}, optional=VALUES), min_size=3, max_size=3),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_words_that_are_written_together_are_written_as_one_by_one(new: list[dict[str, str]], end: str) -> None:
    text = (HEAD + EVENTS).replace("\n", end)
    fields = {f"events.{number}.{key}": value for number, words in enumerate(new) for key, value in words.items()}
    together_ = apply(text, changes_of(_edition(text), fields, []).changes)
    one_by_one = text
    for key in KEYS:
        for number, words in enumerate(new):
            if key in words:
                field = {f"events.{number}.{key}": words[key]}
                one_by_one = apply(one_by_one, changes_of(_edition(one_by_one), field, []).changes).text
    assert (together_.text, together_.refused) == (one_by_one, ())


@settings(max_examples=examples(30))
@given(gone=st.sets(st.integers(0, 2)))
def test_entries_that_go_together_go_as_one_by_one(gone: set[int]) -> None:
    entries: list[Words | Kept | None] = [None if number in gone else Kept.AS_IT_IS for number in range(3)]
    found = apply(HEAD + EVENTS, [SetEntries("events", tuple(entries))])
    text = HEAD + EVENTS
    for number in sorted(gone, reverse=True):
        text = apply(text, [SetEntries("events", (*[Kept.AS_IT_IS] * number, None))]).text
    assert (found.text, found.refused) == (text, ())


def test_a_block_of_which_all_is_changed_or_goes_costs_a_moment_in_a_long_file() -> None:
    related = "".join(f"          - title: R{at}\n            url: https://r.example/{at}\n" for at in range(25))
    picks = "".join(f"      - url: https://a.example/{at}\n        related:\n{related}" for at in range(20))
    text = HEAD.replace("      - https://a.example/1   # bare\n", picks)
    changed = {f"pick.1.related.{at}.title": f"S{at}" for at in range(25)}
    changed |= {f"pick.1.related.{at}.url": f"https://s.example/{at}" for at in range(25)}
    emptied = {name.replace("pick.1", "pick.2"): "" for name in changed}
    edition = _edition(text)
    began = time.process_time()
    found = apply(text, changes_of(edition, changed | emptied, []).changes)
    assert time.process_time() - began < 2, "it was 8 seconds once"
    assert found.refused == ()
    picks_now = _edition(found.text).sections[0].picks
    assert [one.title for one in picks_now[1].related] == [f"S{at}" for at in range(25)]
    assert picks_now[2].related == ()


def _edition(text: str) -> Edition:
    found, _ = parse(text, "", "")
    assert found is not None
    return found
