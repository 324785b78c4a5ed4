"""Opens the local sites of commands: the program's own templates, behind the guard, on a port of this machine alone."""

from collections.abc import Callable, Sequence

from starlette.routing import BaseRoute

from digest.app.failures import describe
from digest.app.paths import program_templates
from digest.web.html_pages import HtmlPages
from digest.web.local.site import LocalSite, local_app


def local_pages(title: str) -> HtmlPages:
    """Return the HTML of local pages of the digest called `title`."""
    return HtmlPages(program_templates() / "local", title)


def open_local_site(
    pages: HtmlPages, routes: Sequence[BaseRoute], port: int, complain: Callable[[str], None]
) -> LocalSite:
    """Take `port`, or a free one where it is 0, for a site of `routes`; it answers when it is run.

    `complain` gets what a page failed with, in words that name no reader. Raises `DigestError` when the port is taken.
    """
    return LocalSite(local_app(routes, pages, lambda error: complain(describe(error))), port)
