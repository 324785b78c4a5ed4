"""What an editorial system sends to the inbox's door: one link or several, as JSON or as a form. Pure.

Strict on purpose: a key that is written twice, or that nobody knows, is a slip that its author should hear of at once,
and not when a note is missing from the inbox.
"""

import json
import re
from typing import TypeAlias
from urllib.parse import parse_qsl

from digest.edition.inbox_link import Given

MOST_BYTES = 64_000
MOST_AT_ONCE = 50
_FORM = "application/x-www-form-urlencoded"
_KEYS = ("url", "note")
_MOST_FIELDS = 10
_FORMS = 'send {"url": "https://...", "note": "..."}, a list of such, or a form with the fields url and note'

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


class _NotSo(ValueError):
    """What was sent cannot be meant; the message says why."""


def read_links(content_type: str, body: bytes) -> list[Given] | str:
    """Return the links in a body, or what is wrong with it; `content_type` is the header, empty for none."""
    media_type = content_type.partition(";")[0].strip().lower()
    try:
        text = body.decode()
        if media_type == _FORM:
            return [_given(_of_form(text))]
        if media_type not in ("application/json", ""):
            return f"this form of body is not read here; {_FORMS}"
        found: Json = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except _NotSo as error:
        return str(error)
    except UnicodeDecodeError:
        return "the body is not UTF-8"
    except (ValueError, RecursionError):
        return f"the body is no JSON; {_FORMS}"
    return _of_json(found)


def _of_json(found: Json) -> list[Given] | str:
    several = found if isinstance(found, list) else [found]
    if not several:
        return f"the list is empty; {_FORMS}"
    if len(several) > MOST_AT_ONCE:
        return f"these are {len(several)} links, more than {MOST_AT_ONCE} at once"
    try:
        return [_given(one) for one in several]
    except _NotSo as error:
        return str(error)


def _given(one: Json) -> Given:
    if isinstance(one, str):
        return Given(one)
    if not isinstance(one, dict):
        raise _NotSo(_FORMS)
    for key, value in one.items():
        if key not in _KEYS:
            raise _NotSo(f"`{_shown(key)}` is no key here; {_FORMS}")
        if not isinstance(value, str):
            raise _NotSo(f"`{key}` must be text")
        if key == "url" and any(sign < " " for sign in value.strip()):
            raise _NotSo("`url` holds a control character")
    if not str(one.get("url", "")).strip():
        raise _NotSo("`url` is missing")
    return Given(str(one["url"]), str(one.get("note", "")))


def _shown(key: str) -> str:
    """Return a key as it may stand in an answer."""
    return re.sub(r"[^\w-]", "?", key[:40])


def _of_form(text: str) -> dict[str, Json]:
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    found: dict[str, Json] = dict(pairs)
    if len(found) < len(pairs):
        raise _NotSo("a field stands twice in the form; send a JSON list for several links")
    return found


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NotSo("a key stands twice in one object")
    return found


def _refuse_constant(_word: str) -> Json:
    raise _NotSo("NaN and Infinity are no JSON")
