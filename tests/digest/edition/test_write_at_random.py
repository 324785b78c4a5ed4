"""Whatever a picks file looks like: a change says exactly what is wanted, and no other line moves or differs by a byte."""

import re
from collections.abc import Sequence

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from digest.characters import one_line
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
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.edition.same_words import words_of
from digest.edition.write_change import Changed, apply
from tests.standins.chance import examples
from tests.standins.picks_files import DrawnFile, arrangement, picks_files

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    [
        "",
        "It's #1",
        'He "said" so',
        "- a: b",
        "| x",
        "{a}",
        "a\nb\n\n  c # d",
        "'",
        "\\",
        "- ",
        "#x",
        "&a *b",
        "x:",
        "? y",
        "[z",
    ]
)
MOST = examples(12)


def edition(text: str) -> Edition:
    found, problems = parse(text, "", "")
    assert found is not None
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    return found


def urls(edition: Edition) -> list[list[str]]:
    return [[pick.url for pick in section.picks] for section in edition.sections]


def lines_of(text: str, *others: str) -> list[str]:
    """Return the lines with their ends that are not empty and not of what is named so."""
    lines = re.findall(r"[^\r\n]*\r?\n|[^\r\n]+", text.removeprefix("\ufeff") + "\n")
    mine = re.compile(rf"\b(?:{'|'.join(others)})\b") if others else None
    return [line.rstrip("\r\n") for line in lines if line.strip() and not (mine and mine.search(line))]


def keeps_its_form(before: str, after: str) -> None:
    """Assert that a file begins and ends as it did, and that its lines do."""
    assert after.startswith("\ufeff") == before.startswith("\ufeff")
    assert after.endswith("\n") == before.endswith("\n")
    assert ("\r\n" in after) == ("\r\n" in before) or after.count("\n") == 0 or before.count("\n") == 0
    assert after.count("\r\n") in (0, after.count("\n"))


def comments(text: str) -> Sequence[str]:
    return sorted(re.findall(r"# \w+(?:: said| by itself|: by itself)? \d+", text))


def done(file: DrawnFile, *changes: Change) -> str:
    """Return the file with changes that must all be possible."""
    found = apply(file.text, changes)
    assert [refusal.reason for refusal in found.refused] == []
    keeps_its_form(file.text, found.text)
    return found.text


@given(file=picks_files(), data=st.data())
@settings(max_examples=MOST)
def test_a_moved_pick_is_where_it_was_put_and_all_other_lines_are_as_they_were(
    file: DrawnFile, data: st.DataObject
) -> None:
    picks = [pick for section in file.sections for pick in section]
    assume(picks)
    pick, section = data.draw(st.sampled_from(picks)), data.draw(st.integers(0, len(file.sections) - 1))
    home = next(number for number, known in enumerate(file.sections) if pick in known)
    place = data.draw(st.integers(0, len(file.sections[section]) - (section == home)))
    after = done(file, MovePick(pick, section, place))
    wanted = urls(edition(file.text))
    wanted[section].insert(place, wanted[home].pop(file.sections[home].index(pick)))
    assert urls(edition(after)) == wanted
    assert lines_of(after, f"p{pick}") == lines_of(file.text, f"p{pick}")
    assert comments(after) == comments(file.text)
    now = [int(url[21:]) for section in urls(edition(after)) for url in section].index(pick)
    back = apply(after, [MovePick(now, home, file.sections[home].index(pick))])
    assert back.refused == ()
    assert words_of(edition(back.text)) == words_of(edition(file.text))


@given(file=picks_files(), data=st.data())
@settings(max_examples=MOST)
def test_any_order_of_all_picks_can_be_written_at_once(file: DrawnFile, data: st.DataObject) -> None:
    picks = data.draw(st.permutations([pick for section in file.sections for pick in section]))
    cuts = sorted(data.draw(st.integers(0, len(picks))) for _ in file.sections[1:])
    wanted = [picks[start:end] for start, end in zip([0, *cuts], [*cuts, len(picks)], strict=True)]
    after = done(file, *arrangement(list(enumerate(wanted))))
    assert urls(edition(after)) == [[f"https://example.org/p{pick}" for pick in section] for section in wanted]
    own = [f"p{pick}" for pick in picks]
    assert lines_of(after, *own) == lines_of(file.text, *own)
    assert comments(after) == comments(file.text)
    assert sorted(line.strip() for line in lines_of(after)) == sorted(line.strip() for line in lines_of(file.text))


