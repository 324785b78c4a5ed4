"""Addresses in plain words: where each begins and ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.edition.bare_addresses import bare_addresses, may_hold_address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is at https://example.org/a.", ["https://example.org/a"]),
        ("(https://en.wikipedia.org/wiki/Orange_(colour)).", ["https://en.wikipedia.org/wiki/Orange_(colour)"]),
        ("[https://example.org/?a[]=1&b]", ["https://example.org/?a[]=1&b"]),
        ("“https://example.org/a”, 'https://example.org/b'!", ["https://example.org/a", "https://example.org/b"]),
        ("HTTP://пример.рф/кафе?", ["HTTP://пример.рф/кафе"]),
        ("https://[::1]/a", ["https://[::1]/a"]),
        ("https://example.org/a(b]c", ["https://example.org/a(b"]),
        ("https://example.org/https://example.net/", ["https://example.org/https://example.net/"]),
        ("_https://example.org/_", ["https://example.org/_"]),
        ("https:// is no http://, nor xhttps://example.org, nor http://.", []),
        ("", []),
        ("At www.example.org/a_b, (WWW.Example.org/_a_(b)).", ["https://www.example.org/a_b", "https://WWW.Example.org/_a_(b)"]),
        ("«www.пример.рф», <www.my-site.xn--p1ai>: www.example.org:8080/a!", ["https://www.пример.рф", "https://www.my-site.xn--p1ai", "https://www.example.org:8080/a"]),
        ("www.example.org?x=1 www.example.org: www.example.org.", ["https://www.example.org?x=1", "https://www.example.org", "https://www.example.org"]),
        ("https://www.example.org/a www.example.org", ["https://www.example.org/a", "https://www.example.org"]),
        ("_www.example.org_ **www.example.org**", ["https://www.example.org", "https://www.example.org"]),
        ("www. www.example awww.example.org www.example.org@example.net www.example.1 www.example.org-a", []),
        ("a@www.example.org ftp://www.example.org example.net/www.example.org a_www.example.org a/_www.example.org a*www.example.org www.example.org_a", []),
    ],
)  # fmt: skip
def test_an_address_ends_where_its_sentence_goes_on(text: str, found: list[str]) -> None:
    assert list(bare_addresses(text)) == found


@given(st.text(st.sampled_from("htps:/a.()[]<> '") | st.characters(), max_size=40))
def test_every_address_found_stands_in_the_text(text: str) -> None:
    at = 0
    for address in bare_addresses(f"{text} https://a{text}"):
        at = f"{text} https://a{text}".index(address, at) + len(address)


@given(
    st.lists(st.sampled_from(["https", "HTTP", "://", ":", "/", "www", "WwW", ".", "a.example", " ", "("])).map("".join)
)
def test_no_text_with_an_address_is_taken_for_one_without(text: str) -> None:
    assert may_hold_address(text) or not list(bare_addresses(text))
