"""How pages of the desk answer a form: with the address to go on with, or with a page that says why not."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from digest.calendar.edition_id import read_edition_id
from digest.errors import DigestError
from digest.web.local.answers import page


@dataclass(frozen=True, slots=True)
class Answered:
    """What a form led to: an `address` of ours to go on with, or the `html` of a page where nothing was done."""

    address: str = ""
    html: str = ""

    def response(self) -> Response:
        """Return it as a response; a page is one about a conflict with what is there (RFC 9110, 15.5.10)."""
        if self.address:
            return RedirectResponse(self.address, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
        return page(self.html, HTTPStatus.CONFLICT, scripts=True)


def about_edition(request: Request, answer: Callable[[str], Response], missing: Callable[[str], str]) -> Response:
    """Answer about the edition that the path names, or with the page for `missing` ones.

    What is no id of an edition is nowhere, whatever lies there, nor is one of which `answer` raises `DigestError`.
    """
    edition_id = request.path_params["edition"]
    if read_edition_id(edition_id) is not None:
        with suppress(DigestError):
            return answer(edition_id)
    return page(missing(edition_id), HTTPStatus.NOT_FOUND)
