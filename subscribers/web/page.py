"""What all reader pages share: how they are answered, and what a browser is told about them.

Nothing of a page is kept or sent on: no cache, no referrer (the address bar holds a token), no search engine, nothing from anywhere else.
"""

from typing import Protocol

from starlette.responses import HTMLResponse, Response

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class Render(Protocol):
    """Makes the HTML of a page out of its template, in a reader's language."""

    def __call__(self, name: str, language: str, /, **values: object) -> str:
        """Render page `name`; an unknown or empty `language` gives the digest's own."""
        ...


def answer(html: str, status: int = 200) -> Response:
    """Answer with a page."""
    return HTMLResponse(html, status, HEADERS)
