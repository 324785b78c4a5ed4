"""Changes of an edition are written into its file, and nothing else of it changes."""

import difflib
from collections.abc import Sequence

import pytest

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
from digest.edition.model import Edition, Note
from digest.edition.picks_file import parse
from digest.edition.write_change import apply
from tests.standins.picks_files import arrangement

FILE = """\
# the week's first
subject: "Hello"   # our greeting
sections:
  # what happened
  - name: "News"   # ours
    picks:
      - https://example.org/a
      # Ask Ada first.
      - url: https://example.org/b   # why
        title: "Why we ask"   # a question
        summary: >
          folded
          words

      # stands by itself

      - {url: https://example.org/c, title: x}
      - title: "First key"
        lead: true   # for now
        url: https://example.org/d
  # slow reading
  - name: "Features"
    picks: # none yet
briefs:
  - "One."
  # the second
  - text: "Two."
    url: https://example.org/two
"""


def edition(text: str) -> Edition:
    found, _ = parse(text, "", "")
    assert found is not None
    return found


def changed(*changes: Change, text: str = FILE) -> str:
    found = apply(text, changes)
    assert not found.refused
    return found.text


def refused(*changes: Change, text: str = FILE) -> list[str]:
    found = apply(text, changes)
    assert found.text == text
    return [one.reason for one in found.refused]


def difference(before: str, after: str) -> Sequence[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def order(text: str) -> list[str]:
    return [" ".join(pick.url[-1] for pick in section.picks) for section in edition(text).sections]


def test_pasted_addresses_stand_at_the_end_of_their_section_as_the_others_do() -> None:
    assert difference(FILE, changed(AddPick(" <www.example.org/new#top> ", 0))) == [
        "+       - https://www.example.org/new#top"
    ]
    found = changed(AddPick("https://example.org/e", "Features"), AddPick("https://example.org/f", 1))
    assert difference(FILE, found) == ["+       - https://example.org/e", "+       - https://example.org/f"]
    assert order(found) == ["a b c d", "e f"]


def test_an_address_is_changed_where_it_stands_whatever_follows_it() -> None:
    text = (
        'sections:\n  - name: News\n    picks:\n      - "https://example.org/a" # ours\n'
        "      - https://example.org/b\n        title: B\n      - url: https://example.org/c\n"
    )
    changes = [SetPartWord("pick", number, "url", f"www.example.org/{number}") for number in range(3)]
    assert changed(*changes, SetPartWord("pick", 1, "kicker", "K"), text=text) == (
        "sections:\n  - name: News\n    picks:\n      - https://www.example.org/0 # ours\n"
        '      - https://www.example.org/1\n        title: B\n        kicker: "K"\n      - url: https://www.example.org/2\n'
    )


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (
            "sections:\n  -\n    name: N\n    picks:\n      -\n        title: A\n        url: https://e.org/a\n      # c\n      -\n        url: https://e.org/b\n",
            "sections:\n  -\n    name: N\n    picks:\n      # c\n      -\n        url: https://e.org/b\n      -\n        url: https://e.org/a\n",
        ),
        (
            " sections:\n  N:\n  • https://e.org/a\n  * https://e.org/b\n",
            " sections:\n  N:\n  * https://e.org/b\n  • https://e.org/a\n",
        ),
        (
            "sections:\n- name: N\n  picks:\n    https://e.org/a\n    https://e.org/b\n",
            "sections:\n- name: N\n  picks:\n    https://e.org/b\n    https://e.org/a\n",
        ),
        (
            "sections:\n- name: N\n  picks:\n\t- https://e.org/a\n\t- no address\n\t- https://e.org/b\n",
            "sections:\n- name: N\n  picks:\n\t- https://e.org/b\n\t- https://e.org/a\n\t- no address\n",
        ),
    ],
    ids=["dashes alone", "bullets", "no dashes", "tabs, and what is not read"],
)
def test_picks_move_as_they_are_typed(text: str, result: str) -> None:
    assert changed(MovePick(1, 0, 0), SetPartWord("pick", 0, "title", ""), text=text) == result


