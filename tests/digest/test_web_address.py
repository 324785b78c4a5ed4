"""Addresses of pages: sound ones never change, others become sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.edition.addresses import fault_of
from digest.web_address import ascii_host, encoded


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
    ("host", "written"),
    [
        ("Example.ORG", "example.org"),
        ("example.org.", "example.org."),
        ("пример。рф", "xn--e1afmkfd.xn--p1ai"),
        ("XN--E1AFMKFD.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("xn--ls8h.la", "xn--ls8h.la"),  # an emoji, which IDNA 2008 does not know and browsers open
        ("xn--strae-oqa.de", "xn--strae-oqa.de"),
        ("r3---sn-apo3q.old_name.-a-.example", "r3---sn-apo3q.old_name.-a-.example"),
        ("a" * 63 + ".org", "a" * 63 + ".org"),
        (".".join(["a" * 60] * 4) + ".12345678a", ".".join(["a" * 60] * 4) + ".12345678a"),
        ("localhost", "localhost"),
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7.", "192.0.2.7."),
        ("2001:DB8::1", "2001:db8::1"),
    ],
)
def test_a_host_that_can_be_is_asked_for_in_ascii(host: str, written: str) -> None:
    assert ascii_host(host) == written


NO_HOSTS = [
    "example..org",
    ".example.org",
    "example.org..",
    "а..б",
    "",
    ".",
    "a" * 64 + ".org",
    "ж" * 70 + ".рф",
    ".".join(["a" * 60] * 4) + ".123456789a",
    "xn--a.org",
    "XN--A.org",
    "www.xn--a.org",
    "xn--.org",
    "xn--0.org",
    "xn--abc.org",
    "xn--example-.org",
    "xn--99999999a.org",
    "exam,ple.org",
    "exam%70le.org",
    "exam ple.org",
    "example.org:80",
    "1.2.3.4.5",
    "999.1.1.1",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "2130706433",
    "example.0x7f",
    "1:2",
    "fe80::1%eth0",
]


@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_cannot_be_is_refused_as_browsers_do(host: str) -> None:
    with pytest.raises(ValueError, match="can be no host name"):
        ascii_host(host)


@given(st.text(st.sampled_from("aZ0-._x:%nж☕。\u200d"), max_size=80) | st.text(max_size=20).map("xn--{}.org".format))
def test_whatever_is_no_host_name_is_refused_and_whatever_is_one_can_be_looked_up(host: str) -> None:
    try:
        name = ascii_host(host)
    except ValueError:
        return
    assert name.encode("idna").decode() == name, "as `socket` asks for it"
    assert ascii_host(name) == name
