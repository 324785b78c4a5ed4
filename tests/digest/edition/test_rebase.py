"""Changes made from one text fit another one that was saved meanwhile, or are handed back; nobody is written over."""

from dataclasses import replace

from digest.edition.changes import (
    AddBrief,
    AddPick,
    AddSection,
    Change,
    MarkLead,
    Move,
    MovePick,
    Remove,
    SetNote,
    SetPartWord,
    SetWord,
)
from digest.edition.model import Brief, Edition, Note, Pick, Section
from digest.edition.rebase import GONE, THERE, rebased
from digest.problem import Mark

A, B, C = (Pick(f"https://a.example/{name}", mark=Mark(at, 1)) for at, name in enumerate("abc", 10))
BEFORE = Edition(
    "2026-11-27",
    "editions/2026-11-27.yaml",
    "Hello",
    (Section("News", (A, B)), Section("Features", (C,))),
    note=Note("Good morning."),
    briefs=(Brief("One."), Brief("Two.")),
)
MOVED = replace(
    BEFORE,
    sections=(Section("Features", (replace(B, mark=Mark(3, 1)),)), Section("News", (C, A))),
    briefs=(Brief("Two."), Brief("One.")),
)


def fit(change: Change, now: Edition) -> Change | str:
    found, refused = rebased([change], BEFORE, now)
    return found[0] if found else refused[0].reason


def test_what_moved_meanwhile_is_found_again() -> None:
    assert fit(SetPartWord("pick", 1, "title", "x"), MOVED) == SetPartWord("pick", 0, "title", "x")
    assert fit(SetPartWord("section", 0, "name", "x"), MOVED) == SetPartWord("section", 1, "name", "x")
    assert fit(SetPartWord("brief", 0, "url", "x"), MOVED) == SetPartWord("brief", 1, "url", "x")
    assert fit(MovePick(2, 0, 1), MOVED) == MovePick(1, 1, 1)
    assert fit(MarkLead(0), MOVED) == MarkLead(2)
    assert fit(MarkLead(None), MOVED) == MarkLead(None)
    assert fit(Move("section", 1, 0), MOVED) == Move("section", 0, 0)
    assert fit(Remove("pick", 1), MOVED) == Remove("pick", 0)
    assert fit(AddPick("https://a.example/d", 0), MOVED) == AddPick("https://a.example/d", 1)
    assert fit(AddBrief("Three."), MOVED) == AddBrief("Three.")
    assert fit(AddSection("Culture"), MOVED) == AddSection("Culture")


def test_words_that_both_changed_stay_as_they_are_there_unless_both_wrote_the_same() -> None:
    theirs = replace(
        BEFORE,
        subject="Theirs",
        note=Note("Good evening."),
        sections=(Section("News", (replace(A, title="Theirs"), B)), Section("Features", (C,))),
    )
    assert "meanwhile to: Theirs" in str(fit(SetWord("subject", "Mine"), theirs))
    assert fit(SetWord("subject", "Theirs"), theirs) == SetWord("subject", "Theirs")
    assert "meanwhile to: Good evening." in str(fit(SetNote("text", "Mine"), theirs))
    assert fit(SetNote("by", "Ada"), theirs) == SetNote("by", "Ada")
    assert "meanwhile to: Theirs" in str(fit(SetPartWord("pick", 0, "title", "Mine"), theirs))
    assert fit(SetPartWord("pick", 0, "kicker", "Mine"), theirs) == SetPartWord("pick", 0, "kicker", "Mine")


def test_what_is_gone_or_there_already_is_said() -> None:
    less = replace(BEFORE, sections=(Section("News", (B,)),), briefs=())
    assert fit(SetPartWord("pick", 0, "title", "x"), less) == GONE
    assert fit(MovePick(0, 0, 0), less) == GONE
    assert fit(MovePick(1, 1, 0), less) == GONE
    assert fit(Remove("brief", 0), less) == GONE
    assert fit(AddPick(C.url, 0), BEFORE) == THERE
    assert fit(AddPick("https://a.example/d", 1), less) == AddPick("https://a.example/d", "Features")


def test_nothing_is_taken_out_that_somebody_worked_on_meanwhile() -> None:
    worked = replace(BEFORE, sections=(Section("News", (replace(A, summary="New"), B)), Section("Features", (C,))))
    assert "somebody else changed it" in str(fit(Remove("pick", 0), worked))
    assert "somebody else changed it" in str(fit(Remove("section", 0), worked))
    assert fit(Remove("section", 1), worked) == Remove("section", 1)


def test_of_two_that_are_alike_the_first_is_the_first() -> None:
    twice = replace(BEFORE, sections=(Section("News", (A, B, A)), Section("Features", (C,))))
    found, _ = rebased([SetPartWord("pick", 2, "kicker", "x")], twice, twice)
    assert found == [SetPartWord("pick", 2, "kicker", "x")]