@given(file=picks_files(), data=st.data())
@settings(max_examples=MOST)
def test_what_is_removed_goes_with_its_own_comments_and_nothing_else(file: DrawnFile, data: st.DataObject) -> None:
    kinds = [
        ("pick", "p", sum(map(len, file.sections))),
        ("section", "s", len(file.sections)),
        ("brief", "b", file.briefs),
    ]
    kind, sign, count = data.draw(st.sampled_from([one for one in kinds if one[2]]))
    number = data.draw(st.integers(0, count - 1))
    after = done(file, Remove(kind, number))  # type: ignore[arg-type]
    own = [f"{sign}{number}"]
    if kind == "section":
        own += ["picks", *(f"p{pick}" for pick in file.sections[number])]
    assert lines_of(after, *own, "by itself") == lines_of(file.text, *own, "by itself")
    assert not re.search(rf"\b{own[0]}\b", after)
    if kind != "section":
        assert comments(after) == [one for one in comments(file.text) if own[0] not in one]


@given(file=picks_files(), data=st.data())
@settings(max_examples=MOST)
def test_sections_and_briefs_move_as_a_whole(file: DrawnFile, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["section", "brief"] if file.briefs else ["section"]))
    count = len(file.sections) if kind == "section" else file.briefs
    number, place = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
    after = done(file, Move(kind, number, place))  # type: ignore[arg-type]
    order = list(range(count))
    order.insert(place, order.pop(number))
    now, before = edition(after), edition(file.text)
    if kind == "section":
        assert [section.name for section in now.sections] == [f"s{one}" for one in order]
        assert urls(now) == [urls(before)[one] for one in order]
    else:
        assert [brief.text for brief in now.briefs] == [before.briefs[one].text for one in order]
    assert comments(after) == comments(file.text)
    assert words_of(edition(done(DrawnFile(after), Move(kind, place, number)))) == words_of(before)  # type: ignore[arg-type]


@given(file=picks_files(), data=st.data())
@settings(max_examples=MOST)
def test_new_picks_sections_and_briefs_are_all_that_is_new(file: DrawnFile, data: st.DataObject) -> None:
    section = data.draw(st.integers(0, len(file.sections)))
    name = f"s{section}" if section < len(file.sections) else data.draw(WORDS.filter(lambda word: one_line(word) != ""))
    url = data.draw(
        st.sampled_from(["https://example.org/new", "www.example.org/a#b:c", "<https://example.org/q?a=%20&b=[1]>"])
    )
    found = apply(
        file.text, [AddPick(url, name), AddSection("s9: new"), AddBrief("A *new*: brief", "https://example.org/n")]
    )
    event(f"refused {len(found.refused)}")
    assert [refusal.reason for refusal in found.refused] == []
    keeps_its_form(file.text, found.text)
    now, before = edition(found.text), edition(file.text)
    assert [pick.url for pick in now.sections[section].picks][:-1] == (
        urls(before)[section] if section < len(file.sections) else []
    )
    assert now.sections[section].name == one_line(name)
    assert now.sections[-1].name == "s9: new"
    assert now.briefs[-1].text == "A *new*: brief"
    kept = iter(lines_of(found.text))
    assert all(line in kept for line in lines_of(file.text))  # each of them, in this order


@given(file=picks_files(), value=WORDS, data=st.data())
@settings(max_examples=MOST)
def test_a_word_is_the_only_thing_that_changes(file: DrawnFile, value: str, data: st.DataObject) -> None:
    picks = [pick for section in file.sections for pick in section if pick not in file.in_brackets]
    assume(picks)
    pick, key = (
        data.draw(st.sampled_from(picks)),
        data.draw(st.sampled_from(["title", "summary", "byline", "kicker", "alt"])),
    )
    after = done(file, SetPartWord("pick", pick, key, value))
    was, now = list(edition(file.text).picks()), list(edition(after).picks())
    assert getattr(now[pick], key) == one_line(value)
    kept = iter(lines_of(after))
    assert all(line in kept for line in lines_of(file.text, f"p{pick}"))
    others = [number for number in range(len(was)) if number != pick]
    assert [now[number].url for number in others] == [was[number].url for number in others]
    assert comments(after) == comments(file.text)
    back = apply(after, [SetPartWord("pick", pick, key, getattr(was[pick], key))])
    assert words_of(edition(back.text)) == words_of(edition(file.text))


@given(file=picks_files(), value=WORDS, by=WORDS)
@settings(max_examples=MOST)
def test_note_subject_lead_and_briefs_are_written_into_any_file(file: DrawnFile, value: str, by: str) -> None:
    found: Changed = apply(file.text, [SetNote("text", value), SetNote("by", by), SetWord("preheader", value)])
    assert found.refused == ()
    note = edition(found.text).note
    assert (note.by if note else "") == one_line(by)
    assert one_line(note.text if note else "") == one_line(value)
    assert edition(found.text).preheader == one_line(value)
    assert urls(edition(found.text)) == urls(edition(file.text))
    picks = [pick for section in file.sections for pick in section if pick not in file.in_brackets]
    for pick in picks[:2]:
        marked = done(file, MarkLead(pick))
        assert [one.url[20:] for one in edition(marked).picks() if one.lead] == [f"p{pick}"]
        again = apply(marked, [MarkLead(None)]).text
        assert words_of(edition(again)) == words_of(edition(file.text))
