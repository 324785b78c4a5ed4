"""Who a visitor is: only a web server that the settings name is believed about it."""

from ipaddress import ip_address, ip_network

import pytest
from starlette.requests import Request

from digest.app.container import Newsroom
from subscribers.web.throttle import USUAL
from subscribers.web.visitor import read_address, visitor
from tests.standins.site import Pages

PROXY = "172.18.0.1"
TRUSTED = (ip_network("172.18.0.0/16"), ip_network("127.0.0.1/32"), ip_network("2a00:1::/32"))
READER = "93.184.215.7"


def asked(peer: str, *named: str) -> Request:
    headers = [(b"x-forwarded-for", name.encode()) for name in named]
    return Request({"type": "http", "client": (peer, 1), "headers": headers})


@pytest.mark.parametrize(
    ("peer", "named", "found"),
    [
        (READER, (), READER),
        (READER, ("1.1.1.1",), READER),  # nobody believes a visitor about itself
        (PROXY, (READER,), READER),
        (PROXY, (f"1.1.1.1, {READER}",), READER),  # a server that adds to what it got
        (PROXY, ("1.1.1.1", READER), READER),
        (PROXY, (f"{READER}, 172.18.0.9",), READER),  # two servers of ours
        (PROXY, (f"{READER}:4711",), READER),
        (PROXY, ("[2a00:1450::1]:443",), "2a00:1450::1"),
        ("2a00:1::5", ("2a00:1450::1",), "2a00:1450::1"),
        (f"::ffff:{PROXY}", (f"::ffff:{READER}",), READER),
        (PROXY, (), PROXY),
        (PROXY, ("10.0.0.5",), "10.0.0.5"),
    ],
)
def test_a_trusted_server_names_its_visitor_and_nobody_else_does(peer: str, named: tuple[str, ...], found: str) -> None:
    assert visitor(asked(peer, *named), TRUSTED) == ip_address(found)


@pytest.mark.parametrize("named", ["unknown", "", "_hidden", "1.2.3.4.5", "for=1.1.1.1", "1.1.1.1, \x00", "999.1.1.1"])
def test_a_name_that_cannot_be_read_is_nobodys(named: str) -> None:
    assert visitor(asked(PROXY, named), TRUSTED) is None


def test_a_socket_without_a_peer_is_nobodys() -> None:
    assert visitor(Request({"type": "http", "client": None, "headers": []}), TRUSTED) is None
    assert read_address("testclient") is None


@pytest.mark.slow
@pytest.mark.parametrize("header", ["", "unknown", "10.0.0.{n}", "{n}.garbage", "93.184.{n}.7"])
def test_visitors_of_an_unknown_server_are_limited_as_one_whatever_they_say(newsroom: Newsroom, header: str) -> None:
    pages = Pages(newsroom, host=PROXY)
    token = pages.csrf_token()
    told = {"language": "en", "agreed": "yes", "form": token}
    answers = [
        pages.post("/", told | {"address": f"r{n}@gmail.com"}, **{"X-Forwarded-For": header.format(n=n)}).status_code
        for n in range(USUAL + 2)
    ]
    assert answers == [200] * USUAL + [429] * 2


@pytest.mark.slow
def test_visitors_of_a_trusted_server_are_limited_each_by_itself(newsroom: Newsroom) -> None:
    pages = Pages(newsroom)
    token = pages.csrf_token()
    told = {"language": "en", "agreed": "yes", "form": token}
    for n in range(USUAL + 2):
        answer = pages.post("/", told | {"address": f"r{n}@gmail.com"}, **{"X-Forwarded-For": f"93.184.{n}.7"})
        assert answer.status_code == 200
