"""What the head of a page declares of its article, each field with where it stands. Pure."""

import re
from urllib.parse import urlsplit, urlunsplit

from digest.articles import jsonld
from digest.articles.headline import Headline
from digest.articles.language import declared_language
from digest.articles.page import Page
from digest.articles.site_rule import SiteRule
from digest.articles.topics import topics
from digest.tracking import without_tracking
from digest.web_address import encoded, site_host

_NO_NAMES = frozenset(("www", "com", "org", "net", "co"))
"""Labels of hosts that name nobody."""
_LONGEST_DESCRIPTION = 2_000
_PAID_TIERS = frozenset(("locked", "metered", "premium", "paid"))
_SECTIONS = ("article:section", "section", "parsely-section", "category", "content_category", "content_subcategory")


def canonical(page: Page) -> str:
    """Return the address to link to: the page's own idea of it on the same host, over https, without tracking."""
    own = page.canonical()
    address = own if site_host(own) == site_host(encoded(page.url)) else encoded(page.url)
    parts = urlsplit(without_tracking(address))
    scheme = parts.scheme if urlsplit(page.url).scheme == "http" else "https"
    return urlunsplit(parts._replace(scheme=scheme, fragment=parts.fragment if parts.fragment.startswith("!") else ""))


def titles(page: Page, described: jsonld.JsonObject) -> list[Headline]:
    """Return the headlines that a page declares, those it is to be believed about first."""
    offers = (
        ("json-ld", jsonld.text(described.get("headline")) or jsonld.text(described.get("name"))),
        ("opengraph", page.meta("og:title")),
        ("meta", page.meta("twitter:title", "title")),
        ("meta", page.meta("headline", "dc.title", "parsely-title", "sailthru.title")),
        ("title", page.title()),
    )
    return [Headline(text, source) for source, text in offers if text]


def site(page: Page, described: jsonld.JsonObject) -> tuple[str, str]:
    """Return the name of the site, and where it stands: its host where the page names none."""
    offers = (
        ("opengraph", page.meta("og:site_name")),
        ("json-ld", jsonld.text(described.get("publisher"))),
        ("host", site_host(page.url)),
    )
    return next((text, source) for source, text in offers if text or source == "host")


def names_of_site(page: Page, described: jsonld.JsonObject, site: str) -> list[str]:
    """Return the names that the site goes by, `site` first, and the parts of its host."""
    host = site_host(page.url)
    labels = [host, *host.split(".")[:-1]]
    named = (
        site,
        jsonld.text(described.get("publisher")),
        jsonld.text(described.get("sourceOrganization")),
        page.meta("application-name", "apple-mobile-web-app-title", "twitter:site", "publisher").lstrip("@"),
    )
    telling = (label for label in labels if len(label) > 1 and label not in _NO_NAMES)
    return list(dict.fromkeys(filter(None, (*named, *telling))))


def sections(page: Page, described: jsonld.JsonObject) -> list[str]:
    """Return the names of the sections that the article stands in, those of its address included."""
    path = [
        part.replace("-", " ")
        for part in urlsplit(page.url).path.split("/")[:-1]
        if re.fullmatch(r"[a-z-]{3,20}", part)
    ]
    named = [page.meta(name) for name in _SECTIONS]
    return [*filter(None, named), *jsonld.texts(described.get("articleSection")), *path]


def language(page: Page, described: jsonld.JsonObject) -> str:
    """Return the language that the page declares as a code; empty when it declares none."""
    tag = (
        page.root.get("lang")
        or page.root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or page.root.get("xml:lang")
        or ""
    )
    equivalent = next(
        (
            node.get("content") or ""
            for node in page.root.iter("meta")
            if (node.get("http-equiv") or "").lower() == "content-language"
        ),
        "",
    )
    offers = (
        tag,
        equivalent,
        page.meta("og:locale", "language", "dc.language"),
        jsonld.text(described.get("inLanguage")),
    )
    return next(filter(None, map(declared_language, offers)), "")


def description(page: Page, described: jsonld.JsonObject, rule: SiteRule) -> tuple[str, str]:
    """Return how the page describes itself, and where that stands; both empty when it does not."""
    offers = (
        ("json-ld", jsonld.text(described.get("description"))),
        ("opengraph", page.meta("og:description")),
        ("meta", page.meta("description", "twitter:description", "dc.description")),
    )
    found = ((text[:_LONGEST_DESCRIPTION], source) for source, text in offers if text and not rule.stops(text))
    return next(found, ("", ""))


def topics_of(page: Page, described: jsonld.JsonObject, elsewhere: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the topics of the first place that has some, but for texts that stand `elsewhere` on the card."""
    offers = (
        ("json-ld", jsonld.texts(described.get("keywords"))),
        ("opengraph", [topic for tag in page.metas.get("article:tag", []) for topic in jsonld.texts(tag)]),
        ("meta", jsonld.texts(page.meta("news_keywords", "keywords", "parsely-tags", "sailthru.tags"))),
        ("json-ld", [jsonld.text(one) for one in _list(described.get("about"))]),
    )
    return next(((kept, source) for source, offered in offers if (kept := topics(offered, elsewhere))), ((), ""))


def _list(value: jsonld.Json) -> list[jsonld.Json]:
    return value if isinstance(value, list) else [value] if value else []


def is_paywalled(page: Page, nodes: list[jsonld.JsonObject]) -> bool:
    """Return whether the page says that readers must pay for it."""
    told = [
        node.get("isAccessibleForFree")
        for node in nodes
        if ("isAccessibleForFree" in node and "hasPart" in node)
        or any(name.endswith("Article") for name in jsonld.types(node))
    ]
    if any(str(value).lower() in ("false", "no") for value in told if value is not None):
        return True
    return page.meta("article:content_tier", "og:article:content_tier").lower() in _PAID_TIERS
