"""Feeds as newsrooms' programs write them, sound and broken: what each entry says, and where it leads."""

import pytest

from digest.articles.model import Image
from digest.articles.sources.entry import Entry
from digest.articles.sources.feed import parse
from digest.errors import PageUnreadable

FEED = "https://lantern.example/feed.xml"
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(item: str, head: str = "", before: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    channel = f"<title>The Lantern</title><link>https://lantern.example/</link>{head}"
    return f'{before}<rss version="2.0" {SPACES}><channel>{channel}<item>{item}</item></channel></rss>'.encode()


def atom(entry: str, head: str = "") -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}<entry>{entry}</entry></feed>'.encode()


def only(data: bytes) -> Entry:
    (entry,) = parse(data, FEED)
    return entry


LINK = "<link>https://lantern.example/a</link>"


def test_an_entry_of_rss_says_all_that_a_card_needs() -> None:
    entry = only(
        rss(
            LINK
            + "<title>The harbour opens</title><dc:creator>Anna Adler</dc:creator><dc:creator>Boris Brand</dc:creator>"
            "<pubDate>Tue, 24 Nov 2026 07:00:00 +0200</pubDate><category>Trade</category><category>Ships</category>"
            "<description>Short.</description><content:encoded><![CDATA[<p>Whole &amp; long.</p>]]></content:encoded>",
            "<language>uk</language>",
        )
    )
    assert entry == Entry(
        link="https://lantern.example/a",
        title="The harbour opens",
        bylines=("Anna Adler", "Boris Brand"),
        summary="Short.",
        content="<p>Whole &amp; long.</p>",
        published="Tue, 24 Nov 2026 07:00:00 +0200",
        language="uk",
        topics=("Trade", "Ships"),
        site="The Lantern",
    )


def test_an_entry_of_atom_says_the_same_with_text_html_and_xhtml() -> None:
    entry = only(
        atom(
            '<title type="text">Why &lt;b&gt; is bold</title><link rel="self" href="/self"/><link href="/a"/>'
            "<author><name>Anna Adler</name></author><author><name>Boris Brand</name></author>"
            "<published>2026-11-24T07:00:00+02:00</published><updated>2026-11-25T08:00:00Z</updated>"
            '<summary type="html">&lt;p&gt;Short.&lt;/p&gt;</summary><category term="trade" label="Trade"/>'
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <em>word</em>.</p></div></content>',
            '<title>The Lantern</title><link href="https://lantern.example/"/>',
        )
    )
    assert (entry.link, entry.title, entry.summary) == (
        "https://lantern.example/a",
        "Why &lt;b&gt; is bold",
        "<p>Short.</p>",
    )
    assert entry.bylines == ("Anna Adler", "Boris Brand")
    assert (entry.published, entry.updated) == ("2026-11-24T07:00:00+02:00", "2026-11-25T08:00:00Z")
    assert entry.content == "<div><p>One <em>word</em>.</p></div>"
    assert (entry.topics, entry.site) == (("Trade",), "The Lantern")


def test_xhtml_is_read_whatever_its_prefix_is_and_whether_anybody_declared_it() -> None:
    for space in ("", ' xmlns:h="http://www.w3.org/1999/xhtml"'):
        content = f'<content type="xhtml"><h:div{space}><h:p>One <h:em>word</h:em>.</h:p></h:div></content>'
        assert only(atom(f'<link href="/a"/>{content}')).content == "<div><p>One <em>word</em>.</p></div>"


def test_rss_1_and_atom_without_its_namespace_are_read_too() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="https://lantern.example/"><title>L</title></channel>'
        '<item rdf:about="https://lantern.example/a"><title>T</title></item></rdf:RDF>'
    )
    assert (only(rdf.encode()).link, only(rdf.encode()).title) == ("https://lantern.example/a", "T")
    bare = b'<feed><entry><title>T</title><link href="https://lantern.example/a"/></entry></feed>'
    assert (only(bare).link, only(bare).title) == ("https://lantern.example/a", "T")


def test_authors_of_the_feed_stand_for_entries_without_one() -> None:
    head = "<author><name>Anna Adler</name></author>"
    assert only(atom('<link href="https://lantern.example/a"/>', head)).bylines == ("Anna Adler",)


def test_a_name_stands_in_brackets_behind_the_address_of_its_mailbox() -> None:
    assert only(rss(f"{LINK}<author>desk@lantern.example (Anna Adler)</author>")).bylines == ("Anna Adler",)


@pytest.mark.parametrize(
    ("item", "link"),
    [
        ("<link>/a?b=1&amp;c=2</link>", "https://lantern.example/a?b=1&c=2"),
        ("<link><![CDATA[ https://lantern.example/a?b=1&c=2 ]]></link>", "https://lantern.example/a?b=1&c=2"),
        ("<guid>https://lantern.example/a</guid>", "https://lantern.example/a"),
        ('<atom:link rel="alternate" href="https://lantern.example/a"/>', "https://lantern.example/a"),
        (
            '<link>https://feeds.example/x</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">'
            "https://lantern.example/a</f:origLink>",
            "https://lantern.example/a",
        ),
    ],
)
def test_an_entry_leads_to_its_page_however_that_is_written(item: str, link: str) -> None:
    assert only(rss(item)).link == link


