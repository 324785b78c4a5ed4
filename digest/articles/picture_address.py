"""What the address of a picture tells without reading it: whose it is, its size and shape, whether it is none at all.

Pure. Image servers make many sizes of one picture, each at an address of its own.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from digest.characters import one_line
from digest.web_address import ascii_host

_SUFFIX = re.compile(r"\.(jpe?g|png|webp|avif|gif|heic|bmp|tiff?|jfif|pjpeg)$", re.IGNORECASE)
_NEVER = re.compile(
    r"^data:|\.svgz?(?:$|[?#])|\.(?:mp4|mp3|webm|m3u8|js|css|html?|php)(?:$|[?#])|<|>|%3c|%3e|\{\{"
    r"|\}\}|%7b%7b|\$\{|\bundefined\b|/null(?:$|[/?.])|\bnan\b|\.met\.vgwort\.de/",
    re.IGNORECASE,
)
_NO_PICTURE = re.compile(
    r"(?:^|[^a-z])(?:logos?|favicon|apple-touch|placeholder|spacer|blank|pixel|transparent|1x1"
    r"|avatar|gravatar|sprite|icons?"
    r"|(?<![^/])default|default[-_]?(?:image|img|share|social|og|thumb\w*|picture)|no[-_]?(?:image|photo|picture"
    r"|img)|missing|fallback|dummy|loading|lazy|leer|empty|vide)(?:[^a-z]|$)",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"(?:^|[^a-z])(?:og[-_]?image|og[-_]?card|opengraph|open[-_]graph|social[-_]?(?:card|share|image"
    r"|media|default)|share[-_]?(?:card|image|img|default|pic)"
    r"|sharing|twitter[-_]?card|facebook[-_]?share|fb[-_]?share|seo[-_]?image|card[-_]?generator"
    r"|headline[-_]?image|teaser[-_]?card|branded)(?:[^a-z]|$)"
    r"|/api/og\b|[?&](?:text|title|headline|txt)=",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?<!\d)(\d{2,4})\s?[x×*](\d{2,4})(?!\d)", re.IGNORECASE)
_RATIO = re.compile(r"(?<!\d)(16|4|3|2|1|21)[_x:-](9|3|2|1)(?!\d)")
_WIDTH_NAMES = ("w", "width", "imwidth", "wid", "resize_w", "im_w", "size")
_HEIGHT_NAMES = ("h", "height", "hei", "resize_h")
_WIDTHS = (
    "1[568]0|2[048]0|3[026]0|4[028]0|5[046]0|6[0456]0|7[0256]0|768|8[024]0|9[06]0|1000|102[04]|1080"
    "|1[12]00|1280|1366|1[45]00|1440|1536|1[68]00|1920|20[04][08]|2400|2560"
)
"""Widths in pixels that image servers are asked for."""
_SIZES = re.compile(
    rf"(?:^|(?<=[-_.,/=]))(?:{_WIDTHS}|\d{{2,4}}[x×*]\d{{2,4}}|[wh][-_=]?\d{{2,4}}|\d{{2,4}}[wh]"
    rf"|\d{{3,4}}px|scaled|e\d{{8,}}|(?:16|4|3|2|1|21)[_x:-](?:9|3|2|1)"
    r"|(?:width|height|quality|q|crop|resize|fit|format|auto)[-_=][\w,.]+|small|medium|large|xlarge"
    r"|thumb(?:nail)?|full|hero|master|standard|wide|square"
    r"|social|og|facebook|twitter|v-[a-z][a-z0-9]*|zc-[0-9a-f]{6,})(?=$|[-_.,/])",
    re.IGNORECASE,
)
_EDGES = re.compile(r"[-_.,~ ]+")
_INNER = re.compile(r"https?(?::|%3a)(?:/|%2f){1,2}", re.IGNORECASE)
_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-z])(?=[a-z]{0,40}\d)[0-9a-z]{16,}|\d{6,}",
    re.IGNORECASE,
)
_GENERAL = frozenset(
    [
        "image",
        "images",
        "img",
        "photo",
        "picture",
        "pic",
        "original",
        "main",
        "resize",
        "default",
        "index",
        "file",
        "download",
        "cover",
        "lead",
        "media",
        "asset",
        "content",
    ]
)
_SHORTEST_NAME = 5
_SHORT_NUMBER = re.compile("[0-9]{1,5}")
MAX_LENGTH = 2_000
_SMALLEST, _LARGEST = 50, 10_000
"""Pixels: no picture of an article is smaller or larger."""


def is_picture(address: str) -> bool:
    """Return whether an address may be that of a photograph or drawing: no template, SVG, logo or placeholder."""
    if not address.startswith(("http://", "https://")) or len(address) > MAX_LENGTH or _NEVER.search(address):
        return False
    parts = _parts(_innermost(address))
    if parts is None or not parts.hostname or not _is_askable(_parts(address)):
        return False
    path = unquote(parts.path)
    return not _NO_PICTURE.search("/".join(path.rsplit("/", 2)[-2:]))


def _is_askable(parts: SplitResult | None) -> bool:
    """Return whether an address can be asked for: no name of a user in it, a port and a host that can be."""
    if parts is None or parts.username is not None:
        return False
    try:
        host, _ = ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return False
    return "." in host.strip(".") or ":" in host or host == "localhost"


def is_card(address: str) -> bool:
    """Return whether a picture is made for sharing, as far as its address tells: the headline is printed in such."""
    return bool(_CARD.search(address))


def is_name_of_file(text: str) -> bool:
    """Return whether a description is the name of a file, or the number of a camera: `IMG_2231`, `1.JPG`."""
    bare = text.strip()
    if _SUFFIX.search(bare) or ("/" in bare and " " not in bare):
        return True
    return " " not in bare and bool(re.search(r"[_\d]", bare)) and not re.fullmatch(r"[^\W\d_]+-\d{1,3}", bare)


@lru_cache(maxsize=4_096)
def keys(address: str) -> frozenset[str]:
    """Return names by which a picture is known in whatever size it is served: one in common, and it is the same.

    Empty when its address has none that would tell it from others.
    """
    parts = _parts(_innermost(address[:MAX_LENGTH]))
    if parts is None:
        return frozenset()
    path = unquote(parts.path).lower().rstrip("/")
    found = {match[0] for match in _ID.finditer(path)}
    names = [_bare(part) for part in path.split("/") if part]
    if names and len(names[-1]) >= _SHORTEST_NAME and names[-1] not in _GENERAL:
        found.add(names[-1])
    elif any(names):
        found.add("/".join((parts.hostname or "", *filter(None, names))))
    return frozenset(found)


def shape(address: str) -> tuple[int, int]:
    """Return width and height of a picture in pixels, 0 for what its address does not tell."""
    parts = _parts(address[:MAX_LENGTH])
    if parts is None:
        return 0, 0
    sizes = [(int(found[1]), int(found[2])) for found in _SIZE.finditer(unquote(parts.path + "?" + parts.query))]
    if sizes:
        return sizes[-1]
    asked = {name.lower(): int(value) for name, value in parse_qsl(parts.query) if _SHORT_NUMBER.fullmatch(value)}
    width, height = (
        next((asked[name] for name in names if _SMALLEST <= asked.get(name, 0) <= _LARGEST), 0)
        for names in (_WIDTH_NAMES, _HEIGHT_NAMES)
    )
    return width, height


def ratio_in(address: str) -> float:
    """Return width by height as a picture's address tells it in words (`16_9`); 0 where it does not."""
    parts = _parts(address[:MAX_LENGTH])
    found = _RATIO.search(parts.path) if parts and parts.scheme else None
    return int(found[1]) / int(found[2]) if found else 0.0


def is_jpeg(address: str) -> bool:
    """Return whether a picture is one that every mail program shows, as far as its address tells."""
    return not re.search(
        r"\.(?:webp|avif|heic|gif)(?:$|[?&/])|(?:fm|format|f)[=/_](?:webp|avif)", address, re.IGNORECASE
    )


def over_https(address: str) -> str:
    """Return an address with https in place of http."""
    return f"https://{address.removeprefix('http://')}" if address.startswith("http://") else address


def _parts(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _innermost(address: str) -> str:
    """Return the address of the picture itself where an image server has it in its own address."""
    starts = [found.start() for found in _INNER.finditer(address)]
    if len(starts) <= 1:
        return address
    inner = address[starts[-1] :]
    return one_line(unquote(inner.partition("&")[0]) if "%3a" in inner[:10].lower() else inner)


def _bare(name: str) -> str:
    """Return a part of a path without suffix and sizes."""
    stem = _SUFFIX.sub("", name)
    for _ in range(3):
        stem = _EDGES.sub("-", _SIZES.sub("", stem)).strip("-")
    return stem
