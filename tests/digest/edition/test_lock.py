"""The lock file survives a round trip and says where it is damaged."""

import pytest

from digest.articles.model import Article, Image
from digest.edition.lock import Lock, from_json, to_json
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
