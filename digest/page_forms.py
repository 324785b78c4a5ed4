"""The forms that publishers give one page beside its own: for AMP, for phones, at a second host. Pure.

What all may have is told by https://amp.dev and https://developers.google.com/search/docs (separate addresses for
phones). The forms of single publishers are of the `amphtml`, `alternate` and `canonical` links of their pages (Bild,
The Nation, WinFuture), of addresses in public use (BBC, CNN, Reuters, Radio Free Europe, Times of India), or customary.
A form that may as well be a page's own address (`/topics/amp`, about amplifiers) counts only where an article stands.
"""

import re

_DIGIT = "(?:(?<!%)(?<!%[0-9A-F])[0-9])"
"""A digit that is not of an escape."""
_NUMBER = _DIGIT + "{6}"
"""Six digits are an article's own number, and with the same number it is the same article."""
_WHOLE_YEAR = re.compile(_DIGIT + "{4}")
_ITS_NUMBER = re.compile(_DIGIT + "{5}")
_THREE_WORDS = re.compile("[^_-][_-]+[^_-]+[_-]+[^_-]")
_ONLY_NUMBERS = re.compile("[0-9_.-]*")
_LISTED = "author authors categories category search section sections tag tags theme themes topic topics"
_LISTS = frozenset(_LISTED.split())

_WORD_AT_END = re.compile(r"[_-]amp((?:\.html?)?)$", re.IGNORECASE)
"""A word of the headline, unless the article has its number before it: then it is no other article without."""
_AT_START = re.compile(r"^((?:/[a-z]{2})?)(?:/platform)?/amp(?:html)?(?=/)", re.IGNORECASE)
_AT_END = re.compile(r"(?<=[^/])(?<![/.]amp)(?:/+amp|\.amp)+$", re.IGNORECASE)
"""From the beginning of a run only, which keeps the search linear in whatever a page calls its address."""
_ALWAYS = tuple(
    (re.compile(form, re.IGNORECASE), own)
    for form, own in (
        (r"(?<=[^/])\.amp(?=\.html?$)", ""),
        (r"(?<=[^/])[!~]amp(?=(?:\.html?)?$)", ""),
        (r"(\.[sx]?html?)(?:/+amp|\.amp)+$", r"\1"),
        (rf"/amp(?=/[^/]*{_NUMBER}[^/]*$)", ""),
        (rf"({_NUMBER})/amp(?:/1$|(?=/))", r"\1"),
        (rf"^/a(?=(?:/[^/]+)?/{_NUMBER}[0-9]*\.html$)", ""),  # Radio Free Europe, Voice of America: `/amp` is for `/a`
        (r"/amp_articleshow(?=/)", "/articleshow"),
        (r"(?<!/index\.html)(?<!/index\.htm)(?:/index\.html?)+$", ""),  # what Apache and nginx show for a folder
    )
)
_OF_PUBLISHERS = tuple(
    (re.compile(form), own)
    for form, own in (
        (r"bbc\.co\.uk(?=/[^/]+/.)", "bbc.com"),
        (r"bbc\.com/([a-z]+)/amp(?=/.)", r"bbc.com/\1"),
        (r"(bbc\.com/.+)\.amp$", r"\1"),
        (r"cnn\.com/cnn(?=/.)", "cnn.com"),
        (r"(?:edition|lite)\.cnn\.com(?=/\d{4}/)", "cnn.com"),
        (r"(?:mobile\.)?reuters\.com/article(?:/amp)?(?=/id)", "reuters.com/article"),
        (r"(spiegel\.de/.+-a-[0-9a-f-]{36})-amp$", r"\1"),
        (r"(thenation\.com/.+)/tnamp$", r"\1"),
        (r"(bild\.de/.+)\.bildMobile\.html$", r"\1.bild.html"),
        (r"(?:m\.)?winfuture\.de/news/(\d+)$", r"winfuture.de/news,\1.html"),
        (r"(?:m\.)?(economictimes|timesofindia)\.com(?=/)", r"\1.indiatimes.com"),
        (r"([a-z-]+)\.m\.(wik[a-z]+\.org)(?=/)", r"\1.\2"),
        (r"(?:m|mbasic|mobile|old|touch)\.((?:facebook|reddit|tiktok|twitter|vk|x|youtube)\.com)(?=/)", r"\1"),
        (r"twitter\.com(?=/)", "x.com"),
        (r"m\.163\.com(?=/.+/article/)", "163.com"),
        (r"t\.me/s(?=/[^/]+/\d)", "t.me"),
        (r"youtu\.be/([\w-]{11})$", r"youtube.com/watch?v=\1"),
        (r"youtube\.com/(?:live|shorts)/([\w-]{11})$", r"youtube.com/watch?v=\1"),
    )
)


def own_form(host: str, path: str) -> tuple[str, str, str]:
    """Return the host and path at which a publisher has the page itself, and a parameter of it that stood in the path.

    `host` has no `www.`, `path` no slash at its end. There may be several forms at once: ask again.
    """
    path = _without_amp(path)
    for form, own in _OF_PUBLISHERS:
        found = form.match(host + path)
        if found:
            page = found.expand(own) + (host + path)[found.end() :]
            host, slash, path = page.partition("/")
            path, _, parameter = path.partition("?")
            return host, slash + path, parameter
    if path:
        host = without_label("amp", host)
    if _is_article(path):
        host = without_label("mobile", without_label("m", host))
    return host, path, ""


def without_label(label: str, host: str) -> str:
    """Return a host name without such labels at its beginning, as long as a domain is left: `amp.dev` is one."""
    while host.startswith(f"{label}.") and host.count(".") > 1:
        host = host.removeprefix(f"{label}.")
    return host


def _without_amp(path: str) -> str:
    """Return the path of the page that a path for AMP was made of."""
    for form, own in _ALWAYS:
        path = form.sub(own, path)
    found = _WORD_AT_END.search(path)
    if found and re.search(_NUMBER, path[path.rfind("/") : found.start()]):
        path = path[: found.start()] + found[1]
    for form, own in ((_AT_START, r"\1"), (_AT_END, "")):
        page = form.sub(own, path)
        path = page if _is_article(page) else path
    return path


def _is_article(path: str) -> bool:
    """Return whether a path leads to one article: by its number, three words of its headline, or the year above it."""
    *above, last = path.split("/")
    if _LISTS.intersection(above):
        return False
    if _ONLY_NUMBERS.fullmatch(last):
        return bool(_ITS_NUMBER.search(last))
    return bool(_ITS_NUMBER.search(last) or _THREE_WORDS.search(last)) or any(map(_WHOLE_YEAR.search, above))
