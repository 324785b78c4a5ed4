"""The last look at a rendered letter stops what readers, filters or mail programs would suffer from."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from digest.delivery.mail import Letter
from digest.edition.model import Pick, Section
from digest.letter.preflight import SizeLimits, encoded_size, preflight, sizes
from digest.letter.slots import SLOT, ReaderLinks
from digest.problem import Severity
from tests.standins.letters import EDITION, edition_and_lock, letter

LINKS = ReaderLinks("https://letter.lantern.example", EDITION)
NO_LIMITS = SizeLimits(10**9, 10**9)


def said(found: Letter) -> str:
    return "\n".join(problem.what for problem in preflight(found, "f", NO_LIMITS, LINKS))


def test_the_small_edition_passes() -> None:
    assert preflight(letter(), "f", SizeLimits(), LINKS) == []


def sized(html: str) -> Letter:
    return replace(letter(), html=html)


@pytest.mark.parametrize(
    ("size", "limit", "severities"),
    [
        (875, 1_000, []),
        (876, 1_000, [Severity.WARNING]),
        (1_000, 1_000, [Severity.WARNING]),
        (1_001, 1_000, [Severity.ERROR]),
    ],
)
def test_a_letter_is_warned_about_above_seven_eighths_of_the_limit_and_stopped_above_it(
    size: int, limit: int, severities: list[Severity]
) -> None:
    problems = preflight(sized("a" * size), "f", SizeLimits(limit, 10**9), LINKS)
    assert [problem.severity for problem in problems if "HTML has" in problem.what] == severities


def test_the_size_as_it_travels_has_a_limit_of_its_own() -> None:
    cyrillic = sized("ы" * 1_000)
    size = encoded_size(cyrillic.html.encode())
    assert size > sizes(cyrillic).html_bytes
    for limit, severities in ((size - 1, [Severity.ERROR]), (size, [Severity.WARNING]), (size * 2, [])):
        problems = preflight(cyrillic, "f", SizeLimits(10**9, limit), LINKS)
        assert [problem.severity for problem in problems if "encoded HTML has" in problem.what] == severities


def test_the_shorter_of_the_two_encodings_counts() -> None:
    assert encoded_size(b"a" * 75) == 75 + 3
    assert encoded_size("ы".encode() * 57) == 2 * 78
    assert encoded_size(b"=") == 3


def test_the_heaviest_picks_are_named() -> None:
    found = replace(letter(), bytes_per_pick=(("https://a", 1), ("https://b", 4), ("https://c", 3), ("https://d", 2)))
    what = preflight(found, "f", SizeLimits(1, 10**9), LINKS)[0].what
    assert "heaviest picks: https://b 4 bytes, https://c 3 bytes, https://d 2 bytes)" in what


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda found: replace(found, text="Hello"), "the text part has no unsubscribe link"),
        (lambda found: replace(found, html=found.html.replace("/u/", "/x/")), "the HTML part has no unsubscribe link"),
        (
            lambda found: replace(found, text=f"\n{LINKS.unsubscribe}\n"),
            "the text part has no character beyond Latin-1",
        ),
        (lambda found: replace(found, html=found.html.replace("<h1", "<h3")), "0 top headings"),
        (
            lambda found: replace(found, html=re.sub(r'role="article" lang="en" dir="ltr"', "", found.html)),
            "does not say its language",
        ),
    ],
)
def test_a_template_that_drops_a_duty_is_stopped(broken: Callable[[Letter], Letter], words: str) -> None:
    assert words in said(broken(letter()))


STRAY = f"the letter holds `{SLOT}` where no reader's link belongs"


@pytest.mark.parametrize(
    "broken",
    [
        lambda found: replace(found, html=found.html.replace("<h1", f"<p>{SLOT}</p><h1")),
        lambda found: replace(found, text=f"{found.text}\nRead this {SLOT}.\n"),
        lambda found: replace(found, text=f"{found.text}\nhttps://evil.example/?u={LINKS.unsubscribe}\n"),
        lambda found: replace(found, text=f"{found.text}\nsee {LINKS.unsubscribe}\n"),
        lambda found: replace(found, subject=f"Hello {SLOT}"),
        lambda found: replace(found, sender=f"Lantern {SLOT}"),
    ],
    ids=["HTML", "text", "text, inside another address", "text, not alone on its line", "subject", "sender"],
)
def test_a_readers_token_goes_nowhere_but_into_the_readers_own_links(broken: Callable[[Letter], Letter]) -> None:
    assert said(broken(letter())) == STRAY


def test_an_editors_words_and_addresses_get_no_token_either() -> None:
    edition, lock = edition_and_lock()
    for pick in (
        Pick("https://example.org/a", title=f"Read this {SLOT}", summary="S"),
        Pick(f"https://evil.example/?u=https://letter.lantern.example/u/{SLOT}", title="T", summary="S"),
    ):
        thief = replace(edition, sections=(Section("N", (pick,)),))
        assert STRAY in said(letter(edition=thief, lock=lock))
    assert STRAY in said(letter(edition=replace(edition, subject=f"S {SLOT}"), lock=lock))
