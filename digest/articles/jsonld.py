"""Reads the schema.org description of an article out of a page's JSON-LD.

Source of the names: https://schema.org/NewsArticle. Publishers nest, list and abbreviate freely, so every function
here accepts a value of any shape and returns plain text or nothing.
"""

import html
import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import TypeAlias

from digest.characters import one_line

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
"""Whatever JSON can hold."""
JsonObject: TypeAlias = dict[str, Json]

_ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|LiveBlogPosting|Report|Review)$")
_TAGS = re.compile(r"<[^>]{0,200}>")
_MAX_NODES = 5_000
_MAX_SCRIPT = 1_000_000
_DECODER = json.JSONDecoder(strict=False)
_OPENS = re.compile(r"<!--|(?://|/\*)?\s{0,9}<!\[CDATA\[(?:\s{0,9}\*/)?")
_CLOSES = re.compile(r"(?:-->|(?://|/\*)?\s{0,9}\]\]>(?:\s{0,9}\*/)?)$")
_LONGEST_CLOSE = 30
_BLANK = " \t\r\n\ufeff\u00a0\u3000"
_ESCAPED = re.compile(r"[\[{\s]*&quot;")
_PIECES = re.compile(r'"|\\.|[^"\\]+|\\', re.DOTALL)
_ENDS_TEXT = re.compile(r"\s*(?:[:,}\]]|$)")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def read(scripts: list[str]) -> list[JsonObject]:
    """Return every object in the page's JSON-LD `scripts`, outermost first; references by `@id` can be followed.

    Scripts are written by hand and by plugins: comments of HTML and JavaScript around them, commas and semicolons too
    many, quotes that nobody escaped and several objects in one script are read for what they mean.
    """
    return [node for script in scripts for data in _parse(script) for node in _nodes(data)]


def find_article(nodes: list[JsonObject], is_page: Callable[[str], bool]) -> JsonObject:
    """Return the object that describes the page's article, or an empty one, its references to the others replaced.

    Of several, one that names the page as its own address (`is_page`), then one with a headline, then the first; what
    it lacks comes from others that describe the same article.
    """
    named = {str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    found = [node for node in nodes if any(_ARTICLE_TYPES.search(name) for name in types(node))]
    found.sort(key=lambda node: (not _is_about(node, is_page), not text(node.get("headline"))))
    if not found:
        return {}
    first = found[0]
    same = [node for node in found if text(node.get("headline")) in ("", text(first.get("headline")))]
    whole: JsonObject = {}
    for node in same:
        whole = {**{key: value for key, value in node.items() if value not in (None, "", [], {})}, **whole}
    return {key: _resolved(value, named) for key, value in whole.items()}


def types(node: JsonObject) -> list[str]:
    """Return what an object says it is."""
    named = node.get("@type", "")
    return [name for name in (named if isinstance(named, list) else [named]) if isinstance(name, str)]


def _is_about(node: JsonObject, is_page: Callable[[str], bool]) -> bool:
    """Return whether an object names the page itself as what it is about, or as its address."""
    for key in ("mainEntityOfPage", "url", "@id"):
        value = node.get(key)
        address = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(address, str) and is_page(address):
            return True
    return False


def _resolved(value: Json, named: dict[str, JsonObject]) -> Json:
    """Return a value with the object that is meant in place of each bare reference to it."""
    if isinstance(value, list):
        return [_resolved(entry, named) for entry in value]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.keys() - {"@id", "@type"}:
        return named.get(str(value["@id"]), value)
    return value


def _parse(script: str) -> Iterator[Json]:
    """Yield the values in a script, as far as they can be read."""
    bare = script[:_MAX_SCRIPT].strip(_BLANK)
    bare = bare[opens.end() :] if (opens := _OPENS.match(bare)) else bare
    bare = bare[:-_LONGEST_CLOSE] + _CLOSES.sub("", bare[-_LONGEST_CLOSE:])
    bare = bare.strip(_BLANK).rstrip(";").strip(_BLANK)
    if _ESCAPED.match(bare):
        bare = html.unescape(bare)
    for attempt in (bare, _repaired(bare)):
        found, rest = list[Json](), attempt
        while rest:
            try:
                value, end = _DECODER.raw_decode(rest)
            except (ValueError, RecursionError):
                break
            found.append(value)
            rest = rest[end:].lstrip(" \t\r\n;,")
        if found:
            yield from found
            return


def _repaired(script: str) -> str:
    """Return a script with quotes inside texts escaped, and without commas that nothing follows.

    A quote ends a text only where a colon, comma or bracket comes behind it.
    """
    parts, inside = list[str](), False
    for found in _PIECES.finditer(script):
        piece = found[0]
        if piece == '"' and inside and not _ENDS_TEXT.match(script, found.end()):
            parts.append('\\"')
        elif piece == '"':
            inside = not inside
            parts.append(piece)
        elif inside and len(piece) > 1 and piece[0] == "\\" and piece[1] not in '"\\/bfnrtu':
            parts.append(piece[1])
        else:
            parts.append(piece)
    return _TRAILING_COMMA.sub(r"\1", "".join(parts))


def _nodes(data: Json) -> Iterator[JsonObject]:
    """Yield all objects, outermost first; at most `_MAX_NODES` values are looked at, without recursion."""
    queue, seen = deque([data]), 0
    while queue and seen < _MAX_NODES:
        node, seen = queue.popleft(), seen + 1
        if isinstance(node, dict):
            yield node
            queue += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            queue += node


def text(value: Json) -> str:
    """Return a value as one line of plain text: entities decoded, tags and control characters gone."""
    if isinstance(value, list):
        value = next((entry for entry in value if entry), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("text") or ""
    return clean(value) if isinstance(value, str) else ""


def texts(value: Json) -> list[str]:
    """Return a value as a list of plain texts; one string with commas is several."""
    if isinstance(value, str):
        return [part for part in (clean(piece) for piece in value.split(",")) if part]
    entries = value if isinstance(value, list) else [value]
    return [found for found in (text(entry) for entry in entries) if found]


def names(value: Json) -> list[str]:
    """Return the names of people or bodies, each once."""
    entries = value if isinstance(value, list) else [value]
    found: list[str] = []
    for entry in entries:
        inner = entry.get("name") if isinstance(entry, dict) else entry
        found += [text(name) for name in (inner if isinstance(inner, list) else [inner])]
    return list(dict.fromkeys(name for name in found if name))


def images(value: Json) -> list[JsonObject]:
    """Return the images of an article as objects with at least `url`."""
    found: list[JsonObject] = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            found.append({"url": entry})
        elif isinstance(entry, dict):
            url = entry.get("url") or entry.get("contentUrl")
            url = next((part for part in url if isinstance(part, str)), "") if isinstance(url, list) else url
            if isinstance(url, str) and url:
                found.append(entry | {"url": url})
    return found


def pixels(value: Json) -> int:
    """Return a width or height in pixels, from a number, `"1200"`, `"1200px"` or a QuantitativeValue; 0 for none."""
    if isinstance(value, dict):
        value = value.get("value")
    found = re.match(r"\s*(\d{1,5})", str(value)) if isinstance(value, str | int | float) else None
    return int(found.group(1)) if found else 0


def clean(value: str) -> str:
    """Return one line of text (see `digest.characters`): entities decoded, also doubly encoded ones, and no tags."""
    for _ in range(2):
        value = html.unescape(value)
    return one_line(_TAGS.sub(" ", value))
