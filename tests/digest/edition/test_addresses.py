"""Which addresses a letter may link to."""

import pytest

from digest.edition.addresses import is_secure


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
        "https://example.org:99999/",
        "https://example.org/" + "a" * 2_000,
        "",
        "http://127.0.0.1.example.org/",
    ],
)
def test_nothing_else(url: str) -> None:
    assert not is_secure(url)
