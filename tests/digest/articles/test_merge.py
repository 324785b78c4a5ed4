"""What a page and a source say of one article, joined: who is believed about what, and where each field came from."""

from dataclasses import replace

from digest.articles.merge import Told, merged
from digest.articles.model import Article, Image

PAGE = Article(
    "https://lantern.example/a",
    canonical_url="https://lantern.example/own",
    title="Page title",
    authors=("Page Author",),
    summary="Page standfirst.",
    summary_source="standfirst",
    image=Image("https://lantern.example/page-picture.jpg"),
    published="2026-11-24",
    language="en",
    site="The Lantern",
    reading_minutes=3,
    words=700,
    sha256="p",
    sources={"title": "page", "authors": "json-ld", "site": "opengraph", "image": "opengraph", "body": "trafilatura"},
)
FEED = Article(
    "https://lantern.example/a?x",
    canonical_url="https://lantern.example/feed",
    title="Feed title",
    authors=("Feed Author",),
    summary="Feed summary.",
    summary_source="rss",
    image=Image("https://lantern.example/feed-picture.jpg", alt="Ships"),
    published="2026-11-24T07:00:00+02:00",
    updated="2026-11-25",
    language="en",
    site="lantern.example",
    topics=("Trade",),
    sha256="f",
    sources={"title": "rss", "authors": "rss", "image": "rss", "image.alt": "rss", "topics": "rss", "updated": "rss"},
)


def test_a_feed_is_believed_about_the_summary_and_fills_what_the_page_lacks() -> None:
    whole = merged(PAGE, Told(FEED, leads=False))
    assert (whole.title, whole.authors, whole.published) == ("Page title", ("Page Author",), "2026-11-24")
    assert (whole.summary, whole.summary_source) == ("Feed summary.", "rss")
    assert (whole.updated, whole.topics) == ("2026-11-25", ("Trade",))
    assert (whole.words, whole.reading_minutes, whole.site) == (700, 3, "The Lantern")
    assert whole.sources["title"] == "page"
    assert (whole.sources["topics"], whole.sources["updated"]) == ("rss", "rss")


def test_an_editorial_system_is_believed_about_all_but_the_address() -> None:
    whole = merged(PAGE, Told(FEED, leads=True))
    assert (whole.title, whole.authors) == ("Feed title", ("Feed Author",))
    assert whole.published == "2026-11-24T07:00:00+02:00"
    assert whole.canonical_url == "https://lantern.example/own"
    assert whole.url == "https://lantern.example/a"
    assert (whole.words, whole.site) == (700, "The Lantern")
    assert (whole.sources["title"], whole.sources["body"]) == ("rss", "trafilatura")


def test_first_sentences_of_a_source_do_not_beat_what_somebody_wrote_on_the_page() -> None:
    from_text = replace(FEED, summary="First sentence.", summary_source="body")
    for leads in (False, True):
        assert merged(PAGE, Told(from_text, leads)).summary == "Page standfirst."


def test_a_page_without_a_summary_has_that_of_the_source_and_the_other_way_round() -> None:
    bare = replace(PAGE, summary="", summary_source="")
    from_text = replace(FEED, summary="First sentence.", summary_source="body")
    assert merged(bare, Told(from_text, leads=False)).summary == "First sentence."
    none = replace(FEED, summary="", summary_source="")
    assert merged(PAGE, Told(none, leads=True)).summary == "Page standfirst."


def test_a_picture_that_is_described_comes_before_one_that_is_not() -> None:
    whole = merged(PAGE, Told(FEED, leads=False))
    assert whole.image == FEED.image
    assert whole.images == (PAGE.image,)
    assert (whole.sources["image"], whole.sources["image.alt"]) == ("rss", "rss")
    described = replace(PAGE, image=Image("https://lantern.example/page-picture.jpg", alt="A tower"))
    assert merged(described, Told(FEED, leads=False)).image == described.image


def test_of_the_same_picture_each_fills_what_the_other_lacks() -> None:
    large = Image("https://lantern.example/harbour-1200x675.jpg", 1200, 675, credit="Olga / AFP")
    small = Image("https://lantern.example/harbour-300x200.jpg", 300, 200, "Ships", "At dawn.", "Other")
    whole = merged(replace(PAGE, image=large), Told(replace(FEED, image=small), leads=False))
    assert whole.image == replace(large, alt="Ships", caption="At dawn.")
    assert whole.images == ()
    assert whole.sources["image"] == "opengraph"
    assert whole.sources["image.alt"] == "rss"


def test_a_page_without_a_picture_has_that_of_the_source() -> None:
    assert merged(replace(PAGE, image=None), Told(FEED, leads=False)).image == FEED.image
    assert merged(PAGE, Told(replace(FEED, image=None), leads=True)).image == PAGE.image


def test_the_other_headline_is_kept_for_the_editor() -> None:
    page = replace(PAGE, headlines=("Third", "Feed title"))
    assert merged(page, Told(FEED, leads=False)).headlines == ("Feed title", "Third")
    assert merged(page, Told(FEED, leads=True)).headlines == ("Page title", "Third")


def test_a_paywall_that_either_tells_hides_the_reading_time_and_all_doubts_are_kept() -> None:
    paid = replace(FEED, paywalled=True, doubts=("paid",))
    whole = merged(replace(PAGE, doubts=("old", "paid")), Told(paid, leads=False))
    assert (whole.paywalled, whole.reading_minutes, whole.doubts) == (True, 0, ("old", "paid"))


def test_a_short_page_of_which_a_source_tells_is_an_article() -> None:
    assert not merged(replace(PAGE, is_stub=True), Told(FEED, leads=False)).is_stub


def test_what_either_says_anew_makes_another_hash() -> None:
    one = merged(PAGE, Told(FEED, leads=False)).sha256
    assert one == merged(PAGE, Told(FEED, leads=False)).sha256
    assert one != merged(replace(PAGE, sha256="q"), Told(FEED, leads=False)).sha256
    assert one != merged(PAGE, Told(replace(FEED, sha256="q"), leads=False)).sha256


def test_a_system_that_says_all_that_a_card_shows_needs_no_page() -> None:
    whole = replace(FEED, words=700)
    assert Told(whole, leads=True).is_whole
    assert not Told(whole, leads=False).is_whole
    lacking = {"title": "", "summary": "", "authors": (), "image": None, "published": None, "words": 0}
    for name, nothing in lacking.items():
        assert not Told(replace(whole, **{name: nothing}), leads=True).is_whole  # type: ignore[arg-type]
    assert not Told(replace(whole, image=Image("https://lantern.example/x.jpg")), leads=True).is_whole
    assert not Told(replace(whole, summary_source="body"), leads=True).is_whole
