"""The bookmarklet: a bookmark that opens the page for saving, whatever the newsroom's address is, and holds nothing."""

import json
import re
from urllib.parse import unquote

import pytest

from digest.edition.bookmarklet import bookmarklet


@pytest.mark.parametrize(
    "page",
    [
        "https://letter.example/desk/inbox",
        "https://letter.example/our%20letters/desk/inbox",
        'https://letter.example/o\'clock/"x"/</script>/desk/inbox',
        "https://xn--80ak6aa92e.example:8443/desk/inbox",
    ],
)
def test_what_a_browser_runs_opens_the_page_with_the_address_that_is_read_and_no_more(page: str) -> None:
    address = bookmarklet(page)
    assert re.fullmatch(r"javascript:[!-~]+", address)
    assert not set(address) & set('"<>`{}|\\ ')
    code = unquote(address.removeprefix("javascript:"))
    found = re.fullmatch(
        r'void window\.open\((".*")\+encodeURIComponent\(location\.href\),\'_blank\',\'noopener\'\)', code
    )
    assert found
    assert json.loads(found[1]) == f"{page}?url="


def test_it_holds_no_secret_and_sends_no_word_of_the_page() -> None:
    address = bookmarklet("https://letter.example/desk/inbox")
    assert not re.search("token|cookie|document|title|selection|fetch|text", unquote(address))
