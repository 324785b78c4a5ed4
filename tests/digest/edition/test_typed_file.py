"""A picks file is read as it was typed: what is certain is understood with a word, what is not is one clear problem."""

import json
import re
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.articles.model import Article
from digest.characters import one_line
from digest.edition.checks import Rules, check
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick
from digest.edition.picks_file import parse
from digest.edition.strict_yaml import Items, Node, Table, Text, parse_yaml
from digest.edition.typed_file import read_typed
from digest.problem import Problem, Severity
from tests.standins.chance import examples
from tests.standins.sample import SHARED

FILE, DATE = "editions/2026-11-27.yaml", "2026-11-27"
A, B = "https://example.org/a", "https://example.org/b"
HEAD = "subject: S\nsections:\n  - name: News\n    picks:\n"
PICK = f"{HEAD}      - url: {A}\n        title: T\n        summary: W.\n"


def read(text: str) -> tuple[Edition, list[Problem], list[Problem]]:
    """Return the edition, its errors and its warnings."""
    edition, problems = parse(text, FILE, DATE)
    assert edition is not None, problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return edition, errors, [problem for problem in problems if problem not in errors]


def only(text: str) -> Pick:
    """Return the one pick of a file without errors."""
    edition, errors, _ = read(text)
    assert not errors
    (pick,) = edition.picks()
    return pick


@pytest.mark.parametrize(
    ("typed", "line", "word"),
    [
        (PICK.replace("- url:", "-url:"), 5, "`-` was read as the dash"),
        (PICK.replace("- url:", "-\u00a0url:"), 5, "`-` was read as the dash"),
        (PICK.replace("- url:", "— url:"), 5, "`—` was read as the dash"),
        (PICK.replace("- url:", "* url:"), 5, "`*` was read as the dash"),
        (PICK.replace("- url:", "• url:"), 5, "`•` was read as the dash"),
        (PICK.replace("- url:", "1. url:"), 5, "`1.` was read as the dash"),
        (PICK.replace("- url:", "2) url:"), 5, "`2)` was read as the dash"),
        (PICK.replace("- url:", "  url:"), 5, "though there is no `- ` before it"),
        (PICK.replace("- url: ", "- "), 5, "was read as its `url:`"),
        (PICK.replace("- url:", "-> url:"), 5, "`->` was read as the dash"),
        (PICK.replace("- name: News", "  name: News").replace("S\n", "S\n", 1), 3, "though there is no `- ` before it"),
        (PICK.replace("title: T", "title:T"), 6, "no plain space stands behind the colon"),
        (PICK.replace("title: T", "title:\u00a0T"), 6, "no plain space stands behind the colon"),
        (PICK.replace("title: T", "title：T"), 6, "`：` was read as the colon"),
        (PICK.replace("title: T", "title = T"), 6, "`=` was read as the colon"),
        (PICK.replace("title:", "Title:"), 6, "`Title` was read as `title`"),
        (PICK.replace("title:", "TITLE:"), 6, "`TITLE` was read as `title`"),
        (PICK.replace("title:", "titel:"), 6, "`titel` was read as `title`"),
        (PICK.replace("title:", "headline:"), 6, "`headline` was read as `title`"),
        (PICK.replace("        title:", "       title:"), 6, "stands too far left"),
        (PICK.replace("        title:", "           title:"), 6, "stands too far right"),
        (PICK.replace("        summary:", "    summary:"), 7, "stands too far left"),
        (PICK.replace("        summary:", "summary:"), 7, "stands too far left"),
        (PICK.replace("        title:", "\t\ttitle:"), 6, "tabs in front of a line"),
        (PICK.replace("        title:", "\u00a0 \u00a0     title:"), 6, "unusual spaces in front of a line"),
        (PICK.replace("title: T", "title: “T”"), 6, "typographic quotes"),
        (PICK.replace(A, f"<{A}>"), 5, "around an address"),
        (PICK.replace("summary: W.", "summary: W\n      ."), 8, "though it is not indented"),
        (f"---\n{PICK}---\n", 9, "is not needed"),
        (PICK.replace("    picks:\n", ""), 4, "though there is no `picks:`"),
        (PICK.replace("name: News\n    picks:", "News"), 4, "though there is no `picks:`"),
        (PICK.replace("- name: News\n    picks:", "- News:"), 3, "was read as the name of a section"),
        (PICK.replace("  - name: News\n    picks:", "  News:"), 3, "was read as the name of a section"),
    ],
)
def test_what_is_certain_is_understood_with_a_word_at_its_line(typed: str, line: int, word: str) -> None:
    edition, errors, warnings = read(typed)
    assert not errors
    (section,) = edition.sections
    (pick,) = section.picks
    assert (edition.subject, section.name, pick.url, pick.title) == ("S", "News", A, "T")
    assert one_line(pick.summary.replace(" ", "")) == "W."
    (warning,) = warnings
    assert warning.mark.line == line
    assert word in warning.what


