"""The sign-up for scripts: the same function as the page's, the same silence about readers, and only for our own sites."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from digest.app.container import Newsroom
from subscribers.web.throttle import WITHOUT_PROOF
from tests.standins.site import Pages


@pytest.fixture
def pages(newsroom: Newsroom) -> Pages:
    return Pages(newsroom)


def api(pages: Pages, told: Any, **headers: str) -> httpx.Response:
    return pages.client.post(
        "/api/subscriptions", json.dumps(told).encode(), {"Content-Type": "application/json"} | headers
    )


def test_a_script_signs_up_by_the_same_function(pages: Pages) -> None:
    form = pages.get("/api/subscriptions", **{"Accept-Language": "ru"}).json()
    assert "версия 2026-09-01" in form["agreement"]
    assert form["languages"] == ["en", "ru", "uk"]
    pages.clock.time += timedelta(seconds=5)
    told = {"address": "dora@example.org", "language": "ru", "agreed": True, "form": form["form"]}
    answers = [api(pages, told), api(pages, told)]
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert answers[0].status_code == 202
    assert [to for to, _ in pages.letters().singles] == ["dora@example.org"]


def test_a_script_is_never_asked_whether_it_meant_another_domain(pages: Pages) -> None:
    form = pages.get("/api/subscriptions").json()["form"]
    pages.clock.time += timedelta(seconds=5)
    told = {"address": "dora@gmial.con", "language": "en", "agreed": True, "form": form}
    assert api(pages, told).status_code == 202
    assert [to for to, _ in pages.letters().singles] == ["dora@gmial.con"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"agreed": "yes"}, 400, "not_agreed"),
        ({"agreed": False}, 400, "not_agreed"),
        ({"form": "x"}, 400, "stale"),
        ({"form": 7}, 400, "stale"),
        ({"address": ["dora@example.org"]}, 400, "no_address"),
        ({"address": "dora"}, 400, "no_address"),
        ({"website": "x"}, 400, "trapped"),
    ],
)
def test_a_script_is_told_what_is_wrong(pages: Pages, changes: dict[str, Any], status: int, code: str) -> None:
    form = pages.get("/api/subscriptions").json()["form"]
    pages.clock.time += timedelta(seconds=5)
    answer = api(pages, {"address": "dora@example.org", "agreed": True, "form": form} | changes)
    assert (answer.status_code, answer.json()["status"]) == (status, code)


def test_a_script_over_the_limit_of_its_network_is_told_when_to_come_again(folder: Path) -> None:
    with Newsroom(folder, {"DIGEST_WEB__ALTCHA": "true"}) as newsroom:
        pages = Pages(newsroom)
        form = pages.get("/api/subscriptions").json()["form"]
        pages.clock.time += timedelta(minutes=59, seconds=50)
        told = {"address": "dora@example.org", "agreed": True, "form": form}
        answers = [api(pages, told) for _ in range(WITHOUT_PROOF + 1)]
    assert [answer.status_code for answer in answers] == [202] * WITHOUT_PROOF + [429]
    assert (answers[-1].json()["status"], answers[-1].headers["retry-after"]) == ("too_many", "10")
    assert "retry-after" not in answers[0].headers


def test_only_the_newsrooms_own_sites_may_call_the_api_from_a_browser(folder: Path) -> None:
    with Newsroom(folder, {"DIGEST_WEB__ORIGINS": "https://lantern.example"}) as newsroom:
        pages = Pages(newsroom)
        asked = pages.client.request("OPTIONS", "/api/subscriptions", headers={"Origin": "https://lantern.example"})
        assert asked.headers["access-control-allow-origin"] == "https://lantern.example"
        form = pages.get("/api/subscriptions").json()["form"]
        pages.clock.time += timedelta(seconds=5)
        told = {"address": "dora@example.org", "agreed": True, "form": form}
        stranger = api(pages, told, Origin="https://evil.example")
        assert (stranger.status_code, "access-control-allow-origin" in stranger.headers) == (403, False)
        assert pages.letters().singles == []
        assert api(pages, told, Origin="https://lantern.example").status_code == 202
