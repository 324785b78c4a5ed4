"""Where each word of a card comes from: the editor, or which part of the page; and what else the page offers. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.articles.model import Article
from digest.edition.changed_pages import own_words, shown
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick

_SOURCE_OF = {"title": "title", "byline": "authors", "picture": "image", "alt": "image.alt", "credit": "image.credit"}
_READ_IN_THE_TEXT = frozenset({"reading time"})
_PLACES = {
    "json-ld": "what the page tells search engines",
    "opengraph": "what the page tells social networks",
    "meta": "what the page tells programs",
    "title": "what a browser's tab shows",
    "rules": "by your rule for this site",
    "page": "as printed on the page",
    "text": "told by the text itself",
    "host": "the site's address",
    "trafilatura": "the article's text",
    "body": "the first sentences of the text",
    "caption": "the picture's caption",
    "description": "the page's description",
    "standfirst": "the line below the printed headline",
}


@dataclass(frozen=True, slots=True)
class ExplainedField:
    """One field of a card: its words, where they come from, what the page has instead of the editor's, what else.

    All empty where nobody says anything.
    """

    field: str
    words: str
    source: str
    page: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedPick:
    """One pick, by its number in the edition from 1, with its line in the picks file; `doubts` are for somebody's eye.

    `is_read` tells whether the lock holds its page.
    """

    number: int
    url: str
    line: int
    is_read: bool
    fields: tuple[ExplainedField, ...]
    doubts: tuple[str, ...]


def explain(edition: Edition, lock: Lock, urls: Sequence[str] = ()) -> Iterator[ExplainedPick]:
    """Yield the picks of `edition` with these `urls`, or all, in the file's order."""
    for number, pick in enumerate(edition.picks(), 1):
        if not urls or pick.url in urls:
            read = lock.article(pick.url)
            article = read or Article(pick.url)
            fields = tuple(_fields(pick, article))
            yield ExplainedPick(number, pick.url, pick.mark.line, read is not None, fields, article.doubts)


def _fields(pick: Pick, article: Article) -> Iterator[ExplainedField]:
    own = own_words(pick)
    others = {
        "title": article.headlines,
        "picture": tuple(image.url for image in article.images),
        "alt": tuple(filter(None, (image.alt for image in article.images))),
    }
    for field, page in shown(article).items():
        words = own.get(field, "")
        source = "your words" if words else _place(field, article) if page else ""
        yield ExplainedField(field, words or page, source, page if words else "", others.get(field, ()))


def _place(field: str, article: Article) -> str:
    """Return where a field of an article was found, in words."""
    if field in _READ_IN_THE_TEXT:
        return f"counted in its {article.words:,} words" if article.words else "counted in its text"
    source = article.summary_source if field == "summary" else article.sources.get(_SOURCE_OF.get(field, field), "")
    if (field, source) == ("language", "page"):
        return "as the page declares it"
    return _PLACES.get(source, source)
