"""One value is written into a picks file, and nothing else of it changes by a single byte."""

import difflib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.characters import one_line
from digest.edition.model import Edition, Pick
from digest.edition.picks_file import parse
from digest.edition.write_word import write_word
from digest.problem import Mark
from tests.standins.chance import examples

FILE = """# the week's first
subject: "Hello"   # our greeting
sections:
  - name: "News"   # ours
    picks:
      - https://example.org/a
      - url: https://example.org/b   # why
        title: Why we ask

        # about the summary
        summary: >
          folded
          words

      # between
      - {url: https://example.org/c, title: x}
      - title: "First key"   # keep
        picture: none
        url: https://example.org/d
      - https://example.org/e"""
CHOSEN = ("Plain", 'He said "no": twice', "It's #1 of 100 %", "- dash", "{brace", "back\\slash", "Слово — дело", "null")


def edition(text: str) -> Edition:
    found, problems = parse(text, "", "")
    assert found is not None
    assert not problems
    return found


def pick(text: str, url: str) -> Pick:
    return next(pick for pick in edition(text).picks() if pick.url == f"https://example.org/{url}")


def written(text: str, url: str, key: str, value: str) -> str:
    changed = write_word(text, pick(text, url).mark, key, value)
    assert changed is not None
    return changed


def bare_lines(text: str) -> set[str]:
    """Return the lines of a file without bullets: the bullet of a key that is taken out goes to the next one."""
    return {line.lstrip(" -") for line in text.splitlines()}


def changes(before: str, after: str) -> Sequence[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_an_address_alone_becomes_keys_on_its_own_line() -> None:
    assert changes(FILE, written(FILE, "a", "title", "Other words")) == [
        "-       - https://example.org/a",
        "+       - url: https://example.org/a",
        '+         title: "Other words"',
    ]


def test_a_new_key_stands_below_the_address_and_one_about_the_picture_below_that() -> None:
    assert changes(FILE, written(FILE, "b", "picture", "https://example.org/p.jpg")) == [
        "+         picture: https://example.org/p.jpg"
    ]
    lines = written(FILE, "d", "alt", "A harbour").splitlines()
    assert lines[lines.index("        picture: none") + 1] == '        alt: "A harbour"'


def test_a_comment_behind_a_value_stays() -> None:
    assert changes(FILE, written(FILE, "d", "title", "Other")) == [
        '-       - title: "First key"   # keep',
        '+       - title: "Other"   # keep',
    ]


def test_what_only_looks_like_a_comment_goes_with_the_words_it_belongs_to() -> None:
    unclear = FILE.replace("Why we ask", "Why #MeToo")
    changed = write_word(unclear, Mark(7, 9), "title", "Other")
    assert changed is not None
    assert '        title: "Other"\n' in changed


def test_a_value_on_several_lines_gives_way_as_a_whole() -> None:
    changed = changes(FILE, written(FILE, "b", "summary", "Short."))
    assert [line[2:].strip() for line in changed if line[0] == "-"] == ["summary: >", "folded", "words"]
    assert [line for line in changed if line[0] == "+"] == ['+         summary: "Short."']


def test_words_of_the_edition_itself_are_written_where_they_stand_or_at_the_top() -> None:
    changed = write_word(FILE, None, "subject", "Another")
    assert changed is not None
    assert changes(FILE, changed) == [
        '- subject: "Hello"   # our greeting',
        '+ subject: "Another"   # our greeting',
    ]
    changed = write_word(FILE, None, "preheader", "Also")
    assert changed is not None
    assert changes(FILE, changed) == ['+ preheader: "Also"']


def test_what_is_said_already_is_not_written_again() -> None:
    assert written(FILE, "d", "title", "First key") == FILE


def test_a_file_that_is_written_in_another_way_is_left_alone() -> None:
    assert write_word(FILE, pick(FILE, "c").mark, "title", "Other") is None
    assert write_word("no: [yaml", None, "subject", "Other") is None
    assert write_word(FILE, pick(FILE, "a").mark, "topics", "Other") is None
    assert write_word(FILE, pick(FILE, "a").mark, "no_such_key", "Other") is None


def test_a_value_that_goes_on_further_left_is_left_alone_and_so_are_keys_out_of_line() -> None:
    start = 'subject: "A"\nsections:\n  - name: News\n    picks:\n      - url: https://example.org/a\n'
    for text, key in (
        (f"{start}        summary: One\n      two\n", "summary"),
        (f'{start}       title: "One"\n        byline: "Ada"\n', "title"),
    ):
        found, _ = parse(text, "", "")
        assert found is not None
        changed = write_word(text, next(found.picks()).mark, key, "New")
        assert changed is None


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("value", CHOSEN)
def test_lines_end_as_they_did_whatever_is_written(ending: str, value: str) -> None:
    text = FILE.replace("\n", ending)
    for url in ("a", "b", "d", "e"):
        changed = written(text, url, "title", value)
        assert pick(changed, url).title == value
        assert changed.count("\r\n") in (0, changed.count("\n"))


@given(value=st.text(min_size=1, max_size=40), url=st.sampled_from("abde"), key=st.sampled_from(["title", "byline"]))
@settings(max_examples=examples(60))
def test_whatever_is_written_the_file_says_it_and_nothing_else_changes(value: str, url: str, key: str) -> None:
    changed = write_word(FILE, pick(FILE, url).mark, key, value)
    if changed is None:
        return  # some signs stand in no file; then nothing is written
    assert getattr(pick(changed, url), key) == one_line(value)
    others = [(p.url, p.title, p.summary, p.byline) for p in edition(changed).picks() if p.url[-1] != url]
    assert others == [(p.url, p.title, p.summary, p.byline) for p in edition(FILE).picks() if p.url[-1] != url]
    gone = bare_lines(FILE) - bare_lines(changed)
    assert all("title:" in line or f"org/{url}" in line for line in gone)


@pytest.mark.slow
def test_ordinary_words_are_always_written() -> None:
    for value in CHOSEN:
        for url in "abde":
            for key in ("title", "summary", "byline", "kicker", "alt", "credit"):
                assert getattr(pick(written(FILE, url, key, value), url), key) == value
