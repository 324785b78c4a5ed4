"""Text from outside - forms, the API - as it may be stored and shown. Pure.

The same rule as `digest.characters`, which the subscribers must not import; a test holds the two against each other
over the whole of Unicode. There it is said why each character goes or stays.
"""

import re
import unicodedata

_PLAIN = re.compile("[ -~]*")
_GONE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphen, zero width space, word joiner, byte order mark."""
_NO_CHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_SPACE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
"""Controls, separators of lines and paragraphs, surrogates, and what Unicode will never make a character of."""
_DIRECTED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_EMBEDDINGS, _END_OF_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_UNSEEN_SIGNS = re.compile("[\u061c\u200c-\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Return `text` as one line: runs of spaces become one, and text that shows nothing is empty."""
    line = " ".join(_cleaned(text).split())
    return line if _UNSEEN_SIGNS.sub("", line).strip() else ""


def visible(text: str) -> str:
    """Return `text` without anything that does not show: marks that address books and chats put around an address."""
    return _UNSEEN_SIGNS.sub("", one_line(text))


def _cleaned(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    kept = unicodedata.normalize("NFC", _SPACE.sub(" ", _GONE.sub("", text)))
    return _in_pairs(kept) if _DIRECTED.search(kept) else kept


def _in_pairs(text: str) -> str:
    """Return `text` with every direction that is opened closed at its end at the latest, and no other one closed."""
    kept: list[str] = []
    awaited: list[str] = []
    for sign in text:
        if sign in _ISOLATES:
            awaited.append(_END_OF_ISOLATE)
        elif sign in _EMBEDDINGS:
            awaited.append(_END_OF_EMBEDDING)
        elif sign == _END_OF_ISOLATE and sign in awaited:
            while (end := awaited.pop()) != sign:
                kept.append(end)
        elif sign == _END_OF_EMBEDDING and awaited[-1:] == [sign]:
            awaited.pop()
        elif sign in (_END_OF_ISOLATE, _END_OF_EMBEDDING):
            continue
        kept.append(sign)
    return "".join([*kept, *reversed(awaited)])
