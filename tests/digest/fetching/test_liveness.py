"""Whether a page is there, asked over the wire."""

from digest.fetching.fetcher import WebFetcher
from digest.fetching.liveness import WebLiveness
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
