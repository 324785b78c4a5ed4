"""Where the links of letters lead on this machine: to the pages of `digest serve`, wherever readers find them."""

import pytest

from digest.app.outbox import pages_here


@pytest.mark.parametrize(
    ("base_url", "host", "here"),
    [
        ("http://127.0.0.1:8400", "127.0.0.1", "http://127.0.0.1:8400"),
        ("http://localhost:9000", "127.0.0.1", "http://localhost:9000"),
        ("http://[::1]:9000", "127.0.0.1", "http://[::1]:9000"),
        ("https://letter.example", "127.0.0.1", "http://127.0.0.1:8400"),
        ("https://letter.example", "0.0.0.0", "http://127.0.0.1:8400"),
        ("https://letter.example", "::", "http://[::1]:8400"),
        ("https://letter.example", "192.0.2.5", "http://192.0.2.5:8400"),
        ("https://127.0.0.1.evil.example", "127.0.0.1", "http://127.0.0.1:8400"),
    ],
)
def test_pages_are_asked_for_where_they_are_answered(base_url: str, host: str, here: str) -> None:
    assert pages_here(base_url, host, 8400) == here
