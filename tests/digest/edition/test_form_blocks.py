"""Quote, number, events, corrections, topics and related links: from the form into the very lines of the file."""

import pytest

from digest.edition.changes import Change, Kept, SetEntries, SetPart, SetTopics
from digest.edition.form import changes_of
from digest.edition.form_blocks import block_changes, parted, words_of_block
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.edition.rebase import rebased
from digest.edition.write_change import Changed, apply

FILE = """\
# the week's first
subject: "Hello"
sections:
  - name: "News"
    picks:
      - https://a.example/1   # bare
      - url: https://a.example/2
        topics: [Elections]   # one
        related:
          # ask Ada
          - title: "Before"   # last week
            url: https://a.example/before
          - title: "Long before"
            url: https://a.example/long-before
quote:   # of the day
  text: "We sang."   # on tape
  by: "Ilse"
events:
  # ours
  - title: "Open desk"
    when: "Thursday"   # moved
    url: https://a.example/desk
  # theirs
  - title: "Choir"
    when: "Friday"
corrections:
  - "It was 201."
"""
BARE = 'subject: "Hello"\nsections:\n  - name: "News"\n    picks:\n      - https://a.example/1\n'


def edition(text: str = FILE) -> Edition:
    found, problems = parse(text, "", "")
    assert found is not None
    assert not problems, problems
    return found


def written(text: str = FILE, **fields: str) -> Changed:
    named = {name.replace("_", ".").replace("..", "_"): value for name, value in fields.items()}
    return apply(text, list(changes_of(edition(text), named, []).changes))


def test_what_a_browser_sends_of_an_untouched_form_changes_nothing() -> None:
    fields: dict[str, str] = {"pick.0.topics": "", "pick.1.topics": "Elections"}
    for key in ("quote", "number_of_the_week"):
        fields |= {f"{key}.{word}": value for word, value in words_of_block(edition(), key)[0]}
    for key, pick, at in (
        ("events", None, "events"),
        ("corrections", None, "corrections"),
        ("related", 1, "pick.1.related"),
    ):
        entries = words_of_block(edition(), key, pick)
        for number, words in enumerate([*entries, tuple((word, "") for word, _ in entries[0])]):
            fields |= {f"{at}.{number}.{word}": value for word, value in words}
    assert list(block_changes(edition(), fields)) == []
    assert list(block_changes(edition(), {})) == []


@pytest.mark.parametrize(
    ("fields", "old", "new"),
    [
        ({"quote_text": "We all sang."}, '"We sang."', '"We all sang."'),
        ({"quote_url": "https://a.example/q"}, '  by: "Ilse"\n', '  by: "Ilse"\n  url: https://a.example/q\n'),
        ({"events_0_when": "Monday"}, '"Thursday"', '"Monday"'),
        ({"events_1_where": "online"}, '    when: "Friday"\n', '    when: "Friday"\n    where: "online"\n'),
        ({"events_1_title": "", "events_1_when": ""}, '  # theirs\n  - title: "Choir"\n    when: "Friday"\n', ""),
        (
            {"events_2_title": "Walk", "events_2_when": 'at "dawn"'},
            'when: "Friday"\n',
            'when: "Friday"\n  - title: "Walk"\n    when: \'at "dawn"\'\n',
        ),
        ({"corrections_0_text": "It was 202."}, "It was 201.", "It was 202."),
        ({"pick_1_topics": "Elections, Justice"}, "[Elections]", '["Elections", "Justice"]'),
        ({"pick_1_topics": ""}, "        topics: [Elections]   # one\n", "        # one\n"),
        (
            {"pick_0_topics": "Justice"},
            "- https://a.example/1   # bare\n",
            '- url: https://a.example/1   # bare\n        topics: ["Justice"]\n',
        ),
        (
            {"pick_0_related_0_title": "See", "pick_0_related_0_url": "https://a.example/s?utm_source=x"},
            "- https://a.example/1   # bare\n",
            '- url: https://a.example/1   # bare\n        related:\n          - title: "See"\n'
            "            url: https://a.example/s\n",
        ),
        ({"pick_1_related_0_title": "Earlier"}, '"Before"', '"Earlier"'),
        (
            {"pick_1_related_1_title": "", "pick_1_related_1_url": ""},
            '          - title: "Long before"\n            url: https://a.example/long-before\n',
            "",
        ),
        (
            {"number..of..the..week_figure": "201 km", "number..of..the..week_text": "is the Nerva."},
            '- "It was 201."\n',
            '- "It was 201."\nnumber_of_the_week:\n  figure: "201 km"\n  text: "is the Nerva."\n',
        ),
        (
            {"pick_0_live..from": "2026-11-27 06:30"},
            "1   # bare\n",
            '1   # bare\n        live_from: "2026-11-27 06:30"\n',
        ),
        ({"number": "142"}, '"Hello"\n', '"Hello"\nnumber: "142"\n'),
        ({"section_0_look": "columns"}, '- name: "News"\n', '- name: "News"\n    look: columns\n'),
    ],
)
def test_what_was_typed_is_written_into_its_own_lines_and_no_others_change(
    fields: dict[str, str], old: str, new: str
) -> None:
    assert FILE.count(old) == 1
    done = written(**fields)
    expected = FILE.replace(old, new)
    if "pick_0_live..from" in fields:
        expected = expected.replace("- https://a.example/1", "- url: https://a.example/1")
    assert (done.text, done.refused) == (expected, ())
    edition(done.text)


