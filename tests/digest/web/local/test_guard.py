"""Nobody but the browser that was given the start address is answered on a local page, and nothing else may act."""

import threading
from http.cookies import SimpleCookie

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from digest.app.local_site import local_pages
from digest.errors import DigestError
from digest.web.local.answers import HEADERS, letter, page
from digest.web.local.guard import Guard, Keys
from digest.web.local.site import LocalSite, local_app
from tests.standins.client import Client

PORT = 8123
HOST = f"127.0.0.1:{PORT}"


class Local:
    """A guarded site of one page and one form; `acted` counts what the form did, `failed` what broke."""

    def __init__(self, port: int = PORT) -> None:
        self.acted, self.failed, self.keys = 0, list[Exception](), Keys()

        async def show(_request: Request) -> Response:
            return page("<p>for you alone</p>")

        async def act(_request: Request) -> Response:
            self.acted += 1
            return PlainTextResponse("done")

        async def broken(_request: Request) -> Response:
            raise ValueError("anna@example.org")

        async def framed(_request: Request) -> Response:
            return letter("<p>a letter</p>")

        routes = [
            Route("/", show, methods=["GET"]),
            Route("/", act, methods=["POST"]),
            Route("/broken", broken),
            Route("/letter", framed),
        ]
        app = local_app(routes, local_pages("The Lantern"), self.failed.append)
        app.add_middleware(Guard, port=port, keys=self.keys)
        self._client, self._port = Client(app), port

    def ask(self, method: str = "GET", path: str = "/", known: bool = True, **headers: str) -> httpx.Response:
        """Call as a browser that has the cookie, if it is `known`, and whatever `headers` say."""
        own = {"host": f"127.0.0.1:{self._port}"} | ({"cookie": self.cookie} if known else {})
        return self._client.request(method, path, headers=own | {k.replace("_", "-"): v for k, v in headers.items()})

    @property
    def cookie(self) -> str:
        return f"digest-{self._port}={self.keys.session}"


def test_the_start_address_is_exchanged_for_a_cookie_that_opens_the_page() -> None:
    local = Local()
    answer = local.ask(path=f"/start/{local.keys.start}", known=False, sec_fetch_site="none")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    (cookie,) = SimpleCookie(answer.headers["set-cookie"]).values()
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "strict", "/", "")
    assert cookie["max-age"] == cookie["expires"] == "", "it ends with the browser"
    shown = local.ask(known=False, cookie=f"digest-99=other; {cookie.key}={cookie.value}")
    assert (shown.status_code, "for you alone" in shown.text) == (200, True)


def test_whoever_comes_from_another_page_with_the_address_goes_on_from_one_of_ours() -> None:
    local = Local()
    answer = local.ask(path=f"/start/{local.keys.start}", known=False, sec_fetch_site="cross-site")
    assert (answer.status_code, "0;url=/" in answer.text, "set-cookie" in answer.headers) == (200, True, True)


@pytest.mark.parametrize("token", ["", "wrong", "%00", "%ff", "../", "ü", "a" * 5_000])
def test_a_wrong_token_opens_nothing(token: str) -> None:
    answer = Local().ask(path=f"/start/{token}", known=False)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_a_token_for_one_time_opens_once_and_that_of_the_terminal_again_and_again() -> None:
    local = Local()
    once = local.keys.once()
    assert [local.ask(path=f"/start/{once}", known=False).status_code for _ in range(2)] == [303, 403]
    assert [local.ask(path=f"/start/{local.keys.start}", known=False).status_code for _ in range(2)] == [303, 303]
    looked_at = local.keys.once()
    local.ask("HEAD", f"/start/{looked_at}", known=False)
    assert local.keys.opens(looked_at), "a program that only looks whether it is there uses nothing up"


