"""Links that lead to a page by way of somebody else, who counts the click: where they lead to is in the link. Pure.

Such a link may say more than that: Outlook's has the address of whoever got the mail. So the page itself is picked,
read and linked, and the way to it is kept nowhere. A way that only a server knows (t.co) is a redirect like any other.
Sources: addresses in public use; https://learn.microsoft.com/en-us/defender-office-365/safe-links-about,
https://help.proofpoint.com (URL Defense), https://developers.google.com/amp/cache/overview.
"""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

_MOST_LAYERS = 5
_ANY = r"(?:[a-z0-9-]+\.)*"
_LINKS = (
    (r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}/(?:url|imgres)", "url q imgrefurl"),
    (r"(?:www\.)?bing\.com/news/apiclick\.aspx", "url"),
    (r"(?:l|lm)\.(?:facebook|instagram|messenger|threads|workplace)\.(?:com|net)/(?:l\.php)?", "u"),
    (r"(?:www|m)\.facebook\.com/(?:l\.php|flx/warn/?)", "u"),
    (_ANY + r"safelinks\.protection\.(?:outlook\.(?:com|de|cn)|office365\.us)/.*", "url"),
    (_ANY + r"teams\.(?:microsoft|cdn\.office)\.(?:com|net)/.*safelinks.*", "url"),
    (r"(?:www\.)?slack-redir\.net/link", "url"),
    (r"(?:www\.)?linkedin\.com/(?:safety/go|redir/redirect|redir/general-malware-page|redirect)/?", "url"),
    (r"(?:[a-z]+\.)?vk\.(?:com|ru)/away(?:\.php)?", "to"),
    (r"(?:[a-z]+\.)?ok\.ru/dk", "st.link"),
    (r"(?:[a-z]+\.)?youtube\.com/redirect", "q"),
    (r"out\.reddit\.com/.*", "url"),
    (r"(?:[a-z]+\.)?umblr\.com/redirect", "z"),
    (r"(?:www\.)?pinterest\.[a-z.]{2,6}/offsite/?", "url"),
    (r"(?:[a-z]+\.)?duckduckgo\.com/l/?", "uddg"),
    (r"r\.search\.yahoo\.com/.*", ""),
    (r"(?:clck|sba|yabs)\.yandex\.[a-z]{2,3}/redir.*", "url"),
    (r"urldefense\.(?:proofpoint\.)?com/v[123]/.*", "u"),
    (_ANY + r"linkprotect\.cudasvc\.com/url", "a"),
    (_ANY + r"substack\.com/redirect(?:/.*)?", "url u"),
    (_ANY + r"(?:list-manage|campaign-archive|mailchimp)\.com/.*", "url u"),
    (r"(?:www\.)?getpocket\.com/redirect", "url"),
    (r"t\.me/iv", "url"),
)
"""Host and path of such links, and the parameters that hold where they lead to."""
_FORMS = tuple((re.compile(form, re.IGNORECASE), frozenset(names.split())) for form, names in _LINKS)
_IN_PATH = (
    re.compile(r"/RU=(.+?)/R[KS]=", re.IGNORECASE),  # r.search.yahoo.com
    re.compile(r"/v3/__([^*]+?)__;"),  # urldefense.com; a `*` stands for what is told elsewhere
)
_AMP = re.compile(
    r"""(?: (?:www\.)?google\.(?:com?\.)?[a-z]{2,3}/amp | (?:www\.)?bing\.com/amp
          | (?:[a-z0-9-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)/[a-z]
        )/(?:s/)?
        (?P<page>(?:[a-z0-9-]+\.)+[a-z0-9-]+(?:/.*)?)""",
    re.IGNORECASE | re.VERBOSE,
)
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)
_PROOFPOINT = re.compile(r"https?-3A__\S+")
_ESCAPED = re.compile(r"-([0-9A-F]{2})")
_PREVIEW = re.compile(r"(?:^|&)(?:preview=(?:true|1|yes)?(?:&|$)|preview_(?:id|nonce)=|_ppp=)", re.IGNORECASE)
"""WordPress: a draft in its site's design, for those who are logged in, or for a day or two."""
_EDITING = re.compile(
    r"/wp-admin/|/wp-login\.php|/ghost/?$|/node/(?:\d+/edit|preview/)|/editor/(?:post|page)/", re.IGNORECASE
)


def unwrapped(url: str) -> str:
    """Return the page's own address of a link by way of somebody else, or of several; any other link as it is."""
    for _ in range(_MOST_LAYERS):
        inner = _inner(url)
        if not inner:
            break
        url = inner
    return url


def is_for_editors_only(url: str) -> bool:
    """Return whether a link opens only for those who are logged in to a site: a draft's preview, or its editing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(_PREVIEW.search(parts.query) or _EDITING.search(parts.path))


def _inner(url: str) -> str:
    """Return where a link by way of somebody else leads to; empty for any other."""
    try:
        parts = urlsplit(url.strip())
        place = (parts.hostname or "") + parts.path
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https"):
        return ""
    if found := _AMP.fullmatch(place):
        return f"https://{found['page']}" + (f"?{parts.query}" if parts.query else "")
    for form, names in _FORMS:
        if form.fullmatch(place):
            told = [value for name, value in parse_qsl(parts.query) if name.lower() in names]
            told += [found[1] for piece in _IN_PATH if (found := piece.search(f"{parts.path}?{parts.query};"))]
            return next(filter(None, map(_address, told)), "")
    return ""


def _address(told: str) -> str:
    """Return a web address as it was before it was put into a link; empty for what is none."""
    if _PROOFPOINT.fullmatch(told):
        told = unquote(_ESCAPED.sub(r"%\1", told.replace("_", "/")))
    for text in (told, unquote(told)):
        if _WEB.match(text.strip()):
            return text.strip()
    return ""