def test_a_section_that_is_not_there_is_made_for_its_first_pick() -> None:
    found = changed(AddPick("https://example.org/e", "Analysis: East"), AddPick("https://example.org/f", 2))
    assert difference(FILE, found) == [
        '+   - name: "Analysis: East"',
        "+     picks:",
        "+       - https://example.org/e",
        "+       - https://example.org/f",
    ]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", 'sections:\n  - name: "News"\n    picks:\n      - https://example.org/a\n'),
        ("# ours", '# ours\nsections:\n  - name: "News"\n    picks:\n      - https://example.org/a'),
        (
            "subject: x\r\n",
            'subject: x\r\nsections:\r\n  - name: "News"\r\n    picks:\r\n      - https://example.org/a\r\n',
        ),
        (
            "\ufeffsubject: x",
            '\ufeffsubject: x\nsections:\n  - name: "News"\n    picks:\n      - https://example.org/a',
        ),
        (
            "sections:\n- name: News\n  picks: []  # soon\nsubject: x\n",
            "sections:\n- name: News\n  picks: # soon\n    - https://example.org/a\nsubject: x\n",
        ),
        (
            "subject: x\nsections:\n- name: News\n  picks:\n  -  https://example.org/b\n",
            "subject: x\nsections:\n- name: News\n  picks:\n  -  https://example.org/b\n  -  https://example.org/a\n",
        ),
        (
            "subject: x\nsections:\n\t- name: News\n\t  picks:\n\t\t- https://example.org/b\n",
            "subject: x\nsections:\n\t- name: News\n\t  picks:\n\t\t- https://example.org/b\n\t\t- https://example.org/a\n",
        ),
        (
            "subject: x\nsections:\n  News:\n    - https://example.org/b\n",
            "subject: x\nsections:\n  News:\n    - https://example.org/b\n    - https://example.org/a\n",
        ),
        (
            "subject: x\nsections:\n  - name: News\n",
            "subject: x\nsections:\n  - name: News\n    picks:\n      - https://example.org/a\n",
        ),
    ],
)
def test_a_pick_is_added_whatever_the_file_looks_like(text: str, result: str) -> None:
    assert changed(AddPick("https://example.org/a", "News"), text=text) == result


def test_picks_that_empty_lines_part_stay_parted() -> None:
    text = "sections:\n  - name: News\n    picks:\n      - https://example.org/a\n\n      - https://example.org/b\n"
    more = changed(AddPick("https://example.org/c", 0), text=text)
    assert more == f"{text}\n      - https://example.org/c\n"
    assert changed(MovePick(2, 0, 0), text=more) == changed(MovePick(1, 0, 2), MovePick(0, 0, 1), text=more)
    assert changed(Remove("pick", 2), text=more) == text
    assert changed(Remove("pick", 1), text=more) == text.replace("org/b", "org/c")


def test_what_is_no_address_is_refused_with_what_to_do_and_the_others_are_added() -> None:
    found = apply(FILE, [AddPick("two words", 0), AddPick("https://example.org/e", 0), AddPick("mailto:a@b.org", 0)])
    assert order(found.text) == ["a b c d e", ""]
    assert [one.change for one in found.refused] == [AddPick("two words", 0), AddPick("mailto:a@b.org", 0)]
    assert "write %20 for a space" in found.refused[0].reason
    assert "this is a mail address, not a page" in found.refused[1].reason


def test_a_pick_moves_with_its_keys_and_the_comments_above_it() -> None:
    found = changed(MovePick(1, 1, 0))
    assert order(found) == ["a c d", "b"]
    own = FILE[FILE.index("      # Ask Ada") : FILE.index("\n      # stands by itself")]
    assert f"    picks: # none yet\n{own}briefs:" in found
    assert found.replace(own, "") == FILE.replace(own, "")
    back = changed(MovePick(3, 0, 1), text=found)
    assert (order(back), back.replace(own, "")) == (["a b c d", ""], FILE.replace(own, ""))


