"""Reading pages: our own, hostile ones, and real ones where they are at hand."""

import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from digest.articles.dates import instant
from digest.articles.headline import folded
from digest.articles.metadata import read_article
from digest.edition.lock import Lock, from_json
from digest.errors import PageUnreadable
from tests.standins.newspaper import SAMPLE_SITE
from tests.standins.sample import EDITION, SHARED

AT = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
BODY = "<p>" + "The council met on Tuesday and decided to open its books to everybody who asks for them. " * 8 + "</p>"


def page(head: str, body: str = BODY) -> bytes:
    return f"<!doctype html><html lang='en-GB'><head>{head}</head><body><article><h1>Printed</h1>{body}</article></body></html>".encode()


def test_the_samples_lock_is_what_its_pages_say() -> None:
    text = (SAMPLE_SITE.parent / f"editions/{EDITION}.lock.json").read_text()
    lock, problems = from_json(text, "lock")
    assert lock is not None
    assert not problems
    pages = {
        article.url: SAMPLE_SITE / (article.url.removeprefix("https://lantern.example/") + ".html")
        for article in lock.picks
    }
    articles = [read_article(file.read_bytes(), url, "utf-8", AT) for url, file in pages.items()]
    assert lock == Lock(EDITION, tuple(articles))


def test_json_ld_comes_before_opengraph_and_the_page() -> None:
    data = page(
        '<meta property="og:title" content="Shared | The Site"><meta property="og:site_name" content="The Site">'
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], "headline": "Told &amp; sold",'
        '"author": [{"name": "By Anna Adler"}, "Boris"], "datePublished": "2026-11-24T09:30:00Z", "keywords": "One, Two",'
        '"image": [{"url": "/a.jpg", "width": "1200px", "height": {"value": 600}}]}]}</script>'
    )
    article = read_article(data, "https://example.org/x", None, AT)
    assert article.title == "Told & sold"
    assert article.authors == ("Anna Adler", "Boris")
    assert article.published == "2026-11-24T09:30:00+00:00"
    assert article.topics == ("One", "Two")
    assert article.image is not None
    assert (article.image.url, article.image.width, article.image.height) == ("https://example.org/a.jpg", 1200, 600)
    assert (article.language, article.site) == ("en", "The Site")
    assert article.sources["title"] == "json-ld"


@pytest.mark.parametrize("name", ["section", "parsely-section", "content_category"])
def test_a_section_is_no_part_of_the_headline_whatever_its_name_in_the_head(name: str) -> None:
    head = f'<meta property="og:title" content="Council opens its books - Town Hall"><meta name="{name}" content="Town Hall">'
    assert read_article(page(head), "https://example.org/x", None, AT).title == "Council opens its books"


def test_a_headline_that_the_head_gives_under_another_name_is_offered_too() -> None:
    head = '<meta name="twitter:title" content="You will not believe these books"><meta name="headline" content="Printed here">'
    article = read_article(page(head).replace(b"Printed<", b"Printed here<"), "https://example.org/x", None, AT)
    assert (article.title, article.sources["title"]) == ("Printed here", "page")


def test_opengraph_serves_where_json_ld_is_broken() -> None:
    article = read_article(
        page(
            '<meta property="og:title" content="Shared by all"><script type="application/ld+json">{"@type": </script>'
        ),
        "https://e.org/x",
        None,
        AT,
    )
    assert article.title == "Shared by all"
    assert article.summary.startswith("The council met")
    assert article.summary_source == "body"
    assert article.reading_minutes == 1


def test_the_description_of_a_picture_is_found_on_the_page() -> None:
    figure = '<figure><img src="/s/800x600/harvest-1.jpg" alt="Ears of wheat"><figcaption>Oru, Tuesday. Photo: Lena Koval</figcaption></figure>'
    article = read_article(
        page('<meta property="og:image" content="https://cdn.example.org/harvest-1.jpg">', figure + BODY),
        "https://e.org/x",
        None,
        AT,
    )
    assert article.image is not None
    assert (article.image.alt, article.image.caption, article.image.credit) == (
        "Ears of wheat",
        "Oru, Tuesday.",
        "Lena Koval",
    )


