"""All addresses of a letter are found and changed by the types of its models."""

import re
from dataclasses import dataclass, replace

import pytest
from markupsafe import Markup, escape

from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.edition.field_types import (
    ArticleLink,
    GiftLink,
    LinkKind,
    Mailbox,
    OwnPage,
    PictureLink,
    ReaderLink,
    SponsorLink,
)
from digest.edition.model import Brief, Correction, Note
from digest.letter.links import ArticleHtml, ArticleText, at_mirrors, hrefs, in_ascii, mirrored, with_links
from tests.standins.letters import edition_and_lock, letter

MIRRORS = {"blocked.example": "open.example"}


@dataclass(frozen=True, slots=True)
class Inner:
    url: ArticleLink
    words: str = "https://blocked.example/words"


@dataclass(frozen=True, slots=True)
class Everything:
    article: ArticleLink
    picture: PictureLink
    gift: GiftLink
    own: OwnPage
    sponsor: SponsorLink
    reader: ReaderLink
    contact: Mailbox
    html: ArticleHtml
    text: ArticleText
    title: str
    number: int
    names: tuple[str, ...]
    several: tuple[ArticleLink, ...]
    perhaps: ArticleLink | None
    inner: Inner | None
    inners: tuple[Inner, ...]


def blocked(path: str) -> str:
    return f"https://blocked.example/{path}"


WHOLE = Everything(
    article=blocked("a"),
    picture=blocked("p"),
    gift=blocked("g"),
    own=blocked("o"),
    sponsor=blocked("b"),
    reader=blocked("r"),
    contact="us@blocked.example",
    html=Markup(
        '<p>See <a href="https://blocked.example/h?a=1&amp;b=2">it</a>, <a href="mailto:a@blocked.example">us</a> '
        "or https://blocked.example/bare.</p>"
    ),
    text="See it (https://blocked.example/h?a=1&b=2) or http://blocked.example/bare.",
    title=blocked("title"),
    number=7,
    names=(blocked("name"),),
    several=(blocked("s1"), "https://elsewhere.example/s2"),
    perhaps=None,
    inner=Inner(blocked("i")),
    inners=(Inner(blocked("i1")), Inner("")),
)


def test_mirrors_change_pages_and_pictures_of_the_newspaper_and_nothing_else() -> None:
    def there(path: str) -> str:
        return f"https://open.example/{path}"

    assert with_links(WHOLE, at_mirrors(MIRRORS)) == replace(
        WHOLE,
        article=there("a"),
        picture=there("p"),
        html=Markup(
            '<p>See <a href="https://open.example/h?a=1&amp;b=2">it</a>, <a href="mailto:a@blocked.example">us</a> '
            "or https://open.example/bare.</p>"
        ),
        text="See it (https://open.example/h?a=1&b=2) or https://open.example/bare.",
        several=(there("s1"), "https://elsewhere.example/s2"),
        inner=Inner(there("i")),
        inners=(Inner(there("i1")), Inner("")),
    )


def test_a_name_without_a_scheme_has_its_mirror_too_and_else_stays_as_it_is_written() -> None:
    mirrors = at_mirrors({"www.blocked.example": "open.example"})
    text = "www.blocked.example/a?b&c, www.blocked.example. www.elsewhere.example/a, a@www.blocked.example"
    there = "https://open.example/a?b&c, https://open.example. www.elsewhere.example/a, a@www.blocked.example"
    assert with_links(replace(WHOLE, text=text), mirrors).text == there
    assert with_links(replace(WHOLE, html=escape(text)), mirrors).html == escape(there)
    beyond = replace(WHOLE, html=Markup("www.пример.рф/ж&amp;ж, www.elsewhere.example"))
    assert with_links(beyond, in_ascii).html == (
        "https://www.xn--e1afmkfd.xn--p1ai/%D0%B6&amp;%D0%B6, www.elsewhere.example"
    )


@pytest.mark.parametrize("url", ["https://газета.example/a?b=ж", "https://xn--80aahjj1e.example/a?b=ж"])
def test_a_host_is_found_in_either_spelling(url: str) -> None:
    assert mirrored(url, {"xn--80aahjj1e.example": "open.example"}) == "https://open.example/a?b=ж"


def test_without_mirrors_nothing_changes() -> None:
    assert with_links(WHOLE, at_mirrors({})) == WHOLE


