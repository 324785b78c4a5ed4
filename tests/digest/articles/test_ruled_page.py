"""Rules for the pages of one site: selectors come before what a page declares, and stop lines are never taken."""

import pytest

from digest.articles.metadata import read_article
from digest.articles.model import Article, Image
from digest.articles.site_rule import NO_RULE, SiteRule, rule_for
from tests.standins.article_page import FIRST, READ_AT, STORY, TITLE, URL, described, page

HEAD = described(
    author={"name": "Declared Author"}, datePublished="2026-11-20", description="What the page declares of itself."
)
PRINTED = (
    '<h2 class="real">The real headline</h2><p class="who">By Anna Adler and Boris Brand</p>'
    '<p class="intro">What the newsroom wrote about its story, in one sentence.</p><time class="when" datetime="2026-11-24T09:00">x</time>'
    '<div class="lead"><img src="/lead.jpg" alt="Old words"></div><p class="what">A reading room</p><p class="by">Foto: Lena Koval</p>'
)


def read(rule: SiteRule, head: str = HEAD, above: str = PRINTED, story: str = STORY) -> Article:
    return read_article(page(head, above, story), URL, "utf-8", READ_AT, (rule,))


def test_each_selector_says_where_its_field_stands_and_is_named_as_its_source() -> None:
    article = read(
        SiteRule(
            "lantern.example",
            headline="h2.real",
            byline=".who",
            picture=".lead",
            alt=".what",
            credit=".by",
            summary="p.intro",
            date="time.when",
        )
    )
    assert article.title == "The real headline"
    assert TITLE in article.headlines
    assert article.authors == ("Anna Adler", "Boris Brand")
    assert article.image == Image("https://lantern.example/lead.jpg", alt="A reading room", credit="Lena Koval")
    assert (article.summary, article.summary_source) == (
        "What the newsroom wrote about its story, in one sentence.",
        "rules",
    )
    assert article.published == "2026-11-24T09:00:00"
    names = ("title", "authors", "image", "image.alt", "image.credit", "published")
    assert {name: article.sources[name] for name in names} == dict.fromkeys(names, "rules")


def test_a_selector_that_finds_nothing_leaves_the_page_as_it_is_read() -> None:
    nothing = SiteRule("lantern.example", "#a1", "#a1", "#a1", "#a1", "#a1", "#a1", "#a1", "#a1")
    assert read(nothing) == read(NO_RULE)


def test_the_text_is_what_the_selector_holds_and_nothing_else() -> None:
    story = f'{STORY}<div class="more"><p>{"Other words of another story. " * 40}</p></div><div id="a">{STORY}</div>'
    article = read(SiteRule("lantern.example", text="#a"), story=story)
    assert (article.words, article.sources["body"]) == (106, "rules")


def test_a_meta_tag_and_a_link_can_name_the_picture() -> None:
    head = '<meta name="pic" content="/meta.jpg"><meta name="alt" content="A lamp">'
    by_meta = read(SiteRule("lantern.example", picture="meta[name=pic]", alt="meta[name=alt]"), head)
    assert by_meta.image == Image("https://lantern.example/meta.jpg", alt="A lamp")
    by_link = read(SiteRule("lantern.example", picture="a.big"), above='<a class="big" href="/big.jpg">x</a>')
    assert by_link.image is not None
    assert by_link.image.url == "https://lantern.example/big.jpg"


def test_the_picture_of_a_rule_keeps_what_the_page_says_of_it() -> None:
    figures = '<figure><img src="/first.jpg" alt="First"></figure><figure class="b"><img src="/second.jpg" alt="Second"><figcaption>At dawn. Photo: Lena Koval</figcaption></figure>'
    article = read(SiteRule("lantern.example", picture=".b img"), above=figures)
    assert article.image == Image(
        "https://lantern.example/second.jpg", alt="Second", caption="At dawn.", credit="Lena Koval"
    )
    assert [image.alt for image in article.images] == ["First"]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Read also: the council closes its books again</p>",
        "<p><b>Read also:</b> <a href='/x'>the council closes its books again</a></p>",
        "<div class='box'><span>READ ALSO:</span> the council closes its books again</div>",
        "<ul><li>Read also: the council closes its books again</li></ul>",
    ],
)
def test_a_stop_line_is_no_part_of_the_story_whatever_it_is_written_in(line: str) -> None:
    rule = SiteRule("lantern.example", stop=("Read also:",))
    paragraphs = STORY.split("</p>")
    with_line = f"{'</p>'.join(paragraphs[:1])}</p>{line}{'</p>'.join(paragraphs[1:])}"
    assert read(rule, story=with_line).words == read(NO_RULE).words
    assert read(NO_RULE, story=with_line).words > read(rule, story=with_line).words


@pytest.mark.parametrize(
    "story",
    [
        f"<section><b>Read also: the council closes its books again</b>{STORY}</section>",
        f"<section><p>Words that count.<br>Read also: the council closes its books again</p>{STORY}</section>",
        f"<section>Read also: the council closes its books again{STORY}</section>",
    ],
)
def test_a_stop_line_that_is_no_block_of_its_own_is_taken_away_alone(story: str) -> None:
    article = read(SiteRule("lantern.example", text="section", stop=("Read also:",)), story=story)
    assert article.words == 106 + 3 * ("Words that count" in story)


def test_a_stop_line_is_no_standfirst_no_description_and_no_author() -> None:
    stop = ("What the newsroom wrote", "What the page declares", "Declared", "The Lantern newsroom")
    rule = SiteRule("lantern.example", stop=stop)
    above = '<p class="standfirst">What the newsroom wrote about its story, in one sentence.</p><span class="author">The Lantern newsroom</span>'
    article = read(rule, above=above)
    assert (article.summary_source, article.description, article.authors) == ("body", "", ())
    assert article.summary.startswith(FIRST[:40])


def test_a_stop_line_stops_whole_words_and_no_long_paragraph() -> None:
    rule = SiteRule("lantern.example", stop=("Read", ""))
    assert rule.stops("Read also")
    assert rule.stops("READ")
    assert not rule.stops("Readers came on Wednesday")
    assert not rule.stops("")


def test_a_long_paragraph_is_no_line_however_it_begins() -> None:
    rule = SiteRule("lantern.example", stop=("Until",))
    long = "".join(f"<p>Until {'now only its own members could read them, ' * 30}</p>" for _ in range(2))
    assert read(rule, story=STORY + long).words > 2 * read(rule).words


def test_a_rule_is_for_one_host_with_or_without_www() -> None:
    rule = SiteRule("www.lantern.example")
    assert rule_for("https://lantern.example/a", [rule]) is rule
    assert rule_for("https://www.lantern.example/a", [SiteRule("lantern.example")]) != NO_RULE
    for other in ("https://uk.lantern.example/a", "https://lantern.example.org/a", "https://[/a"):
        assert rule_for(other, [rule]) is NO_RULE
