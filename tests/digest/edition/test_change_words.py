"""Each kind of change is told in words, with what was typed for it."""

import typing

import pytest

from digest.edition.change_words import in_words
from digest.edition.changes import (
    AddBrief,
    AddPick,
    AddSection,
    Change,
    MarkLead,
    Move,
    MovePick,
    Remove,
    SetEntries,
    SetNote,
    SetPart,
    SetPartWord,
    SetTopics,
    SetWord,
)
from digest.edition.model import Brief, Edition, Pick, Section

EDITION = Edition(
    "2026-11-27", "", "Hello", (Section("News", (Pick("https://a.example/", "A"),)),), briefs=(Brief("b"),)
)
TOLD: list[tuple[Change, str, str]] = [
    (SetWord("subject", "x"), "the subject", "x"),
    (SetNote("text", "x"), "the note to readers", "x"),
    (SetNote("by", "x"), "who signs the note", "x"),
    (SetPartWord("pick", 0, "title", "x"), "the headline of A", "x"),
    (SetPartWord("section", 0, "name", "x"), "the name of the section News", "x"),
    (SetPartWord("brief", 0, "text", "x"), "the words of brief 1", "x"),
    (SetPartWord("pick", 9, "title", "x"), "the headline of a link", "x"),
    (AddPick("https://b.example/", 0), "a link that you put in", "https://b.example/"),
    (SetPart("quote", (("text", "x"), ("by", "y"), ("url", ""))), "the quote", "x\ny"),
    (SetEntries("events", (None, (("title", "x"), ("when", "y")))), "the events", "x\ny"),
    (SetEntries("related", (None,), 0), "the further links of A", ""),
    (SetTopics(0, ("x", "y")), "the topics of A", "x, y"),
    (AddSection("x"), "a new section", "x"),
    (AddBrief("x", "https://b.example/"), "a new brief", "x\nhttps://b.example/"),
    (MovePick(0, 0, 0), "the place of A", ""),
    (MarkLead(0), "which story is the lead", ""),
    (Move("section", 9, 0), "the place of a section", ""),
    (Remove("pick", 0), "taking out A", ""),
]


@pytest.mark.parametrize(("change", "what", "typed"), TOLD)
def test_a_change_in_words(change: Change, what: str, typed: str) -> None:
    assert in_words(change, EDITION) == (what, typed)


def test_no_kind_of_change_is_without_words() -> None:
    assert {type(change) for change, _, _ in TOLD} == set(typing.get_args(Change))
