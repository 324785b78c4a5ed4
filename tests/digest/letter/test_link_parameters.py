"""The newsroom's parameters stand behind its own pages and its gifts, in both parts, and nowhere else."""

import re
from dataclasses import replace
from html import unescape

import pytest

from digest.edition.field_types import LinkKind
from digest.edition.model import Brief, Note
from digest.letter.link_parameters import LinkParameters
from tests.standins.letters import edition_and_lock, letter, publication

FRIDAY = LinkParameters((("utm_source", "letter"), ("utm_campaign", "{edition}")), ("lantern.example",))
OWN = FRIDAY.of_edition("2026-11-27")
ADDED = "utm_source=letter&utm_campaign=2026-11-27"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://lantern.example/a", f"https://lantern.example/a?{ADDED}"),
        ("https://www.lantern.example/a", f"https://www.lantern.example/a?{ADDED}"),
        ("https://lantern.example", f"https://lantern.example?{ADDED}"),
        ("https://lantern.example/a?", f"https://lantern.example/a?{ADDED}"),
        ("https://lantern.example/a?b=1#c?d", f"https://lantern.example/a?b=1&{ADDED}#c?d"),
        ("https://www.lantern.example./a", f"https://www.lantern.example./a?{ADDED}"),
        ("https://lantern.example/#!/a", f"https://lantern.example/?{ADDED}#!/a"),
        ("https://lantern.example/a?UTM_Source=mine", "https://lantern.example/a?UTM_Source=mine&utm_campaign=2026-11-27"),
        ("https://lantern.example/a?utm%5Fsource&x", "https://lantern.example/a?utm%5Fsource&x&utm_campaign=2026-11-27"),
        (f"https://lantern.example/a?{ADDED}", f"https://lantern.example/a?{ADDED}"),
        ("https://lantern.example.org/a", "https://lantern.example.org/a"),
        ("https://other.example/?u=https://lantern.example/", "https://other.example/?u=https://lantern.example/"),
        ("https://[lantern.example/a", "https://[lantern.example/a"),
    ],
)  # fmt: skip
def test_what_an_address_says_stays_and_only_own_pages_say_more(url: str, expected: str) -> None:
    assert OWN.added(LinkKind.ARTICLE, url) == expected


def test_gifts_have_them_wherever_they_are_given_and_nothing_else_has() -> None:
    gift = "https://gifts.example/once?amount=5"
    assert OWN.added(LinkKind.GIFT, gift) == f"{gift}&{ADDED}"
    for kind in set(LinkKind) - {LinkKind.GIFT, LinkKind.ARTICLE}:
        assert OWN.added(kind, "https://lantern.example/a") == "https://lantern.example/a"


def test_names_and_values_are_encoded() -> None:
    odd = LinkParameters((("utm_source", "the letter & Co ✓"),), ("lantern.example",))
    expected = "https://lantern.example/a?utm_source=the%20letter%20%26%20Co%20%E2%9C%93"
    assert odd.added(LinkKind.ARTICLE, "https://lantern.example/a") == expected


def test_both_parts_of_a_letter_have_them_and_words_stay_as_they_were_written() -> None:
    own, lock = edition_and_lock()
    edition = replace(
        own,
        note=Note("Read [this](https://lantern.example/note_1) and https://lantern.example/seen today."),
        briefs=(Brief("See lantern.example and https://lantern.example/typed", "https://lantern.example/brief"),),
    )
    found = letter(edition=edition, lock=lock, own=replace(publication(), parameters=FRIDAY))
    in_html = {unescape(url) for url in re.findall(r'href="([^"]*)"', found.html)}
    pages = {url for url in in_html if url.startswith("https://lantern.example/")}
    assert len(pages) > 10
    assert all("utm_" not in page for page, _ in found.bytes_per_pick)
    assert {url for url in pages if not url.endswith(ADDED)} == {"https://lantern.example/privacy"}
    assert all("utm_" not in url for url in in_html - pages)
    in_text = set(re.findall(r"https://[^\s)]+", found.text))
    assert {url for url in pages if "amount=" not in url and "/seen" not in url} <= in_text
    assert "https://lantern.example/seen today" in " ".join(found.text.split())
    assert {url for url in in_text if "utm_" in url} <= pages
    for written in ("https://lantern.example/seen<", "and https://lantern.example/typed<"):
        assert written in found.html
    assert "utm_" not in "".join(re.findall(r'src="([^"]*)"', found.html))


@pytest.mark.parametrize("path", ["a.", "what", "a!", "a,b,", "a]b", "a;"])
def test_the_address_of_a_note_is_the_same_in_both_parts_whatever_it_ends_in(path: str) -> None:
    address = f"https://lantern.example/{path}"
    edition = replace(edition_and_lock()[0], note=Note(f"See [this](<{address}>), `{address}`."))
    found = letter(edition=edition, own=replace(publication(), parameters=FRIDAY))
    assert f'href="{address}?{ADDED.replace("&", "&amp;")}"' in found.html
    assert f"[1] {address}?{ADDED}\n" in found.text
    assert f"this [1], {address}." in " ".join(found.text.split())


def test_a_mail_address_of_a_note_has_none() -> None:
    edition = replace(
        edition_and_lock()[0], note=Note("[us](mailto:us@lantern.example?subject=https://lantern.example/x)")
    )
    found = letter(edition=edition, own=replace(publication(), parameters=FRIDAY))
    assert "us@lantern.example?subject=https://lantern.example/x" in found.text
    assert "/x?utm" not in found.text + found.html
