"""A page of The Lantern as bytes: what stands in its head, around its headline and in its story, as a test wants it."""

import json
from datetime import UTC, datetime

from digest.articles.metadata import read_article
from digest.articles.model import Article

URL = "https://lantern.example/2026/11/24/council"
READ_AT = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
TITLE = "Council opens its books"
FIRST = "The council of Orel met on Tuesday and decided to open its books to everybody who asks for them in writing."
STORY = "".join(
    f"<p>{paragraph}</p>"
    for paragraph in (
        FIRST,
        "Until now only its own members could read them, and of these not many did, said the chair of the council.",
        "The first visitor came on Wednesday, read for three hours, and asked for a glass of water and a lamp.",
        "The books go back to the year in which the bridge was built, and the price of every nail of it is in them.",
        "A reading room with nine chairs is open on weekdays from nine to five, and on Friday until eight o'clock.",
    )
)


def page(head: str = "", above: str = "", story: str = STORY, heading: str = TITLE) -> bytes:
    """Return a page with a title and a printed headline; `above` stands between headline and story."""
    return (
        f'<!doctype html><html lang="en"><head><title>{TITLE}</title>{head}</head>'
        f"<body><article><h1>{heading}</h1>{above}{story}</article></body></html>"
    ).encode()


def described(**values: object) -> str:
    """Return a script that describes the article as JSON-LD."""
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE} | values
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def read(head: str = "", above: str = "", story: str = STORY, heading: str = TITLE) -> Article:
    """Read such a page."""
    return read_article(page(head, above, story, heading), URL, "utf-8", READ_AT)
