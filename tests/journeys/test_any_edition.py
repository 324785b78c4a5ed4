"""Letters of editions as nobody would write them: readable to everybody, within the window, nothing in them runs."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.delivery.mail import Letter
from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.letter.clients import embed_pictures, no_style, picture_addresses
from digest.letter.links import mirrored
from digest.letter.preflight import SizeLimits, preflight
from digest.letter.slots import ReaderLinks
from digest.problem import stop_the_letter
from tests.conftest import Tell
from tests.journeys.visiting import needs_browser
from tests.standins.chance import first_seed, rounds
from tests.standins.letters import SITE, letter, publication
from tests.standins.random_editions import RandomEdition, random_edition

pytestmark = [pytest.mark.slow, needs_browser]
EDITIONS, WHILE_SOAKING = 20, 10
WORDS = ("en", "ru", "uk")
OPTIONS = (LetterOptions(), LetterOptions(AppealMode.WARN), LetterOptions(discreet=True), LetterOptions(mirrors=True))
PICTURE = (SITE / "pictures" / "council.jpg").read_bytes()
ANY_SIZE = SizeLimits(html_bytes=10**9, encoded_bytes=10**9)


def test_whatever_editors_write_is_a_letter_for_everybody(browser: Any, tell: Tell) -> None:
    first, number = first_seed(tell.seed), rounds(EDITIONS, WHILE_SOAKING)
    faults = []
    for seed in range(first, first + number):
        drawn = random_edition(seed)
        options = OPTIONS[seed % len(OPTIONS)]
        made = letter(Variant(WORDS[seed % 3], options), edition=drawn.edition, lock=drawn.lock)
        found = [*faults_of_words(drawn, made), *faults_on_screen(browser, made)]
        faults += [f"seed {seed}, {drawn.edition.language}: {fault}" for fault in found]
    tell(editions=number)
    assert not faults, "\n".join(faults)


def faults_of_words(drawn: RandomEdition, made: Letter) -> Iterator[str]:
    """Yield what is wrong with the letter before anybody draws it; that it has no lint is proven by its being made."""
    problems = preflight(made, drawn.edition.file, ANY_SIZE, ReaderLinks(publication().base_url, made.edition))
    if stop_the_letter(problems):
        yield from map(str, problems)
    mirrors = publication().mirrors if made.variant.options.mirrors else {}
    for address in drawn.addresses:
        either = "|".join(map(re.escape, {address, mirrored(address, mirrors)}))  # a sponsor has no mirror
        if not re.search(rf"(?:^|[\s(<])(?:{either})(?:[\s)>.]|$)", made.text):
            yield f"the text part does not show {address} in one piece"


def faults_on_screen(browser: Any, made: Letter) -> Iterator[str]:
    """Yield what a reader would see of it, or a screen reader hear, that is wrong."""
    shown = embed_pictures(made.html, dict.fromkeys(picture_addresses(made.html), PICTURE))
    context = browser.new_context(viewport={"width": 600, "height": 800})
    try:
        page = context.new_page()
        page.route("**", lambda route: route.abort())
        page.set_content(shown)
        if page.title() == "hacked" or page.locator("script, [onerror], [onmouseover]").count():
            yield "something in it runs"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            yield from (f"axe, {scheme}: {fault}" for fault in _serious(page))
        for client, html in (("", shown), ("no style, ", no_style(made.html))):
            page.set_content(html)
            for width in (375, 320):
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    yield f"{client}{wide} pixels wide in a window of {width}"
    finally:
        context.close()


def _serious(page: Any) -> Iterator[str]:
    for fault in Axe().run(page).response["violations"]:
        if fault["impact"] in ("serious", "critical"):
            where = fault["nodes"][0]
            yield f"{fault['id']}, {len(fault['nodes'])} times, such as {where['html'][:300]}"
