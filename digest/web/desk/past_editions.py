"""The page of past editions: plots, and a table of the same numbers. Counts only, never a reader; GET alone."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from digest.delivery.events import Kind
from digest.delivery.past_edition import PastEdition
from digest.web.assets import asset
from digest.web.desk.plot import Number, Plot, plot, top_of
from digest.web.desk.visit import Guard, Visit

PATH, STYLE = "/desk/past", "/desk/past.css"
SPANS = (12, 52, 200)
"""So many editions can be asked for: of weekly ones a quarter of a year, a year, and nearly four."""
_USUAL = 52


class Pages(Protocol):
    """The templates of the desk."""

    def render(self, name: str, /, **values: object) -> str:
        """Return page `name` as HTML."""
        ...

    def file(self, name: str) -> str:
        """Return a file that is no template."""
        ...


class Drawn(NamedTuple):
    """A plot under its title, with what its numbers are; `id` names it within the page."""

    id: str
    title: str
    about: str
    plot: Plot


class _Series(NamedTuple):
    id: str
    title: str
    about: str
    value: Callable[[PastEdition], int | None]
    shares_axis: bool = False


_SERIES = (
    _Series("list", "List size", "Readers on the list when the edition began.", lambda one: one.listed, True),
    _Series("accepted", "Accepted", "Letters that were taken for them.", lambda one: one.report.accepted, True),
    _Series("delivered", "Delivered", "Of these, told to have arrived.", lambda one: one.told(Kind.DELIVERED), True),
    _Series("bounced", "Bounced", "Turned away for good: dead addresses.", lambda one: one.told(Kind.BOUNCED)),
    _Series("left", "Left", "Readers who left before the next letter.", lambda one: one.left),
)


def past_editions_routes(guard: Guard, latest: Callable[[int], Sequence[PastEdition]], pages: Pages) -> list[BaseRoute]:
    """Return the route of the page, and of its style; `latest` returns so many editions, the newest first."""

    def show(request: Request, visit: Visit) -> Response:
        span = _span(request.query_params.get("last", ""))
        editions = latest(span)
        drawn = plots_of(editions[::-1])
        return HTMLResponse(
            pages.render("past", visit=visit, editions=editions, plots=drawn, span=span, spans=SPANS, Kind=Kind)
        )

    return [guard.page(PATH, show), asset(STYLE, "text/css", pages.file("past.css"))]


def plots_of(editions: Sequence[PastEdition]) -> list[Drawn]:
    """Return the plots of editions, the oldest first; list size, accepted and delivered have one axis."""
    values = {series.id: [series.value(one) for one in editions] for series in _SERIES}
    shared = top_of(value for series in _SERIES if series.shares_axis for value in values[series.id])
    return [
        Drawn(
            series.id,
            series.title,
            series.about,
            plot(
                [
                    Number(one.report.edition, one.subject, value)
                    for one, value in zip(editions, values[series.id], strict=True)
                ],
                shared if series.shares_axis else top_of(values[series.id]),
            ),
        )
        for series in _SERIES
    ]


def _span(asked: str) -> int:
    return next((span for span in SPANS if str(span) == asked), _USUAL)
