"""Addresses of pages: sound ones never change, others become sound, and one page has one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.edition.addresses import fault_of
from digest.web_address import ascii_host, encoded, page_name


@pytest.mark.parametrize(
    "url",
    [
        "https://en.wikipedia.org/wiki/Orange_(colour)",
        "https://Example.org/a_/b*c?x=_y&z=*#top",
        "https://example.org/%d0%BA?a[]=1&b=%20",
        "http://127.0.0.1:8000/a",
        "https://[::1]/a",
        "https://letter.example/u/~reader~",
        "mailto:anna@example.org",
        "/relative",
        "",
    ],
)
def test_a_sound_address_stays_as_it_is(url: str) -> None:
    assert encoded(url) == url


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://пример.рф/новость-дня", "https://xn--e1afmkfd.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C-%D0%B4%D0%BD%D1%8F"),
        ("https://example.org/кафе?q=чай#ж", "https://example.org/%D0%BA%D0%B0%D1%84%D0%B5?q=%D1%87%D0%B0%D0%B9#%D0%B6"),
        ("https://ПРИМЕР.рф:8443", "https://xn--e1afmkfd.xn--p1ai:8443"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://i❤.ws/", "https://xn--i-7iq.ws/"),
        ("https://cdn.example.org/my photo (1).jpg", "https://cdn.example.org/my%20photo%20(1).jpg"),
        ("https://example.org/a|b{c}^`it's\"<>", "https://example.org/a%7Cb%7Bc%7D%5E%60it%27s%22%3C%3E"),
        ("https://example.org\\a\\b?c\\d", "https://example.org/a/b?c%5Cd"),
        ("https://example.org/100%", "https://example.org/100%25"),
        (" HTTPS://example.org/a\u200bb\n ", "https://example.org/ab"),
        ("https://fa.example.org/می‌خواهند", "https://fa.example.org/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%86%D8%AF"),
        ("https://example.org/cafe\u0301", "https://example.org/cafe%CC%81"),
    ],
)  # fmt: skip
def test_what_no_address_may_hold_is_encoded(url: str, written: str) -> None:
    assert encoded(url) == written
    assert encoded(written) == written
    assert fault_of(written) is None


@given(st.text(max_size=40))
def test_any_path_becomes_ascii_that_a_letter_may_link_to(path: str) -> None:
    url = encoded(f"https://example.org/{path}")
    assert url.isascii()
    assert fault_of(url) is None
    assert encoded(url) == url


@pytest.mark.parametrize("url", [f"https://{'ж' * 70}.рф/", "https://а..б/"])
def test_a_host_that_cannot_be_is_left_to_the_check(url: str) -> None:
    assert encoded(url) == url
    assert fault_of(url) is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/2026/harvest",
        "https://WWW.Example.org:443/2026/harvest/",
        "http://example.org:80/2026/harvest#top",
        "https://example.org/2026/h%61rvest?utm_source=mail&utm_medium=x&fbclid=1",
        "https://example.org/2026/harvest?ref=home",
        "https://amp.example.org/2026/harvest",
        "https://example.org/amp/2026/harvest",
        "https://example.org/2026/harvest/amp/",
        "https://example.org/2026/harvest.amp",
        "https://example.org/2026/harvest?amp=1",
        "https://example.org/2026/harvest?outputType=amp",
        "https://www.google.com/amp/s/example.org/2026/harvest",
        "https://example-org.cdn.ampproject.org/c/s/example.org/2026/harvest?amp_gsa=1",
    ],
)
def test_one_page_has_one_name(url: str) -> None:
    assert page_name(url) == "example.org/2026/harvest"


def test_a_name_beyond_ascii_is_one_in_either_spelling() -> None:
    assert page_name("https://пример.рф/новость?b=ж&a=1") == page_name(
        "https://xn--e1afmkfd.xn--p1ai/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d1%8c?a=1&b=%D0%B6"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("?id=1", "?id=2"),
        ("?gallery=1", "?gallery=2"),
        ("?eid=1", "?eid=2"),
        ("?global=1", "?global=2"),
        ("?12345", "?12346"),
        ("?refugees=1", "?refugees=2"),
        ("a%2Fb", "a/b"),
        ("amplifier", "lifier"),
        (":8443/a", "/a"),
    ],
)
def test_other_pages_have_other_names(one: str, other: str) -> None:
    assert page_name(f"https://example.org{one}") != page_name(f"https://example.org{other}")


@pytest.mark.parametrize("url", ["https://[half/", "", "nothing", "https://example.org:99999/"])
def test_what_is_no_address_is_its_own_name(url: str) -> None:
    assert page_name(url) == url


@given(st.text(max_size=40))
def test_a_name_is_the_name_of_itself(path: str) -> None:
    name = page_name(f"https://example.org/{path}")
    assert page_name(f"https://{name}") == name


def test_a_host_name_is_refused_when_browsers_would() -> None:
    assert ascii_host("Example.ORG") == "example.org"
    with pytest.raises(ValueError, match="label"):
        ascii_host("а..б")