@pytest.mark.parametrize(
    "typed",
    [
        "\ufeff" + PICK,
        PICK.replace("\n", "\r\n"),
        PICK.replace("\n", "\r"),
        PICK.replace(A, f"\u200b{A}"),
        PICK.replace("title:", "\u200btitle:"),
        PICK.replace("title: T", "title: T\u2028"),
        PICK.replace("title: T", "title: T\x85"),
        PICK.replace("title: T", "title: \x07T"),
        PICK.replace("title: T", "title:\n          T"),
        PICK.replace("title: T", '"title": T'),
        PICK.replace("title: T", "title : T"),
        PICK.replace(A, f"{A}  # the council"),
        PICK.replace("picks:", "picks:  # the best"),
        PICK.replace("      - url", "    - url").replace("        ", "      "),
        f"# for me\n\n---\n{PICK}\n# and more\n",
    ],
)
def test_what_no_editor_sees_or_yaml_allows_needs_no_word(typed: str) -> None:
    edition, errors, warnings = read(typed)
    assert (errors, warnings) == ([], [])
    (pick,) = edition.picks()
    assert (pick.url, pick.title, pick.summary) == (A, "T", "W.")


def test_what_is_true_of_several_lines_is_told_once_with_all_of_them() -> None:
    edition, errors, warnings = read(f"{HEAD}      * {A}\n      * {B}\n      * {A}/c\n")
    assert [pick.url for pick in edition.picks()] == [A, B, f"{A}/c"]
    (warning,) = warnings
    assert not errors
    assert "(also on lines 6, 7)" in warning.what


@pytest.mark.parametrize(
    "typed",
    [
        f"{HEAD}      {A}\n      {B}\n",
        f"{HEAD}      url: {A}\n      title: T\n      url: {B}\n      title: T\n",
        f"{HEAD}      - {A}\n  name: More\n    picks:\n      - {B}\n",
    ],
)
def test_dashes_that_are_missing_are_told_once(typed: str) -> None:
    edition, errors, warnings = read(typed)
    assert [pick.url for pick in edition.picks()] == [A, B]
    assert not errors
    (warning,) = warnings
    assert "though there is no `- ` before it" in warning.what


def test_a_line_is_moved_to_the_innermost_place_that_lacks_its_key() -> None:
    related = f"        related:\n          - title: R\n            url: {B}\n"
    pick = only(f"{HEAD}      - url: {A}\n{related}         title: T\n")
    assert (pick.title, pick.related[0].title) == ("T", "R")
    note = f"subject: S\nnote:\ntext: T\nby: A\nsections:\n- name: N\n  picks:\n - {A}\n"
    edition, errors, _ = read(note)
    assert not errors
    assert edition.note is not None
    assert (edition.note.text, edition.note.by, [pick.url for pick in edition.picks()]) == ("T", "A", [A])


def test_quotes_end_where_yaml_says_and_nowhere_else() -> None:
    pick = only(PICK.replace("title: T", "title: 'one\n\n          it''s'").replace("W.", "'two\n          ''x'' y'"))
    assert (pick.title, pick.summary) == ("one it's", "two 'x' y")
    pick = only(f'{PICK}        alt: "Orel" is\n        credit: \'x\'\n        related: [{{title: 1 ", url: {A}}}]\n')
    assert (pick.alt, pick.credit, pick.related[0].title) == ('"Orel" is', "x", '1 "')
    pick = only(PICK.replace("title: T", "title: 'one\n          two''\n          three'"))
    assert pick.title == "one two' three"


