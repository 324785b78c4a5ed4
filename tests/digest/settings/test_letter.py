"""[letter]: colours that can be read, fonts as CSS lists them."""

import pytest

from digest.settings.read import read_settings

SETTINGS = """
[digest]
title = "T"
base_url = "https://letter.example"
postal_address = "P"
contact = "a@example.org"
privacy_policy_url = "https://example.org/p"
privacy_policy_version = "1"
[sender]
name = "S"
address = "s@example.org"
"""


def problems(line: str) -> str:
    return "\n".join(map(str, read_settings(f"{SETTINGS}\n[letter]\n{line}", {})[1]))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('accent = "red"', "this is no colour; write # and six hexadecimal digits"),
        ('accent = "#ffd400"', "links in this colour cannot be read on white; take a darker one"),
        ('paper = "#333333"', "the small print cannot be read on this colour; take a lighter one"),
        ('font = "Georgia; color: red"', "this is no list of fonts"),
        ('label_font = ",Arial"', "this is no list of fonts"),
        ('logo = "http://lantern.example/logo.png"', "https://"),
        ("logo_width = 600", "552"),
        ('topics = "perhaps"', "true or false"),
    ],
)
def test_what_readers_could_not_read_is_refused(line: str, fault: str) -> None:
    assert fault in problems(line)


def test_fonts_need_no_quotes_and_colours_no_small_letters() -> None:
    written = """[letter]\naccent = "#0B5394"\nfont = "'Iowan Old Style', Georgia , serif"\n"""
    settings, found = read_settings(f"{SETTINGS}\n{written}", {})
    assert settings is not None
    assert not found
    assert settings.letter.accent == "#0b5394"
    assert settings.letter.font == "Iowan Old Style,Georgia,serif"
