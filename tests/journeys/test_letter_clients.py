"""The letter where mail programs drop what it says: no style sheet at all, Word's engine, pictures switched off."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.letter.clients import images_off, no_style, word
from tests.journeys.visiting import needs_browser
from tests.standins.full_edition import full_edition
from tests.standins.letters import HOST, SITE, letter
from tests.standins.newspaper import Newspaper, Page

pytestmark = [pytest.mark.slow, needs_browser]

MEASURES = """
() => {
  const box = node => node.getBoundingClientRect();
  const lead = document.querySelector('a img'), near = node => node.nextElementSibling;
  const gaps = [...document.querySelectorAll('h2, h3')].filter(near).map(node => box(near(node)).top - box(node).bottom);
  const cells = [...document.querySelectorAll('td')].filter(
    cell => cell.querySelector(':scope > a') && (cell.className.includes('mark') || cell.className.includes('fill')));
  return {
    lead: (box(lead).width / box(lead).height) / (lead.naturalWidth / lead.naturalHeight),
    gaps: gaps,
    buttons: cells.map(cell => box(cell).height),
    widths: cells.map(cell => Math.round(box(cell).width)),
    links: cells.map(cell => box(cell.querySelector('a')).height),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    blue: [...document.querySelectorAll('a')].filter(a => getComputedStyle(a).color === 'rgb(0, 0, 238)').length,
  };
}
"""


def shown(browser: Any, html: str, width: int, look: Callable[[Any], Any]) -> Any:
    """Return what `look` finds on the page of a letter."""
    with Newspaper(SITE, {"/": Page(html.replace(HOST, "/").encode())}) as site:
        page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
        page.goto(site.url)
        found = look(page)
        page.context.close()
        return found


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("client", "width"), [(no_style, 375), (no_style, 700), (word, 700)])
def test_nothing_is_squeezed_stuck_together_or_too_small_to_press(
    browser: Any, client: Callable[[str], str], width: int, language: str
) -> None:
    html = letter(Variant(language, LetterOptions(AppealMode.WARN))).html
    found = shown(browser, client(html), width, lambda page: page.evaluate(MEASURES))
    assert 0.98 < found["lead"] < 1.02
    assert min(found["gaps"]) >= 4
    assert len(found["buttons"]) == 3
    assert min(found["buttons"]) >= 44
    assert max(found["widths"]) - min(found["widths"]) <= 2
    assert client is word or min(found["links"]) >= 44
    assert found["overflow"] == 0
    assert found["blue"] == 0


def test_words_stand_in_place_of_pictures_that_are_switched_off(browser: Any) -> None:
    found = shown(
        browser,
        images_off(no_style(letter().html)),
        600,
        lambda page: page.evaluate(
            "[...document.images].map(img => [getComputedStyle(img).color, getComputedStyle(img).fontSize, img.alt])"
        ),
    )
    assert found
    assert {(color, size) for color, size, _ in found} == {("rgb(29, 29, 27)", "14px")}
    assert all(alt for _, _, alt in found)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, scheme: str, language: str) -> None:
    def look(page: Any) -> list[str]:
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        return [str(fault["id"]) for fault in found if fault["impact"] in ("serious", "critical")]

    assert shown(browser, letter(Variant(language)).html, 600, look) == []


EVERY_BLOCK = """
() => ({
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  blue: [...document.querySelectorAll('a')].filter(a => getComputedStyle(a).color === 'rgb(0, 0, 238)').length,
  wide: [...document.images].filter(img => img.getBoundingClientRect().right > innerWidth).length,
  portrait: document.querySelector('img[width="56"]').getBoundingClientRect().width,
  columns: [...document.querySelectorAll('td[width="50%"]')].slice(0, 2).map(cell => cell.getBoundingClientRect()).map(
    (box, at, all) => [Math.round(box.width), Math.round(box.top - all[0].top)]),
})
"""


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize(("client", "width"), [(str, 375), (no_style, 375), (no_style, 700), (word, 700)])
def test_an_edition_with_every_block_fits(
    browser: Any, client: Callable[[str], str], width: int, language: str
) -> None:
    html = letter(edition=replace(full_edition(), language=language)).html
    found = shown(browser, client(html), width, lambda page: page.evaluate(EVERY_BLOCK))
    assert (found["overflow"], found["blue"], found["wide"], found["portrait"]) == (0, 0, 0, 56)
    (left, top), (right, beside) = found["columns"]
    assert top == beside == 0
    assert abs(left - right) <= 2
    assert left >= 150


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_block(browser: Any, scheme: str) -> None:
    def look(page: Any) -> list[str]:
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        return [str(fault["id"]) for fault in found if fault["impact"] in ("serious", "critical")]

    assert shown(browser, letter(edition=full_edition()).html, 600, look) == []
