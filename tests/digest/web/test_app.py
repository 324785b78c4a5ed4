"""What the application says of requests: names of pages, never paths; and what it lets out when something breaks."""

import threading

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from digest.web.app import make_app
from tests.standins.client import Client


async def fine(_request: Request) -> Response:
    return PlainTextResponse("fine")


async def broken(request: Request) -> Response:
    raise ValueError(f"the address {request.query_params['address']} is not liked")


def lines_of(*calls: tuple[str, str]) -> tuple[list[str], list[str]]:
    """Call an application; return its lines without their times, and the bodies."""
    lines: list[str] = []
    routes = [
        Route("/x/{token}", fine, methods=["GET"], name="show"),
        Route("/x/{token}", fine, methods=["POST"], name="act"),
        Route("/broken", broken, name="broken"),
    ]
    client = Client(make_app(routes, log=lines.append))
    bodies = [client.request(method, path).text for method, path in calls]
    return [line.partition(" ms")[0].rpartition(" ")[0] + line.partition(" ms")[2] for line in lines], bodies


def test_requests_are_named_by_the_page_that_answers() -> None:
    told, _ = lines_of(
        ("GET", "/x/secret"),
        ("POST", "/x/secret"),
        ("PUT", "/x/secret"),
        ("BREW", "/x/secret"),
        ("GET", "/anna@example.org"),
    )
    assert told == ["GET show 200", "POST act 200", "PUT show 405", "? show 405", "GET nowhere 404"]


def test_an_error_is_told_by_kind_and_place_alone() -> None:
    (line,), (body,) = lines_of(("GET", "/broken?address=anna@example.org"))
    assert line.startswith("GET broken 500 ValueError at test_app.py:")
    assert "anna" not in line + body


def test_a_path_is_never_sent_elsewhere_for_a_slash() -> None:
    told, _ = lines_of(("GET", "/x/secret/"), ("GET", "/health/"), ("GET", "/health"))
    assert told == ["GET nowhere 404", "GET nowhere 404", "GET health 200"]


def test_the_page_about_an_error_is_made_while_others_are_answered() -> None:
    at_work = list[int]()

    async def fails(_request: Request) -> Response:
        at_work.append(threading.get_ident())
        raise ValueError

    def page(_request: Request, _error: Exception) -> Response:
        at_work.append(threading.get_ident())
        return PlainTextResponse("what you typed", 500)

    app = make_app([Route("/fails", fails)], broken=page)
    assert Client(app).get("/fails").text == "what you typed"
    assert len(set(at_work)) == 2, "it may hold a million signs that somebody typed"
