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
    assert linked == set(addresses)
    assert re.findall(r"frequency=(\w+)", found.text) == ["monthly", "once", "monthly", "annual"]


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
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")
    body = root.find("body")
    assert body is not None
    assert all(child.get("lang") and child.get("dir") for child in body if isinstance(child.tag, str))
    assert {table.get("role") for table in root.iter("table")} == {"presentation"}
    pictures = list(root.iter("img"))
    assert pictures
    assert all(img.get("alt") and img.get("width") and img.get("height") for img in pictures)
    assert len(list(root.iter("h1"))) == 1
    headings = [link.text_content() for link in root.xpath("//h2/a | //h3/a")]
    assert len(headings) == len(list(edition_and_lock()[0].picks()))
    levels = [heading.tag for heading in root.xpath("//h1 | //h2 | //h3")]
    assert levels == ["h1", "h2", "h2", "h3", "h3", "h2", "h3", "h2", "h2", "h2"]
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
    assert "support?frequency=monthly&amp;amount=5" in letter().html


def language_of(element: Any) -> str:
    """Return the language that a screen reader takes an element to be in."""
    return str(element.xpath("ancestor-or-self::*[@lang][1]/@lang")[0])


def test_an_articles_language_is_said_of_words_from_its_page_only() -> None:
    edition, lock = edition_and_lock()
    foreign = replace(lock, picks=tuple(replace(page, language="he") for page in lock.picks))
    first = replace(edition.sections[0].picks[0], title="Our own headline", alt="")
    own = replace(edition, preheader="", sections=(Section("News", (first, *edition.sections[0].picks[1:])),))
    root: Any = html.fromstring(letter(Variant("ru"), edition=own, lock=foreign).html)
    headlines = {link.text_content(): link for link in root.xpath("//h2/a | //h3/a")}
    assert language_of(headlines.pop("Our own headline")) == "en"
    assert {language_of(link) for link in headlines.values()} == {"he"}
    assert {link.xpath("string(ancestor::*[@dir][1]/@dir)") for link in headlines.values()} == {"rtl"}
    summaries = [
        link.xpath("string((ancestor::h2 | ancestor::h3)/following-sibling::p[1])") for link in headlines.values()
    ]
    own_words = next(found for found in summaries if found == "Our own words, and no picture.")
    (paragraph,) = root.xpath(f"//p[text()='{own_words}']")
    assert language_of(paragraph) == "en"
    assert {language_of(img) for img in root.iter("img")} == {"he"}
    hidden = root.xpath("//body//div[contains(@style, 'display:none')]/span")
    assert [(language_of(words), words.text) for words in hidden] == [("he", page.title) for page in lock.picks[1:3]]


def test_fixed_words_say_their_language_where_the_reader_wants_another_than_the_editions() -> None:
    root: Any = html.fromstring(letter(Variant("ru")).html)
    for words in ("Отписаться", "Открыть в браузере", "Коротко", "В месяц", "Напомнить позже"):
        (found,) = root.xpath(f"//*[text()='{words}']")[-1:]
        assert language_of(found) == "ru", words
    for words in ("Keep the Lantern lit", "We have no owner. We have you.", "Readers pay for this letter. Join them."):
        (found,) = root.xpath(f"//*[text()='{words}']")
        assert language_of(found) == "en", words
    texts = list(root.xpath("//body//text()[normalize-space()]"))
    russian = sum(len(text) for text in texts if re.search("[а-яё]", text))
    marked = sum(len(text) for text in texts if language_of(text.getparent()) == "ru")
    assert 0.8 < russian / marked <= 1
    assert not html.fromstring(letter().html).xpath("//*[@lang='ru']")


def test_a_letter_written_from_right_to_left_is_a_mirror_of_the_other() -> None:
    edition, lock = edition_and_lock()
    made = letter(edition=replace(edition, language="he"), lock=lock).html
    root: Any = html.fromstring(made)
    assert (root.get("lang"), root.get("dir")) == ("he", "rtl")
    cells = [
        cell for cell in root.iter("td") if cell.xpath("./h3 | ./p[contains(@class, 'note')] | ./h2[not(@class)]/a")
    ]
    assert cells
    assert {cell.get("align") for cell in cells} == {"right"}
    assert "letter-spacing" not in made
    assert "padding:24px 22px 20px 0" in made


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
    (heading,) = root.xpath("//h2/a[contains(@class, 'ink')]")
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
def test_every_link_that_asks_says_how_often_and_how_much(currency: str) -> None:
    words = publication().appeal
    assert words
    whole = replace(words, currency=currency, has_all_amounts=True)
    root: Any = html.fromstring(letter(own=replace(publication(), appeal=whole)).html)
    asked = [" ".join(link.itertext()) for link in root.xpath("//a[contains(@href, 'support?')]")][1:]
    assert len(asked) == len(set(asked)) == 5
    assert [re.sub(r"[^a-z ]", "", text.lower().replace(currency.lower(), "")).split()[-1] for text in asked[3:]] == [
        "once",
        "month",
    ]
    assert [text.split()[0] for text in asked[:3]] == ["Once", "Monthly", "Annual"]
    assert all(re.search(r"\d", text) for text in asked)


def test_the_text_names_one_sum_of_each_frequency_and_all_where_the_newsroom_wants_so() -> None:
    words = publication().appeal
    assert words
    usual, whole = (
        letter(own=replace(publication(), appeal=replace(words, has_all_amounts=every))).text for every in (False, True)
    )
    for frequency, amounts in words.offers:
        least = f":\n{words.gift_url(frequency, min(amounts))}\n"
        assert least in usual
        assert least in whole
        assert all(f":\n{words.gift_url(frequency, amount)}\n" in whole for amount in amounts)
    assert usual.count("/support?") == len(words.offers) + 1
    assert whole.count("/support?") == sum(len(amounts) for _, amounts in words.offers) + 1
    assert "Monthly, from €5:" in whole


def test_one_gift_is_recommended_and_all_buttons_are_equal() -> None:
    root: Any = html.fromstring(letter().html)
    buttons = root.xpath("//td[a[contains(@href, 'support?')]][contains(@style, 'border:2px')]")
    assert [cell.get("width") for cell in buttons] == ["32%"] * 3
    assert ["background-color" in cell.get("style") for cell in buttons] == [False, True, False]
    words = publication().appeal
    assert words
    rare = replace(words, offers=(("once", (5,)), ("annual", (50,))))
    root = html.fromstring(letter(own=replace(publication(), appeal=rare)).html)
    assert len(root.xpath("//td[contains(@class, 'fill')]")) == 1


def test_the_description_of_a_picture_keeps_what_shapes_words() -> None:
    edition, lock = edition_and_lock()
    alt = 'می‌خواهند 👨‍👩‍👧 e̋ and a\\b "c"'
    picks = [
        replace(article, image=replace(article.image, alt=alt) if article.image else None) for article in lock.picks
    ]
    made = letter(edition=edition, lock=replace(lock, picks=tuple(picks))).html
    assert "\\u{" not in made
    assert alt in unescape(made)
