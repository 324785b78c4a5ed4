"""What a page of the desk is told of who asks, and how pages are put behind the login."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from digest.edition.editor import Editor
from digest.web.desk.threads import DeskThreads


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, as the session proves; every form of this session carries `form_token` in its field `token`."""

    editor: Editor
    form_token: str


Page: TypeAlias = Callable[[Request, Visit], Response]
"""Answers a GET; a plain function, which is run in a thread."""
Action: TypeAlias = Callable[[Request, Visit, Mapping[str, str]], Response]
"""Answers a POST; the fields of its form were checked for token and origin, and the editor for what they may do."""


class Guard(Protocol):
    """Stands before each page of the desk."""

    def page(self, path: str, handler: Page, threads: DeskThreads | None = None) -> BaseRoute:
        """Return the route of a page that any editor who logged in may see; others are asked to log in.

        It takes one of its own `threads`, or those of all pages of the desk.
        """
        ...

    def action(self, path: str, may: Collection[str], handler: Action, threads: DeskThreads | None = None) -> BaseRoute:
        """Return the route of what only an editor who may do one of these things can cause."""
        ...
