"""The page of the desk on which editors choose what an edition is made of, and the button that has sources read.

To look asks no site. What is chosen goes the way of every link that is put in: by the form of the edition.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from digest.edition.editor import EDIT
from digest.web.desk.answered import Answered, about_edition
from digest.web.desk.threads import PAGES_AT_ONCE, DeskThreads
from digest.web.desk.visit import Guard, Visit
from digest.web.local.answers import page

_AT = "/desk/editions/{edition}/candidates"


class CandidatePages(Protocol):
    """What this page shows and does; each function raises `DigestError` when there is no such edition."""

    def page(self, edition_id: str, visit: Visit) -> str:
        """Return the page with all candidates that are known; asks no site."""
        ...

    def read(self, edition_id: str, visit: Visit) -> Answered:
        """Let the newsroom's sources be asked, and wait for them for some seconds at most."""
        ...

    def missing(self, edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is no edition."""
        ...


def candidate_routes(guard: Guard, pages: CandidatePages) -> list[BaseRoute]:
    """Return the routes of the page and of its button; whoever waits for sources keeps no other page waiting."""

    def there(request: Request, visit: Visit, answer: Callable[[str], Response]) -> Response:
        return about_edition(request, answer, lambda one: pages.missing(one, visit))

    def show(request: Request, visit: Visit) -> Response:
        return there(request, visit, lambda one: page(pages.page(one, visit)))

    def read(request: Request, visit: Visit, _fields: Mapping[str, str]) -> Response:
        return there(request, visit, lambda one: pages.read(one, visit).response())

    return [guard.page(_AT, show), guard.action(f"{_AT}/read", (EDIT,), read, DeskThreads(PAGES_AT_ONCE))]
