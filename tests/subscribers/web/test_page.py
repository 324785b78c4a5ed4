"""What all reader pages share: which forms are another site's, what fields hold, which language a page has."""

import pytest
from starlette.requests import Request

from subscribers.web.page import field, fields, is_foreign, wanted_language

OWN = "https://letter.example"


def request(query: str = "", **headers: str) -> Request:
    raw = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/", "query_string": query.encode(), "headers": raw})


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"Origin": OWN}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Sec_Fetch_Site": "same-origin"}, False),
        ({"Sec_Fetch_Site": "none"}, False),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "http://letter.example"}, True),
        ({"Origin": f"{OWN}.evil.example"}, True),
        ({"Origin": "null", "Sec_Fetch_Site": "cross-site"}, True),
        ({"Origin": OWN, "Sec_Fetch_Site": "same-site"}, True),
        ({"Origin": "https://evil.example", "Sec_Fetch_Site": "same-origin"}, True),
    ],
)
def test_a_form_of_another_site_is_known_by_either_header(headers: dict[str, str], foreign: bool) -> None:
    assert is_foreign(request(**headers), OWN) is foreign


def test_a_field_is_its_first_value_as_one_line_cut_to_a_sane_length() -> None:
    assert field(fields(b"a=%20x%0d%0ay%00&a=z"), "a") == "x y"
    assert len(field(fields(b"a=" + b"x" * 9_000), "a")) == 4_000
    assert field(fields(b"b=1"), "a") == ""


@pytest.mark.parametrize("body", [b"\xff", b"&".join(b"a=1" for _ in range(101))])
def test_what_is_no_form_has_no_fields(body: bytes) -> None:
    assert fields(body) == {}


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("language=uk", "ru", "uk"),
        ("language=xx", "ru-RU,ru;q=0.9", "ru"),
        ("", "fr, uk;q=0.5", "uk"),
        ("", "fr", "en"),
        ("", "", "en"),
    ],
)
def test_a_page_has_the_language_asked_for_or_the_browsers_or_the_digests_own(
    query: str, accepted: str, language: str
) -> None:
    assert wanted_language(request(query, Accept_Language=accepted), ("en", "ru", "uk")) == language
