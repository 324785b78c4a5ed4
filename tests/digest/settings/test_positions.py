"""Places of keys in a TOML file, past comments, strings and lists that look like keys."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.problem import START, Mark
from digest.settings.positions import nearest, positions

TEXT = '''# [no] section
[digest]
title = "[no] = 1"
  "base_url" = "x"   # host = "no"

[ schedule ]  # when
days = [  # a list
  "a = b]",   # ]
  "friday",
]
day = "friday"

[digest.more]
text = """
no = "in a text"
[no]
"""
quiet = \'\'\'one line\'\'\'
last = ["]", "["]
after-all = 1
[[digest.list]]
name = 1
[[ "digest".list ]]  # second
  name = 2
[web]
port = 1
'''


def test_sections_and_keys_are_found_where_they_are_written_and_nowhere_else() -> None:
    tomllib.loads(TEXT)
    assert positions(TEXT) == {
        (): START,
        ("digest",): Mark(2, 1),
        ("digest", "title"): Mark(3, 1),
        ("digest", "base_url"): Mark(4, 3),
        ("schedule",): Mark(6, 1),
        ("schedule", "days"): Mark(7, 1),
        ("schedule", "day"): Mark(11, 1),
        ("digest", "more"): Mark(13, 1),
        ("digest", "more", "text"): Mark(14, 1),
        ("digest", "more", "quiet"): Mark(18, 1),
        ("digest", "more", "last"): Mark(19, 1),
        ("digest", "more", "after-all"): Mark(20, 1),
        ("digest", "list"): Mark(21, 1),
        ("digest", "list", "0"): Mark(21, 1),
        ("digest", "list", "0", "name"): Mark(22, 1),
        ("digest", "list", "1"): Mark(23, 1),
        ("digest", "list", "1", "name"): Mark(24, 3),
        ("web",): Mark(25, 1),
        ("web", "port"): Mark(26, 1),
    }


@pytest.mark.parametrize(
    ("place", "mark"),
    [
        (("digest", "title"), Mark(3, 1)),
        (("digest", "unwritten"), Mark(2, 1)),
        (("unwritten", "key"), START),
        ((), START),
    ],
)
def test_what_is_not_written_is_told_of_at_the_nearest_thing_around_it(place: tuple[str, ...], mark: Mark) -> None:
    assert nearest(positions(TEXT), place) == mark


def test_without_anything_written_everything_is_at_the_start() -> None:
    assert nearest({}, ("digest", "title")) == START


@given(st.text(st.sampled_from("ab[]=\"'# \n,")))
def test_every_key_of_whatever_is_toml_has_a_place_on_a_line_that_holds_it(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = text.splitlines()
    for place, mark in positions(text).items():
        assert not place or place[-1].isdecimal() or place[-1].strip() in lines[mark.line - 1]
