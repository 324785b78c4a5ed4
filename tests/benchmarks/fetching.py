"""Fetching and reading over loopback: twelve pages at once with warm processes, and pages that are made to hang."""

import gzip
import json
import time
from collections.abc import Iterator

from digest.editing.read_pages import read_pages
from digest.fetching.pages import WebPages
from tests.benchmarks.measure import Line
from tests.standins.hostile_pages import HOSTILE, STORY
from tests.standins.newspaper import Newspaper, Page
from tests.standins.reading import warm_workers, web_pages
from tests.standins.sample import SHARED

PATIENCE_SECONDS = 10.0
_COUNT = 12


def lines() -> Iterator[Line]:
    """Measure and yield the lines about fetching."""
    web = web_pages()
    with Newspaper(pages={f"/2026/{number}": Page(data) for number, data in enumerate(_pages())}) as site:
        urls = [f"{site.url}/2026/{number}" for number in range(_COUNT)]
        _seconds(web, urls)  # so that the processes are warm
        slowest = max(_seconds(web, [url]) for url in urls)
        at_once = min(_seconds(web, urls) for _ in range(3))
    yield Line(f"{_COUNT} pages from loopback at once (twice the slowest, and a second)", at_once, "s", 2 * slowest + 1)
    for kind, page in HOSTILE.items():
        with Newspaper(pages={"/2026/x": Page(page)}) as site:
            took = _seconds(web, [f"{site.url}/2026/x"])
        yield Line(f"a page of {len(page) / 1e6:.1f} MB made of {kind}", took, "s", PATIENCE_SECONDS)
    warm_workers().close()


def _pages() -> list[bytes]:
    if not SHARED.exists():
        return [STORY * 3] * _COUNT
    told = json.loads((SHARED / "articles" / "truth.json").read_text())["pages"][:_COUNT]
    return [gzip.decompress((SHARED / "articles" / page["file"]).read_bytes()) for page in told]


def _seconds(web: WebPages, urls: list[str]) -> float:
    began = time.perf_counter()
    read_pages(urls, web, lambda _done, _of: None)
    return time.perf_counter() - began
