"""The text of an article begins with the story, and its standfirst stands before it."""

import pytest

from digest.articles.page import parse
from digest.articles.standfirst import standfirst_of
from digest.articles.story import story_of
from tests.standins.article_page import FIRST, STORY, TITLE, URL, page

STANDFIRST = "Everybody may read now what the council of Orel pays for, and whom it pays."


def story(above: str = "", body: str = STORY, elsewhere: tuple[str, ...] = (TITLE, STANDFIRST)) -> str:
    found = parse(page(above=above, story=body), URL)
    assert found
    return story_of(found, elsewhere, ("Anna Adler",))


@pytest.mark.parametrize(
    "above",
    [
        "",
        f'<p class="standfirst">{STANDFIRST}</p>',
        f"<p>{STANDFIRST}</p>",
        '<p class="byline">By Anna Adler</p><time>24 November 2026, 09:30</time>',
        "<p>By Anna Adler, Orel</p><p>Published on 24 November 2026 at 09:30</p>",
        "<p>24.11.2026 · 3 min read</p>",
        "<div class='share'><p>Share this with all of your friends</p></div>",
        "<p>Read also: what the mayor said last week about it</p>",
        '<figure><img src="/hall.jpg" alt="x"><figcaption>The hall at night, with all of its lamps.</figcaption></figure>',
        "<p>The hall at night, with all of its lamps. Photo: Lena Koval</p>",
        "<div><p>Politics</p></div>",
    ],
)  # fmt: skip
def test_it_starts_with_the_first_paragraph_whatever_stands_above(above: str) -> None:
    assert story(above).startswith(FIRST)
    assert "nine chairs" in story(above)


def test_a_class_that_stands_around_everything_takes_nothing_away() -> None:
    for name in ("newsletter-layout related", "share author", "paywall"):
        assert FIRST in story(body=f'<div class="{name}">{STORY}</div>')
    condensed = "".join(f'<p class="paywall summary">{FIRST} {FIRST}</p>' for _ in range(3))
    assert FIRST in story(body=condensed)


def test_a_page_without_any_text_has_none() -> None:
    assert story(body="") == ""


@pytest.mark.parametrize(
    ("above", "found"),
    [
        (f'<p class="article__standfirst">{STANDFIRST}</p>', STANDFIRST),
        (f'<div class="entry-subtitle"><p>{STANDFIRST}</p></div>', STANDFIRST),
        (f"<h2>{STANDFIRST}</h2>", STANDFIRST),
        (f'<p itemprop="description">{STANDFIRST}</p>', STANDFIRST),
        (f'<div class="leadIn"><p>{STANDFIRST}</p></div>', STANDFIRST),
        (f"<p><strong>{STANDFIRST}</strong></p>", STANDFIRST),
        (f'<p class="font-sans font-medium">{STANDFIRST}</p>', STANDFIRST),
        (f"<header><p>{STANDFIRST}</p></header>", STANDFIRST),
        (f"<p><strong>Orel.</strong> {STANDFIRST}</p>", ""),
        (f"<p>{STANDFIRST}</p>", ""),
        ("<h2>Politics</h2>", ""),
        (f'<aside><p class="lead">{STANDFIRST}</p></aside>', ""),
        (f'<div class="related"><p class="summary">{STANDFIRST}</p></div>', ""),
        (f'<p class="lead">{TITLE}</p>', ""),
    ],
)
def test_the_standfirst_is_what_is_marked_as_one_or_the_heading_below_the_headline(above: str, found: str) -> None:
    read = parse(page(above=above), URL)
    assert read
    assert standfirst_of(read, TITLE) == found
