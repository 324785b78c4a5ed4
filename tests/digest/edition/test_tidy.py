"""A tidy file says what it said before, in one safe way; tidied again, nothing changes."""

from dataclasses import asdict

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.picks_file import parse
from digest.edition.tidy import tidied
from digest.problem import stop_the_letter
from tests.standins.chance import examples

TYPED = """\
   # my picks
subject: A vote: "doors" # 1
note: Dear all,
  hello

  and more
sections:
      # news first
  - News:
    * http://example.org/a   # the best
    • url: <www.example.org/b>,
      Title: Live: the vote
      summary: The council met.
    It opened.
      lead: yes
      language: Russian
      topics: a, b: c
  # of last week

      kicker: 2026-11-24
  - name: No
    picks: [https://example.org/c]
briefs:
  - “One”
  - text: >
      two
      lines
    url: https://example.org/q  # here
"""
TIDY = """\
# my picks
subject: 'A vote: "doors" # 1'
note: |
  Dear all, hello
  and more
sections:
  # news first
  - name: "News"
    picks:
      - https://example.org/a  # the best
      - url: https://www.example.org/b
        title: "Live: the vote"
        summary: "The council met. It opened."
        lead: true
        language: ru
        topics: ["a", "b: c"]
        # of last week

        kicker: "2026-11-24"
  - name: "No"
    picks: [https://example.org/c]
briefs:
  - "One"
  - text: >
      two
      lines
    url: https://example.org/q  # here
"""


def words(text: str) -> object:
    """Return what a file says, without places; it has no errors."""
    edition, problems = parse(text, "f", "2026-11-27")
    assert edition is not None
    assert not stop_the_letter(problems), problems
    return without_places(asdict(edition))


def without_places(value: object) -> object:
    if isinstance(value, dict):
        return {key: without_places(inner) for key, inner in value.items() if key not in ("mark", "marks", "unread")}
    return [without_places(inner) for inner in value] if isinstance(value, list | tuple) else value


def test_what_is_typed_is_written_in_one_way_with_its_comments_and_in_its_order() -> None:
    assert tidied(TYPED) == TIDY
    assert words(TIDY) == words(TYPED)
    assert parse(TIDY, "f", "2026-11-27")[1] == []


def test_what_is_tidy_stays_as_it_is() -> None:
    assert tidied(TIDY) == TIDY


def test_a_file_of_a_program_becomes_one_of_a_person() -> None:
    text = '{"subject": "A # b", "sections": [{"picks": [{"url": "https://example.org/a", "topics": [1, "no"]}], "name": "N"}]}'
    assert tidied(text) == (
        'subject: "A # b"\nsections:\n  - picks:\n      - url: https://example.org/a\n        topics: ["1", "no"]\n    name: "N"\n'
    )


def test_what_says_nothing_is_left_empty_and_spaces_of_a_note_stay() -> None:
    assert tidied("subject:\npreheader: ''\nnote: \"two  spaces\"\n") == 'subject:\npreheader:\nnote: "two  spaces"\n'


def test_a_note_of_several_lines_stands_below_its_key() -> None:
    assert tidied('subject: S\nnote: {text: "a\\n\\nb", by: x}\n') == (
        'subject: "S"\nnote:\n  text: |\n    a\n\n    b\n  by: "x"\n'
    )


def test_what_is_no_mapping_is_not_written() -> None:
    assert tidied("- a\n") is None
    assert tidied("") is None
    assert tidied('{"subject": {') is None


SIGNS = " :#-'\"&*!%@`{}[],|>?\\.~=—/1abX"
WORDS = st.text(SIGNS + "\n", min_size=1, max_size=50).map(lambda text: text.strip()).filter(bool)
PICK = st.fixed_dictionaries(
    {"url": st.sampled_from(["https://example.org/a", "http://example.org/it's|{so}^`", "www.example.org"])},
    optional={
        "title": WORDS,
        "summary": WORDS,
        "topics": st.lists(WORDS, max_size=3),
        "language": st.sampled_from(["no", "German", "pt_BR"]),
        "lead": st.sampled_from(["yes", "false"]),
        "related": st.lists(
            st.fixed_dictionaries({"title": WORDS, "url": st.just("https://example.org/r")}), max_size=2
        ),
    },
)
EDITION = st.fixed_dictionaries(
    {
        "subject": WORDS,
        "sections": st.lists(st.fixed_dictionaries({"name": WORDS, "picks": st.lists(PICK, max_size=2)}), max_size=2),
    },
    optional={
        "note": WORDS | st.fixed_dictionaries({"text": WORDS, "by": WORDS}),
        "briefs": st.lists(WORDS, max_size=2),
    },
)
COMMENTS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["# c", "", "      # c"])), max_size=3)


@given(EDITION, st.sampled_from([None, '"', "|"]), st.sampled_from([False, True, None]), COMMENTS)
@settings(max_examples=examples(60))
def test_what_a_file_says_is_the_same_afterwards_and_a_second_time_changes_nothing(
    edition: dict[str, object], style: str | None, flow: bool | None, comments: list[tuple[int, str]]
) -> None:
    text = yaml.dump(
        edition, default_style=style, default_flow_style=flow, width=40, allow_unicode=True, sort_keys=False
    )
    if style is None and flow is False:
        lines = text.split("\n")
        for at, comment in comments:
            lines.insert(at, comment)
        text = "\n".join(lines)
    parsed, problems = parse(text, "f", "2026-11-27")
    if parsed is None or stop_the_letter(problems):
        return
    tidy = tidied(text)
    assert tidy is not None
    assert words(tidy) == words(text)
    assert tidied(tidy) == tidy
