"""Only the newsroom's own pages count as answered, not whatever else listens at their port."""

from pathlib import Path

import pytest

from digest.web.local.own_pages import OwnPages
from digest.web.local.serving import is_serving
from tests.standins.newspaper import Newspaper, Page

OWN = OwnPages("https://a.example", "http://127.0.0.1:1", ("https://a.example/pictures",), Path("none"), is_serving)


@pytest.mark.parametrize(("body", "answers"), [(b"ok\n", True), (b"ok", False), (b"<h1>A router</h1>", False)])
def test_it_is_the_health_page_that_tells(body: bytes, answers: bool) -> None:
    with Newspaper(pages={"/health": Page(body)}) as site:
        assert is_serving(site.url) is answers
    assert is_serving(site.url) is False


def test_a_redirect_is_not_followed() -> None:
    with Newspaper(pages={"/health": Page(b"", 302, {"Location": "/away"}), "/away": Page(b"ok\n")}) as site:
        assert is_serving(site.url) is False
        assert site.asked == ["/health"]


@pytest.mark.parametrize(
    "html", ['<img src="https://x/a">', "<td background=//x/a>", "<p style='x:url( \"http://x\")'>"]
)
def test_pictures_from_the_web_are_seen_wherever_they_stand(html: str) -> None:
    assert OWN.has_foreign_pictures(html)
    assert not OWN.has_foreign_pictures('<a href="https://x"><img src="data:image/png;base64,x"></a>')


def test_a_space_that_does_not_end_costs_nothing() -> None:
    assert not OWN.has_foreign_pictures("src=" + " " * 1_000_000 + "src" * 300_000)
