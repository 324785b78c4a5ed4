"""The desk's page of the inbox: what waits there, and a button to put in what an editor reads just now.

The bookmarklet opens it with an address that comes from any page of the web: it is shown as text and leads nowhere, and
only the button saves, by a form of the session.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from digest.edition.bookmarklet import bookmarklet
from digest.edition.editor import EDIT
from digest.edition.inbox_file import Waiting
from digest.edition.inbox_link import LONGEST_NOTE, Given, cleaned
from digest.edition.inbox_tidy import TakenOut
from digest.errors import DigestError
from digest.web.desk.visit import Guard, Visit

PATH = "/desk/inbox"
_MOST_SIGNS = 3_000
"""What is longer is no address of a page, and is not shown again whole."""


class Render(Protocol):
    """Makes the HTML of a page out of its template."""

    def __call__(self, name: str, /, **values: object) -> str:
        """Return page `name` as HTML."""
        ...


Save = Callable[[Given, str], bool]
"""Puts a link into the inbox in the name of an editor; returns whether it is new there. Raises `DigestError`."""


@dataclass(frozen=True, slots=True)
class InboxService:
    """What the page does: `save` puts a link into the inbox, `waiting` returns what stands in it.

    `would_tidy` returns which of those that readers have could be taken out, and which stay for the words beside them;
    `tidy` takes out those that it is given, by the names of their pages.
    """

    save: Save
    waiting: Callable[[], Waiting]
    would_tidy: Callable[[], TakenOut]
    tidy: Callable[[Collection[str]], TakenOut]


@dataclass(frozen=True, slots=True)
class _Pages:
    """The page, and what its button does; `base_url` is where the desk is."""

    render: Render
    inbox: InboxService
    base_url: str

    def show(self, request: Request, visit: Visit) -> Response:
        """Show what would be saved, or a field for it; changes nothing."""
        typed = Given(_cut(request.query_params.get("url", "")), _cut(request.query_params.get("note", "")))
        found = cleaned(typed) if typed.url.strip() else ""
        if isinstance(found, Given):
            return self._form(visit, found)
        return self._form(visit, typed, fault=found)

    def act(self, _request: Request, visit: Visit, fields: Mapping[str, str]) -> Response:
        """Save a link in the name of who asks."""
        typed = Given(fields.get("url", ""), fields.get("note", ""))
        found = cleaned(typed)
        if isinstance(found, str):
            return self._form(visit, Given(_cut(typed.url), _cut(typed.note)), found, HTTPStatus.BAD_REQUEST)
        try:
            is_new = self.inbox.save(found, visit.editor.name)
        except DigestError as error:
            return self._form(visit, found, str(error), HTTPStatus.CONFLICT)
        return HTMLResponse(self.render("inbox_saved", visit=visit, link=found, is_new=is_new))

    def tidy(self, _request: Request, visit: Visit, fields: Mapping[str, str]) -> Response:
        """Take out what was sent and stood on the page that had the button, and nothing that came since."""
        try:
            done = self.inbox.tidy(fields.get("pages", "").split())
        except DigestError as error:
            return self._form(visit, Given("", ""), str(error), HTTPStatus.CONFLICT)
        return HTMLResponse(self.render("inbox_tidied", visit=visit, done=done))

    def _form(self, visit: Visit, link: Given, fault: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
        is_page = bool(link.url.strip()) and not fault
        html = self.render(
            "inbox",
            visit=visit,
            link=link,
            fault=fault,
            is_page=is_page,
            waiting=None if is_page else self.inbox.waiting(),
            sent=None if is_page else self.inbox.would_tidy(),
            may_save=EDIT in visit.editor.may,
            longest_note=LONGEST_NOTE,
            bookmark=bookmarklet(f"{self.base_url}{PATH}"),
        )
        return HTMLResponse(html, status)


def inbox_routes(guard: Guard, render: Render, inbox: InboxService, base_url: str) -> list[BaseRoute]:
    """Return the routes of the page; `base_url` is that of the newsroom's own pages."""
    pages = _Pages(render, inbox, base_url.rstrip("/"))
    return [
        guard.page(PATH, pages.show),
        guard.action(PATH, (EDIT,), pages.act),
        guard.action(f"{PATH}/tidy", (EDIT,), pages.tidy),
    ]


def _cut(text: str) -> str:
    return text[:_MOST_SIGNS]