def test_paragraphs_after_the_first_keep_their_distance() -> None:
    edition, errors, _ = read("subject: S\nnote: One\n\n  two\n  three\n\n  four\n")
    assert not errors
    assert edition.note is not None
    assert edition.note.text == "One\ntwo three\nfour"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (f"{HEAD}      - url: {A}\n        tytel: T\n", "unknown key `tytel`"),
        (f"{HEAD}      ~ {A}\n", "this line belongs to no key"),
    ],
)
def test_behind_an_error_nothing_is_called_missing(typed: str, error: str) -> None:
    edition, errors, _ = read(typed)
    lock = Lock(DATE, (Article(url=A, summary="S"),))
    more = [problem for problem in check(edition, lock, Rules()) if problem.severity is Severity.ERROR]
    assert [problem.what.partition(" in ")[0] for problem in [*errors, *more]] == [error]


def test_text_goes_on_on_further_lines() -> None:
    more = "summary: The council met: it opened\n          its books # 1 - and\n\n          left.\n        kicker: K"
    pick = only(PICK.replace("summary: W.", more))
    assert (pick.summary, pick.kicker) == ("The council met: it opened its books # 1 - and left.", "K")
    left = only(PICK.replace("summary: W.", 'summary: "The council.\n\n          It left.",'))
    assert left.summary == "The council. It left."
    spoken = only(PICK.replace("summary: W.", 'summary: "The council met "in the open".\n          It left."'))
    assert spoken.summary == 'The council met "in the open". It left.'


def test_lists_are_read_as_people_write_them() -> None:
    for typed in (
        "Orel, books",
        "[Orel, books]",
        "\n          - Orel\n          - books",
        "Orel; books",
        "[Orel, 'books']",
    ):
        assert only(f"{PICK}        topics: {typed}\n").topics == ("Orel", "books")
    assert only(f"{PICK}        topics: [#MeToo, No: 1]\n").topics == ("#MeToo", "No: 1")
    edition, errors, _ = read(f"subject: S\nsections:\n  - name: News\n    picks: {A}, {B}\nbriefs: One, and more.\n")
    assert not errors
    assert [pick.url for pick in edition.picks()] == [A, B]
    assert [brief.text for brief in edition.briefs] == ["One, and more."]


def test_a_brief_is_text_whatever_stands_in_it() -> None:
    briefs = [
        "News: the vote",
        "# 1 in Orel",
        "@orel is closed",
        '"Yes," they say',
        "- dash",
        "A 5% rise",
        "text and more",
    ]
    edition, errors, _ = read("subject: S\nbriefs:\n" + "".join(f"  - {brief}\n" for brief in briefs))
    assert not errors
    assert [brief.text for brief in edition.briefs] == briefs


def test_a_note_keeps_its_lines_wherever_its_key_stands() -> None:
    body = "    Dear readers: hello\n\n      - one\n    two"
    for typed in (f"note:\n  text: |\n{body}\n  by: A\n", f"note:\n text: |\n{body}\n   by: A\n"):
        edition, errors, _ = read(f"subject: S\n{typed}")
        assert not errors
        assert edition.note is not None
        assert (edition.note.text, edition.note.by) == ("Dear readers: hello\n\n  - one\ntwo", "A")
    edition, errors, _ = read("subject: S\nnote: |\nDear readers,\nhello\n")
    assert not errors
    assert edition.note is not None
    assert edition.note.text == "Dear readers,\nhello"
    edition, errors, _ = read("subject: S\nnote: |\n      Deep\n   less\n")
    assert not errors
    assert edition.note is not None
    assert edition.note.text.split("\n") == ["Deep", "less"]


@pytest.mark.parametrize(
    ("typed", "place", "corrected"),
    [
        (PICK.replace("title: T", 'title: "Orel votes'), (6, 16), '        title: "Orel votes"'),
        (PICK.replace("title: T", "title: Orel  # ask"), (6, 22), '        title: "Orel"  # ask'),
        (PICK.replace("title: T", 'title: "A 5" screen"'), (6, 20), '        title: "A 5” screen"'),
        (f"{PICK}        topics: [Orel, books\n", (8, 17), "        topics: [Orel, books]"),
    ],
)
def test_what_nobody_can_know_is_one_problem_with_the_line_a_caret_and_the_line_to_write(
    typed: str, place: tuple[int, int], corrected: str
) -> None:
    _, errors, warnings = read(typed)
    (error,) = errors
    assert not warnings
    assert (error.mark.line, error.mark.column) == place
    shown, caret, write = error.excerpt.splitlines()
    line = typed.splitlines()[place[0] - 1]
    assert shown.endswith(f" | {line}")
    assert shown[caret.index("^")] == line[place[1] - 1]
    assert write == f" write | {corrected}"
    assert corrected.strip() in error.remedy
    mended = typed.replace(line, corrected)
    assert read(mended)[1:] == ([], [])


