"""The picture of an article, with what it shows and who took it: the page's own choice, as far as a letter can show it.

Declared pictures come before the one that leads the story, photographs before cards that have the headline printed in
them, wide ones before square ones, JPEG before what mail programs cannot show. What it shows is told by the page where
the picture stands; a headline or the name of a file tells nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digest.articles import credit, jsonld
from digest.articles.headline import folded
from digest.articles.model import Image
from digest.articles.page import Page
from digest.articles.picture_address import (
    is_card,
    is_jpeg,
    is_name_of_file,
    is_picture,
    keys,
    over_https,
    ratio_in,
    shape,
)
from digest.articles.picture_caption import caption_and_credit
from digest.characters import one_line

MOST_KEPT = 3
_MAX_ALT, _MAX_CAPTION = 250, 500
_LEAST_SIDE = 200
_WIDE, _VERY_WIDE = 1.2, 1.5
_TOO_NARROW, _MIDDLING = 400, 1_000
"""Widths in pixels: below the first a picture is no lead, from the second on it is sharp on every screen."""
_FEWEST_LETTERS, _FEWEST_WORDS = 3, 3
_EMPTY_WORDS = re.compile(
    r"^(?:image|photo|picture|foto|bild|imagen|изображение|фото|thumbnail|thumb|featured image|article thumbnail"
    r"|article image|main image|lead image|hero|cover|poster|alt|img|null|undefined"
    r"|placeholder|logo|avatar|default|no description(?: available)?|click to enlarge|open image)[\s\d:.-]*$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Offer:
    """A picture that a page offers, where, and the element that shows it; what its JSON-LD says of it in `told`."""

    url: str
    source: str
    width: int = 0
    height: int = 0
    alt: str = ""
    told: jsonld.JsonObject | None = None

    @property
    def ratio(self) -> float:
        """Return width by height, 0 where nothing tells it."""
        return self.width / self.height if self.width and self.height else ratio_in(self.url)


def pictures_of(page: Page, described: jsonld.JsonObject, not_alt: Sequence[str]) -> tuple[list[Image], dict[str, str]]:
    """Return up to three pictures of `page`, the best first, and where each part of the first was found.

    `described` is its JSON-LD article, `not_alt` are texts that describe no picture: the headline, the site's name.
    """
    offers = [offer for offer in _offers(page, described) if _may_be_shown(offer)]
    groups = _same(offers)
    groups.sort(key=lambda group: (is_card(group[0].url), _is_small(group), _is_square(group)))
    found, sources = list[Image](), dict[str, str]()
    names = frozenset(folded(text) for text in not_alt if text)
    for group in groups[:MOST_KEPT]:
        image, where = _image(page, group, names)
        if image.alt and found and not found[0].alt and _tells_of_story(group, image):
            found.insert(0, image)
            sources = where
        else:
            found.append(image)
            sources = sources or where
    return found, sources


def _tells_of_story(group: Sequence[_Offer], image: Image) -> bool:
    """Return whether a picture of the story may stand for one that nobody describes: a described one, of some width."""
    words = len(image.alt.split())
    by_story = group[0].source == "page" and "teaser" not in image.url
    return by_story and not _is_square(group) and words >= _FEWEST_WORDS and image.alt.count(",") <= words / 3


def _offers(page: Page, described: jsonld.JsonObject) -> Iterator[_Offer]:
    for told in jsonld.images(described.get("image")) + jsonld.images(described.get("thumbnailUrl")):
        url = page.absolute(str(told["url"]))
        yield _sized(
            _Offer(url, "json-ld", jsonld.pixels(told.get("width")), jsonld.pixels(told.get("height")), told=told)
        )
    width, height = jsonld.pixels(page.meta("og:image:width")), jsonld.pixels(page.meta("og:image:height"))
    shared = page.all_addresses("og:image:secure_url", "og:image", "og:image:url")
    for number, url in enumerate(shared):
        size = (width, height) if number == 0 or url == shared[0] else (0, 0)
        yield _sized(_Offer(url, "opengraph", *size, alt=page.meta("og:image:alt") if number == 0 else ""))
    for url in page.all_addresses("twitter:image", "twitter:image:src", "thumbnail", "image"):
        yield _sized(_Offer(url, "meta", alt=page.meta("twitter:image:alt")))
    for img in page.lead_figures():
        sides = jsonld.pixels(img.get("width")), jsonld.pixels(img.get("height"))
        urls = page.addresses_of(img)
        best = max(urls, key=lambda url: (is_jpeg(url), _fitting(shape(url)[0])), default="")
        if best:
            yield _sized(_Offer(best, "page", *(sides if max(sides) > _LEAST_SIDE else (0, 0))))


def _sized(offer: _Offer) -> _Offer:
    """Return an offer over https, with the size that its address tells where the page does not say."""
    width, height = (offer.width, offer.height) if offer.width and offer.height else shape(offer.url)
    return replace(offer, url=over_https(offer.url), width=width, height=height)


def _may_be_shown(offer: _Offer) -> bool:
    small = 0 < offer.width < _LEAST_SIDE or 0 < offer.height < _LEAST_SIDE / 2
    return is_picture(offer.url) and not (small and offer.source == "page")


def _same(offers: Sequence[_Offer]) -> list[list[_Offer]]:
    """Return the offers in groups of one picture each, the best size and kind first in each."""
    groups: list[tuple[set[str], list[_Offer]]] = []
    for offer in offers:
        names = keys(offer.url) | {offer.url}
        group = next((group for known, group in groups if known & names), None)
        if group is None:
            groups.append((set(names), [offer]))
        else:
            group.append(offer)
            next(known for known, one in groups if one is group).update(names)
    return [sorted(group, key=_rank) for _, group in groups]


def _narrowness(ratio: float) -> int:
    """Return how far a shape is from what a letter shows: wide, not known, less wide, square or upright."""
    return 1 if not ratio else (0 if ratio >= _VERY_WIDE else (2 if ratio >= _WIDE else 3))


def _rank(offer: _Offer) -> tuple[bool, bool, int, int]:
    """Return the place of one size of a picture among its sizes: mail programs show it, no card, wide, wide enough."""
    return (
        not is_jpeg(offer.url),
        is_card(offer.url),
        _narrowness(offer.ratio),
        -_fitting(offer.width) if offer.source != "page" else 1,
    )


def _fitting(width: int) -> int:
    """Return how well a width in pixels fits: the larger the better up to what a letter shows, unknown in between."""
    return 0 if 0 < width < _TOO_NARROW else (1 if not width else (2 if width < _MIDDLING else 3))


def _is_square(group: Sequence[_Offer]) -> bool:
    return 0 < group[0].ratio < _WIDE


def _is_small(group: Sequence[_Offer]) -> bool:
    return 0 < max(offer.width for offer in group) < _LEAST_SIDE


def _image(page: Page, group: Sequence[_Offer], not_alt: frozenset[str]) -> tuple[Image, dict[str, str]]:
    """Return a picture with its words, and where each of them was found."""
    best = group[0]
    figures = page.figures_of(frozenset[str]().union(*(keys(offer.url) for offer in group)))
    told = next((offer.told for offer in group if offer.told), {})
    below, credited = next((found for found in map(caption_and_credit, figures) if any(found)), ("", ""))
    caption, taken_by = credit.split(below)
    taken_by = credited or taken_by
    told_caption = jsonld.text(told.get("caption")) or jsonld.text(told.get("description"))
    if not caption and told_caption:
        caption, from_caption = credit.split(told_caption)
        taken_by = taken_by or from_caption
    credit_source = "page" if taken_by else ""
    printed = [jsonld.clean(shown.get("alt") or shown.get("title") or "") for shown in figures]
    if not taken_by:
        titles = (jsonld.clean(shown.get("title") or "") for shown in figures)
        taken_by = next((found for text in (*printed, *titles) if (found := credit.split(text)[1])), "")
        credit_source = "page" if taken_by else ""
    if not taken_by:
        taken_by = next((found for key in _CREDITS if (found := credit.tidy(jsonld.text(told.get(key))))), "")
        credit_source = "json-ld" if taken_by else ""
    shared = next((offer.alt for offer in group if offer.alt), "")
    texts = (
        *(("page", text) for text in printed),
        ("opengraph", _without_site(shared, not_alt)),
        ("caption", caption),
        ("json-ld", jsonld.text(told.get("name"))),
    )
    bare = ((credit.split(credit.split(text)[0])[0], where) for where, text in texts if describes(text, not_alt))
    alt, alt_source = next(((text, where) for text, where in bare if describes(text, not_alt)), ("", ""))
    image = Image(
        best.url,
        best.width,
        best.height,
        one_line(alt[:_MAX_ALT]),
        one_line(caption[:_MAX_CAPTION]),
        one_line(taken_by),
    )
    return image, {
        name: where
        for name, where in (("image", best.source), ("image.alt", alt_source), ("image.credit", credit_source))
        if where
    }


_CREDITS = ("creditText", "copyrightNotice", "copyrightHolder", "creator", "author", "photographer")


def describes(text: str, not_alt: frozenset[str]) -> bool:
    """Return whether a text says what a picture shows: no file name, no headline, no mere word for a picture."""
    return (
        len(_LETTERS.findall(text)) >= _FEWEST_LETTERS
        and not is_name_of_file(text)
        and not _EMPTY_WORDS.match(text)
        and folded(text) not in not_alt
    )


def _without_site(text: str, names: frozenset[str]) -> str:
    """Return a description without the site's name before it: `BBC A man walks`, `The Lantern. The hall`."""
    head, separator, tail = text.partition(". ")
    if separator and folded(head) in names:
        return tail
    head, separator, tail = text.partition(" ")
    return tail if separator and head.isupper() and folded(head) in names else text