def test_what_stands_by_itself_between_picks_stays_where_it_is() -> None:
    found = changed(MovePick(0, 0, 3))
    assert order(found) == ["b c d a", ""]
    assert "        url: https://example.org/d\n      - https://example.org/a\n  # slow reading" in found
    lines = FILE.splitlines()
    lines.remove("      - https://example.org/a")
    assert [line for line in found.splitlines() if not line.endswith("/a") and line] == list(filter(None, lines))


def test_a_whole_form_is_one_list_of_changes_that_names_things_as_they_were() -> None:
    found = changed(
        Remove("pick", 0),
        AddPick("https://example.org/e", 1),
        AddSection("Last"),
        *arrangement([(1, [4, 1]), (2, [3]), (0, [2])]),
        Move("section", 2, 0),
        SetPartWord("pick", 3, "title", "The last key"),
        SetPartWord("pick", 4, "title", "New"),
        SetPartWord("section", 2, "name", "First"),
        MarkLead(4),
        SetWord("preheader", "Behind it"),
    )
    assert order(found) == ["d", "c", "e b"]
    after = edition(found)
    assert [section.name for section in after.sections] == ["First", "News", "Features"]
    assert [(pick.title, pick.lead) for pick in after.picks()] == [
        ("The last key", False),
        ("x", False),
        ("New", True),
        ("Why we ask", False),
    ]
    assert (after.subject, after.preheader) == ("Hello", "Behind it")
    assert all(comment in found for comment in ("# a question", "# for now", "# Ask Ada first.", "# stands by itself"))


def test_a_key_whose_value_is_emptied_goes_and_a_comment_behind_it_stays() -> None:
    assert difference(FILE, changed(SetPartWord("pick", 1, "summary", ""))) == [
        "-         summary: >",
        "-           folded",
        "-           words",
    ]
    found = changed(SetPartWord("pick", 1, "title", ""))
    assert difference(FILE, found) == ['-         title: "Why we ask"   # a question', "+         # a question"]
    assert "      - lead: true   # for now\n" in changed(SetPartWord("pick", 3, "title", ""))
    assert changed(SetPartWord("pick", 0, "title", "")) == FILE
    assert changed(SetWord("subject", "")) == FILE.replace('"Hello"', '""')
    assert changed(SetWord("preheader", ""), text='preheader: ""\n') == 'preheader: ""\n'


def test_the_lead_is_one_pick_or_none() -> None:
    found = changed(MarkLead(0))
    assert [pick.lead for pick in edition(found).picks()] == [True, False, False, False]
    assert "      - url: https://example.org/a\n        lead: true\n" in found
    assert "        # for now\n        url: https://example.org/d\n" in found
    assert not any(pick.lead for pick in edition(changed(MarkLead(None))).picks())
    assert refused(MarkLead(2)) != []


def test_a_summary_on_several_lines_stays_on_several_lines() -> None:
    found = changed(SetPartWord("pick", 1, "summary", "One # line\r\n\r\n- and: another"))
    assert "        summary: |\n          One # line\n\n          - and: another\n\n" in found
    assert next(pick for pick in edition(found).picks() if pick.summary).summary == "One # line - and: another"


NOTE = "Dear *readers*,\n\n# no comment\n  - a list: of one\n\ngood bye"


