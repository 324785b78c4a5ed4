"""Reads the body of an answer piece by piece, and never inflates more of it than is kept."""

import zlib

import httpx

from digest.errors import PageUnreadable

ENCODINGS = "gzip, deflate"
"""What is asked for (RFC 9110, 8.4.1)."""


def read_body(response: httpx.Response, max_bytes: int, *, is_cut: bool = False) -> bytes:
    """Return a body as it was before it was packed, at most `max_bytes` of it.

    Raises `PageUnreadable` for a longer one, unless it may be cut.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise PageUnreadable("the site packs its pages in a way that was not asked for")
    inflater = _Inflater(encoding) if encoding != "identity" else None
    data = bytearray()
    for chunk in response.iter_raw():
        data += inflater.inflate(chunk, max_bytes + 1 - len(data)) if inflater else chunk
        if len(data) > max_bytes:
            if is_cut:
                break
            raise PageUnreadable(f"the page is larger than {max_bytes // 1_000_000} MB")
    return bytes(data[:max_bytes])


class _Inflater:
    """Unpacks gzip and deflate; of the latter also the form without a header, which some servers send."""

    def __init__(self, encoding: str) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._may_be_bare = encoding == "deflate"

    def inflate(self, chunk: bytes, at_most: int) -> bytes:
        try:
            data = self._inner.decompress(chunk, at_most)
        except zlib.error:
            if not self._may_be_bare:
                raise PageUnreadable("the site sends a damaged page") from None
            self._inner, self._may_be_bare = zlib.decompressobj(-zlib.MAX_WBITS), False
            return self.inflate(chunk, at_most)
        self._may_be_bare = False
        return data
