"""The letter in a real browser: fits a phone and a desk, light and dark, with enough contrast in both."""

from typing import Any

import pytest

from digest.delivery.variant import Variant
from tests.journeys.visiting import needs_browser
from tests.standins.letters import HOST, SITE, letter
from tests.standins.newspaper import Newspaper, Page

CONTRASTS = """
() => {
  const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const paper = node => {
    for (let at = node; at; at = at.parentElement) {
      const found = rgb(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || getComputedStyle(parent).display === 'none' || !parent.offsetParent) continue;
    const [a, b] = [light(rgb(getComputedStyle(parent).color)), light(paper(parent))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.push(node.textContent.trim().slice(0, 40) + ' ' + ((a + 0.05) / (b + 0.05)).toFixed(2));
  }
  return low;
}
"""


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 600])
def test_it_fits_and_can_be_read(browser: Any, width: int, scheme: str, language: str) -> None:
    html = letter(Variant(language)).html.replace(HOST, "/")
    with Newspaper(SITE, {"/": Page(html.encode())}) as site:
        page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
        page.goto(site.url)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(CONTRASTS) == []
        assert page.evaluate("[...document.images].every(img => img.complete && img.naturalWidth && img.alt)")
        shapes = page.evaluate(
            "[...document.images].map(img => (img.clientWidth / img.clientHeight) / (img.naturalWidth / img.naturalHeight))"
        )
        assert all(0.98 < shape < 1.02 for shape in shapes), "a picture is distorted"
        sizes = page.evaluate(
            "[...document.querySelectorAll('h2 + p, h2 + p + p')].map(p => parseFloat(getComputedStyle(p).fontSize))"
        )
        assert max(sizes) >= 16
        page.context.close()