@pytest.mark.parametrize(
    "text",
    [
        "subject: x\nsections:\n",
        'subject: x\nnote: "old" # ours\nsections:\n',
        "subject: x\nnote: |\n  old\n  # words\nsections:\n",
        "subject: x\nnote:\n  by: Ada\n  text: |\n    old\nsections:\n",
        'subject: x\nnote: # ours\n    text: "old"\nsections:\n',
        "note: \n\r\nsubject: x\r\n",
    ],
)
def test_a_note_is_written_and_signed_and_goes_when_nothing_is_left_of_it(text: str) -> None:
    found = changed(SetNote("text", NOTE), SetNote("by", "Marta"), text=text)
    assert edition(found).note == Note(NOTE, "Marta")
    assert found.count("# ours") == text.count("# ours")
    assert edition(changed(SetNote("by", "Marta"), SetNote("text", NOTE), text=text)).note == Note(NOTE, "Marta")
    gone = changed(SetNote("by", ""), SetNote("text", ""), text=found)
    assert edition(gone).note is None
    assert gone.count("# ours") == text.count("# ours")


def test_briefs_are_added_changed_moved_and_removed() -> None:
    found = changed(
        AddBrief("Three: *3*", "https://example.org/three"),
        AddBrief("Four"),
        Move("brief", 2, 0),
        SetPartWord("brief", 0, "url", "https://example.org/one"),
        SetPartWord("brief", 1, "url", ""),
        Remove("brief", 3),
        SetPartWord("brief", 1, "text", "The second."),
    )
    assert [(brief.text, brief.url) for brief in edition(found).briefs] == [
        ("Three: *3*", "https://example.org/three"),
        ("One.", "https://example.org/one"),
        ("The second.", ""),
    ]
    assert "  # the second\n  - text: " in found
    added = changed(AddBrief("One."), text="subject: x")
    assert added == 'subject: x\nbriefs:\n  - "One."'


def test_sections_move_with_their_picks_and_go_with_them() -> None:
    found = changed(Move("section", 1, 0))
    assert found.index("# slow reading") < found.index('"Features"') < found.index("# what happened")
    assert difference(changed(Move("section", 0, 0), text=found), found) == []
    assert changed(Move("section", 1, 0), text=found) == FILE
    assert order(changed(Remove("section", 0))) == [""]
    assert refused(SetPartWord("section", 0, "name", " ")) == [
        "`name` must not be empty; remove the whole of it instead"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "subject: x\nsections: [{name: News, picks: [https://example.org/a, https://example.org/b]}]\n",
        "subject: x\nsections:\n  - name: News\n    picks: [https://example.org/a, https://example.org/b]\n",
        '{"subject": "x", "sections": [{"name": "News", "picks": ["https://example.org/a", "https://example.org/b"]}]}\n',
    ],
)
def test_what_is_written_in_brackets_is_refused_in_words_and_stays(text: str) -> None:
    for change in (AddPick("https://example.org/c", 0), MovePick(1, 0, 0), Remove("pick", 0)):
        assert "change it in the file itself" in refused(change, text=text)[0]


def test_a_file_that_cannot_be_read_is_left_alone() -> None:
    assert "cannot be read" in refused(AddPick("https://example.org/c", "News"), text="no: [yaml")[0]


def test_what_is_gone_meanwhile_is_refused() -> None:
    found = apply(FILE, [Remove("pick", 0), SetPartWord("pick", 0, "title", "No"), Move("brief", 7, 0)])
    assert [one.reason for one in found.refused] == ["this is not in the file any more"] * 2


def test_a_pick_that_stands_twice_is_moved_by_its_place() -> None:
    text = "sections:\n  - name: News\n    picks:\n" + "".join(
        f"      - https://example.org/{name}\n" for name in "aba"
    )
    assert order(changed(MovePick(2, 0, 0), text=text)) == ["a a b"]
    assert order(changed(Remove("pick", 2), text=text)) == ["a b"]
    assert changed(SetPartWord("pick", 2, "title", "Two"), text=text).endswith('org/a\n        title: "Two"\n')


