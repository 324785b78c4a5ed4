"""Which addresses a letter may link to."""

import pytest

from digest.edition.addresses import fault_of, is_secure


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://example.org/a?b=c#d",
        "https://пример.рф/новости",
        "http://127.0.0.1:8000/a",
        "http://localhost/",
    ],
)
def test_https_anywhere_and_http_on_this_machine(url: str) -> None:
    assert is_secure(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "//example.org",
        "https://",
        "https://user:x@example.org",
        'https://example.org/"onload=',
        "https://example.org/ x",
        "https://exa\nmple.org",
        "https://[::1",
        "https://[v1.a]/",
        "https://a[::1.2.3.4]/",
        "https://example.org:99999/",
        "https://example.org/" + "a" * 2_000,
        "",
        "http://127.0.0.1.example.org/",
    ],
)
def test_nothing_else(url: str) -> None:
    assert not is_secure(url)


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("example..org", "example..org"),
        (".example.org", ".example.org"),
        ("a" * 70 + ".org", "a" * 70 + ".org"),
        ("xn--a.org:8443", "xn--a.org"),
        ("1.2.3.4.5", "1.2.3.4.5"),
    ],
)
def test_a_host_that_cannot_be_is_named(host: str, named: str) -> None:
    assert fault_of(f"https://{host}/") == f"`{named}` can be no host name"


@pytest.mark.parametrize("url", ["https:///a", "https://localnews/", "https://localnews./", "https://:8400/"])
def test_an_address_without_a_site_has_no_host_name(url: str) -> None:
    assert fault_of(url) == "the address has no host name"
