"""The letter that readers get.

The same bytes always, readable by everybody, and safe with other people's words in it.
"""

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from digest.articles.model import Article, Image
from digest.delivery.variant import SWITCHES, AppealMode, LetterOptions, Variant
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.letter.letter import fingerprint
from digest.letter.slots import ReaderLinks
from digest.letter.templates import TemplateBroken
from tests.standins.letters import EDITION, edition_and_lock, letter, publication

GOLDEN = Path(__file__).parents[2] / "golden"
LINKS = ReaderLinks("https://letter.lantern.example", EDITION)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_same_lock_gives_the_same_bytes_on_every_machine(language: str) -> None:
    found = letter(Variant(language))
    assert found.html == (GOLDEN / f"letter.{language}.html").read_text(encoding="utf-8"), (
        "a wanted change? run python -m tests.golden"
    )
    assert found.text == (GOLDEN / f"letter.{language}.txt").read_text(encoding="utf-8"), (
        "a wanted change? run python -m tests.golden"
    )


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_text_part_is_easy_to_read_and_has_every_address_whole_on_a_line_of_its_own(language: str) -> None:
    found = letter(Variant(language))
    lines = found.text.removesuffix("\n").split("\n")
    assert lines[0] == "THE FRIDAY LANTERN"
    assert "" not in [one + other for one, other in pairwise(lines)]
    assert lines.count("") <= 0.35 * len(lines)
    addresses = [line.removeprefix("[1] ").strip() for line in lines if "://" in line]
    assert all(address.isascii() and address.startswith("https://") and " " not in address for address in addresses)
    assert all(len(line) <= 72 for line in lines if "://" not in line)
    linked = {unescape(url) for url in re.findall(r'href="(https[^"]*)"', found.html)}
    larger = {url for url in linked if re.search("amount=(?:25|50|10)", url)} - set(addresses)
    assert linked - larger == set(addresses)
    assert re.findall(r"frequency=(\w+)", found.text) == ["once", "once", "monthly", "annual"]


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize("plain", [False, True])
def test_a_discreet_letter_begins_with_words_that_tell_nothing_in_both_parts(language: str, plain: bool) -> None:
    found = letter(Variant(language, LetterOptions(discreet=True, plain=plain)))
    begins = [" ".join(found.text.split())[:200]]
    if not plain:
        root: Any = html.fromstring(found.html)
        begins += [" ".join(root.find("body").text_content().split())[:200], root.findtext("head/title")]
    assert begins[0] == begins[not plain]
    own, lock = edition_and_lock()
    told = [publication().title, own.subject, own.preheader, *(page.title for page in lock.picks)]
    assert not [word for word in told for begin in begins if word.casefold() in begin.casefold()]


def test_mail_programs_are_told_of_its_colours_and_not_to_make_links_or_sizes_of_their_own() -> None:
    head = letter().html.partition("</head>")[0]
    said = dict(re.findall(r'<meta name="([^"]+)"(?: content="([^"]*)")?', head))
    assert said["color-scheme"] == said["supported-color-schemes"] == "light dark"
    assert "telephone=no" in said["format-detection"]
    assert "x-apple-disable-message-reformatting" in said


def test_the_fingerprint_changes_with_anything_a_reader_can_see() -> None:
    whole = letter()
    changed = [
        replace(whole, subject="Another"),
        replace(whole, html=whole.html + " "),
        replace(whole, text=whole.text + " "),
        replace(whole, variant=Variant("ru")),
    ]
    found = {fingerprint([found], "") for found in (whole, letter(), *changed)} | {
        fingerprint([whole], "another warning")
    }
    assert len(found) == 2 + len(changed)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_machines_can_check_that_everybody_can_read_it(language: str) -> None:
    root: Any = html.fromstring(letter(Variant(language)).html)
    assert (root.get("lang"), root.get("dir")) == (language, "ltr")
    body = root.find("body")
    assert body is not None
    assert all(child.get("lang") and child.get("dir") for child in body if isinstance(child.tag, str))
    assert {table.get("role") for table in root.iter("table")} == {"presentation"}
    pictures = list(root.iter("img"))
    assert pictures
    assert all(img.get("alt") and img.get("width") and img.get("height") for img in pictures)
    assert len(list(root.iter("h1"))) == 1
    headings = [link.text_content() for link in root.xpath("//h2/a")]
    assert len(headings) == len(list(edition_and_lock()[0].picks()))
    assert all(len(text) > 10 for text in headings)


def test_nothing_in_it_tracks_anybody() -> None:
    root: Any = html.fromstring(letter().html)
    links = {str(url) for url in root.xpath("//@href | //@src")}
    foreign = {
        url
        for url in links
        if not url.startswith(("https://lantern.example/", "https://letter.lantern.example/", "mailto:"))
    }
    assert foreign == set()
    slots = {url for url in links if "~" in url}
    assert slots == {LINKS.unsubscribe, LINKS.preferences, LINKS.remind_later}
    assert not [img for img in root.iter("img") if int(img.get("width", "0")) < 20]


