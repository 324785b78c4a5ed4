"""The text of a file as a field of a form holds it, byte for byte: browsers change the ends of lines."""

import hashlib
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from digest.edition.strict_yaml import MAX_BYTES


def pack(text: str) -> str:
    """Return a text as letters, digits, `-` and `_` that `unpack` reads again."""
    return urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def unpack(packed: str) -> str | None:
    """Return the text that was packed; None for what is none, or is larger than a picks file may be."""
    try:
        opened = zlib.decompressobj()
        data = opened.decompress(urlsafe_b64decode(packed.encode()), MAX_BYTES + 1)
        return None if len(data) > MAX_BYTES or not opened.eof else data.decode()
    except (ValueError, zlib.error):
        return None


def text_mark(text: str) -> str:
    """Return what stands for one state of a file in an address or a field."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
