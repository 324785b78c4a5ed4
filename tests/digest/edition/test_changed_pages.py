"""Changed pages: which differ from what was read, in which fields, and what stood and stands there."""

from dataclasses import replace
from datetime import UTC, datetime

from digest.articles.model import Article, Image
from digest.edition.changed_pages import Change, ChangedPage, changed_pages, changes, own_words, shown
from digest.edition.lock import Lock
from digest.edition.model import Pick

READ_AT = datetime(2026, 11, 26, 13, tzinfo=UTC)
FULL = Article(
    "https://example.org/a",
    title="T",
    authors=("Anna Berg", "Bo Li"),
    summary="S",
    image=Image("https://example.org/a.jpg", alt="A dog", credit="Mara"),
    language="en",
    topics=("War", "Sea"),
    reading_minutes=4,
)


def test_a_page_whose_bytes_differ_has_changed_and_each_field_says_what_it_was_and_is() -> None:
    one, two, three = (
        Article(url=f"https://example.org/{name}", title="T", summary="S", sha256=name, fetched_at=READ_AT)
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
        ChangedPage(three.url, READ_AT, (Change("title", "T", "Other"), Change("reading time", "", "2 min"))),
        ChangedPage(one.url, READ_AT, ()),
    ]
    assert changed_pages(old, old) == []


def test_a_page_without_a_hash_is_not_called_changed() -> None:
    known, unknown = Article(url="https://example.org/a", sha256="a"), Article(url="https://example.org/a")
    for old, new in ((known, unknown), (unknown, known)):
        assert changed_pages(Lock("x", (old,)), Lock("x", (new,))) == []


def test_every_field_of_a_card_is_compared_and_a_picture_by_its_parts() -> None:
    nothing = Article(FULL.url)
    gone = {change.field: (change.before, change.after) for change in changes(FULL, nothing)}
    assert gone == {
        "title": ("T", ""),
        "byline": ("Anna Berg, Bo Li", ""),
        "summary": ("S", ""),
        "picture": ("https://example.org/a.jpg", ""),
        "alt": ("A dog", ""),
        "credit": ("Mara", ""),
        "language": ("en", ""),
        "topics": ("War, Sea", ""),
        "reading time": ("4 min", ""),
    }
    other = replace(FULL, image=Image("https://example.org/a.jpg", alt="A dog", credit="Nils"))
    assert list(changes(FULL, other)) == [Change("credit", "Mara", "Nils")]


def test_the_editors_words_have_the_same_names_as_the_pages() -> None:
    own = Pick("u", "T", "S", "B", "K", "https://example.org/p.jpg", "A", "C", "en", ("One", "Two"))
    assert own_words(own).keys() | {"reading time"} == shown(FULL).keys()
    assert own_words(Pick("u", title="T")) == {"title": "T"}
