"""The topics of an article that a reader would recognise: short words, no codes, nothing said elsewhere. Pure."""

import re
from collections.abc import Iterable

from digest.articles.headline import folded

MOST = 8
_LONGEST = 40
_MOST_WORDS = 4
_CODE = re.compile(
    r"[:_/=@#{}<>|]|\d{5}|^\d+$|\.(?:com|org|net)\b|^[a-z]+-[a-z]+-[a-z-]+$|^[a-z]{1,3}\d"
    r"|[a-z][A-Z]\w*[A-Z]"
)
_GENERAL = frozenset(
    [
        "article",
        "articles",
        "news",
        "newsarticle",
        "story",
        "stories",
        "breaking",
        "latest",
        "top",
        "home",
        "homepage",
        "web",
        "default",
        "standard",
        "free",
        "premium",
        "paywall",
        "print",
        "online",
        "content",
        "post",
        "posts",
        "blog",
        "uncategorized",
        "general",
        "other",
        "all",
        "featured",
        "feature",
        "video",
        "videos",
        "photo",
        "photos",
        "gallery",
        "audio",
        "text",
        "page",
        "seo",
        "evergreen",
        "exclude",
        "include",
        "syndication",
        "export",
        "test",
        "archive",
        "новости",
        "новость",
        "статья",
        "новини",
        "стаття",
        "nachrichten",
        "artikel",
        "noticias",
        "actualités",
        "notizie",
        "nieuws",
        "wiadomości",
    ]
)


def topics(offered: Iterable[str], not_topics: Iterable[str]) -> tuple[str, ...]:
    """Return the `offered` words that are topics, each once; `not_topics` are the headline and names said elsewhere."""
    elsewhere = {folded(text) for text in not_topics if text}
    found: dict[str, str] = {}
    for topic in (one.strip(" .,;-–#\"'") for one in offered):
        name = folded(topic)
        if not 1 < len(topic) <= _LONGEST or len(topic.split()) > _MOST_WORDS or _CODE.search(topic):
            continue
        if name and name not in _GENERAL and name not in elsewhere:
            found.setdefault(name, topic)
    return tuple(found.values())[:MOST]
