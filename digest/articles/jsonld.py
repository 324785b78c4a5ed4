"""Reads the schema.org description of an article out of a page's JSON-LD.

Source of the names: https://schema.org/NewsArticle. Publishers nest, list and abbreviate freely, so every function
here accepts a value of any shape and returns plain text or nothing.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import TypeAlias

from digest.characters import one_line

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
"""Whatever JSON can hold."""
JsonObject: TypeAlias = dict[str, Json]

_ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|LiveBlogPosting|Report|Review)$")
_TAGS = re.compile(r"<[^>]{0,200}>")
_MAX_NODES = 5_000


def find_article(scripts: list[str]) -> JsonObject:
    """Return the first object that describes an article among the page's JSON-LD `scripts`, or an empty one."""
    for script in scripts:
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            types = node.get("@type", "")
            if any(
                isinstance(name, str) and _ARTICLE_TYPES.search(name)
                for name in (types if isinstance(types, list) else [types])
            ):
                return node
    return {}


def _nodes(data: Json) -> Iterator[JsonObject]:
    """Yield all objects, outermost first; at most `_MAX_NODES` values are looked at, without recursion."""
    queue, seen = [data], 0
    while queue and seen < _MAX_NODES:
        node, seen = queue.pop(0), seen + 1
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
