"""A refused change is found again in the fields that it was made of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.changes import AddPick, Change, Move, Remove, SetEntries, SetPart, SetPartWord, SetWord
from digest.edition.form import changes_of
from digest.edition.kept_fields import faulty_field, stay_in_place, typed_fields
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from tests.standins.chance import examples

EVENT = (("title", ""), ("when", "today"), ("where", ""), ("url", ""))


@pytest.mark.parametrize(
    ("change", "reason", "at"),
    [
        (SetWord("language", "xx"), "`xx` is no language", "language"),
        (SetPart("quote", (("text", ""), ("by", "Ada"), ("url", ""))), "the quote needs `text`, too", "quote.text"),
        (SetEntries("events", (None, EVENT)), "an event needs `title`, too", "events.1.title"),
        (SetEntries("events", (EVENT,), 4), "it is too long", "pick.4.events.0.when"),
        (SetPart("quote", (("text", "a"), ("by", ""), ("url", "x"))), "`x` is no address", "quote.url"),
        (Move("brief", 0, 1), "this is not in the file any more", ""),
    ],
)
def test_a_reason_stands_beside_the_field_that_it_is_about(change: Change, reason: str, at: str) -> None:
    assert faulty_field(typed_fields(change), reason) == at


@pytest.mark.parametrize("moved", [Remove("pick", 0), Move("section", 0, 1), AddPick("https://x.example", 0)])
def test_numbers_that_moved_are_those_of_other_fields(moved: Change) -> None:
    numbered, own = typed_fields(SetPartWord("pick", 1, "title", "a")), typed_fields(SetWord("subject", "a"))
    assert stay_in_place(numbered, [SetWord("subject", "b")])
    assert not stay_in_place(numbered, [moved])
    assert stay_in_place(own, [moved])
    assert not stay_in_place({}, [])


def _edition() -> Edition:
    edition, _ = parse("subject: a\nsections:\n  - name: News\n    picks: [https://x.example/a]\n", "", "2026-11-27")
    assert edition
    return edition


NAMES = ["subject", "note.by", "quote.text", "events.0.title", "corrections.0.text", "pick.0.kicker", "new-section"]


@settings(max_examples=examples(50))
@given(st.dictionaries(st.sampled_from(NAMES), st.text("abc", min_size=1, max_size=4), min_size=1))
def test_fields_that_became_changes_are_found_again_with_what_was_typed(fields: dict[str, str]) -> None:
    found = dict[str, str]()
    for change in changes_of(_edition(), fields, ()).changes:
        found |= {name: words for name, words in typed_fields(change).items() if words}
    assert found == {name: words for name, words in fields.items() if (name, words) != ("subject", "a")}
