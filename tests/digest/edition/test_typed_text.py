"""What is typed behind a key is text as it stands; quotes around all of it are taken off where they can be nothing else."""

import pytest
import yaml

from digest.edition.typed_text import typed_text


@pytest.mark.parametrize(
    "value",
    [
        "Live: the vote in Orel",
        "Our pick # 1 this week",
        "Why #MeToo",
        "No # 1",
        "#MeToo",
        '"We will not go," says Orel\'s mayor',
        '"Foreign agent" law grows',
        "'Foreign agent' law grows",
        "“We will not go,” says the mayor",
        "“Yes” and “no”",
        '"Yes" and "no"',
        "'Yes' and 'no'",
        "'Tis the season to vote",
        "'90s are back",
        "% of voters who stayed home",
        "*Exclusive* the lost votes",
        "&Beyond: art after exile",
        "!Attention to Orel",
        "[Opinion] Orel must vote",
        "[Opinion]",
        "{Opinion}",
        "> 1,000 arrested",
        "| Opinion",
        "`Foreign agent` no more",
        "@orel is closed",
        "- Orel votes",
        "? Orel votes",
        ": what now",
        "C:\\Users\\anna",
        "null",
        "~",
        "No",
        "2026-11-24",
        "12:30",
        "Orel votes:",
        "<<",
        "---",
    ],
)
def test_it_is_literal(value: str) -> None:
    meant = typed_text(value)
    assert yaml.safe_load(meant.source) == value
    assert not meant.remark
    assert not meant.fault


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('"The "foreign agent" law"', 'The "foreign agent" law'),
        ('"The "foreign agent""', 'The "foreign agent"'),
        ('""Foreign agent" law"', '"Foreign agent" law'),
        ("'Russia's war budget'", "Russia's war budget"),
        ("'The parents' march'", "The parents' march"),
        ('"C:\\Users\\anna"', "C:\\Users\\anna"),
        ('"A 50\\% cut, "they" say"', 'A 50\\% cut, "they" say'),
        ('"two\\nlines"', "two\nlines"),
        ('"two \\nlines"', "two \nlines"),
        ('"C:\\\\news"', "C:\\news"),
        ('"a\\b"', "a\\b"),
        ('"1\\n:\\""', '1\n:"'),
        ('"1\\na:\\nb"', "1\na:\nb"),
        ('"He chose B:\\n\\u00e9"', "He chose B:\n\u00e9"),
        ('"Plan B:\\"go\\""', 'Plan B:"go"'),
        ('"The file C:\\news\\today and \\u0041 tab\\there"', "The file C:\\news\\today and \\u0041 tab\\there"),
        ('"She said: \\"go\\" and \\then left"', 'She said: "go" and \\then left'),
        ('"AC\\DC: \\notes"', "AC\\DC: \\notes"),
        ('"Caf\\u00e9\\n\\nOrel \\\\ \\/"', "Caf\u00e9\n\nOrel \\ /"),
        ("'it''s'", "it's"),
        ('"Why"  # a comment', "Why"),
    ],
)
def test_quotes_around_all_of_it_are_no_part_of_it(value: str, text: str) -> None:
    meant = typed_text(value)
    assert yaml.safe_load(meant.source) == text
    assert not meant.remark


@pytest.mark.parametrize("value", ["“Orel votes”", '"Orel votes”', "”Orel votes”", "„Orel votes“", "‘Orel votes’"])
def test_typographic_quotes_around_all_of_it_are_taken_off_with_a_word(value: str) -> None:
    meant = typed_text(value)
    assert (yaml.safe_load(meant.source), meant.fault) == ("Orel votes", "")
    assert "typographic" in meant.remark


@pytest.mark.parametrize("value", ["“”", "„ “", '"”', "‘’"])
def test_typographic_quotes_around_nothing_are_nothing(value: str) -> None:
    meant = typed_text(value)
    assert (yaml.safe_load(meant.source), meant.fault) == ("", "")


def test_angle_quotes_stay_with_a_word_for_they_are_how_a_headline_is_quoted() -> None:
    meant = typed_text("«Мы не уйдём»")
    assert yaml.safe_load(meant.source) == "«Мы не уйдём»"
    assert "readers see them" in meant.remark
    assert not typed_text("«Мы» и «они»").remark


@pytest.mark.parametrize("value", ['"Orel votes",', '"Orel votes" ;'])
def test_what_other_formats_leave_behind_quotes_is_left_out_with_a_word(value: str) -> None:
    meant = typed_text(value)
    assert yaml.safe_load(meant.source) == "Orel votes"
    assert "was left out" in meant.remark


@pytest.mark.parametrize(
    ("value", "at", "instead"),
    [
        ('"Orel votes', 0, '"Orel votes"'),
        ("'Orel votes", 0, '"Orel votes"'),
        ('"', 0, '""'),
        ('"The 5" tablet"', 6, '"The 5” tablet"'),
        ('"Orel "votes" "now"', 6, '"Orel “votes” “now"'),
        ("Why  # ask the lawyer", 5, '"Why"  # ask the lawyer'),
    ],
)
def test_what_nobody_can_know_is_a_fault_with_the_place_and_what_to_write(value: str, at: int, instead: str) -> None:
    meant = typed_text(value)
    assert meant.fault
    assert (meant.at, meant.instead) == (at, instead)
    assert not typed_text(instead).fault
    assert yaml.safe_load(typed_text(instead).source) is not None


def test_nothing_is_nothing() -> None:
    assert typed_text("").source == ""


def test_very_many_spaces_before_a_hash_are_read_in_no_time() -> None:
    value = "a" + " " * 200_000 + "#"
    assert yaml.safe_load(typed_text(value).source) == value
