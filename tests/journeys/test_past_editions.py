"""The page of past editions in a real browser: it fits, can be read by everybody, and a strict policy blocks nothing."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from digest.app.paths import program_templates
from digest.delivery.counts import Report
from digest.delivery.past_edition import PastEdition
from digest.delivery.statuses import EditionState
from digest.web.app import make_app
from digest.web.desk.past_editions import past_editions_routes
from digest.web.html_pages import HtmlPages
from digest.web.local.answers import HEADERS
from tests.journeys.visiting import LOOKS, needs_browser
from tests.standins.client import Client
from tests.standins.desk_pages import FakeGuard

pytestmark = [pytest.mark.slow, needs_browser]
URL = "https://desk.lantern.example"
NEWEST = datetime(2026, 11, 27, 6, tzinfo=UTC)


def edition(weeks_ago: int) -> PastEdition:
    """Return an edition with counts of its own; of every ninth the provider told nothing."""
    began, accepted = NEWEST - weeks_ago * timedelta(days=7), 2_000 - 9 * weeks_ago
    later = {"delivered": accepted - 30, "bounced": weeks_ago * 7 % 11, "complained": 1} if weeks_ago % 9 != 4 else {}
    report = Report(
        edition=began.date().isoformat(),
        state=EditionState.SENT,
        audience=accepted + 40,
        excluded={"paused": 8, "unsubscribed": 30},
        accepted=accepted,
        refused=0,
        failed=0,
        uncertain=2,
        pending=0,
        started_at=began,
        ended_at=began,
        later=later,
    )
    return PastEdition(report, accepted + 10, weeks_ago * 5 % 13, "Three years on, and what Friday's vote means", True)


@pytest.mark.parametrize("many", [0, 1, 2, 30])
def test_any_number_of_editions_fits_and_can_be_read_by_everybody(browser: Any, many: int) -> None:
    editions = [edition(weeks_ago) for weeks_ago in range(many)]
    pages = HtmlPages(program_templates() / "desk", "The Lantern")
    app = make_app(past_editions_routes(FakeGuard(), lambda count: editions[:count], pages))
    frame_style = (program_templates() / "desk" / "style.css").read_text(encoding="utf-8")
    page, complaints = browser.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(URL)
        if path == "/desk/style.css":
            route.fulfill(body=frame_style, content_type="text/css")
            return
        if not path.startswith("/desk/past"):
            route.fulfill(status=204)
            return
        found = Client(app).get(path)
        route.fulfill(status=found.status_code, body=found.content, headers={**found.headers, **HEADERS})

    page.route("**/*", answer)
    page.goto(f"{URL}/desk/past?last=200")
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == width, (width, scheme)
        if many and width > 375:
            page.set_viewport_size({"width": 1200, "height": 800})
            assert page.locator(".past-table").evaluate("table => table.scrollWidth - table.clientWidth") == 0
        bars = page.locator(".plot-bar").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().height)")
        assert all(0 < height <= 120.5 for height in bars)
        assert len(bars) == sum(1 for one in editions for height in _heights(one) if height)
        if directory := os.environ.get("PICTURES"):
            page.screenshot(path=f"{directory}/past-{many}-{width}-{scheme}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, (width, scheme, found.generate_report())
    page.close()
    assert complaints == []


def _heights(one: PastEdition) -> tuple[int, ...]:
    return one.listed, one.report.accepted, one.left, *map(one.report.later.get, ("delivered", "bounced"), (0, 0))