@pytest.mark.parametrize(
    ("typed", "line", "word"),
    [
        (PICK.replace("title: T", "tytel: T"), 6, "did you mean `title`?"),
        (PICK.replace("title: T", "foo:\n          - a\n          - b: c: d"), 6, "unknown key `foo`"),
        (f"{PICK}        title: Again\n", 8, "a second time (first on line 6)"),
        (f"{PICK}---\n{PICK}", 8, "a second edition begins here"),
        (f"{PICK}\nOrphaned words: here\nand there\n", 9, "belongs to no key"),
        (f"{HEAD}      - The council opens its books\n", 5, "is no address that a letter can link to"),
        (f"{PICK}\nNews:\n{A}\n", 9, "unknown key `News`"),
        ("subject: S\npicks:\n  - https://example.org/a\n", 2, "`picks` belongs to a section"),
        (f"subject: S\nsections:\n  - {A}\n  - {B}\n", 3, "picks stand here without a section"),
        ("subject: S\nsections:\n  - News\n", 3, "is no section with picks"),
        (f"{HEAD}      ~ {A}\n", 5, "belongs to no key"),
        (PICK.replace("W.", "W\n        Then: it left."), 8, "whether this is a key or the rest of the text above"),
        (f"{PICK}        related: [{{title: A: b}}]\n", 8, "cannot be read"),
        (f"{PICK}        {B}\n", 8, "whether this address is a pick or the rest of the text above"),
    ],
)
def test_one_mistake_is_one_problem(typed: str, line: int, word: str) -> None:
    _, errors, warnings = read(typed)
    (error,) = [*errors, *warnings]
    assert error.mark.line == line
    assert word in f"{error.what}; {error.remedy}"


def test_an_address_below_a_text_is_shown_as_the_pick_that_it_may_be() -> None:
    _, (error,), _ = read(f"{PICK}        {B}\n")
    assert error.excerpt.splitlines()[-1] == f" write |       - {B}"
    edition, errors, _ = read(f"{PICK}      - {B}\n")
    assert not errors
    assert [pick.url for pick in edition.picks()] == [A, B]


def test_the_line_of_an_error_is_shown_as_it_stands_without_what_moves_a_terminal() -> None:
    _, (error,), _ = read(f"{HEAD}      - \u200bftp://x\x1b[2J\n")
    assert error.excerpt.splitlines() == ["     5 |       - \u200bftp://x [2J", "       |         ^"]


def test_places_are_those_of_the_file_as_the_editor_sees_it() -> None:
    _, errors, _ = read(
        f"subject: S\nsections:\n—\u200bname: N\n  picks:\n  —\u00a0\u200bhttps://x\n  — url: {A}\n    kicker: {'x' * 400}\n"
    )
    assert [(error.mark.line, error.mark.column) for error in errors] == [(5, 6), (7, 13)]


def plain(node: Node | None) -> object:
    """Return what a tree says, without its places."""
    if isinstance(node, Items):
        return [plain(entry) for entry in node.nodes]
    if isinstance(node, Table):
        return {key: plain(value) for key, value in node.nodes.items()}
    return node.value if isinstance(node, Text) else None


SIGNS = " :#-'\"&*!%@`{}[],|>?\\.~=—/1abX"
A_DRIVE = re.compile(r"(?<![^\W_])[A-Za-z]:\n[^\W_]")  # `"B:\nb"` means a folder, for people type it
WORDS = (
    st.text(SIGNS + "\n", min_size=1, max_size=50)
    .map(lambda text: text.strip())
    .filter(lambda text: text and not A_DRIVE.search(text))
)
LINE = WORDS.map(lambda text: " ".join(text.split()))
ADDRESS = st.sampled_from([A, B, "https://example.org/?z=1#q"])
PICKS = st.fixed_dictionaries(
    {"url": ADDRESS},
    optional={
        "title": LINE,
        "summary": WORDS,
        "picture": ADDRESS,
        "language": st.just("no"),
        "topics": st.lists(LINE, max_size=3),
        "related": st.lists(st.fixed_dictionaries({"title": LINE, "url": ADDRESS}), max_size=2),
        "lead": st.just("true"),
    },
)
SECTIONS = st.fixed_dictionaries({"name": LINE, "picks": st.lists(ADDRESS | PICKS, max_size=3)})
EDITIONS = st.fixed_dictionaries(
    {"subject": LINE, "sections": st.lists(SECTIONS, max_size=2)},
    optional={
        "note": WORDS | st.fixed_dictionaries({"text": WORDS, "by": LINE}),
        "briefs": st.lists(LINE | st.fixed_dictionaries({"text": WORDS, "url": ADDRESS}), max_size=2),
    },
)


