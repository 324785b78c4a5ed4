"""The first page of the desk: the editions by week, each with its word, and the buttons that begin one."""

from collections.abc import Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from digest.edition.editor import EDIT
from digest.web.desk.answered import Answered, about_edition
from digest.web.desk.visit import Guard, Visit
from digest.web.local.answers import page


class EditionsPages(Protocol):
    """What the first page shows, and begins."""

    def list_page(self, visit: Visit, done: str) -> str:
        """Return the page; `done` names what was done just now, and is one of few words."""
        ...

    def begin(self, edition_id: str, visit: Visit) -> Answered:
        """Write the file of an edition that there is none of."""
        ...

    def missing(self, _edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is no edition."""
        ...


def editions_routes(guard: Guard, pages: EditionsPages) -> list[BaseRoute]:
    """Return the routes of the first page."""

    def show(request: Request, visit: Visit) -> Response:
        return page(pages.list_page(visit, request.query_params.get("done", "")))

    def begin(request: Request, visit: Visit, _fields: Mapping[str, str]) -> Response:
        return about_edition(
            request, lambda one: pages.begin(one, visit).response(), lambda one: pages.missing(one, visit)
        )

    return [guard.page("/desk", show), guard.action("/desk/editions/{edition}/begin", (EDIT,), begin)]
