"""The inbox's file: read as freely as people type it, and written behind what stands there, byte for byte."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.inbox_file import MOST_BYTES, MOST_LINKS, has_room, links_behind, parse_inbox
from digest.edition.inbox_link import LONGEST_NOTE, Given, InboxLink, from_token, given_link
from digest.problem import Mark
from tests.standins.chance import examples

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SITE = "https://lantern.example"


def link(url: str, note: str = "") -> InboxLink:
    found = given_link(Given(url, note), from_token("cms"), NOW)
    assert isinstance(found, InboxLink), found
    return found


def urls(text: str) -> list[str]:
    return [one.url for one in parse_inbox(text).links]


def faults(text: str) -> list[str]:
    return [str(problem) for problem in parse_inbox(text).problems]


@pytest.mark.parametrize("text", ["", "\n", "# mine\n", "\ufeff"])
def test_an_empty_file_holds_nothing_and_is_no_fault(text: str) -> None:
    assert (urls(text), faults(text)) == ([], [])


def test_lines_that_people_type_are_links_with_or_without_a_dash() -> None:
    text = f"# mine\n- {SITE}/a\n{SITE}/b\n- url: {SITE}/c\n  note: ask Anna: is it true?\n  added: 2026-11-26\n"
    assert urls(text) == [f"{SITE}/a", f"{SITE}/b", f"{SITE}/c"]
    last = parse_inbox(text).links[-1]
    assert (last.note, last.added, last.origin, last.mark) == ("ask Anna: is it true?", "2026-11-26", "", Mark(4, 3))
    assert faults(text) == []


def test_an_address_that_stands_there_twice_is_one_link_with_the_note_of_either() -> None:
    text = f"- {SITE}/a?utm_source=x\n- url: http://www.lantern.example/a/\n  note: Read this\n- {SITE}/b\n"
    read = parse_inbox(text)
    assert [(one.url, one.note) for one in read.links] == [(f"{SITE}/a", "Read this"), (f"{SITE}/b", "")]
    assert read.written == 3


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- url: ftp://x\n", ":1:8: error: `ftp://x` is no address"),
        ("- note: x\n", ":1:3: error: the link has no url; give the page: `url: https://...`"),
        (f"- url: {SITE}/a\n  added: yesterday\n", ":2:10: error: `added` is no day: `yesterday`; write it as"),
        ("hello\n", ":1:1: error: the file is no list of links; begin each line with"),
        (f"- url: {SITE}/a\n  colour: red\n", ":2:3: error: unknown key `colour` in a link of the inbox"),
        (f"- [{SITE}/a\n", "error:"),
    ],
)
def test_bad_input_is_one_clear_error_with_its_place(text: str, fault: str) -> None:
    (found,) = faults(text)
    assert found.startswith("editions/inbox.yaml:")
    assert fault in found


def test_more_links_than_an_inbox_holds_are_said() -> None:
    text = "".join(f"- {SITE}/{number}\n" for number in range(MOST_LINKS + 1))
    (found,) = faults(text)
    assert f":{MOST_LINKS + 1}:3: error: the inbox holds {MOST_LINKS + 1} links, more than {MOST_LINKS}" in found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# mine",
        f"- {SITE}/a",
        f"  - {SITE}/a\r\n\r\n",
        f"- url: {SITE}/a\n  note: |\n    one\n    - two",
        f"{SITE}/a\n{SITE}/b\n",
        f"- {SITE}/a # why not\n\n\n# the end",
        f"- url: ftp://broken\n- {SITE}/a\n",
    ],
)
def test_links_are_put_behind_what_stands_there(text: str) -> None:
    note = """say "it's" \\ #1: yes"""
    new = [link(f"{SITE}/new:", note), link(f"{SITE}/other#!/x")]
    added = links_behind(text, new)
    assert added is not None
    after = parse_inbox(text + added)
    assert [*urls(text), f"{SITE}/new:", f"{SITE}/other#!/x"] == urls(text + added)
    kept = after.links[-2]
    assert (kept.note, kept.added, kept.origin) == (note, "2026-11-26T12:00+00:00", "token cms")
    assert ("\r\n" in added) is ("\r\n" in text)
    assert added.replace("\r\n", "").count("\r") == 0


def test_what_is_there_already_is_not_written_twice() -> None:
    text = f"- {SITE}/a\n"
    assert links_behind(text, [link(f"{SITE}/a?utm_source=x"), link("http://www.lantern.example/a")]) == ""
    twice = links_behind(text, [link(f"{SITE}/b"), link(f"{SITE}/b/"), link(f"{SITE}/a")])
    assert twice is not None
    assert twice.count("url:") == 1


@pytest.mark.parametrize("text", [f"[{SITE}/a]\n", f"- {SITE}/a\n...\n"])
def test_nothing_is_put_where_it_could_not_be_read(text: str) -> None:
    assert links_behind(text, [link(f"{SITE}/b")]) is None


def test_room_is_counted_whatever_the_file_knows() -> None:
    text = "".join(f"- {SITE}/{number}\n" for number in range(MOST_LINKS - 1))
    assert has_room(text, [link(f"{SITE}/new")])
    assert has_room(text, [link(f"{SITE}/1")])
    assert not has_room(text, [link(f"{SITE}/new"), link(f"{SITE}/newer")])
    assert not has_room(text, [link(f"{SITE}/1"), link(f"{SITE}/2")]), "what it knows cannot be found out by asking"
    assert not has_room("#" * MOST_BYTES, [link(f"{SITE}/new")])


WORDS = st.text(st.sampled_from("""ab -:#"'\\[]{}|>&*!%@,.\t\r\n\x00\u2028\u202e\ud800й—"""), max_size=40)


@settings(max_examples=examples(120))
@given(
    text=st.lists(st.sampled_from([f"- {SITE}/a", f"{SITE}/b", "  note: x", "# c", "", "- url: x", "["])), note=WORDS
)
def test_whatever_is_added_to_whatever_file_is_read_back_or_nothing_is_written(text: list[str], note: str) -> None:
    before, new = "\n".join(text), link(f"{SITE}/new", note)
    added = links_behind(before, [new])
    if added is not None:
        after = parse_inbox(before + added).links
        assert after[-1] == new
        assert after[:-1] == parse_inbox(before).links


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://anna:secret@lantern.example/",
        "https://lantern.example/\ud800",
        "https://lantern.example/a\x00b",
        "https://lantern.example/a\nhttps://lantern.example/b",
        "https://lantern",
        "",
        " ",
        "anna@example.org",
        f"https://lantern.example/{'a' * 3_000}",
    ],
)
def test_what_is_no_page_is_refused_with_what_to_do(url: str) -> None:
    found = given_link(Given(url), from_token("cms"), NOW)
    assert isinstance(found, str)
    assert ";" in found


def test_a_link_is_cleaned_as_a_pick_is_and_a_note_is_one_line() -> None:
    cleaned = given_link(Given(f" <{SITE}/a?utm_source=x&b=1> ", " two\r\nlines\x00 "), "x", NOW)
    assert isinstance(cleaned, InboxLink)
    assert (cleaned.url, cleaned.note) == (f"{SITE}/a?b=1", "two lines")
    assert isinstance(given_link(Given(SITE, "x" * LONGEST_NOTE), "x", NOW), InboxLink)
    assert "301 characters" in str(given_link(Given(SITE, "x" * (LONGEST_NOTE + 1)), "x", NOW))
