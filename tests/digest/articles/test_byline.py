"""Who wrote an article: what its page declares, or prints where it prints more."""

import pytest

from digest.articles.metadata import read_article
from tests.standins.article_page import READ_AT, URL, described, read

DATE = "<dt>Date:</dt><dd>28.04.2023</dd>"
SITE = '<meta property="og:site_name" content="The Lantern">'


@pytest.mark.parametrize(
    ("head", "above", "authors", "source"),
    [
        (described(author={"name": "Anna Adler und Boris Brand"}), "", ("Anna Adler", "Boris Brand"), "json-ld"),
        (described(author=[{"@id": "#p"}]), "", (), None),
        (described(author={"name": {"name": "Anna Adler"}}), "", ("Anna Adler",), "json-ld"),
        (described(author={}), "", (), None),
        ('<meta name="author" content="a@lantern.example">', '<p class="byline">By Anna Adler</p>', ("Anna Adler",), "page"),
        ('<meta name="author" content="lantern.example">', '<p class="byline">By Anna Adler</p>', ("Anna Adler",), "page"),
        ('<meta name="author" content="Anna Adler"><meta property="article:author" content="/@anna">', "", ("Anna Adler",), "meta"),
        (described(author="Anna Adler"), '<p class="byline">By Anna Adler, Boris Brand and Carla Cole</p>', ("Anna Adler", "Boris Brand", "Carla Cole"), "page"),
        (described(author="Anna Adler"), '<p class="byline">By Boris Brand</p>', ("Anna Adler",), "json-ld"),
        ("", '<div class="byline">By Anna Adler<time>December 28, 2016</time></div>', ("Anna Adler",), "page"),
        ("", "<div>By Anna Adler</div><p>12 comments</p>", ("Anna Adler",), "page"),
        ("", "<div>By the river, where nobody goes any more. It rained.</div>", (), None),
        ("", '<ul><li>From:</li><li>By: <span><a href="/a">Anna Adler</a></span>, <span><a href="/b">Boris BRAND</a></span></li></ul>', ("Anna Adler", "Boris BRAND"), "page"),
        ("", "<div>By <div>Anna Adler wrote</div></div>", (), None),
        ('<meta name="author" content="Lantern (www.lantern.example)">', f"<ul><li><b>Autorin/Autor</b> Anna Adler</li>{DATE}</ul>", ("Anna Adler",), "page"),
        ('<meta name="author" content="Anna Adler (https://anna.example)">', "", ("Anna Adler",), "meta"),
        ("", f"<dl><dt>Author:</dt><dd>Anna Adler</dd>{DATE}</dl>", ("Anna Adler",), "page"),
        ("", f"<dl><dt>Author:</dt><dd>Anna Adler</dd>{DATE}</dl>" * 2, ("Anna Adler",), "page"),
        ("", f"<dl><dt>Author:</dt><dd>Anna Adler</dd>{DATE}<dt>Author</dt><dd>Boris Brand</dd></dl>", (), None),
        ("", "<dl><dt>Author:</dt><dd>Leo Tolstoy</dd><dt>Pages</dt><dd>1,225</dd></dl>", (), None),
        ("", "<p><b>Author:</b> Leo Tolstoy</p>", (), None),
        ("", f"<aside><dl><dt>Author:</dt><dd>Anna Adler</dd>{DATE}</dl></aside>", (), None),
        ("", f"<dl><dt>Author:</dt><dd>{'Anna Adler ' * 30}</dd>{DATE}</dl>", (), None),
        ("", f"<dl><dt>Author:</dt><dd>admin</dd>{DATE}</dl>", (), None),
        ('<meta name="author" content="Boris Brand">', f"<dl><dt>Author:</dt><dd>Anna Adler</dd>{DATE}</dl>", ("Boris Brand",), "meta"),
        ("", '<p>By <a href="/a">Jean Dupont</a> and <a href="/b">Anne Martin</a></p>', ("Jean Dupont", "Anne Martin"), "page"),
        ("", '<p class="byline"><a href="/a">Jean Dupont</a><a href="/b">Anne Martin</a></p>', ("Jean Dupont", "Anne Martin"), "page"),
        ("", '<p class="byline"><a href="/a">Jean Dupont</a>, <a href="/b">Anne Martin</a> | <a href="/c">Carla Cole</a></p>', ("Jean Dupont", "Anne Martin", "Carla Cole"), "page"),
        ("", '<figure><img src="/p.jpg" alt="A"><span class="author">Lena Koval</span></figure>', (), None),
        ("", '<aside class="author">Lena Koval</aside>', (), None),
        ("", '<span itemprop="author" itemscope><span itemprop="name">Anna Adler</span> since 2010</span>', ("Anna Adler",), "page"),
    ],
)  # fmt: skip
def test_names_are_found_where_the_page_says_them(
    head: str, above: str, authors: tuple[str, ...], source: str | None
) -> None:
    article = read(SITE + head, above)
    assert article.authors == authors
    assert article.sources.get("authors") == source