def test_a_canonical_address_counts_only_on_its_own_host() -> None:
    own = read_article(
        page('<link rel="canonical" href="/a"><meta property="og:title" content="T">'),
        "https://www.example.org/a?utm=1",
        None,
        AT,
    )
    foreign = read_article(
        page('<link rel="canonical" href="https://evil.example/a">'), "https://example.org/a?utm=1", None, AT
    )
    assert own.canonical_url == "https://www.example.org/a"
    assert foreign.canonical_url == "https://example.org/a?utm=1"


def test_words_stay_whole_and_scripts_keep_what_shapes_them() -> None:
    german = page(
        '<meta property="og:title" content="Bundes&shy;verfassungs&shy;gericht kippt Gesetz">',
        "<p>"
        + "Der Rundfunk&shy;beitrag steigt um 58&nbsp;Cent, und das Gericht hat nichts dagegen einzuwenden. " * 4
        + "</p>",
    )
    article = read_article(german, "https://example.org/x", None, AT)
    assert article.title == "Bundesverfassungsgericht kippt Gesetz"
    assert article.summary_source == "body"
    assert article.summary.startswith("Der Rundfunkbeitrag steigt")
    title = "مردم می‌خواهند رأی بدهند 👨‍👩‍👧 \u200f!"
    persian = read_article(page(f'<meta property="og:title" content="{title}">'), "https://example.org/x", None, AT)
    assert persian.title == title


@pytest.mark.parametrize(
    "title",
    [
        "=?utf-8?q?x=0D=0ABcc:_all@example.org?=",
        "line\u2028break",
        "tab\tand\x00null",
        "half an emoji \ud83d",
        "<script>alert(1)</script>Hello",
        "&lt;b&gt;Hello",
    ],
)
def test_a_hostile_headline_becomes_one_harmless_line(title: str) -> None:
    article = read_article(
        page(f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": title})}</script>'),
        "https://e.org",
        None,
        AT,
    )
    assert article.title.isprintable()
    assert "<" not in article.title


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff\xfe", b"<html></html>", b"\x89PNG\r\n\x1a\n" + bytes(99), b"<" * 20_000]
)
def test_what_is_no_article_is_no_article(data: bytes) -> None:
    with pytest.raises(PageUnreadable, match=r"^this is no "):
        read_article(data, "https://example.org/x", None, AT)


def test_deep_json_ld_does_no_harm() -> None:
    deep = '{"a":' * 3_000 + "1" + "}" * 3_000
    data = page(f'<script type="application/ld+json">{deep}</script>')
    assert read_article(data, "https://example.org/x", None, AT).title == "Printed"


@pytest.mark.skipif(
    not SHARED.exists(), reason="real pages are not part of this repository; tests above cover the same rules"
)
@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("articles", {"title": 18, "authors": 21, "published": 21, "language": 21, "image": 21, "summary": 21}),
        pytest.param(
            "more_articles",
            {"title": 78, "authors": 77, "published": 89, "language": 87, "image": 90, "summary": 87},
            marks=pytest.mark.slow,
        ),
    ],
)
def test_real_pages_agree_with_what_people_read_on_them(folder: str, least: dict[str, int]) -> None:
    truth = json.loads((SHARED / folder / "truth.json").read_text())["pages"]
    found = dict.fromkeys(least, 0)
    for expected in truth:
        data = gzip.decompress((SHARED / folder / expected["file"]).read_bytes())
        try:
            article = read_article(data, expected["url"], None, AT)
        except PageUnreadable:
            continue
        printed = instant(expected.get("published") or expected["date"])
        found["title"] += folded(article.title) == folded(expected["title"])
        found["authors"] += set(map(folded, article.authors)) == set(map(folded, expected["authors"]))
        when = instant(article.published or "")
        found["published"] += bool(when and printed and abs((when - printed).total_seconds()) < 86_400)
        found["language"] += article.language == (expected.get("language") or expected["lang"])
        found["image"] += article.image is not None
        found["summary"] += len(article.summary) >= 40 and not article.summary.endswith("…")
    assert all(found[field] >= least[field] for field in least), found


