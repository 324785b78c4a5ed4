"""Eight articles on a site on loopback: real pages where they lie beside this repository, else eight of the sample's."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from tests.standins.newspaper import SAMPLE_SITE, Newspaper, Page
from tests.standins.sample import SHARED

MANY = 8
ARE_REAL = (SHARED / "articles").is_dir()
AT_HOME = {"DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES": "true"}
"""The setting under which pages on this machine are read."""


@contextmanager
def eight_pages() -> Iterator[list[str]]:
    """Serve them; yield their addresses."""
    with Newspaper(SAMPLE_SITE, _real() if ARE_REAL else None) as site:
        paths = sorted(_real() if ARE_REAL else _own())
        yield [f"{site.url}{path}" for path in paths[:MANY]]


def _real() -> dict[str, Page]:
    truth = json.loads((SHARED / "articles/truth.json").read_text(encoding="utf-8"))["pages"]
    english = islice((entry["file"] for entry in truth if entry["language"] == "en"), MANY)
    return {f"/{file}": Page(gzip.decompress((SHARED / "articles" / file).read_bytes())) for file in english}


def _own() -> list[str]:
    return [f"/{file.relative_to(SAMPLE_SITE)}" for file in SAMPLE_SITE.rglob("*.html")]
