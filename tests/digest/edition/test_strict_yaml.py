"""YAML that a person may type, and YAML that an attacker would."""

import time

import pytest

from digest.edition.strict_yaml import MAX_BYTES, Items, Table, Text, parse_yaml
from digest.problem import Mark


def faults(text: str) -> list[tuple[Mark, str]]:
    return [(fault.mark, fault.what) for fault in parse_yaml(text)[1]]


def test_scalars_are_text_whatever_they_look_like() -> None:
    root, found = parse_yaml("a: no\nb: 12:30:45\nc: 2026-11-27\nd: 1.0\ne: ~\n")
    assert not found
    assert isinstance(root, Table)
    assert [node.value for node in root.nodes.values() if isinstance(node, Text)] == [
        "no",
        "12:30:45",
        "2026-11-27",
        "1.0",
        "~",
    ]


def test_places_of_keys_and_values_count_from_one() -> None:
    root, _ = parse_yaml("sections:\n  - name: News\n    picks: [a, b]\n")
    assert isinstance(root, Table)
    section = root.nodes["sections"]
    assert isinstance(section, Items)
    table = section.nodes[0]
    assert isinstance(table, Table)
    assert table.keys["name"] == Mark(2, 5)
    picks = table.nodes["picks"]
    assert isinstance(picks, Items)
    assert [node.mark for node in picks.nodes] == [Mark(3, 13), Mark(3, 16)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: &x 1\n", "anchor"),
        ("a: *x\n", "alias"),
        ("a: !!python/object:os.system x\n", "tag"),
        ("<<: {a: b}\n", "merge key"),
        ("a: 1\na: 2\n", "second time (first on line 1)"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("? [a]\n: b\n", "where a key is expected"),
        ("\ta: 1\n", "a tab stands in front of this line"),
        ("a: [1,\n", "from here on"),
        ("a: \x07\n", "control character"),
        ("a: 'b\n", "from here on"),
        ("[" * 50, "nested deeper"),
        ("a" * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_what_surprises_is_refused_with_its_place(text: str, word: str) -> None:
    found = faults(text)
    assert any(word in what for _, what in found), found
    assert all(mark.line >= 1 and mark.column >= 1 for mark, _ in found)


def test_every_line_that_needs_quotes_is_named_at_once() -> None:
    found = faults("subject: Vote: what it means\nsections:\n  - name: News: today\n")
    assert [mark for mark, _ in found] == [Mark(1, 10), Mark(3, 11)]
    assert all("colon" in what for _, what in found)


def test_a_headline_is_never_cut_at_a_hash() -> None:
    assert faults("title: Why #MeToo\n") == [(Mark(1, 8), "`#MeToo` would be lost: YAML takes ` #` for a comment")]
    assert faults("title: Why  # a comment of the editor\n") == []
    assert faults('title: "Why #MeToo"\n') == []


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)),
        "a: &a {x: 1}\n" + "".join(f"k{n}: {{<<: [*a, *a, *a, *a]}}\n" for n in range(20)),
        "- " * 60_000,
        "{" * 100_000,
    ],
)
def test_bombs_are_defused_quickly(bomb: str) -> None:
    begin = time.perf_counter()
    assert parse_yaml(bomb)[1]
    assert time.perf_counter() - begin < 5