@pytest.mark.skipif(
    not SHARED.exists(),
    reason="the minimal pages are not part of this repository; the other tests here have their kinds",
)
def test_minimal_pages_with_one_fault_each_are_read_for_what_they_mean() -> None:
    cases = json.loads((SHARED / "pages/cases.json").read_text())["cases"]
    missed = [case["name"] for case in cases if not _is_read(case)]
    assert len(missed) <= 0.03 * len(cases), missed


def _is_read(case: Mapping[str, object]) -> bool:
    """Return whether the field of a minimal page comes out as its case wants it, or its problem is told."""
    name, want, charset = str(case["name"]), case["want"], case["header_charset"]
    data = (SHARED / "pages" / f"{name}.html").read_bytes()
    try:
        article = read_article(data, str(case["url"]), str(charset) if charset else None, AT)
    except PageUnreadable as error:
        return isinstance(want, str) and want.partition(": ")[2] in str(error)
    if name in ("date-future-event", "wall-paywalled"):
        return bool(article.doubts)
    value: object = article
    for part in str(case["field"]).split("."):
        value = getattr(value, part)
    if name == "date-no-zone":
        return value == str(want).partition(" ")[0]
    if want == "None":
        return value is None
    begins = case["begins_with"] and want and isinstance(value, str) and value.startswith(str(want))
    return bool(begins) or (list(value) if isinstance(value, tuple) else value) == want


def test_addresses_on_a_page_are_encoded_and_their_entities_read_once() -> None:
    data = page(
        '<meta property="og:title" content="T"><link rel="canonical" href="/кафе?a=1&amp;b=2">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "image": "https://cdn.example.org/my photo (1).jpg?w=1&amp;h=2"}</script>',
        '<img src="/small/my photo (1).jpg" alt="Two people">' + BODY,
    )
    article = read_article(data, "https://example.org/x", None, AT)
    assert article.canonical_url == "https://example.org/%D0%BA%D0%B0%D1%84%D0%B5?a=1&b=2"
    assert article.image is not None
    assert (article.image.url, article.image.alt) == (
        "https://cdn.example.org/my%20photo%20(1).jpg?w=1&h=2",
        "Two people",
    )

    shared = page(
        '<meta property="og:title" content="T"><meta property="og:image" content="/i|{1}.jpg?a=1&amp;copy=2">'
    )
    article = read_article(shared, "https://example.org/x", None, AT)
    assert article.image is not None
    assert article.image.url == "https://example.org/i%7C%7B1%7D.jpg?a=1&copy=2"


def test_a_canonical_address_counts_on_its_own_host_in_either_spelling() -> None:
    data = page('<meta property="og:title" content="T"><link rel="canonical" href="https://xn--e1afmkfd.xn--p1ai/a">')
    article = read_article(data, "https://пример.рф/a?utm_source=x", None, AT)
    assert article.canonical_url == "https://xn--e1afmkfd.xn--p1ai/a"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [" ", "A. ", "<img src=a.jpg>", "<a href=x>x</a>", "<", "<figure><img src=/a.jpg alt=x>", "<p class=byline>By A B"],
)
def test_a_hundred_thousand_characters_of_the_same_are_read_or_refused(piece: str) -> None:
    data = page('<meta property="og:title" content="Council opens its books">', BODY + piece * (100_000 // len(piece)))
    assert read_article(data, "https://example.org/x", None, AT).title in ("Council opens its books", "Printed")
