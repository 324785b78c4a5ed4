"""How the desk answers: nothing is stored, nothing foreign is loaded, nobody puts a page of it into a frame."""

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, Response

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=(), browsing-topics=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
"""What every answer has that does not say otherwise itself."""


def page(html: str, status: int = 200) -> Response:
    """Return a page of ours as a response."""
    return HTMLResponse(html, status, HEADERS)


def guarded(response: Response) -> Response:
    """Return a response with the headers that it lacks."""
    headers = MutableHeaders(raw=response.raw_headers)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    return response
