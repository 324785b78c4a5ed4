"""What is done with is taken out of the inbox, and no other byte of it changes, whatever people wrote around it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.inbox_file import HEAD, parse_inbox
from digest.edition.inbox_tidy import without_pages
from tests.standins.chance import examples

FILE = """\
# ours

- https://a.example/1
- url: https://a.example/2
  note: "for the # lead"
  added: 2026-11-26

- https://a.example/3   # ask Bo
  # an afterthought
- url: https://a.example/4
  # the mayor's own words
  note: "x"
https://a.example/5
- https://a.example/1

# the end
"""


def page(number: int) -> str:
    return f"a.example/{number}"


def taken(text: str, *numbers: int) -> str:
    return without_pages(text, [page(number) for number in numbers]).text


def test_the_lines_of_a_link_go_and_all_others_stay_byte_for_byte() -> None:
    own = '- url: https://a.example/2\n  note: "for the # lead"\n  added: 2026-11-26\n'
    assert taken(FILE, 2) == FILE.replace(own, "")
    assert taken(FILE, 1) == FILE.replace("- https://a.example/1\n", ""), "also where it stands twice"
    assert taken(FILE, 5) == FILE.replace("https://a.example/5\n", "")
    assert taken(FILE) == taken(FILE, 9) == FILE


def test_a_link_with_somebodys_words_beside_it_stays_and_is_named() -> None:
    done = without_pages(FILE, [page(3), page(4), page(2)])
    assert [link.url for link in done.left] == ["https://a.example/3", "https://a.example/4"]
    assert [link.url for link in done.taken] == ["https://a.example/2"]
    assert "ask Bo" in done.text
    assert "the mayor's own words" in done.text


@pytest.mark.parametrize(
    "own",
    [
        "- url: https://a.example/1?a'b # ask Ivan's wife",
        "- url: https://a.example/1\n  note: it's good # ask Anna's lawyer",
        '- url: https://a.example/1\n  note: a 5" gun # Ivan\'s, 6" too',
        "- url: 'https://a.example/1' # don't lose 'this'",
        "- url: https://a.example/1\n  note: 'it''s' # hers",
        "- url: https://a.example/1\n  note: see - 'a # b'",
    ],
)
def test_a_comment_is_seen_whatever_quotes_stand_around_it(own: str) -> None:
    done = without_pages(f"{own}\n- https://a.example/2\n", [page(1), *_pages(own)])
    assert (done.taken, len(done.left)) == ((), 1)


@pytest.mark.parametrize(
    "own",
    [
        "# ask Ivan first\n- https://a.example/1\n- https://a.example/2\n",
        "- https://a.example/2\n# ask Ivan first\n# and Anna\n- url: https://a.example/1\n  note: x\n",
        "- https://a.example/1\n  # ask Ivan first\n- https://a.example/2\n",
        "- https://a.example/1\n\n  # ask Ivan first\n- https://a.example/2\n",
        "- https://a.example/1\n# ask Ivan first\n\n- https://a.example/2\n",
        "- https://a.example/2\n- https://a.example/1\n# ask Ivan first\n",
        f"{HEAD}# ask Ivan first\n- https://a.example/1\n- https://a.example/2\n",
        "\ufeff# ask Ivan first\n- https://a.example/1\n- https://a.example/2\n",
    ],
)
def test_words_on_a_line_of_their_own_stay_with_the_link_that_they_are_about(own: str) -> None:
    done = without_pages(own, [page(1)])
    assert (done.text, done.taken, [link.page for link in done.left]) == (own, (), [page(1)])
    assert [link.page for link in without_pages(own, [page(2)]).taken] == [page(2)], "and hold no other back"


def test_what_the_program_wrote_on_top_of_the_file_is_about_no_link() -> None:
    for text in (f"{HEAD}- https://a.example/1\n", f"\ufeff{HEAD}- https://a.example/1\n".replace("\n", "\r\n")):
        done = without_pages(text, [page(1)])
        assert (len(done.taken), done.left) == (1, ())
        assert done.text.lstrip("\ufeff").replace("\r\n", "\n") == HEAD


@pytest.mark.parametrize("note", ['"a # b"', "'it''s # 1'", '"a \\" # b"   ', "it's good"])
def test_what_looks_like_a_comment_inside_of_quotes_is_none(note: str) -> None:
    text = f"- url: https://a.example/1\n  note: {note}\n- https://a.example/2\n"
    assert taken(text, 1) == "- https://a.example/2\n"


def _pages(text: str) -> list[str]:
    return [link.page for link in parse_inbox(text).every]


@pytest.mark.parametrize(
    "text",
    [
        "- {url: https://a.example/1, note: x}\n- https://a.example/2\n",
        "[https://a.example/1, https://a.example/2]\n",
        "-\n  url: https://a.example/1\n- https://a.example/2\n",
    ],
)
def test_other_forms_are_read_the_same_afterwards_or_stay(text: str) -> None:
    done = without_pages(text, [page(1)])
    left = [link.url for link in parse_inbox(done.text).every]
    assert "https://a.example/2" in left
    assert ("https://a.example/1" in left) is (not done.taken)
    assert done.taken or done.text == text


def test_an_inbox_of_which_everything_is_done_with_is_no_fault() -> None:
    text = "# ours\r\n\r\n- https://a.example/1\r\n"
    done = taken(text, 1)
    assert done == "# ours\r\n\r\n"
    assert parse_inbox(done).problems == ()


LINES = st.sampled_from(
    [
        *(f"- https://a.example/{number}" for number in range(4)),
        *(f'- url: https://a.example/{number}\n  note: "n # {number}"' for number in range(4)),
        "- https://a.example/7   # mine",
        "https://a.example/6",
        "# words",
        "",
        "  # further right",
        "- {url: https://a.example/5}",
        "- no address",
    ]
)


@settings(max_examples=examples(200))
@given(st.lists(LINES, max_size=9), st.sets(st.integers(0, 7)), st.sampled_from(["\n", "\r\n"]))
def test_whatever_stands_there_the_others_are_as_they_were(lines: list[str], done: set[int], end: str) -> None:
    text = "".join(f"{line}\n" for line in lines).replace("\n", end)
    found = without_pages(text, {page(number) for number in done})
    before, after = parse_inbox(text).every, parse_inbox(found.text).every
    gone = {link.page for link in found.taken}
    assert gone <= {page(number) for number in done}
    lines_gone = {link.mark.line for link in found.taken}  # of a page that stands twice, one may stay
    assert [link.url for link in before if link.mark.line not in lines_gone] == [link.url for link in after]
    kept = iter(text.splitlines())
    assert all(line in kept for line in found.text.splitlines()), "only whole lines go"
    comments = [line for line in text.splitlines() if line.strip().startswith("#") or "# mine" in line]
    assert [line for line in found.text.splitlines() if line.strip().startswith("#") or "# mine" in line] == comments
    assert _spoken_of(found.text) == _spoken_of(text), "no comment comes to stand above another link"


def _spoken_of(text: str) -> list[tuple[str, str]]:
    """Return each comment with the link right below it."""
    lines = text.splitlines()
    return [
        (above, below)
        for above, below in pairwise(lines)
        if above.startswith("#") and below.startswith(("-", "https://"))
    ]
