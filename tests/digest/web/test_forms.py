"""From which address a form was sent: browsers write it in one way, settings in several."""

import pytest

from digest.web.forms import origin_of


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("https://letter.example", "https://letter.example"),
        ("https://Letter.example:443", "https://letter.example"),
        ("https://letter.example:8443", "https://letter.example:8443"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://127.0.0.1:8400", "http://127.0.0.1:8400"),
    ],
)
def test_our_own_origin_is_as_browsers_write_it(base_url: str, origin: str) -> None:
    assert origin_of(base_url) == origin
