"""The forms of the desk that write an edition's file, and the versions of it that are kept."""

from collections.abc import Callable, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from digest.edition.editor import EDIT
from digest.web import short_number
from digest.web.desk.answered import Answered, about_edition
from digest.web.desk.threads import DeskThreads
from digest.web.desk.visit import Guard, Visit
from digest.web.local.answers import page

_AT = "/desk/editions/{edition}"
Fields = Mapping[str, str]


class SavingPages(Protocol):
    """What these forms do; each function raises `DigestError` when there is no such edition, or version."""

    def save(self, edition_id: str, visit: Visit, fields: Fields) -> Answered:
        """Write what the form of an edition wants."""
        ...

    def file_page(self, edition_id: str, visit: Visit, parameters: Mapping[str, str]) -> str:
        """Return the page with the whole file as text."""
        ...

    def save_file(self, edition_id: str, visit: Visit, fields: Fields) -> Answered:
        """Write the whole file."""
        ...

    def versions_page(self, edition_id: str, visit: Visit) -> str:
        """Return the list of what was saved."""
        ...

    def version_page(self, edition_id: str, number: int, visit: Visit) -> str:
        """Return one that was saved, beside what the file says now."""
        ...

    def bring_back(self, edition_id: str, number: int, visit: Visit, fields: Fields) -> Answered:
        """Write one that was saved into the file once more."""
        ...

    def missing(self, edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is nothing."""
        ...


def saving_routes(guard: Guard, pages: SavingPages) -> list[BaseRoute]:
    """Return the routes that save; who only looks may see what was saved."""

    def there(request: Request, visit: Visit, answer: Callable[[str], Response]) -> Response:
        return about_edition(request, answer, lambda one: pages.missing(one, visit))

    def save(request: Request, visit: Visit, fields: Fields) -> Response:
        return there(request, visit, lambda one: pages.save(one, visit, fields).response())

    def file(request: Request, visit: Visit) -> Response:
        return there(request, visit, lambda one: page(pages.file_page(one, visit, request.query_params), scripts=True))

    def save_file(request: Request, visit: Visit, fields: Fields) -> Response:
        return there(request, visit, lambda one: pages.save_file(one, visit, fields).response())

    def versions(request: Request, visit: Visit) -> Response:
        return there(request, visit, lambda one: page(pages.versions_page(one, visit)))

    def version(request: Request, visit: Visit) -> Response:
        number = request.path_params["number"]
        return there(request, visit, lambda one: page(pages.version_page(one, number, visit)))

    def bring_back(request: Request, visit: Visit, fields: Fields) -> Response:
        number = request.path_params["number"]
        return there(request, visit, lambda one: pages.bring_back(one, number, visit, fields).response())

    short_number.register()
    saves, comparisons = DeskThreads(1), DeskThreads(1)  # these can be made to cost the processor much: one at a time
    return [
        guard.action(_AT, (EDIT,), save, saves),
        guard.page(f"{_AT}/file", file),
        guard.action(f"{_AT}/file", (EDIT,), save_file, saves),
        guard.page(f"{_AT}/versions", versions),
        guard.page(f"{_AT}/versions/{{number:short}}", version, comparisons),
        guard.action(f"{_AT}/versions/{{number:short}}", (EDIT,), bring_back, saves),
    ]
