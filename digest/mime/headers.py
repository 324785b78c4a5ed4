"""Header values as RFC 5322 and RFC 2047 want them.

Nothing an editor or a page wrote can end a line or begin a header.
"""

import base64

from digest.characters import without_controls

LINE_LIMIT = 998
_ENCODED_WORD_BYTES = 39


def unstructured(text: str) -> str:
    """Return header text as it is written, one line of it.

    Unchanged when that is harmless ASCII, else as encoded words of whole characters, folded (RFC 2047).
    """
    line = _line(text)
    if line.isascii() and "=?" not in line and len(line) < LINE_LIMIT - 100:
        return line
    words, word = [], b""
    for character in line:
        if len(word + character.encode()) > _ENCODED_WORD_BYTES:
            words.append(word)
            word = b""
        word += character.encode()
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in [*words, word])


def phrase(text: str) -> str:
    """Return a display name as it is written: plain words, a quoted string, or encoded words (RFC 5322, 3.2.5)."""
    line = _line(text)
    if not line.isascii() or "=?" in line:
        return unstructured(line)
    if set(line) & set('()<>@,;:.[]"\\'):
        return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return unstructured(line)


def _line(text: str) -> str:
    """Return text as a header may hold it: every kind of space is one that programs know."""
    return "".join(" " if character.isspace() else character for character in without_controls(text))
