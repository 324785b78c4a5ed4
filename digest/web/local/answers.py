"""How local pages answer: nothing is stored or sent on, nothing foreign is loaded, a letter can do nothing."""

from starlette.responses import HTMLResponse, Response

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=(), browsing-topics=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
}
"""What every answer has that does not say more strictly."""
_SCRIPTS = "; script-src 'self'; connect-src 'self'"
_LETTER = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; img-src data:"
)


def page(html: str, status: int = 200, *, scripts: bool = False) -> Response:
    """Return a page of ours as a response; `scripts` lets it run our own scripts and let them ask us."""
    return HTMLResponse(html, status, {**HEADERS, "Content-Security-Policy": _POLICY + (_SCRIPTS if scripts else "")})


def letter(html: str, *, web_pictures: bool = False) -> Response:
    """Return the HTML of a letter, for `<iframe sandbox="">`: it has no origin, no script, no form, and no way out.

    Its pictures are those that stand in it as data; `web_pictures` lets it load others, and so tell their sites that
    somebody looks. A cookie never goes with what it asks for.
    """
    return HTMLResponse(
        html, headers={**HEADERS, "Content-Security-Policy": _LETTER + (" https: http:" if web_pictures else "")}
    )
