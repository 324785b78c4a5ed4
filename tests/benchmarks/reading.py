"""Reading real pages: how often each field is right, beside trafilatura on the same pages, and how long it takes."""

import gzip
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import trafilatura
from lxml import html

from digest.articles.dates import instant
from digest.articles.headline import folded
from digest.articles.metadata import read_article
from digest.articles.page import parse
from digest.articles.picture_address import keys
from digest.articles.standfirst import standfirst_of
from digest.articles.story import story_of
from digest.edition.checks import Rules, check
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.errors import PageUnreadable
from digest.problem import Severity
from tests.benchmarks.measure import Line, ratio
from tests.standins.sample import SHARED

READ_AT = datetime(2026, 11, 26, 13, tzinfo=UTC)
_DAY_SECONDS, _BEGINNING = 86_400, 40
_EIGHT, _PICTURED = 8, 6.5
LEAST: Mapping[str, Mapping[str, float]] = {
    "articles": {
        "title": 95,
        "authors": 93,
        "published": 95,
        "language": 95,
        "picture": 93,
        "alt": 85,
        "credit": 70,
        "starts": 89,
    },
    "more_articles": {"title": 88, "authors": 85, "picture": 88, "credit": 58},
}
"""Per cent of the pages whose truth has the field, by folder: what a reader of news pages has to reach."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found on one page."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    language: str = ""
    picture: str = ""
    alt: str = ""
    credit: str = ""
    story: str = ""


def lines() -> Iterator[Line]:
    """Measure and yield the lines about reading; nothing where the pages are not at hand, which is said."""
    if not SHARED.exists():
        sys.stdout.write("reading: left out, because the real pages are not part of this repository\n")
        return
    for folder, least in LEAST.items():
        pages = json.loads((SHARED / folder / "truth.json").read_text())["pages"]
        data = [gzip.decompress((SHARED / folder / page["file"]).read_bytes()) for page in pages]
        ours = _shares(pages, [_with_story(one, page["url"]) for one, page in zip(data, pages, strict=True)])
        theirs = _shares(pages, [_trafilatura(one) for one in data])
        for field, wanted in least.items():
            beside = (
                f"trafilatura {theirs[field]:.0f}"
                if field in ("title", "authors", "published", "starts")
                else "no library has it"
            )
            yield Line(f"{field} right on {folder} ({beside})", ours[field], "%", wanted, at_least=True)
    yield from _edition_of_eight()
    some = data[:12]
    urls = [page["url"] for page in pages[:12]]
    yield Line(
        "reading 12 pages / trafilatura's text and metadata of them",
        ratio(
            lambda: [_ours(one, url) for one, url in zip(some, urls, strict=True)],
            lambda: [_trafilatura(one) for one in some],
            rounds=3,
        ),
        "x",
        1.3,
    )


def _ours(data: bytes, url: str) -> Found:
    try:
        article = read_article(data, url, None, READ_AT)
    except PageUnreadable:
        return Found()
    image = article.image
    words = (image.url, image.alt, image.credit) if image else ("", "", "")
    return Found(article.title, article.authors, article.published or "", article.language, *words)


def _with_story(data: bytes, url: str) -> Found:
    """Read a page once more for its text, which an article does not keep."""
    found, page = _ours(data, url), parse(data, url)
    if page is None:
        return found
    around = (found.title, page.title(), standfirst_of(page, found.title), found.alt)
    return replace(found, story=story_of(page, around, found.authors))


def _edition_of_eight() -> Iterator[Line]:
    """Yield how often eight links need no hand before a letter may go, and how many of their cards have a picture."""
    free, pictured = list[bool](), list[bool]()
    for folder in LEAST:
        for told in json.loads((SHARED / folder / "truth.json").read_text())["pages"]:
            data = gzip.decompress((SHARED / folder / told["file"]).read_bytes())
            try:
                article = read_article(data, told["url"], None, READ_AT)
            except PageUnreadable:
                free.append(False)
                pictured.append(False)
                continue
            edition = Edition("2026-11-27", "", "S", (Section("N", (Pick(told["url"]),)),))
            problems = check(edition, Lock(edition.id, (article,)), Rules())
            free.append(not any(problem.severity is Severity.ERROR for problem in problems))
            pictured.append(bool(article.image and article.image.alt))
    untouched = 100 * (sum(free) / len(free)) ** _EIGHT
    yield Line(f"editions of {_EIGHT} of these links that pass untouched", untouched, "%", 85, at_least=True)
    cards = _EIGHT * sum(pictured) / len(pictured)
    yield Line(f"cards of {_EIGHT} that have a picture", cards, "", _PICTURED, at_least=True)


def _trafilatura(data: bytes) -> Found:
    root = html.fromstring(data)
    story = trafilatura.extract(root, include_comments=False, include_tables=False) or ""
    found = trafilatura.extract_metadata(root)
    authors = tuple(filter(None, (found.author or "").split("; ")))
    return Found(found.title or "", authors, found.date or "", found.language or "", found.image or "", story=story)


def _shares(pages: list[dict[str, list[str]]], found: list[Found]) -> dict[str, float]:
    """Return per field the per cent of pages on which it is right, of those whose truth has it."""
    shares = {}
    for field, is_right in _RIGHT.items():
        judged = [is_right(page, one) for page, one in zip(pages, found, strict=True)]
        told = [right for right in judged if right is not None]
        shares[field] = 100 * sum(told) / max(1, len(told))
    return shares


def _title(page: Mapping[str, object], found: Found) -> bool:
    return folded(str(page["title"])) == folded(found.title)


def _authors(page: Mapping[str, list[str]], found: Found) -> bool:
    return set(map(folded, page["authors"])) == set(map(folded, found.authors))


def _published(page: Mapping[str, object], found: Found) -> bool | None:
    wanted, read = instant(str(page.get("published") or page.get("date") or "")), instant(found.published)
    return None if wanted is None else bool(read and abs((read - wanted).total_seconds()) < _DAY_SECONDS)


def _language(page: Mapping[str, object], found: Found) -> bool:
    return (page.get("language") or page.get("lang")) == found.language


def _picture(page: Mapping[str, list[str]], found: Found) -> bool | None:
    accepted = page.get("images") or page.get("images_accepted")
    return any(keys(one) & keys(found.picture) for one in accepted) if accepted else None


def _alt(page: Mapping[str, object], found: Found) -> bool | None:
    return bool(found.alt) if page["image_alt"] else None


def _credit(page: Mapping[str, list[str]], found: Found) -> bool | None:
    wanted = [folded(one) for one in page["image_credit"] or () if one]
    got = folded(found.credit)
    return bool(got) and any(one in got or got in one for one in wanted) if wanted else None


def _starts(page: Mapping[str, object], found: Found) -> bool | None:
    first = folded(str(page.get("body_first") or ""))
    return folded(found.story).startswith(first[:_BEGINNING]) if first else None


_RIGHT: Mapping[str, Callable[..., bool | None]] = {
    "title": _title,
    "authors": _authors,
    "published": _published,
    "language": _language,
    "picture": _picture,
    "alt": _alt,
    "credit": _credit,
    "starts": _starts,
}
