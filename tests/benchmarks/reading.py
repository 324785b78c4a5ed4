"""Reading real pages: how often each field is right, beside trafilatura on the same pages, and how long it takes."""

import gzip
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import trafilatura
from lxml import html

from digest.articles.dates import instant
from digest.articles.headline import folded
from digest.articles.metadata import read_article
from digest.articles.picture_address import keys
from digest.errors import PageUnreadable
from tests.benchmarks.measure import Line, ratio
from tests.standins.sample import SHARED

READ_AT = datetime(2026, 11, 26, 13, tzinfo=UTC)
_DAY_SECONDS = 86_400
LEAST: Mapping[str, Mapping[str, float]] = {
    "articles": {"title": 95, "authors": 93, "published": 95, "language": 95, "picture": 93, "alt": 85, "credit": 70},
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


def lines() -> Iterator[Line]:
    """Measure and yield the lines about reading; nothing where the pages are not at hand, which is said."""
    if not SHARED.exists():
        sys.stdout.write("reading: left out, because the real pages are not part of this repository\n")
        return
    for folder, least in LEAST.items():
        pages = json.loads((SHARED / folder / "truth.json").read_text())["pages"]
        data = [gzip.decompress((SHARED / folder / page["file"]).read_bytes()) for page in pages]
        ours = _shares(pages, [_ours(one, page["url"]) for one, page in zip(data, pages, strict=True)])
        theirs = _shares(pages, [_trafilatura(one) for one in data])
        for field, wanted in least.items():
            beside = (
                f"trafilatura {theirs[field]:.0f}"
                if field in ("title", "authors", "published")
                else "no library has it"
            )
            yield Line(f"{field} right on {folder} ({beside})", ours[field], "%", wanted, at_least=True)
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


def _trafilatura(data: bytes) -> Found:
    root = html.fromstring(data)
    trafilatura.extract(root, include_comments=False, include_tables=False)
    found = trafilatura.extract_metadata(root)
    authors = tuple(filter(None, (found.author or "").split("; ")))
    return Found(found.title or "", authors, found.date or "", found.language or "", found.image or "")


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


_RIGHT: Mapping[str, Callable[..., bool | None]] = {
    "title": _title,
    "authors": _authors,
    "published": _published,
    "language": _language,
    "picture": _picture,
    "alt": _alt,
    "credit": _credit,
}
