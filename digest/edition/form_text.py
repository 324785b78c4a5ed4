"""A picks file's text on its way through a form of a web page, and back, without a byte of it changed. Pure.

Browsers send every end of a line as CR LF, whatever it was (HTML, 4.10.22.4 "constructing the entry list").
"""

import base64
import binascii
import re
import zlib

from digest.edition.strict_yaml import MAX_BYTES

_MOST = 4 * MAX_BYTES
_END = re.compile(r"\r\n|\n|\r")


def packed(text: str) -> str:
    """Return a text as letters and digits, for a hidden field: what the page was made from."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode()


def unpacked(value: str) -> str | None:
    """Return the text out of such a field; None for what is none, or larger than any picks file."""
    inflating = zlib.decompressobj()
    try:
        data = inflating.decompress(base64.b64decode(value, altchars=b"-_", validate=True), _MOST)
        return data.decode() if inflating.eof else None
    except (binascii.Error, ValueError, zlib.error):
        return None


def with_ends_of(text: str, like: str) -> str:
    """Return a text out of a field of several lines with its lines ending as those of the file `like`."""
    found = _END.search(like)
    return _END.sub(found[0] if found else "\n", text)