@pytest.mark.parametrize(
    "cookie", ["", "digest-8123", "digest-8123=", "digest-8123=wrong", "digest-8124={}", "session={}", "x{}"]
)
def test_nothing_is_shown_without_the_cookie_of_this_very_run(cookie: str) -> None:
    local = Local()
    for path in ("/", "/style.css", "/health", "/nowhere", "/letter"):
        answer = local.ask(path=path, known=False, cookie=cookie.format(local.keys.session))
        assert (answer.status_code, "alone" in answer.text) == (403, False)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (HOST, 200),
        (f"localhost:{PORT}", 200),
        (f"LOCALHOST:{PORT}", 200),
        ("127.0.0.1", 421),
        ("127.0.0.1:80", 421),
        (f"evil.example:{PORT}", 421),
        (f"127.0.0.1.evil.example:{PORT}", 421),
        (f"evil.example@127.0.0.1:{PORT}", 421),
        (f"0.0.0.0:{PORT}", 421),
        (f"[::1]:{PORT}", 421),
        ("", 421),
    ],
)
def test_a_name_that_only_points_here_is_refused_with_the_right_cookie_and_the_right_token(
    host: str, status: int
) -> None:
    local = Local()
    assert local.ask(host=host).status_code == status
    begun = local.ask(path=f"/start/{local.keys.start}", host=host).status_code
    assert begun == (303 if status == 200 else 421)


def test_on_the_port_of_http_browsers_leave_it_out() -> None:
    assert Local(80).ask(host="localhost").status_code == 200
    assert Local(80).ask(host="evil.example").status_code == 421


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_nothing_is_shown_to_another_page_not_even_one_on_another_port_of_this_machine(site: str) -> None:
    assert Local().ask(sec_fetch_site=site).status_code == 403


@pytest.mark.parametrize(
    ("headers", "acts"),
    [
        ({"origin": f"http://{HOST}", "sec_fetch_site": "same-origin"}, True),
        ({"origin": "null", "sec_fetch_site": "same-origin"}, True),
        ({"origin": f"http://{HOST}"}, True),
        ({"sec_fetch_site": "same-origin"}, True),
        ({}, False),
        ({"origin": "null"}, False),
        ({"origin": "null", "sec_fetch_site": "cross-site"}, False),
        ({"origin": "null", "sec_fetch_site": "none"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://evil.example", "sec_fetch_site": "same-origin"}, False),
        ({"origin": "http://127.0.0.1:8124", "sec_fetch_site": "same-site"}, False),
        ({"origin": f"https://{HOST}"}, False),
        ({"origin": f"http://localhost:{PORT}"}, False),
        ({"origin": f"http://{HOST}", "sec_fetch_site": "cross-site"}, False),
    ],
)
def test_only_a_form_of_our_own_pages_acts(headers: dict[str, str], acts: bool) -> None:
    local = Local()
    assert (local.ask("POST", "/", True, **headers).status_code, local.acted) == ((200, 1) if acts else (403, 0))
    assert local.ask("POST", "/", False, **headers).status_code == 403


def test_every_answer_has_the_strict_headers_refusals_errors_and_files_too() -> None:
    local = Local()
    for path, known in (("/", True), ("/", False), ("/nowhere", True), ("/broken", True), ("/style.css", True)):
        headers = local.ask(path=path, known=known).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, path
    assert "'unsafe" not in HEADERS["Content-Security-Policy"]
    assert HEADERS["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_letter_is_answered_with_a_policy_that_lets_it_do_nothing() -> None:
    policy = Local().ask(path="/letter").headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none';"), "an empty sandbox: no script, no form, no origin"
    assert policy.endswith("img-src data:"), "looking tells nobody"
    assert letter("", web_pictures=True).headers["content-security-policy"] == f"{policy} https: http:"


def test_an_error_tells_the_page_nothing_and_the_command_all() -> None:
    local = Local()
    answer = local.ask(path="/broken")
    assert (answer.status_code, "anna" in answer.text, len(local.failed)) == (500, False, 1)


def test_a_site_listens_on_this_machine_alone_and_ends_when_it_is_told_to() -> None:
    stop, seen = threading.Event(), list[str]()
    site = LocalSite(local_app([], local_pages("The Lantern")), 0)
    assert site._socket.getsockname()[0] == "127.0.0.1"

    def look() -> None:
        with httpx.Client(follow_redirects=True) as browser:
            seen.extend(str(browser.get(site.address).url.path) for _ in range(2))
            seen.append(str(browser.get(site.address_once()).status_code))
        stop.set()

    looking = threading.Thread(target=look)
    site.run(stop, looking.start)
    looking.join()
    assert seen == ["/", "/", "404"], "there is no page in this site, but its start leads to it"
    assert len(site.address) <= 58, "it stands in a line of 60"


def test_a_port_that_somebody_has_is_told_with_what_to_do() -> None:
    first = LocalSite(local_app([], local_pages("The Lantern")), 0)
    first._socket.listen()
    with pytest.raises(DigestError, match="leave --port out"):
        LocalSite(local_app([], local_pages("The Lantern")), first._port)
    first.close()
