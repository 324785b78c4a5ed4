"""XML of hostile feeds: nothing is expanded, nothing is loaded, and nothing takes long."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from digest.articles.sources.feed_xml import parse_xml, text_of
from digest.errors import PageUnreadable

FEED = "https://lantern.example/feed.xml"


def bomb(levels: int = 30) -> bytes:
    lines = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(levels))
    return (
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">{lines}]><rss><title>x&l{levels};</title></rss>'.encode()
    )


def test_entities_that_grow_without_end_stay_names() -> None:
    began = time.monotonic()
    assert text_of(parse_xml(bomb(), FEED, None)) == "x&l30;"
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("closing", ["]>", "] >", "]\n>"])
def test_entities_that_name_a_file_are_not_read(tmp_path: Path, closing: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    text = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY % p SYSTEM "{secret.as_uri()}">%p;{closing}'
    assert text_of(parse_xml(f"{text}<rss><title>&e;</title></rss>".encode(), FEED, None)) == "&e;"


def test_other_documents_are_not_included(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    inclusion = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    assert text_of(parse_xml(f"<rss><title>{inclusion}</title></rss>".encode(), FEED, None)) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        b"<rss " + b"".join(b'a%d="" ' % number for number in range(100_000)) + b"/>",
        b"<rss><title>" + b"<a " * 300_000,
        b"<rss>" + b"<![CDATA[" * 300_000,
        b"<rss>" + b"<div>" * 500_000,
        b"<rss>" + b"&lol;" * 200_000,
        b"<" * 2_000_000,
        b"&" * 500_000,
        b"<!DOCTYPE " * 200_000,
        b"<rss " + b"".join(b'xmlns:a%d="u%d" ' % (number, number) for number in range(4_000)) + b"/>",
    ],
    ids=["attributes", "open tags", "CDATA", "depth", "entities", "brackets", "ampersands", "types", "namespaces"],
)
def test_nothing_that_is_written_to_take_long_takes_long(data: bytes) -> None:
    began = time.monotonic()
    with suppress(PageUnreadable):
        parse_xml(data, FEED, None)
    assert time.monotonic() - began < 5
