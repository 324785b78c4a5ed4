"""JSON of editorial systems, of whatever shape: each value as it is wanted, or an empty one. Pure."""

import json
import re

from digest.articles.encoding import decode
from digest.articles.jsonld import Json, JsonObject
from digest.errors import PageUnreadable

_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)


def parse_json(data: bytes, charset: str | None) -> Json:
    """Return the JSON in `data`; raises `PageUnreadable` where there is none."""
    try:
        found: Json = json.loads(decode(data, charset or "utf-8").lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError) as error:
        raise PageUnreadable("it is no JSON that can be read") from error
    return found


def objects(value: Json) -> list[JsonObject]:
    """Return the objects in a list, or the one object that stands there instead."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def inner(value: JsonObject, *path: str) -> JsonObject:
    """Return the object at the end of a path of keys; an empty one where there is none."""
    for key in path:
        found = value.get(key)
        value = found if isinstance(found, dict) else {}
    return value


def string(value: JsonObject, *names: str) -> str:
    """Return the first of the named values that is text and not empty, as it stands."""
    found = (value.get(name) for name in names)
    return next((text for text in found if isinstance(text, str) and text.strip()), "")


def is_address(text: str) -> bool:
    """Return whether a text is an address of the web."""
    return bool(_ABSOLUTE.match(text))
