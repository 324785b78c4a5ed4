"""The letter that readers get.

The same bytes always, readable by everybody, and safe with other people's words in it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from digest.articles.model import Article, Image
from digest.delivery.mail import Letter
from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.letter.letter import fingerprint
from digest.letter.preflight import SizeLimits, preflight, sizes
from digest.letter.slots import SLOT, ReaderLinks
from digest.letter.templates import TemplateBroken
from tests.conftest import EDITION
from tests.standins.letters import edition_and_lock, letter

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


def test_the_fingerprint_changes_with_anything_a_reader_can_see() -> None:
    sample = letter()
    changed = [
        replace(sample, subject="Another"),
        replace(sample, html=sample.html + " "),
        replace(sample, text=sample.text + " "),
        replace(sample, variant=Variant("ru")),
    ]
    found = {fingerprint([found], "") for found in (sample, letter(), *changed)} | {
        fingerprint([sample], "another warning")
    }
    assert len(found) == 2 + len(changed)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_machines_can_check_that_everybody_can_read_it(language: str) -> None:
    root: Any = html.fromstring(letter(Variant(language)).html)
    assert (root.get("lang"), root.get("dir")) == (language, "ltr")
    body = root.find("body")
    assert body is not None
    assert all(child.get("lang") and child.get("dir") for child in body if isinstance(child.tag, str))
    assert all(table.get("role") == "presentation" for table in root.iter("table"))
    assert all(img.get("alt") and img.get("width") and img.get("height") for img in root.iter("img"))
    assert len(list(root.iter("h1"))) == 1
    headings = [link.text_content() for link in root.xpath("//h2/a")]
    assert len(headings) == 12
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
    assert text.count("https://lantern.example/2026/") == 12
    for url in (LINKS.unsubscribe, LINKS.preferences, LINKS.remind_later):
        assert f"\n{url}\n" in text


def test_a_variant_without_appeal_asks_for_nothing() -> None:
    found = letter(Variant("en", LetterOptions(AppealMode.HIDE)))
    assert "support?" not in found.html + found.text
    assert LINKS.remind_later not in found.html + found.text
    assert "support?frequency=monthly&amp;amount=10" in letter().html


def test_a_foreign_article_says_its_language() -> None:
    edition, lock = edition_and_lock()
    first = replace(lock.picks[0], language="he")
    found = letter(edition=edition, lock=replace(lock, picks=(first, *lock.picks[1:])))
    assert '<h2 style="font-size:28px;line-height:1.22" lang="he" dir="rtl">' in found.html


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


def test_no_foreign_address_is_ever_given_a_readers_token() -> None:
    edition, lock = edition_and_lock()
    thief = replace(lock.picks[0], title=f"Read this {SLOT}")
    found = letter(edition=edition, lock=replace(lock, picks=(thief, *lock.picks[1:])))
    assert "where no reader's link belongs" in str(preflight(found, "f", SizeLimits(), LINKS)[0])
    address = Pick(f"https://evil.example/?u=https://letter.lantern.example/u/{SLOT}", title="T", summary="S")
    stolen = replace(edition, sections=(Section("N", (address,)),))
    assert preflight(letter(edition=stolen, lock=lock), "f", SizeLimits(), LINKS)


def test_the_sample_passes_the_last_look() -> None:
    assert preflight(letter(), "f", SizeLimits(), LINKS) == []


def test_a_letter_too_large_is_stopped_and_one_nearly_so_is_warned_about() -> None:
    found = letter()
    size = sizes(found).html_bytes
    severities = [
        problem.severity.value
        for limit in (size - 1, size + 1, size * 2)
        for problem in preflight(found, "f", SizeLimits(limit, 10**6), LINKS)
    ]
    assert severities == ["error", "warning"]
    assert (
        "heaviest picks: https://lantern.example/2026/11/25/who-owns-the-microphone"
        in preflight(found, "f", SizeLimits(1, 10**6), LINKS)[0].what
    )


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda found: replace(found, text="Hello"), "the text part has no unsubscribe link"),
        (lambda found: replace(found, text=f"\n{LINKS.unsubscribe}\n"), "no character beyond Latin-1"),
        (lambda found: replace(found, html=found.html.replace("<h1", "<h3")), "0 top headings"),
        (
            lambda found: replace(found, html=re.sub(r'role="article" lang="en" dir="ltr"', "", found.html)),
            "does not say its language",
        ),
    ],
)
def test_a_template_that_drops_a_duty_is_stopped(broken: Callable[[Letter], Letter], words: str) -> None:
    found = broken(letter())
    assert words in "\n".join(problem.what for problem in preflight(found, "f", SizeLimits(), LINKS))
