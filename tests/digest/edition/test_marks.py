"""Marks that another program would replace: found in templates and settings, and told from ordinary signs."""

import pytest

from digest.edition.marks import marks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello, ~name~ and ~first-name~!", ["~name~", "~first-name~"]),
        ("~name~ ~name~", ["~name~"]),
        ("~имя~", ["~имя~"]),
        ("~name2~", ["~name2~"]),
        ("~_x~", ["~_x~"]),
        ("~2name~", []),
        ("~ name ~", []),
        ("~~", []),
        ("about ~5 km or ~6 miles", []),
        ("https://example.org/~anna/", []),
        ("no sign", []),
        ("", []),
    ],
)
def test_a_word_between_two_tildes_is_a_mark(text: str, found: list[str]) -> None:
    assert marks(text) == found