BYLINE = '<p class="byline">By Anna Adler</p>'


@pytest.mark.parametrize("name", ["node--promoted", "with-sidebar", "has-comments"])
def test_what_stands_around_the_only_headline_is_the_article_whatever_it_is_called(name: str) -> None:
    def authors(body: str) -> tuple[str, ...]:
        return read_article(
            f"<html><head><title>Orel votes</title></head><body>{body}{read_story()}</body></html>".encode(),
            URL,
            None,
            READ_AT,
        ).authors

    assert authors(f'<div class="{name}"><h1>Orel votes</h1>{BYLINE}</div>') == ("Anna Adler",)
    assert authors(f'<h1>Orel votes</h1><div class="{name}">{BYLINE}</div>') == ()
    assert (
        authors(f'<div class="{name}"><h1>Another story</h1>{BYLINE}</div><article><h1>Orel votes</h1></article>') == ()
    )
    assert authors(f'<div class="{name}"><h1>Another story</h1>{BYLINE}</div><h1>Orel votes</h1>') == ()
    assert authors(f"<aside><h1>Another story</h1>{BYLINE}</aside>") == ()


def test_the_site_is_no_author_unless_the_article_declares_it_and_nobody_else() -> None:
    assert read(f'{SITE}<meta name="author" content="The Lantern">').authors == ()
    assert read(SITE + described(author="The Lantern")).authors == ("The Lantern",)
    assert read(SITE + described(author=["The Lantern", "Anna Adler"])).authors == ("Anna Adler",)


def test_who_is_named_below_the_story_wrote_something_else() -> None:
    below = '<p class="byline">By Boris Brand</p>'
    article = read("", "", read_story() + below)
    assert article.authors == ()


def read_story() -> str:
    return "".join(
        f"<p>{'The council of Orel met again and again to count what was in its books. ' * 3}</p>" for _ in range(5)
    )


@pytest.mark.parametrize(
    ("head", "above", "authors"),
    [
        (described(author=["Anna Adler", "The Lantern ORU"]), "", ("Anna Adler",)),
        (described(author=["Anna Adler", "Lantern Lane"]), "", ("Anna Adler", "Lantern Lane")),
        (described(author="LANTERN ORU"), "", ("LANTERN ORU",)),
        (described(author=["Anna Adler", "LANTERN ORU"]), "", ("Anna Adler",)),
        ('<meta name="author" content="aadler">', '<div class="author-2">Anna Adler</div>', ("Anna Adler",)),
        (described(author="Reuters"), '<p class="byline">By Anna Adler</p>', ("Reuters",)),
        (described(author="박준석"), '<p class="byline">By Anna Adler</p>', ("박준석",)),
        ('<meta name="author" content="신현주 기자">', "", ("신현주",)),
        ('<meta name="author" content="von dpa">', "", ("dpa",)),
        ('<meta name="author" content="a@lantern.example"><meta name="twitter:misc:Written by" content="Anna Adler">', "", ("Anna Adler",)),
    ],
)  # fmt: skip
def test_desks_logins_and_titles_are_no_authors_where_people_are_named(
    head: str, above: str, authors: tuple[str, ...]
) -> None:
    assert read(SITE + head, above).authors == authors
