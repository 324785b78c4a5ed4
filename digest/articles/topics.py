"""The topics of an article that a reader would recognise: short words, no codes, nothing said elsewhere. Pure."""

import re
from collections.abc import Iterable, Sequence

from digest.articles.headline import folded

MOST = 8
_LONGEST = 40
_MOST_WORDS = 4
_FEW, _LONGEST_CODE, _MOSTLY = 3, 5, 0.8
_CODE = re.compile(
    r"startseite|homepage|frontpage|[:_/=@#{}<>|]|\d{5}|^\d+$|\.(?:com|org|net)\b|^[a-z]+-[a-z]+-[a-z-]+$|^[a-z]{1,3}\d"
    r"|[a-z][A-Z]\w*[A-Z]|^[Ff]eatured-"
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
        "curated",
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
    told = [text for text in not_topics if text]
    elsewhere = {folded(text) for text in told}
    found: dict[str, str] = {}
    bare = [one.strip(" .,;-–#\"'") for one in offered]
    if _are_words_of(folded(told[0] if told else ""), bare) or _are_codes(bare):
        return ()
    for topic in bare:
        name = folded(topic)
        if not 1 < len(topic) <= _LONGEST or len(topic.split()) > _MOST_WORDS or _CODE.search(topic):
            continue
        if name and name not in _GENERAL and name not in elsewhere:
            found.setdefault(name, topic)
    return tuple(found.values())[:MOST]


def _are_words_of(headline: str, offered: Sequence[str]) -> bool:
    """Return whether no more is offered than the headline in pieces, as a program cuts it: `opens, books, council`."""
    words = set(headline.split())
    return len(offered) >= _FEW and all(one.islower() and folded(one) in words for one in offered)


def _are_codes(offered: Sequence[str]) -> bool:
    """Return whether an agency's codes are offered (`AER, AIR, POL`): many, and hardly a whole word among them."""
    codes = sum(len(one) <= _LONGEST_CODE and one.isupper() for one in offered)
    return codes > _FEW and codes >= _MOSTLY * len(offered)
