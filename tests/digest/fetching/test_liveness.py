"""Whether a page is there, asked over the wire."""

import time

from digest.edition.link_answer import LinkAnswer
from digest.fetching.fetcher import WebFetcher
from digest.fetching.liveness import WebLinks, WebLiveness
from tests.standins.newspaper import Newspaper, Page
from tests.standins.reading import fetcher
from tests.standins.wire import closed_port


def test_the_status_is_what_the_site_answers_after_all_redirects() -> None:
    pages = {
        "/a": Page(b"<h1>There</h1>"),
        "/moved": Page(b"", 301, {"Location": "/a"}),
        "/gone": Page(b"", 410),
        "/busy": Page(b"", 503),
        "/lost": Page(b"", 302, {"Location": "/nowhere"}),
        "/unpublished": Page(b"", 302, {"Location": "/"}),
        "/": Page(b"<h1>The Lantern</h1>"),
    }
    with Newspaper(pages=pages) as site:
        liveness = WebLiveness(fetcher)
        found = {path: liveness.status(f"{site.url}{path}") for path in (*pages, "/nowhere")}
    assert found == {
        "/a": 200,
        "/moved": 200,
        "/gone": 410,
        "/busy": 503,
        "/lost": 404,
        "/unpublished": 404,
        "/": 200,
        "/nowhere": 404,
    }


def test_a_site_that_does_not_answer_or_must_not_be_asked_is_none() -> None:
    assert WebLiveness(fetcher).status(f"http://127.0.0.1:{closed_port()}/a") == 0
    assert WebLiveness(WebFetcher).status("http://127.0.0.1/a") == 0


def test_a_link_that_was_moved_says_where_to_as_far_as_it_was_for_good() -> None:
    pages = {
        "/a": Page(b"<h1>There</h1>"),
        "/moved": Page(b"", 301, {"Location": "/a"}),
        "/twice": Page(b"", 308, {"Location": "/moved"}),
        "/today": Page(b"", 302, {"Location": "/moved"}),
        "/partly": Page(b"", 301, {"Location": "/today"}),
        "/gone": Page(b"", 410),
        "/front": Page(b"", 301, {"Location": "/"}),
        "/": Page(b"<h1>The Lantern</h1>"),
    }
    with Newspaper(pages=pages) as site:
        links = WebLinks(fetcher)
        found = {path: links.look(f"{site.url}{path}") for path in pages}
    assert {path: answer.moved_to.removeprefix(site.url) for path, answer in found.items() if answer.moved_to} == {
        "/moved": "/a",
        "/twice": "/a",
        "/partly": "/today",
    }
    assert found["/gone"] == LinkAnswer(410, "the site answers 410 Gone")
    assert found["/front"] == LinkAnswer(404, "the address leads to the front page")
    assert found["/"].status == found["/a"].status == 200


def test_a_link_is_asked_for_politely_and_never_on_a_machine_that_is_not_public() -> None:
    pages = {"/robots.txt": Page(b"User-agent: *\nDisallow: /private\n"), "/private": Page(b"x"), "/a": Page(b"x")}
    with Newspaper(pages=pages) as site:
        assert not WebLinks(fetcher).look(f"{site.url}/private").was_asked
        assert WebLinks(WebFetcher).look(f"{site.url}/a").status == 0
        assert "/private" not in site.asked
        assert "/a" not in site.asked
    assert not WebLinks(lambda: fetcher("example.org")).look("https://other.example/").was_asked


def test_a_link_takes_no_longer_than_it_may() -> None:
    began = time.monotonic()
    answer = WebLinks(lambda: fetcher(seconds=20), 0.3).look(f"http://127.0.0.1:{closed_port()}/a")
    assert (answer.status, answer.was_asked) == (0, True)
    assert time.monotonic() - began < 5


def test_of_a_large_page_only_its_head_is_taken() -> None:
    pages = {"/film": Page(b"x" * 9_000_000, headers={"Content-Type": "video/mp4"})}
    with Newspaper(pages=pages) as site:
        assert WebLinks(fetcher).look(f"{site.url}/film") == LinkAnswer(200)
