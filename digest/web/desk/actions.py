"""What editors do to an edition as a whole: approve it or its audience, hold, skip, send it, have its pages read.

Each has a page that says what will happen, and a button on it that does it. Whoever may edit or approve may hold: to
stop a letter that is wrong must be easy; to let it go again takes `approve`. What hands letters over takes `send`.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from digest.edition.editor import APPROVE, EDIT, SEND
from digest.web.desk.answered import Answered, about_edition
from digest.web.desk.visit import Guard, Visit
from digest.web.local.answers import page

_AT = "/desk/editions/{edition}"
SENDING_VERBS = ("send", "pause", "resume")
VERBS = ("approve", "audience", "hold", "release", "skip", "unskip", "proof", *SENDING_VERBS)
_MAY = {"hold": (EDIT, APPROVE), "proof": (EDIT, APPROVE), **dict.fromkeys(SENDING_VERBS, (SEND,))}
"""What lets an editor do it, where that is not `approve` alone."""


class ActionPages(Protocol):
    """What these pages show and do; `verb` is one of `VERBS`."""

    def ask(self, edition_id: str, verb: str, visit: Visit) -> str:
        """Return the page that says what will happen; raises `DigestError` when there is no such edition."""
        ...

    def act(self, edition_id: str, verb: str, visit: Visit, fields: Mapping[str, str]) -> Answered:
        """Do it; raises `DigestError` when there is no such edition."""
        ...

    def read(self, edition_id: str, visit: Visit) -> Answered:
        """Let the pages that were not read yet be read; raises `DigestError` when there is no such edition."""
        ...

    def missing(self, edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is no edition."""
        ...


def action_routes(guard: Guard, pages: ActionPages) -> list[BaseRoute]:
    """Return the routes of these pages and buttons."""

    def there(request: Request, visit: Visit, answer: Callable[[str], Response]) -> Response:
        return about_edition(request, answer, lambda one: pages.missing(one, visit))

    def ask(request: Request, visit: Visit, *, verb: str) -> Response:
        return there(request, visit, lambda one: page(pages.ask(one, verb, visit)))

    def act(request: Request, visit: Visit, fields: Mapping[str, str], *, verb: str) -> Response:
        return there(request, visit, lambda one: pages.act(one, verb, visit, fields).response())

    def read(request: Request, visit: Visit, _fields: Mapping[str, str]) -> Response:
        return there(request, visit, lambda one: pages.read(one, visit).response())

    shown = [guard.page(f"{_AT}/{verb}", partial(ask, verb=verb)) for verb in VERBS]
    done = [guard.action(f"{_AT}/{verb}", _MAY.get(verb, (APPROVE,)), partial(act, verb=verb)) for verb in VERBS]
    return [*shown, *done, guard.action(f"{_AT}/read", (EDIT,), read)]