def test_a_quote_that_is_emptied_goes_with_its_key() -> None:
    done = written(quote_text="", quote_by="")
    assert (done.text, done.refused) == (
        FILE.replace(
            'quote:   # of the day\n  text: "We sang."   # on tape\n  by: "Ilse"\n', "# of the day\n# on tape\n"
        ),
        (),
    )


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"quote_text": "So: it is", "quote_by": "Bo"}, 'quote:\n  text: "So: it is"\n  by: "Bo"\n'),
        ({"events_0_title": "Walk", "events_0_when": "Friday"}, 'events:\n  - title: "Walk"\n    when: "Friday"\n'),
        ({"corrections_0_text": "*It* was 201."}, 'corrections:\n  - text: "*It* was 201."\n'),
    ],
)
def test_a_first_one_of_its_kind_gets_its_key(fields: dict[str, str], end: str) -> None:
    assert written(BARE, **fields).text == BARE + end


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"events_0_when": ""}, "an event needs `when`, too"),
        ({"quote_text": ""}, "the quote needs `text`, too"),
        ({"number..of..the..week_figure": "7"}, "the number of the week needs `text`, too"),
        ({"pick_0_related_0_title": "No link"}, "a related link needs `url`, too"),
        ({"events_0_url": "not an address"}, "no address"),
        ({"pick_0_language": "xx-nothing"}, "no language"),
    ],
)
def test_what_cannot_be_written_is_refused_with_why_and_nothing_of_it_changes(fields: dict[str, str], why: str) -> None:
    done = written(**fields)
    assert done.text == FILE
    assert why in done.refused[0].reason


@pytest.mark.parametrize(
    "topics",
    [
        '\n          # why\n          - "Elections"',
        '\n          - "Elections"   # why',
        '\n          - Elections\n          - "b"   # why\n',
        ' ["Elections",\n          "b",   # why\n          c]',
    ],
)
def test_a_comment_between_topics_is_never_lost(topics: str) -> None:
    text = FILE.replace(" [Elections]   # one", topics)
    done = written(text, pick_1_topics="Justice")
    assert done.text == text
    assert "comment" in done.refused[0].reason


def test_comments_around_topics_stay_behind_and_above_them() -> None:
    text = FILE.replace("topics: [Elections]   # one", "topics: # one\n          - a # words\n          - b")
    assert written(text, pick_1_topics="Justice").text == FILE.replace("[Elections]   #", '["Justice"] #')


@pytest.mark.parametrize(
    ("old", "fields", "new"),
    [
        (
            "quote:   # C1\n  # C2: ask the lawyer\n  text: a # b\n  url: https://a.example/q   # C3\n# C4\n",
            {"quote.text": "", "quote.url": ""},
            "# C1\n# C2: ask the lawyer\n# C3\n# C4\n",
        ),
        (
            "quote:\n  # C2\n  text: |\n    a\n    # b\n  by: 'it''s # c'  # C3\n",
            {"quote.text": "", "quote.by": ""},
            "# C2\n# C3\n",
        ),
        ("note:\n  # C1\n  text: a\n  by: b\n", {"note.text": "", "note.by": ""}, "# C1\n"),
        ("quote:   # C1\n", {"quote.text": "a"}, 'quote:   # C1\n  text: "a"\n'),
    ],
)
def test_comments_within_what_is_emptied_stay(old: str, fields: dict[str, str], new: str) -> None:
    found, _ = parse(BARE + old, "", "")
    assert found is not None
    assert apply(BARE + old, list(changes_of(found, fields, []).changes)) == Changed(BARE + new)


@pytest.mark.parametrize(
    ("own", "fields"),
    [
        ('quote: "a\n  b"   # C1\n', {"quote.text": "c"}),
        ('quote: "a\n  b"   # C1\n', {"quote.by": "c"}),
        ('note: "a\n  b"   # C1\n', {"note.by": "c"}),
        ('note: "a\n  b"   # C1\n', {"note.text": ""}),
        ('corrections:\n  - "a\n    b"   # C1\n', {"corrections.0.url": "https://a.example/c"}),
    ],
)
def test_a_comment_behind_a_text_of_several_lines_stays(own: str, fields: dict[str, str]) -> None:
    done = apply(BARE + own, list(changes_of(edition(BARE + own), fields, []).changes))
    assert not done.refused
    assert done.text.count("# C1") == 1
    assert done.text != BARE + own


def test_topics_are_parted_by_commas_of_any_script_and_each_is_there_once() -> None:
    assert parted(" Elections; Justice, Elections،Water、 \n") == ("Elections", "Justice", "Water")


