"""The text of an article begins with the story, and its standfirst stands before it."""

import pytest
from lxml import html

from digest.articles.page import parse
from digest.articles.standfirst import standfirst_of
from digest.articles.story import story_of, with_lost
from tests.standins.article_page import FIRST, STORY, TITLE, URL, page

STANDFIRST = "Everybody may read now what the council of Orel pays for, and whom it pays."

FIRST_LONG = f"<p>{FIRST} Until then only its members could read them, and few of these did.</p>{STORY}"


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
        (
            f'<div class="intro"><p>The hall. Photo: L. Koval</p><p class="intro-text">{STANDFIRST}</p></div>',
            STANDFIRST,
        ),
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


@pytest.mark.parametrize(
    "line",
    [
        'The <a class="tag-link" href="/tags/1">council</a> of Orel met on Tuesday and decided to open its books.',
        '<span>The <a class="atm-tag-link" href="/tag/1">council</a> of Orel</span> met on Tuesday, and opened its books to everybody.',
        'The council of Orel met on Tuesday, said <em class="label">The Lantern</em>, and decided to open its books.',
        '<span class="dropcap">T</span>he council of Orel met on Tuesday and decided to open its books to everybody.',
        "The council of <ruby>Orel<rp>(</rp><rt>oh-rel</rt><rp>)</rp></ruby> met on Tuesday and opened its books at once.",
    ],
)
def test_no_word_amid_a_line_is_lost_whatever_its_class_is_called(line: str) -> None:
    wanted = str(html.fromstring(f"<p>{line}</p>").xpath("string()"))
    assert story(body=f"<p>{line}</p>{STORY}").split("\n")[0] == wanted


def test_a_story_without_paragraphs_is_no_furniture_of_the_form_around_it() -> None:
    lines = [html.tostring(node, encoding="unicode", method="text") for node in html.fragments_fromstring(STORY)]
    body = f'<form id="main"><div class="LongDesc">{"<br><br>".join(lines)}</div></form>'
    assert story(body=body).startswith(FIRST)


@pytest.mark.parametrize(
    "above",
    [
        "<p>The council that never sleeps: twelve stories, four bridges and a book of nails</p>",
        "<ul><li>The council opens its books to everybody.</li><li>There are nine chairs in the room.</li></ul>",
    ],
)
def test_a_headline_of_another_story_and_the_points_that_sum_it_up_are_no_beginning(above: str) -> None:
    assert story(above, FIRST_LONG).startswith(FIRST)


def test_a_story_that_is_a_list_keeps_its_points() -> None:
    points = "".join(
        f"<li>Point {number} of the council, which everybody in Orel talks about.</li>" for number in range(9)
    )
    assert "Point 0" in story(body=f"<ul>{points}</ul>")


def test_paragraphs_that_are_lost_before_the_first_line_are_put_back() -> None:
    lost = "The chair of the council opened the door on Tuesday at nine, and nobody came before noon."
    kept = "Then three came at once, with lamps and paper, and stayed until the council sent them home."
    place = '<div class="row"><div class="text"><p>{}</p></div></div>'
    found = parse(page(story="".join(place.format(text) for text in (lost, kept))), URL)
    assert found
    assert with_lost([kept], found.root) == [lost, kept]
    hidden = f'<div class="text">{{}}<div class="card"><p>{"Teaser of another story, told at length. " * 3}</p></div>'
    hidden += f'<div class="hidden"><p>{kept}</p></div></div>'
    for name, lines in (("", [lost, kept]), (' class="standfirst"', [kept])):
        around = parse(page(story=hidden.format(f"<p{name}>{lost}</p>")), URL)
        assert around
        assert with_lost([kept], around.root) == lines
    above = f'<main><p>{lost}</p><div class="story"><h1>Orel votes</h1><p>{kept}</p></div></main>'
    before = parse(f"<html><body>{above}</body></html>".encode(), URL)
    assert before
    assert with_lost([kept], before.root) == [kept]
    other = parse(page(story=f'<div class="wall"><p>{lost}</p></div>{place.format(kept)}'), URL)
    assert other
    assert with_lost([kept], other.root) == [kept]