def test_an_entry_that_leads_nowhere_is_none() -> None:
    assert parse(rss('<title>T</title><guid isPermaLink="false">https://lantern.example/1</guid>'), FEED) == []
    assert parse(rss("<link>javascript:alert(1)</link>"), FEED) == []


def test_addresses_are_relative_to_the_xml_base_around_them() -> None:
    entry = only(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lantern.example/2026/" xml:lang="uk">'
        b'<entry xml:base="11/"><title>T</title><link href="a"/></entry></feed>'
    )
    assert (entry.link, entry.language) == ("https://lantern.example/2026/11/a", "uk")


def test_addresses_without_a_base_are_relative_to_the_site_and_not_to_the_feed() -> None:
    text = "<rss><channel><link>https://lantern.example/uk/</link><item><link>a</link></item></channel></rss>"
    (entry,) = parse(text.encode(), "https://feeds.example/lantern")
    assert entry.link == "https://lantern.example/uk/a"


def test_the_language_is_the_nearest_that_is_declared() -> None:
    assert only(rss(f"{LINK}<dc:language>ru</dc:language>", "<language>en</language>")).language == "ru"


def test_pictures_keep_their_own_words_and_the_widest_stands_first() -> None:
    entry = only(
        rss(
            LINK + "<media:group>"
            '<media:content url="/small.jpg" width="300" height="200"><media:credit>Lena</media:credit></media:content>'
            '<media:content url="/big.jpg" medium="image" width="1200" height="675"><media:credit>Olga / AFP</media:credit>'
            "<media:description>Ships wait.</media:description><media:title>Three ships</media:title></media:content>"
            '<media:content url="/film.mp4" type="video/mp4"/></media:group><media:thumbnail url="/thumb.jpg"/>'
            '<enclosure url="/more.jpg" type="image/jpeg" length="1"/><enclosure url="/sound.mp3" type="audio/mpeg"/>'
        )
    )
    site = "https://lantern.example"
    assert entry.pictures == (
        Image(f"{site}/big.jpg", 1200, 675, "Three ships", "Ships wait.", "Olga / AFP"),
        Image(f"{site}/small.jpg", 300, 200, credit="Lena"),
        Image(f"{site}/more.jpg"),
        Image(f"{site}/thumb.jpg"),
    )


def test_what_is_said_beside_the_only_picture_is_said_of_it() -> None:
    entry = only(rss(f'{LINK}<media:content url="/a.jpg"/><media:credit>Olga / AFP</media:credit>'))
    assert entry.pictures[0].credit == "Olga / AFP"


@pytest.mark.parametrize(
    "before",
    ["\n\n  ", "\ufeff", "<!-- made by hand -->", "Warning: mysql_connect()\n", '<!DOCTYPE rss SYSTEM "rss-0.91.dtd">'],
)
def test_what_stands_before_a_feed_does_not_keep_it_from_being_read(before: str) -> None:
    whole = f'{before}<?xml version="1.0"?>' if "DOCTYPE" not in before else f'<?xml version="1.0"?>{before}'
    assert only(rss(LINK + "<title>T</title>", before=whole)).title == "T"


@pytest.mark.parametrize(
    ("label", "encoding", "charset"),
    [
        ("windows-1251", "cp1251", None),
        ("utf-8", "cp1251", "windows-1251"),  # the server knows better
        ("windows-1251", "utf-8", None),  # the bytes are UTF-8 beyond doubt
        ("utf-16", "utf-16", None),
    ],
)
def test_a_feed_is_read_in_the_encoding_that_it_is_in(label: str, encoding: str, charset: str | None) -> None:
    text = rss(f"{LINK}<title>Порт открыт</title>", before=f'<?xml version="1.0" encoding="{label}"?>').decode()
    (entry,) = parse(text.encode(encoding), FEED, charset)
    assert entry.title == "Порт открыт"


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("AT&T and R&D", "AT&T and R&D"),
        ("Caf&eacute;&nbsp;open", "Café\u00a0open"),
        ("a &unknown; b", "a &unknown; b"),
        ("a\x0bb", "a b"),
        ("&#1055;орт", "Порт"),
        ("<![CDATA[5 < 7 & 8]]>", "5 < 7 & 8"),
        ("The <b>big</b> one", "The <b>big</b> one"),
    ],
)
def test_what_is_no_sound_xml_is_read_for_what_it_means(title: str, read: str) -> None:
    assert only(rss(f"<title>{title}</title>{LINK}")).title == read


def test_prefixes_that_nobody_declared_and_tags_that_nobody_closed_are_read() -> None:
    broken = (
        b"<rss><channel><item><title>T</title><link>https://lantern.example/a</link><dc:creator>Anna Adler</dc:creator>"
    )
    assert (only(broken).title, only(broken).bylines) == ("T", ("Anna Adler",))


@pytest.mark.parametrize(
    "data", [b"", b"plain words", b"<html><body><p>404</p></body></html>", b'{"items": []}', b"\0\1"]
)
def test_what_is_no_feed_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(PageUnreadable, match=r"no (feed|XML)"):
        parse(data, FEED)
