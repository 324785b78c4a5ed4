"""An address is understood as it was pasted, where one meaning is possible."""

import pytest

from digest.edition.pasted_address import pasted_address

PAGE = "https://example.org/a"


@pytest.mark.parametrize(
    "typed",
    [
        PAGE,
        f"\u200b{PAGE}\u200e",
        "http://localhost:8000/a",
        "https://example.org/a_(b)",
        "https://example.org/it's|{so}^`",
        "https://web.archive.org/web/2020/https://example.org/a",
        "https://example.org/?u=http://example.org/a",
    ],
)
def test_a_sound_address_is_taken_as_it_is(typed: str) -> None:
    found = pasted_address(typed)
    assert (found.url, found.remarks, found.fault) == (typed.strip("\u200b\u200e"), (), "")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        (f"<{PAGE}>", "around an address were taken off"),
        (f"“{PAGE}”", "around an address were taken off"),
        (f"({PAGE})", "around an address were taken off"),
        (f"`{PAGE}`", "around an address were taken off"),
        (f"{PAGE},", "`,` behind an address was left out"),
        (f"{PAGE}.", "`.` behind an address was left out"),
        (f"{PAGE} ;", "`;` behind an address was left out"),
        (f"[{PAGE}]({PAGE})", "brackets around an address"),
        (f"[The council]({PAGE})", "not the words `The council`"),
        ("http://example.org/a", "`http://` was read as `https://`"),
        ("http://example.org:80/a", "`http://` was read as `https://`"),
        ("example.org/a", "`https://` was put before"),
        ("https:/example.org/a", "`https:/` was read as"),
        ("https//example.org/a", "`https//` was read as"),
        ("htps://example.org/a", "`htps://` was read as"),
        ("https: //example.org/a", "was read as"),
        ("https://https://example.org/a", "was read as"),
        ("http://https://example.org/a", "was read as"),
    ],
)
def test_what_is_certain_is_understood_with_a_word(typed: str, word: str) -> None:
    found = pasted_address(typed)
    assert (found.url, found.fault) == (PAGE, "")
    assert len(found.remarks) == 1
    assert word in found.remarks[0]


def test_brackets_of_the_address_itself_stay() -> None:
    assert pasted_address("(https://example.org/a_(b))").url == "https://example.org/a_(b)"


def test_www_needs_no_scheme_and_each_thing_done_is_told() -> None:
    found = pasted_address("<www.example.org/a>,")
    assert found.url == "https://www.example.org/a"
    assert len(found.remarks) == 3


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("C:\\Users\\anna\\orel.jpg", "a file on a computer"),
        ("file:///home/anna/orel.jpg", "a file on a computer"),
        ("mailto:editors@example.org", "a mail address"),
        ("editors@example.org", "a mail address"),
        (f"{PAGE} {PAGE}", "more than one address"),
        (f"{PAGE} The council", "more than an address"),
        ("ftp://example.org/a", "does not begin with https://"),
        ("http://example.org:8080/a", "begins with http://"),
        ("orel.jpg", "a file on a computer"),
        ("https://", "no host name"),
    ],
)
def test_what_is_no_address_says_what_it_is(typed: str, fault: str) -> None:
    found = pasted_address(typed)
    assert fault in found.fault
    assert found.remedy
    assert not found.remarks


def test_signs_that_turn_what_stands_behind_them_are_written_so_that_they_are_seen() -> None:
    turned = pasted_address("https://lantern.example/\u202egnp.\u2066exe\u2069", is_page=True)
    assert turned.url == "https://lantern.example/%E2%80%AEgnp.%E2%81%A6exe", "those around it go"
    assert pasted_address(turned.url, is_page=True).url == turned.url
    assert pasted_address("https://lantern.example/a\u200eb").url == "https://lantern.example/a%E2%80%8Eb"
    assert pasted_address("https://lantern.example/می\u200cخواهم").url.endswith("/می\u200cخواهم"), "joiners shape words"
