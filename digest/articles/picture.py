"""The picture of an article: the page's own choice, with what it shows, its caption and who took it."""

import re

from lxml import html

from digest.articles import jsonld
from digest.articles.model import Image
from digest.articles.page import Page
from digest.characters import one_line

_CREDIT = re.compile(
    r"(?:photo(?:graph)?|image|picture|foto|credit|фото)(?:s| by| credit)?\s*[:/]\s*(.{2,80})", re.IGNORECASE
)
_MAX_ALT = 250


def find(page: Page, described: jsonld.JsonObject) -> tuple[Image | None, dict[str, str]]:
    """Return the picture of `page` and where each part of it was found; `described` is its JSON-LD article."""
    offered = jsonld.images(described.get("image")) + jsonld.images(described.get("thumbnailUrl"))
    shared = page.address("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    best = max(offered, key=lambda image: jsonld.pixels(image.get("width")), default={})
    url = page.absolute(str(best.get("url", ""))) or shared
    if not url.startswith(("http://", "https://")):
        return None, {}
    sources = {"image": "json-ld" if best else "opengraph"}
    width, height = jsonld.pixels(best.get("width")), jsonld.pixels(best.get("height"))
    if not (width and height) and (url == shared or not best):
        width, height = jsonld.pixels(page.meta("og:image:width")), jsonld.pixels(page.meta("og:image:height"))
    shown = page.figure_of(url)
    caption, credit = _caption(shown)
    caption = caption or jsonld.text(best.get("caption"))
    credit = credit or jsonld.text(best.get("creditText") or best.get("copyrightHolder"))
    alt, sources["image.alt"] = _alt(page, shown, caption)
    # cleaned again, because a cut may open a direction that nothing closes
    image = Image(url, width, height, one_line(alt[:_MAX_ALT]), one_line(caption[:500]), one_line(credit[:120]))
    return image, {name: where for name, where in sources.items() if where}


def _alt(page: Page, shown: html.HtmlElement | None, caption: str) -> tuple[str, str]:
    """Return the description and its source: the one given for sharing, the one on the page, else the caption."""
    shared = page.meta("og:image:alt", "twitter:image:alt")
    if shared:
        return shared, "opengraph"
    printed = jsonld.clean(shown.get("alt") or "") if shown is not None else ""
    if printed:
        return printed, "page"
    return caption, "caption" if caption else ""


def _caption(shown: html.HtmlElement | None) -> tuple[str, str]:
    """Return caption and credit from the figure around a picture, each empty where there is none."""
    figure = next(shown.iterancestors("figure"), None) if shown is not None else None
    text_below = next(figure.iter("figcaption"), None) if figure is not None else None
    if text_below is None:
        return "", ""
    whole = jsonld.clean(text_below.text_content())
    marked = next((part for part in text_below.iter() if "credit" in str(part.get("class", "")).lower()), None)
    if marked is not None and marked is not text_below:
        credit = jsonld.clean(marked.text_content())
        return whole.replace(credit, "").strip(" -–|"), credit
    named = _CREDIT.search(whole)
    if named:
        return whole[: named.start()].strip(" -–|([."), named.group(1).strip(" )].")
    return whole, ""
