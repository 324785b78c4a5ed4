"""Header values as RFC 5322 and RFC 2047 want them.

Nothing an editor or a page wrote can end a line or begin a header.
"""

import base64

LINE_LIMIT = 998
_ENCODED_WORD_BYTES = 39


def unstructured(text: str) -> str:
    """Return header text as it is written.

    Unchanged when that is harmless ASCII, else as encoded words of whole characters, folded (RFC 2047).
    """
    if text.isascii() and text.isprintable() and "=?" not in text and len(text) < LINE_LIMIT - 100:
        return text
    words, word = [], b""
    for character in "".join(character if character.isprintable() else " " for character in text):
        if len(word + character.encode()) > _ENCODED_WORD_BYTES:
            words.append(word)
            word = b""
        word += character.encode()
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in [*words, word])


def phrase(text: str) -> str:
    """Return a display name as it is written: plain words, a quoted string, or encoded words (RFC 5322, 3.2.5)."""
    if not text.isascii() or "=?" in text:
        return unstructured(text)
    if set(text) & set('()<>@,;:.[]"\\'):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return unstructured(text)
