"""What a system sends to the inbox's door: read as it is meant, or refused with what is wrong; nothing breaks it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.inbox_link import Given
from digest.web.inbox_body import MOST_AT_ONCE, read_links
from tests.standins.chance import examples

URL = "https://lantern.example/a"
JSON = "application/json; charset=utf-8"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ({"url": URL}, [Given(URL)]),
        ({"url": URL, "note": "read"}, [Given(URL, "read")]),
        ([URL, {"url": "https://b.example/x"}], [Given(URL), Given("https://b.example/x")]),
        (URL, [Given(URL)]),
        ({"url": f" {URL}\n", "note": ""}, [Given(f" {URL}\n")]),
    ],
)
def test_one_link_or_several_are_read(body: object, links: list[Given]) -> None:
    for content_type in (JSON, "", "APPLICATION/JSON"):
        assert read_links(content_type, json.dumps(body).encode()) == links


def test_a_form_is_read() -> None:
    assert read_links(FORM, b"url=https%3A%2F%2Flantern.example%2Fa&note=two+words") == [Given(URL, "two words")]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff", "UTF-8"),
        (b"\xef\xbb\xbf{}", "no JSON"),
        (b"null", "send {"),
        (b"7", "send {"),
        (b"9" * 5_000, "no JSON"),
        (b"[" * 60_000, "no JSON"),
        (b'{"url":' * 10_000, "no JSON"),
        (b"[]", "the list is empty"),
        (b"[[]]", "send {"),
        (b"{}", "`url` is missing"),
        (b'{"url": ""}', "`url` is missing"),
        (b'{"url": null}', "`url` must be text"),
        (b'{"url": 1e999}', "`url` must be text"),
        (b'{"url": NaN}', "NaN"),
        (b'{"url": ["https://a.example"]}', "`url` must be text"),
        (b'{"url": "https://a.example/x", "note": {}}', "`note` must be text"),
        (b'{"url": "https://a.example/x", "url": "https://b.example/x"}', "stands twice"),
        (b'{"url": "https://a.example/\\u0000"}', "control character"),
        (b'{"url": "https://a.example/\\nhttps://b.example/"}', "control character"),
        (b'{"url": "https://a.example/x", "notes": "y"}', "`notes` is no key"),
        (b'{"url": "https://a.example/x", "\\u0007`<b>": "y"}', "`???b?` is no key"),
        (json.dumps([URL] * (MOST_AT_ONCE + 1)).encode(), "51 links, more than 50"),
    ],
    ids=range(24),
)
def test_what_cannot_be_meant_is_refused_with_why(body: bytes, why: str) -> None:
    found = read_links(JSON, body)
    assert isinstance(found, str), found
    assert why in found


@pytest.mark.parametrize(
    ("content_type", "body", "why"),
    [
        (FORM, b"url=a&url=b", "a field stands twice"),
        (FORM, b"note=x", "`url` is missing"),
        (FORM, b"url=a&x=b", "`x` is no key"),
        (FORM, b"&".join(b"url=%d" % number for number in range(20)), "no JSON"),
        (FORM, b"url=%ff", "UTF-8"),
        (FORM, b"url=https://a.example/%00", "control character"),
        ("multipart/form-data; boundary=x", b"--x", "this form of body is not read"),
        ("text/plain", b'{"url": "https://a.example/x"}', "this form of body is not read"),
    ],
)
def test_forms_and_other_bodies_are_no_less_strict(content_type: str, body: bytes, why: str) -> None:
    found = read_links(content_type, body)
    assert isinstance(found, str), found
    assert why in found


@settings(max_examples=examples(150))
@given(body=st.binary(max_size=200) | st.text(st.sampled_from('{}[]:,"\\u0url note1e-.é'), max_size=60).map(str.encode))
def test_whatever_is_sent_nothing_breaks(body: bytes) -> None:
    for content_type in (JSON, FORM):
        assert isinstance(read_links(content_type, body), str | list)
