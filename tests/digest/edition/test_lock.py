"""The lock file survives a round trip and says where it is damaged."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.articles.model import Article, Image
from digest.edition.lock import ChangedPage, Lock, changed_pages, from_json, to_json
from digest.edition.model import Edition, Pick, Section

ARTICLE = Article(
    url="https://example.org/a",
    title="Ünïcode “quoted”",
    authors=("A", "B"),
    image=Image("https://example.org/a.jpg", 10, 20, "alt"),
    published="2026-01-02T00:00:00+00:00",
    sources={"title": "json-ld"},
)


def edition(*urls: str) -> Edition:
    return Edition("2026-11-27", "f", "S", (Section("N", tuple(Pick(url) for url in urls)),))


def test_what_is_written_reads_back_equal_and_writes_the_same_bytes() -> None:
    lock = Lock("2026-11-27", (ARTICLE, Article(url="https://example.org/b")))
    text = to_json(lock)
    read, problems = from_json(text, "x.lock.json")
    assert (read, problems) == (lock, [])
    assert read is not None
    assert to_json(read) == text
    assert "Ünïcode" in text


def test_damage_is_named_with_its_pick() -> None:
    text = to_json(Lock("2026-11-27", (ARTICLE, ARTICLE))).replace('"reading_minutes": 0', '"reading_minuets": 0')
    lock, problems = from_json(text, "x.lock.json")
    assert lock is None
    assert [problem.mark.line for problem in problems] == sorted({problem.mark.line for problem in problems})
    assert "`reading_minuets` of pick 1 is no key of a lock" in problems[0].what


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n  "edition": "x",,', "2:18: error: the lock is damaged: from here on it is no JSON"),
        ("<<<<<<< ours\n{}", "1:1: error: the lock is damaged: from here on it is no JSON"),
        ("[]", "1:1: error: the lock is damaged: what it holds is not of the kind it must be"),
        ('{"edition": "x"}', "1:1: error: the lock is damaged: `picks` is missing"),
        ('{"edition": "x", "picks": [7]}', "1:1: error: the lock is damaged: pick 1 is not of the kind it must be"),
        (
            '{"edition": "x", "picks": [{"url": "https://a.example/", "authors": [1, 2]}]}',
            "1:1: error: the lock is damaged: `authors` of pick 1 is not of the kind it must be",
        ),
    ],
)
def test_damage_is_said_once_in_plain_words_and_at_its_place(text: str, said: str) -> None:
    remedy = "restore it from git, or delete it and run `digest lock` to read the pages again"
    assert list(map(str, from_json(text, "x.lock.json")[1])) == [f"x.lock.json:{said}; {remedy}"]


def test_a_changed_pick_is_missing_and_a_removed_one_is_dropped() -> None:
    lock = Lock("2026-11-27", (ARTICLE, Article(url="https://example.org/old")))
    now = edition("https://example.org/new", "https://example.org/a", "https://example.org/new")
    assert lock.missing(now) == ["https://example.org/new"]
    new = lock.covering(now, (Article(url="https://example.org/new"),))
    assert [article.url for article in new.picks] == ["https://example.org/new", "https://example.org/a"]


def test_a_page_whose_bytes_differ_has_changed_and_what_reads_differently_is_named() -> None:
    read_at = datetime(2026, 11, 26, 13, tzinfo=UTC)
    one, two, three = (
        Article(url=f"https://example.org/{name}", title="T", summary="S", sha256=name, fetched_at=read_at)
        for name in "abc"
    )
    old = Lock("2026-11-27", (one, two, three))
    new = Lock(
        "2026-11-27",
        (
            replace(three, sha256="new", title="Other", reading_minutes=2, fetched_at=None),
            replace(one, sha256="new"),
            replace(two, title="The editor of the lock wrote this"),
            Article(url="https://example.org/d", sha256="d"),
        ),
    )
    assert changed_pages(old, new) == [
        ChangedPage(three.url, read_at, ("title", "reading_minutes")),
        ChangedPage(one.url, read_at, ()),
    ]
    assert changed_pages(old, old) == []


def test_a_page_without_a_hash_is_not_called_changed() -> None:
    known, unknown = Article(url="https://example.org/a", sha256="a"), Article(url="https://example.org/a")
    for old, new in ((known, unknown), (unknown, known)):
        assert changed_pages(Lock("x", (old,)), Lock("x", (new,))) == []