def test_every_kind_can_be_changed_in_one_place() -> None:
    seen: list[tuple[LinkKind, str]] = []

    def note(kind: LinkKind, url: str) -> str:
        seen.append((kind, url))
        return url

    with_links(WHOLE, note)
    assert {kind for kind, _ in seen} == set(LinkKind)
    assert (LinkKind.ARTICLE, "https://blocked.example/h?a=1&b=2") in seen
    assert not [url for _, url in seen if url in ("", WHOLE.title, *WHOLE.names)]


def test_what_a_change_puts_into_html_is_escaped() -> None:
    changed = with_links(WHOLE, lambda _, url: url + '?"><b>&')
    assert "<b>" not in changed.html
    assert 'href="https://blocked.example/h?a=1&amp;b=2?&#34;&gt;&lt;b&gt;&amp;"' in changed.html


def test_the_links_of_a_model_are_its_declared_addresses_as_a_letter_writes_them() -> None:
    assert hrefs(WHOLE) == {
        *map(blocked, ("a", "p", "g", "o", "b", "r", "s1", "i", "i1", "h?a=1&b=2")),
        "https://elsewhere.example/s2",
        "mailto:us@blocked.example",
        "mailto:a@blocked.example",
        "http://blocked.example/bare",
    }


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://blocked.example", "https://open.example"),
        ("http://BLOCKED.example:8080/a?b#c", "https://open.example/a?b#c"),
        ("https://blocked.example./a", "https://open.example/a"),
        ("https://www.blocked.example/", "https://www.blocked.example/"),
        ("https://blocked.example.evil.example/", "https://blocked.example.evil.example/"),
        ("https://[half/", "https://[half/"),
    ],
)
def test_a_mirror_is_for_exactly_its_host(url: str, there: str) -> None:
    assert mirrored(url, MIRRORS) == there


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_a_reader_behind_a_block_gets_no_page_or_picture_of_the_blocked_host(language: str) -> None:
    edition, lock = edition_and_lock()
    note = Note("See <https://lantern.example/1>, [it](https://lantern.example/2) or http://lantern.example/3 now.")
    options = LetterOptions(AppealMode.HIDE, mirrors=True)
    edition = replace(edition, note=note)
    found = letter(Variant(language, options), edition=edition, lock=lock)
    usual = letter(Variant(language, LetterOptions(AppealMode.HIDE)), edition=edition, lock=lock).html
    left = {part for part in (found.html + found.text).split() if "//lantern.example" in part}
    assert left
    assert all("https://lantern.example/privacy" in part for part in left)
    assert found.html.count("https://mirror.example/") == usual.count("//lantern.example/") - usual.count("/privacy")


def test_addresses_in_the_words_of_editors_are_encoded_mirrored_and_linked_in_both_parts() -> None:
    edition, lock = edition_and_lock()
    words = "At https://lantern.example/%s_(ж), www.lantern.example/b and https://карта.рф/бриф."
    section = edition.sections[0]
    pick = replace(section.picks[0], summary=words % "summary", credit=words % "credit")
    edition = replace(
        edition,
        sections=(replace(section, picks=(pick, *section.picks[1:])), *edition.sections[1:]),
        briefs=(Brief(words % "brief"), Brief(words % "linked", "https://lantern.example/b")),
        corrections=(Correction(words % "correction"),),
    )
    found = letter(Variant("en", LetterOptions(AppealMode.HIDE, mirrors=True)), edition=edition, lock=lock)
    for part in (found.html, found.text):
        assert "карта" not in part
        assert "https://xn--80aa2azak.xn--p1ai/%D0%B1%D1%80%D0%B8%D1%84" in part
        for place in ("summary", "brief", "linked", "correction"):
            assert f"https://mirror.example/{place}_(%D0%B6)" in part
            assert f"https://lantern.example/{place}" not in part
    assert "https://mirror.example/credit_(%D0%B6)" in found.html
    for place in ("summary", "brief", "correction"):
        assert f'href="https://mirror.example/{place}_(%D0%B6)"' in found.html
    assert found.html.count('href="https://www.lantern.example/b"') == 3


@pytest.mark.parametrize("url", ["http://lantern.example/<b>", "https://me@lantern.example/a"])
def test_an_address_that_no_letter_may_link_to_stays_words(url: str) -> None:
    edition, lock = edition_and_lock()
    edition = replace(edition, briefs=(Brief(f"A & B at {url}"),))
    found = letter(Variant("en", LetterOptions(AppealMode.HIDE)), edition=edition, lock=lock)
    assert f"A &amp; B at {escape(url)}" in re.sub("</?a[^>]*>", "", found.html)