def test_what_somebody_else_changed_meanwhile_is_not_written_over() -> None:
    mine: list[Change] = [
        SetPart("quote", (("text", "Mine"), ("by", ""), ("url", ""))),
        SetEntries("events", (None, Kept.AS_IT_IS)),
        SetEntries("related", (None, None), 1),
        SetTopics(1, ("Mine",)),
    ]
    assert rebased(mine, edition(), edition()) == (mine, [])
    theirs = FILE.replace("We sang.", "They sang.").replace("Choir", "Choirs").replace("Before", "After")
    fit, refused = rebased(mine, edition(), edition(theirs.replace("[Elections]", "[Theirs]")))
    assert fit == []
    assert [one.change for one in refused] == mine
    moved = FILE.replace("      - https://a.example/1   # bare\n", "")
    fit, _ = rebased(mine[2:], edition(), edition(moved))
    assert fit == [SetEntries("related", (None, None), 0), SetTopics(0, ("Mine",))]


LONG = "Last week we wrote that Ivan was freed; he is not. " * 110
UNREADABLE = [
    f'corrections:\n  - text: "{LONG}"\n',
    f'corrections:\n  - "{LONG}"\n',
    'corrections:\n  - text: ""  # to be written by Ada\n',
    "events:\n  - name: Vigil\n    date: Monday\n  - title: T\n    when: M\n",
    "events:\n  - Vigil at the embassy\n",
    f"events:\n  - title: {'w ' * 200}\n",
    "        related:\n          - https://a.example/background\n",
]
PICK = BARE.replace("- https", "- url: https")


def as_a_browser_sends(text: str) -> dict[str, str]:
    found = parse(text, "", "")[0]
    assert found is not None
    blocks = [("events", None, "events"), ("corrections", None, "corrections"), ("related", 0, "pick.0.related")]
    return {
        f"{at}.{number}.{word}": value
        for key, pick, at in blocks
        for number, words in enumerate(words_of_block(found, key, pick))
        for word, value in words
    }


@pytest.mark.parametrize("more", UNREADABLE)
def test_an_entry_that_cannot_be_read_stays_byte_for_byte_whatever_else_is_saved(more: str) -> None:
    text = PICK + more
    found, _ = parse(text, "", "")
    assert found is not None
    for sent in (as_a_browser_sends(text), {}):
        done = apply(text, list(changes_of(found, sent | {"subject": "Bye"}, []).changes))
        assert (done.text, done.refused) == (text.replace("Hello", "Bye"), ())
    new = {"events.1.title": "Choir", "events.1.when": "Friday"} | {"events.2.title": "Walk", "events.2.when": "Sunday"}
    done = apply(text, list(changes_of(found, as_a_browser_sends(text) | new, []).changes))
    assert all(line in done.text.splitlines() for line in more.splitlines()[:2])


@pytest.mark.parametrize(
    ("more", "emptied"),
    [
        (f'corrections:\n  - text: "{LONG}"\n    url: https://a.example/c\n', {"corrections.0.url": ""}),
        ("events:\n  - name: Vigil\n    when: Monday\n", {"events.0.when": ""}),
        (f'quote:\n  text: "{LONG}"\n  by: Ada\n', {"quote.by": ""}),
        (f'note:\n  text: "{LONG}"\n  by: Ada\n', {"note.by": ""}),
        ("number_of_the_week: five men\n", {"number_of_the_week.figure": "5", "number_of_the_week.text": "men"}),
        ("events:\n  - Vigil at the embassy\n", {"events.0.title": "Vigil", "events.0.when": "Monday"}),
    ],
)
def test_what_an_editor_does_not_see_is_never_deleted(more: str, emptied: dict[str, str]) -> None:
    found, _ = parse(PICK + more, "", "")
    assert found is not None
    done = apply(PICK + more, list(changes_of(found, emptied, []).changes))
    assert done.text == PICK + more
    assert "change it in the file itself" in done.refused[0].reason


def test_of_many_entries_all_but_the_changed_one_stay_and_another_is_added() -> None:
    text = BARE + "events:\n" + "".join(f'  - title: "T{number}"\n    when: "W"\n' for number in range(60))
    done = written(text, events_0_title="New", events_60_title="T60", events_60_when="W")
    assert done == Changed(text.replace('"T0"', '"New"') + '  - title: "T60"\n    when: "W"\n')


@pytest.mark.parametrize(
    "topics", ['["Riga, Latvia", "Law; order", law]', "\n          - Riga, Latvia\n          - a\n          - a"]
)
def test_topics_that_nobody_touched_stay_as_they_are_written(topics: str) -> None:
    text = PICK + f"        topics: {topics}\n"
    own = edition(text).sections[0].picks[0].topics
    for sent in (", ".join(own), f" {',  '.join(own)}\r\n"):
        assert written(text, pick_0_topics=sent, subject="Bye").text == text.replace("Hello", "Bye")
    more = changes_of(edition(text), {"pick.0.topics": f"New,{', '.join(own)}"}, []).changes
    assert more == (SetTopics(0, tuple(dict.fromkeys(("New", *own)))),)