def test_values_that_no_file_can_hold_are_refused_in_words() -> None:
    assert refused(SetPartWord("pick", 0, "title", "x" * 301)) == [
        "`title` has 301 characters, more than 300; shorten it"
    ]
    assert "is no language" in refused(SetPartWord("pick", 0, "language", "Klingonish"))[0]
    assert "is no address" in refused(SetPartWord("pick", 0, "picture", "photo.jpg"))[0]
    assert refused(SetPartWord("pick", 0, "url", "")) == ["`url` must not be empty; remove the whole of it instead"]
    assert refused(SetWord("sections", "x")) == ["this is not changed here; change it in the file itself"]


def test_a_comment_further_right_than_a_pick_is_the_pick_s_and_others_are_not() -> None:
    head = "sections:\n  - name: N\n    picks:\n"
    own = "      - url: https://e.org/a\n        # title: maybe\n\n        # or so\n"
    rest = "      - https://e.org/b\n      # more to come\n"
    assert changed(MovePick(0, 0, 1), text=head + own + rest) == (
        f"{head}      - https://e.org/b\n{own}      # more to come\n"
    )


def test_a_brief_that_goes_on_on_further_lines_is_changed_as_a_whole() -> None:
    text = "briefs:\n- A brief that\n  goes on.\n- Two\n"
    assert changed(SetPartWord("brief", 0, "url", "https://e.org/a"), text=text) == (
        'briefs:\n- text: "A brief that goes on."\n  url: https://e.org/a\n- Two\n'
    )
    assert changed(SetPartWord("brief", 0, "text", "One"), text=text) == 'briefs:\n- "One"\n- Two\n'


def test_a_new_key_stands_behind_a_list_that_is_not_indented() -> None:
    text = (
        "sections:\n- name: N\n  picks:\n  - url: https://e.org/a\n    topics:\n    - one\n    - two\n    lead: true\n"
    )
    assert changed(SetPartWord("pick", 0, "live_from", "Friday"), text=text).endswith(
        '    lead: true\n    live_from: "Friday"\n'
    )
    text = text.removesuffix("    lead: true\n")
    assert changed(SetPartWord("pick", 0, "live_from", "Friday"), text=text) == f'{text}    live_from: "Friday"\n'


def test_the_first_pick_of_a_section_stands_as_those_of_others_do_below_the_comments_about_them() -> None:
    text = (
        "sections:\n  - name: One\n    picks:\n    -  https://e.org/a\n"
        "  - name: Two\n    picks:\n      # best three\n\n  - name: Three\n"
    )
    found = changed(AddPick("https://e.org/b", 1), AddPick("https://e.org/c", 2), MovePick(0, 1, 99), text=text)
    assert found == (
        "sections:\n  - name: One\n    picks:\n"
        "  - name: Two\n    picks:\n      # best three\n    -  https://e.org/b\n    -  https://e.org/a\n\n"
        "  - name: Three\n    picks:\n    -  https://e.org/c\n"
    )


def test_a_place_beyond_the_ends_is_the_first_or_the_last() -> None:
    assert order(changed(MovePick(0, 0, 99))) == order(changed(MovePick(0, 0, 3))) == ["b c d a", ""]
    assert order(changed(MovePick(3, 0, -5))) == order(changed(MovePick(3, 0, 0))) == ["d a b c", ""]
    assert changed(Move("section", 0, 99)) == changed(Move("section", 0, 1))
    assert changed(Move("brief", 1, -1)) == changed(Move("brief", 1, 0))


def test_a_section_gets_another_look_and_picks_below_what_fills_it() -> None:
    text = "sections:\n  - name: N # ours\n    fill:\n      up_to: 3 # few\n"
    found = changed(SetPartWord("section", 0, "look", "columns"), AddPick("https://e.org/a", 0), text=text)
    assert found == (
        "sections:\n  - name: N # ours\n    look: columns\n    fill:\n      up_to: 3 # few\n    picks:\n      - https://e.org/a\n"
    )
    assert "look" not in changed(SetPartWord("section", 0, "look", ""), text=found)
    assert refused(SetPartWord("section", 0, "look", "round"), text=text) != []
