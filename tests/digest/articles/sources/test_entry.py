"""What becomes of an article as a source tells it: the same rules as for pages, and where each field came from."""

from dataclasses import replace
from datetime import UTC, datetime

from digest.articles.model import Article, Image
from digest.articles.sources.entry import Entry, article_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LONG = "<p>The harbour of Oru opened again on Tuesday, and three ships that had waited for a week went out.</p>" * 20
ENTRY = Entry(
    link="https://www.lantern.example/a?utm_source=rss",
    title="The harbour &amp;#8217;opens&amp;#8217; <em>again</em>",
    bylines=("By Anna Adler and Boris Brand", "admin", "The Lantern"),
    summary="<p>Three ships that had waited for a week went out on Tuesday.</p>",
    content=LONG
    + '<figure><img src="/ships.jpg" alt="IMG_1.jpg"><figcaption>Ships at dawn. Photo: Olga Rossi / AFP</figcaption></figure>',
    published="Tue, 24 Nov 2026 07:00:00 +0200",
    updated="2026-11-25",
    language="en-GB",
    topics=("Trade", "news", "#ships"),
    site="The Lantern",
)


def read(**changed: str) -> Article:
    return article_of(replace(ENTRY, **changed), "wordpress", NOW)  # type: ignore[arg-type]


def test_an_entry_becomes_an_article_that_says_where_each_field_came_from() -> None:
    article = read()
    assert article.title == "The harbour ’opens’ again"
    assert article.authors == ("Anna Adler", "Boris Brand")
    assert (article.summary, article.summary_source) == (
        "Three ships that had waited for a week went out on Tuesday.",
        "wordpress",
    )
    assert article.image == Image(
        "https://www.lantern.example/ships.jpg",
        alt="Ships at dawn.",
        caption="Ships at dawn.",
        credit="Olga Rossi / AFP",
    )
    assert (article.published, article.updated) == ("2026-11-24T07:00:00+02:00", "2026-11-25")
    assert (article.language, article.topics, article.site) == ("en", ("Trade", "ships"), "The Lantern")
    assert article.canonical_url == "https://www.lantern.example/a"
    assert (article.words, article.reading_minutes) == (380, 2)
    assert article.sources == dict.fromkeys(
        [
            "authors",
            "body",
            "description",
            "image",
            "image.alt",
            "image.credit",
            "language",
            "published",
            "site",
            "title",
            "topics",
            "updated",
        ],
        "wordpress",
    )


def test_the_same_entry_has_the_same_hash_and_another_has_another() -> None:
    assert read().sha256 == read().sha256 != read(summary="Other.").sha256


def test_a_comparison_in_a_headline_is_no_tag() -> None:
    assert read(title="Why 5 &lt; 7 and 9 > 8").title == "Why 5 < 7 and 9 > 8"


def test_a_summary_that_was_cut_off_keeps_its_whole_sentences() -> None:
    cut = "Three ships that had waited for a week went out on Tuesday. And then they [&hellip;]"
    assert read(summary=cut, content="").summary == "Three ships that had waited for a week went out on Tuesday."


def test_a_summary_that_is_cut_off_in_its_first_sentence_gives_way_to_the_story() -> None:
    article = read(summary="Three ships that had waited [&hellip;]")
    assert article.summary.startswith("The harbour of Oru opened again on Tuesday")
    assert article.summary_source == "body"


def test_a_short_summary_stands_where_there_is_no_other_and_no_headline_does() -> None:
    assert read(summary="Ships wait.", content="").summary == "Ships wait."
    assert read(summary="Ships wait.", content="").summary_source == "wordpress"
    assert read(summary=ENTRY.title, content="").summary == ""


def test_what_wordpress_puts_behind_its_descriptions_is_no_summary() -> None:
    behind = '<p>The post <a href="https://l.example/a">The harbour</a> first appeared on <a href="https://l.example">L</a>.</p>'
    assert read(summary=ENTRY.summary + behind).summary == "Three ships that had waited for a week went out on Tuesday."


def test_a_description_that_is_the_story_counts_as_the_story() -> None:
    article = read(summary=LONG, content="")
    assert (article.words, article.summary_source) == (380, "body")


def test_a_story_that_goes_on_elsewhere_has_no_reading_time() -> None:
    article = read(content="<p>The harbour of Oru opened again on Tuesday, and three ships … <a>Read more</a></p>")
    assert (article.words, article.reading_minutes) == (0, 0)


def test_a_story_that_not_everybody_may_read_has_no_reading_time_and_is_a_doubt() -> None:
    article = article_of(replace(ENTRY, paywalled=True), "ghost", NOW)
    assert (article.paywalled, article.words, article.reading_minutes) == (True, 380, 0)
    assert article.doubts == ("the page is behind a paywall: readers may see no more than its beginning",)


def test_what_the_source_says_of_its_picture_counts_before_what_stands_around_it() -> None:
    told = Image("https://www.lantern.example/ships.jpg", alt="Three ships", credit="Foto: Lena Koval")
    image = article_of(replace(ENTRY, pictures=(told,)), "ghost", NOW).image
    assert image is not None
    assert (image.alt, image.credit) == ("Three ships", "Lena Koval")


def test_a_picture_that_is_described_by_the_headline_or_a_file_name_is_not_described() -> None:
    for alt in ("The harbour ’opens’ again", "ships-1.jpg"):
        told = Image("https://www.lantern.example/other.jpg", 1200, 675, alt=alt)
        image = article_of(replace(ENTRY, pictures=(told,), content=""), "ghost", NOW).image
        assert image is not None
        assert image.alt == ""


def test_an_article_under_embargo_or_to_come_is_a_doubt() -> None:
    assert read(embargoed="2026-11-27T06:00:00+02:00").doubts == (
        "the wordpress source says that it must not be published before 2026-11-27 06:00 +0200",
    )
    assert read(embargoed="2026-11-26T06:00:00+02:00").doubts == ()
    assert "2029-01-01" in read(published="2029-01-01").doubts[0]


def test_an_entry_of_nothing_but_its_address_is_an_article_without_words() -> None:
    article = article_of(Entry("https://lantern.example/a"), "rss", NOW)
    assert (article.title, article.summary, article.image, article.site) == ("", "", None, "lantern.example")
    assert article.sources == {}
