"""Words that were taken out of a file stay nowhere in it, whatever of them looks like a comment; a comment stays."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from digest.edition.changes import Change, SetNote, SetPartWord, SetTopics, SetWord
from digest.edition.picks_file import parse
from digest.edition.typed_text import quoted
from digest.edition.value_ends import ValueEnd, value_ends
from digest.edition.write_change import apply
from tests.standins.chance import examples

PIECES = st.sampled_from(["gone", " gone", " #", " # gone", "#gone", '"', "'", "\\", ":", "  # gone"])
WORDS = st.lists(PIECES, min_size=1, max_size=5).map(lambda found: "gone" + "".join(found))
KEPT = "  # kept"
FORMS = ("plain", "double", "single", "literal", "folded", "double on two lines", "single on two lines")
CHANGES: dict[str, Change] = {
    "subject: ": SetWord("subject", "new"),
    "preheader: ": SetWord("preheader", ""),
    "note: ": SetNote("text", "new"),
    "sections:\n  - name: ": SetPartWord("section", 0, "name", "new"),
    "sections:\n  - name: A\n    picks:\n      - url: https://e.org/a\n        title: ": SetPartWord(
        "pick", 0, "title", ""
    ),
    "briefs:\n  - url: https://e.org/a\n    text: ": SetPartWord("brief", 0, "text", "new"),
    "briefs:\n  - ": SetPartWord("brief", 0, "url", "https://e.org/b"),
}


def written(words: str, form: str, comment: str) -> str:
    """Return words as a value in one of the forms, which are those that people and programs write."""
    single = "'{}'".format(words.replace("'", "''"))
    return {
        "plain": words,
        "double": quoted(words) + comment,
        "single": single + comment,
        "literal": f"|{comment}\n            {words}\n",
        "folded": f">-{comment}\n            {words}\n",
        "double on two lines": f'{quoted(words)[:-1]}\n            # gone"{comment}',
        "single on two lines": f"{single[:-1]}\n            # gone'{comment}",
    }[form]


@given(
    words=WORDS,
    form=st.sampled_from(FORMS),
    comment=st.sampled_from(["", KEPT]),
    key=st.sampled_from(list(CHANGES)),
)
@settings(max_examples=examples(150))
def test_words_that_were_changed_are_nowhere_in_the_file_and_a_comment_behind_them_is(
    words: str, form: str, comment: str, key: str
) -> None:
    text = f"{key}{written(words, form, comment)}\nnumber: 5\n"
    found, problems = parse(text, "", "")
    assume(found is not None and not [one for one in problems if one.severity == "error" and "#" in one.what])
    after = apply(text, [CHANGES[key]])
    assume(after.refused == ())
    left = after.text if key != "briefs:\n  - " else "".join(after.text.split("text: ")[:1])
    assert "gone" not in left
    assert after.text.count(KEPT.strip()) == (0 if form == "plain" else text.count(KEPT.strip()))
    assert "number: 5" in after.text


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ('subject: "plain # hash"', 'subject: "New words"'),
        ("subject: 'x # y'", 'subject: "New words"'),
        ("subject: 'it''s # y' # kept", 'subject: "New words" # kept'),
        (r'subject: "say \"a # b\" # c" # kept', 'subject: "New words" # kept'),
        ("subject: one # two", 'subject: "New words"'),
        ('subject: "one\n# two"', 'subject: "New words"'),
        ('subject: "one\n  two # three" # kept', 'subject: "New words" # kept'),
        ('subject: "one" # \u200bkept # twice', 'subject: "New words" # \u200bkept # twice'),
    ],
)
def test_a_hash_in_quotes_is_words(line: str, after: str) -> None:
    assert apply(f"{line}\nnumber: 5\n", [SetWord("subject", "New words")]).text == f"{after}\nnumber: 5\n"


@pytest.mark.parametrize(
    ("topics", "after"),
    [
        ('["a # gone", "b"]', '["new"]'),
        ("['a # gone'] # kept", '["new"] # kept'),
        ("war, hash #gone", '["new"]'),
    ],
)
def test_a_hash_in_a_list_is_words(topics: str, after: str) -> None:
    text = "sections:\n  - name: A\n    picks:\n      - url: https://e.org/a\n        topics: "
    assert apply(f"{text}{topics}\n", [SetTopics(0, ("new",))]).text == f"{text}{after}\n"


def test_where_things_end_is_told_by_line() -> None:
    source = 'a: "x # y" # one\nb: | # two\n  c # d\ne: "f\n  g" # three\nh: # four\n  - i\n'
    assert value_ends(source) == {
        0: ValueEnd(0, " # one"),
        1: ValueEnd(1, " # two"),
        3: ValueEnd(4, " # three"),
        5: ValueEnd(5, " # four"),
        6: ValueEnd(6, ""),
    }
    assert value_ends("a: 'b\n").get(1) is None