@given(
    EDITIONS,
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.sampled_from([False, True, None]),
    st.sampled_from([30, 80, 10_000]),
    st.sampled_from([2, 4]),
)
@settings(max_examples=examples(100))
def test_yaml_that_is_right_means_what_it_says(
    edition: dict[str, object], style: str | None, flow: bool | None, width: int, indent: int
) -> None:
    text = yaml.dump(
        edition,
        default_style=style,
        default_flow_style=flow,
        width=width,
        indent=indent,
        allow_unicode=True,
        sort_keys=False,
    )
    root, faults = parse_yaml(text)
    typed = read_typed(text)
    assert not typed.unclear
    assert (plain(parse_yaml(typed.text())[0]), faults) == (plain(root), [])


ANYTHING = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(SIGNS + "«»“”’"), min_size=1, max_size=50
)
QUOTES = "\"'“”„‟‘’‚‛"


@given(st.sampled_from(["title", "summary", "alt", "byline"]), ANYTHING)
@settings(max_examples=examples(150))
def test_whatever_is_typed_on_a_line_comes_back(key: str, value: str) -> None:
    expected = one_line(value)
    edition, errors, _ = read(f"{HEAD}      - url: {A}\n        {key}: {value}\n        kicker: K\n      - {B}\n")
    first, second = edition.picks()
    assert (first.kicker, second.url) == ("K", B)
    if errors:
        assert len(errors) == 1
        assert errors[0].excerpt
        assert expected[:1] in QUOTES or re.search(r"(^|\s\s)#\s", value)
    elif expected[:1] not in QUOTES:
        assert getattr(first, key) == expected


@given(st.sampled_from(["title", "summary", "alt", "byline"]), ANYTHING, st.sampled_from(['""', "''", "“”"]))
@settings(max_examples=examples(150))
def test_whatever_is_typed_in_quotes_comes_back(key: str, value: str, quotes: str) -> None:
    value = "".join(sign for sign in value if sign not in QUOTES + "\\").strip() or "x"
    edition, errors, _ = read(f"{HEAD}      - url: {A}\n        {key}: {quotes[0]}{value}{quotes[1]}\n")
    (pick,) = edition.picks()
    assert not errors
    assert getattr(pick, key) == one_line(value)


@pytest.mark.slow
@pytest.mark.parametrize(
    "many",
    ['x: "\n', "topics: [\n", "- '\n", "title: |\n", "\t- a: {\n", "word\n", "1. \n", "- " * 40 + "\n", "a:\n", "“\n"],
)
def test_no_file_takes_long(many: str) -> None:
    text = (PICK + many * 10_000)[:20_000]
    begin = time.process_time()
    assert parse(text, FILE, DATE)[1]
    assert time.process_time() - begin < 10


def test_a_file_that_a_program_wrote_is_left_to_yaml() -> None:
    text = json.dumps({"subject": "A # b: c", "sections": [{"name": "N", "picks": [A]}]}, indent=2)
    edition, errors, warnings = read(text)
    assert (edition.subject, errors, warnings) == ("A # b: c", [], [])


HABITS = sorted((SHARED / "picks").glob("*.yaml"))


@pytest.mark.skipif(not HABITS, reason="the files of ../shared are not here")
def test_habits_of_editors_are_understood_or_told_in_words() -> None:
    for file in HABITS:
        text = file.read_bytes().decode("utf-8-sig", errors="replace")
        _, problems = parse(text, FILE, DATE)
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        assert len({problem.mark.line for problem in errors}) == len(errors), file.name
        assert not any("YAML" in str(problem) for problem in problems), file.name