def test_the_text_part_stands_on_its_own() -> None:
    text = letter().text
    assert all(len(line) <= 72 or "://" in line for line in text.splitlines())
    assert not re.search(r"\n{4,}", text)
    assert [text.count(f"\n{pick.url}\n") for pick in edition_and_lock()[0].picks()] == [1, 1, 1, 1]
    for url in (LINKS.unsubscribe, LINKS.preferences, LINKS.remind_later):
        assert f"\n{url}\n" in text


def test_a_variant_without_appeal_asks_for_nothing() -> None:
    found = letter(Variant("en", LetterOptions(AppealMode.HIDE)))
    assert "support?" not in found.html + found.text
    assert LINKS.remind_later not in found.html + found.text
    assert "support?frequency=monthly&amp;amount=10" in letter().html


def test_a_foreign_article_says_its_language() -> None:
    assert '<h2 style="font-size:20px;line-height:1.22" lang="he" dir="rtl">' in letter().html
    assert 'lang="en" dir="ltr"><a class="plain"' not in letter().html


HOSTILE = "\"><script>alert('1')</script>{{ 7*7 }}{% x %} ' onload=x <b> & =?utf-8?q?x=0D=0ABcc:a@b.example?= -->"


def hostile() -> tuple[Edition, Lock]:
    url = "https://example.org/a?b=1&c=2"
    article = Article(
        url,
        title=HOSTILE,
        summary=HOSTILE,
        authors=(HOSTILE,),
        topics=(HOSTILE,),
        image=Image("https://example.org/a.jpg", 4, 3, HOSTILE),
    )
    return Edition(EDITION, "f", HOSTILE, (Section(HOSTILE, (Pick(url),)),)), Lock(EDITION, (article,))


def test_other_peoples_words_stay_words() -> None:
    edition, lock = hostile()
    found = letter(edition=edition, lock=lock)
    root: Any = html.fromstring(found.html)
    assert not list(root.iter("script"))
    assert not root.xpath("//@onload")
    (heading,) = root.xpath("//h2/a[contains(@class, 'plain')]")
    assert heading.text_content() == HOSTILE
    assert heading.get("href") == "https://example.org/a?b=1&c=2"
    assert [img.get("alt") for img in root.iter("img")] == [HOSTILE]


def test_a_link_that_is_not_https_never_reaches_the_letter() -> None:
    edition, lock = hostile()
    bad = replace(edition, sections=(Section("N", (Pick("javascript:alert(1)", title="T", summary="S"),)),))
    with pytest.raises(TemplateBroken, match="must not be linked"):
        letter(edition=bad, lock=lock)


@pytest.mark.parametrize("name", SWITCHES)
def test_each_option_a_reader_can_switch_on_changes_what_they_get(name: str) -> None:
    """A box that a reader ticks and no letter heeds would be a promise not kept."""
    switched_on: dict[str, Any] = {name: True}
    usual, heeded = letter(), letter(Variant("en", LetterOptions(**switched_on)))
    shown = [(one.subject, one.sender, one.html, one.text) for one in (usual, heeded)]
    assert shown[0] != shown[1]


@pytest.mark.parametrize("subject", ["Rock ❤️ and 👩‍💻 news", "نمی‌خواهم", "हिन्दी", "C:\\new\\u{e9}", "e̋ “x” & ‘y’ <b>"])
def test_a_subject_is_the_same_wherever_the_letter_says_it(subject: str) -> None:
    edition, lock = edition_and_lock()
    made = letter(edition=replace(edition, subject=subject), lock=lock)
    assert made.subject == subject
    (label,) = re.findall(r'<div aria-label="([^"]*)"', made.html)
    (title,) = re.findall(r"<title>([^<]*)</title>", made.html)
    assert (unescape(label), unescape(title)) == (subject, subject)


@pytest.mark.parametrize("currency", ["NOK", "CHF", "€"])
def test_what_is_asked_for_is_the_same_in_the_tip_of_its_button(currency: str) -> None:
    words = publication().appeal
    assert words
    made = letter(own=replace(publication(), appeal=replace(words, currency=currency))).html
    tips = re.findall(r'<a [^>]*title="([^"]*)"[^>]*>([^<]*)</a>', made)
    assert len(tips) == 5
    for tip, shown in tips:
        assert unescape(tip).endswith(f": {unescape(shown)}"), tip
        assert "{" not in tip


def test_the_description_of_a_picture_keeps_what_shapes_words() -> None:
    edition, lock = edition_and_lock()
    alt = 'می‌خواهند 👨‍👩‍👧 e̋ and a\\b "c"'
    picks = [
        replace(article, image=replace(article.image, alt=alt) if article.image else None) for article in lock.picks
    ]
    made = letter(edition=edition, lock=replace(lock, picks=tuple(picks))).html
    assert "\\u{" not in made
    assert alt in unescape(made)
