"""The form of an edition becomes exactly the changes that somebody made in it."""

import pytest

from digest.articles.model import Article, Image
from digest.edition.candidates import candidates
from digest.edition.changes import (
    AddBrief,
    AddPick,
    AddSection,
    MarkLead,
    Move,
    MovePick,
    Remove,
    SetNote,
    SetPartWord,
    SetWord,
)
from digest.edition.form import changes_of
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.edition.picks_file import parse

FILE = """\
subject: "Hello"
note:
  by: "Ada"
  text: |
    Good morning,

    here it is.
sections:
  - name: "News"
    picks:
      - https://a.example/1
      - url: https://a.example/2
        title: "Two"
        summary: >
          folded
          words
  - name: "Features"
    picks:
      - https://a.example/3
briefs:
  - "One."
  - text: "Two."
    url: https://a.example/two
"""
PAGE = Article(
    "https://a.example/2",
    title="The page's",
    headlines=("Another",),
    image=Image("https://a.example/2.jpg", alt="a bridge"),
    images=(Image("https://a.example/other.jpg", alt="a river", credit="Bo"),),
)


def edition() -> Edition:
    found, problems = parse(FILE, "editions/2026-11-27.yaml", "2026-11-27")
    assert found is not None
    assert not problems
    return found


def changes(**fields: str) -> list[object]:
    named = {name.replace("__", "-").replace("_", "."): value for name, value in fields.items()}
    offered = list(candidates(edition(), Lock("2026-11-27", (PAGE,))))
    return list(changes_of(edition(), named, offered).changes)


def test_a_form_in_which_nothing_was_typed_changes_nothing() -> None:
    """Browsers send ends of lines as CR LF, and words on several lines of the file as one."""
    same = {
        "subject": "Hello",
        "note_text": "Good morning,\r\n\r\nhere it is.",
        "note_by": " Ada ",
        "section_0_name": "News",
        "pick_1_title": "Two",
        "pick_1_summary": "folded words\r\n",
        "pick_1_picture": "",
        "brief_0_text": "One.",
        "brief_1_url": "https://a.example/two",
        "links": "\r\n",
    }
    assert changes(**same) == []
    assert changes() == []


def test_each_word_that_was_typed_is_one_change() -> None:
    assert changes(subject="Bye", preheader="Also", number="7") == [
        SetWord("subject", "Bye"),
        SetWord("preheader", "Also"),
        SetWord("number", "7"),
    ]
    assert changes(note_text="Short.", note_by="") == [SetNote("text", "Short."), SetNote("by", "")]
    assert changes(section_1_name="Long reads") == [SetPartWord("section", 1, "name", "Long reads")]
    assert changes(pick_0_kicker="Now", pick_1_title="") == [
        SetPartWord("pick", 0, "kicker", "Now"),
        SetPartWord("pick", 1, "title", ""),
    ]
    assert changes(brief_1_text="2.") == [SetPartWord("brief", 1, "text", "2.")]


def test_with_a_picture_go_the_words_about_it_unless_somebody_wrote_others() -> None:
    other = "https://a.example/other.jpg"
    assert changes(pick_1_picture=other) == [
        SetPartWord("pick", 1, "picture", other),
        SetPartWord("pick", 1, "alt", "a river"),
        SetPartWord("pick", 1, "credit", "Bo"),
    ]
    typed = changes(pick_1_picture=other, pick_1_alt="the Nerva")
    assert SetPartWord("pick", 1, "alt", "the Nerva") in typed
    assert SetPartWord("pick", 1, "alt", "a river") not in typed
    assert changes(pick_1_picture="none") == [SetPartWord("pick", 1, "picture", "none")]
    unknown = changes(pick_1_picture="", pick_1_other__picture="https://b.example/x.jpg")
    assert unknown == [SetPartWord("pick", 1, "picture", "https://b.example/x.jpg")]


def test_pasted_links_go_into_the_section_that_was_chosen_and_those_there_already_are_said() -> None:
    pasted = "https://a.example/4?utm_source=x\r\n\r\nRead this: https://a.example/5 !\r\nhttps://a.example/1\r\nhttps://a.example/4"
    found = changes_of(edition(), {"links": pasted, "links.into": "1"}, ())
    assert found.changes == (AddPick("https://a.example/4", 1), AddPick("https://a.example/5", 1))
    assert found.twice == ("https://a.example/1", "https://a.example/4")
    assert changes(links="https://a.example/6", links_section="Culture") == [AddPick("https://a.example/6", "Culture")]
    assert changes(links="no link", links_into="99") == [AddPick("no link", "News")]


def test_what_was_begun_is_added_whichever_button_was_pressed() -> None:
    begun = {"new__section": "Culture", "new__brief_text": "Three.", "new__brief_url": "https://a.example/3"}
    assert changes(**begun, do="no-lead") == [
        AddSection("Culture"),
        AddBrief("Three.", "https://a.example/3"),
        MarkLead(None),
    ]


@pytest.mark.parametrize(
    ("button", "change"),
    [
        ("up:1", MovePick(1, 0, 0)),
        ("up:2", MovePick(2, 0, 2)),
        ("down:0", MovePick(0, 0, 1)),
        ("down:1", MovePick(1, 1, 0)),
        ("into:0", MovePick(0, 1, 1)),
        ("move:2:0:1", MovePick(2, 0, 1)),
        ("take:1:1", SetPartWord("pick", 1, "title", "The page's")),
        ("lead:1", MarkLead(1)),
        ("remove:2", Remove("pick", 2)),
        ("section-down:0", Move("section", 0, 1)),
        ("section-up:1", Move("section", 1, 0)),
        ("section-remove:1", Remove("section", 1)),
        ("brief-up:1", Move("brief", 1, 0)),
        ("brief-down:0", Move("brief", 0, 1)),
        ("brief-remove:1", Remove("brief", 1)),
    ],
)
def test_a_button_is_one_change(button: str, change: object) -> None:
    assert changes(do=button, pick_0_into="1") == [change]


@pytest.mark.parametrize(
    "button",
    [
        "", "up", "up:0", "up:9", "up:-1", "up:1e3", "up:٣", "down:2", "down:99999999999", "into:1", "move:1", "move:1:7:0", "take:1:9",
        "take:0", "lead:9", "remove:9", "section-up:0", "section-down:1", "section-down:7", "brief-down:1", "brief-up:0",
        "__class__:1", "save",
    ],
)  # fmt: skip
def test_a_button_that_there_is_none_of_changes_nothing(button: str) -> None:
    assert changes(do=button) == []
