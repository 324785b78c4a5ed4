"""The page of the desk on which an edition is made: its form, its letter in a frame, and what an open page asks."""

from collections.abc import Callable, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from digest.web import short_number
from digest.web.desk.answered import about_edition
from digest.web.desk.visit import Guard, Visit
from digest.web.local.answers import letter, page

_AT = "/desk/editions/{edition}"


class EditionPages(Protocol):
    """What these pages show; each function raises `DigestError` when there is no such edition."""

    def page(self, edition_id: str, visit: Visit, parameters: Mapping[str, str]) -> str:
        """Return the page with the form."""
        ...

    def frame(self, edition_id: str, parameters: Mapping[str, str]) -> tuple[str, bool]:
        """Return the letter's HTML, and whether its pictures are shown."""
        ...

    def picture(self, edition_id: str, pick: int, number: int) -> str:
        """Return the HTML of one picture that may be chosen, both counted from 0; empty where there is none."""
        ...

    def state(self, edition_id: str) -> Mapping[str, object]:
        """Return whether pages are being read, and what stands for the text of the file."""
        ...

    def missing(self, edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is no edition."""
        ...


def edition_routes(guard: Guard, pages: EditionPages) -> list[BaseRoute]:
    """Return the routes that show an edition; none of them changes anything."""

    def there(request: Request, visit: Visit, answer: Callable[[str], Response]) -> Response:
        return about_edition(request, answer, lambda one: pages.missing(one, visit))

    def form(request: Request, visit: Visit) -> Response:
        return there(request, visit, lambda one: page(pages.page(one, visit, request.query_params), scripts=True))

    def frame(request: Request, visit: Visit) -> Response:
        def framed(edition_id: str) -> Response:
            html, web_pictures = pages.frame(edition_id, request.query_params)
            return letter(html, web_pictures=web_pictures)

        return there(request, visit, framed)

    def picture(request: Request, visit: Visit) -> Response:
        numbers = request.path_params["pick"], request.path_params["number"]
        return there(request, visit, lambda one: letter(pages.picture(one, *numbers), web_pictures=True))

    def state(request: Request, visit: Visit) -> Response:
        return there(request, visit, lambda one: JSONResponse(dict(pages.state(one))))

    short_number.register()
    return [
        guard.page(_AT, form),
        guard.page(f"{_AT}/letter", frame),
        guard.page(f"{_AT}/picture/{{pick:short}}/{{number:short}}", picture),
        guard.page(f"{_AT}/state", state),
    ]
