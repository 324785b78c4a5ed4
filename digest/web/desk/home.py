"""The first page of the desk: the editions, each with the word that says where it stands."""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from digest.delivery.standing import Standing
from digest.web.desk.answers import page
from digest.web.desk.guard import Render
from digest.web.desk.own_paths import HOME
from digest.web.desk.visit import Guard, Visit

Editions = Callable[[], Sequence[tuple[str, Standing]]]


def home_routes(guard: Guard, render: Render, editions: Editions) -> list[BaseRoute]:
    """Return the route of the first page; `editions` lists ids and standings, the newest first."""

    def show(_request: Request, visit: Visit) -> Response:
        return page(render("home", visit=visit, editions=editions()))

    return [guard.page(HOME, show)]
