"""Text from outside - pages, picks files, settings, names - as it may stand in a letter and its headers. Pure.

What ends a line or is no character becomes a space; what only helps to break lines goes without a trace; what shapes
words stays: joiners (Persian, emoji families), directional marks, variation selectors. Marks that open or close a
direction (UAX #9) are kept in pairs, so that no headline turns what follows it. `subscribers.policy.characters` is the
same for the subscribers, who import nothing of the digest; a test holds the two against each other.
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
    return line if _shows(line) else ""


def several_lines(text: str) -> str:
    """Return `text` with its lines as they are, each cleaned, and no empty ones around it; spaces alone are empty."""
    lines = [_cleaned(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    whole = "\n".join("" if line.isspace() else line for line in lines).strip()
    return whole if _shows(whole) else ""


def without_invisible(text: str) -> str:
    """Return `text` without what goes without a trace: all that is done to an address, whose bytes have a meaning."""
    return _GONE.sub("", text)


def _shows(text: str) -> bool:
    """Return whether anything of a text can be seen."""
    return bool(_UNSEEN_SIGNS.sub("", text).strip())


def without_controls(text: str) -> str:
    """Return `text` with a space for what ends a line or is no character: the least that a header needs."""
    return _SPACE.sub(" ", text)


def _cleaned(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    kept = unicodedata.normalize("NFC", without_controls(without_invisible(text)))
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
