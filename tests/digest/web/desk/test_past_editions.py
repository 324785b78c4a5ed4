"""The page of past editions: the numbers it is given, as plots and as a table, and nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import lxml.html
import pytest

from digest.app.paths import program_templates
from digest.delivery.counts import Report
from digest.delivery.past_edition import PastEdition
from digest.delivery.statuses import EditionState
from digest.edition.editor import Editor
from digest.web.app import make_app
from digest.web.desk.past_editions import past_editions_routes
from digest.web.desk.visit import Visit
from digest.web.html_pages import HtmlPages
from tests.standins.client import Client
from tests.standins.desk_pages import FakeGuard

AT = datetime(2026, 11, 27, 6, tzinfo=UTC)
HOSTILE = "</title></desc></svg><script>alert(1)</script>\" onload='x' &amp; {{ 7 * 7 }}"
ANNA = Visit(Editor("anna", "anna@lantern.example"), "a token")


@dataclass(slots=True)
class Past:
    """Past editions, the newest first, and how many were asked for."""

    editions: Sequence[PastEdition] = ()
    asked: list[int] = field(default_factory=list)

    def latest(self, count: int) -> Sequence[PastEdition]:
        self.asked.append(count)
        return self.editions[:count]

    def get(self, path: str = "/desk/past") -> httpx.Response:
        pages = HtmlPages(program_templates() / "desk", "The Lantern")
        answer = Client(make_app(past_editions_routes(FakeGuard(), self.latest, pages))).get(path)
        assert answer.status_code == 200
        return answer

    def read(self) -> lxml.html.HtmlElement:
        return lxml.html.fromstring(self.get().text)


def edition(
    name: str = "2026-11-27",
    subject: str = "Three years on",
    is_public: bool = True,
    later: dict[str, int] | None = None,
    accepted: int = 95,
) -> PastEdition:
    excluded = {"paused": 5, "had_it_as_a_welcome": 1}
    report = Report(
        edition=name,
        state=EditionState.SENT,
        audience=accepted + 3 + 6,
        excluded=excluded,
        accepted=accepted,
        refused=1,
        failed=2,
        uncertain=0,
        pending=0,
        started_at=AT,
        ended_at=AT,
        later={"delivered": 90, "bounced": 3} if later is None else later,
    )
    return PastEdition(report, listed=104, left=4, subject=subject, is_public=is_public)


def cells(page: lxml.html.HtmlElement, row: int = 1) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in page.xpath(f"(//tr)[{row + 1}]/td")]


def test_no_edition_says_so_in_words() -> None:
    page = Past().read()
    assert "No edition has gone out yet" in page.text_content()
    assert not page.xpath("//*[local-name()='svg'] | //table | //main//nav")


def test_the_figures_of_an_edition_stand_below_their_names() -> None:
    page = Past([edition()]).read()
    names = [cell.text_content() for cell in page.xpath("//thead//th")][1:]
    assert dict(zip(names, cells(page), strict=True)) == {
        "List size": "104",
        "Recipients": "98",
        "Accepted": "95",
        "Refused": "1",
        "Failed": "2",
        "Uncertain": "0",
        "Pending": "0",
        "Delivered": "90",
        "Bounced": "3",
        "Complained": "0",
        "Left": "4",
    }
    head = " ".join(page.xpath("string((//tr)[2]/th)").split())
    assert head == (
        "2026-11-27 sent but needs a look Three years on 2 failed, 1 refused began 27 Nov 2026, 06:00 UTC "
        "excluded: 5 paused, 1 had it as a welcome"
    )


def test_what_nobody_told_is_a_dash_and_no_zero_and_its_plot_says_so() -> None:
    page = Past([edition(later={})]).read()
    assert cells(page)[3:6] == ["–", "–", "–"]
    titles = [found.text_content() for found in page.xpath("//*[local-name()='svg']/*[local-name()='title']")]
    assert titles == ["List size", "Accepted", "Left"]
    assert page.text_content().count("Not known: the provider told of no edition here") == 2


def test_one_edition_among_others_of_which_nobody_told_is_a_dashed_frame() -> None:
    page = Past([edition("2026-12-04"), edition(later={})]).read()
    assert len(page.xpath("//*[@class='plot-unknown']")) == 2
    assert "A dashed frame stands for a number that nobody told" in page.text_content()
    assert "dashed" not in Past([edition()]).read().text_content()


def test_plots_show_the_oldest_first_and_the_table_the_newest() -> None:
    page = Past([edition("2026-12-04", accepted=50), edition("2026-11-27", accepted=100)]).read()
    accepted = page.xpath("//figure[@aria-labelledby='plot-accepted']//*[local-name()='g']/*[local-name()='title']")
    assert [title.text_content() for title in accepted] == [
        "2026-11-27, “Three years on”: 100",
        "2026-12-04, “Three years on”: 50",
    ]
    assert [cells(page, row)[2] for row in (1, 2)] == ["50", "100"]


def test_list_size_accepted_and_delivered_have_one_axis_and_the_others_their_own() -> None:
    page = Past([edition(later={"delivered": 10, "bounced": 3})]).read()
    tops = [axis.text_content() for axis in page.xpath("//*[@class='plot-axis']/span[1]")]
    assert tops == ["200", "200", "200", "4", "4"]


def test_only_an_edition_with_a_page_links_to_it() -> None:
    page = Past([edition("2026-12-04", is_public=False), edition()]).read()
    assert page.xpath("//tbody//a/@href") == ["/editions/2026-11-27"]


def test_words_of_others_stay_words() -> None:
    page = Past([edition(subject=HOSTILE), edition("2026-11-20")]).read()
    assert not page.xpath("//script | //@onload")
    assert len(page.xpath("//*[local-name()='svg']")) == 5
    assert page.xpath("string(//*[@class='past-subject'])") == HOSTILE
    assert HOSTILE in page.xpath("string((//*[local-name()='g']/*[local-name()='title'])[2])")


def test_nothing_on_it_needs_what_a_strict_policy_forbids() -> None:
    text = Past([edition(), edition("2026-11-20", later={})]).get().text
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:|url\(", text)
    assert "url(" not in Past().get("/desk/past.css").text


def test_nobodys_address_is_on_it() -> None:
    assert "@" not in Past([edition()]).get().text


@pytest.mark.parametrize(
    ("asked", "span"),
    [("", 52), ("12", 12), ("52", 52), ("200", 200), ("13", 52), ("-1", 52), ("٥٢", 52), ("9" * 99, 52)],
)
def test_only_the_spans_that_it_offers_can_be_asked_for(asked: str, span: int) -> None:
    past = Past([edition()])
    page = lxml.html.fromstring(past.get(f"/desk/past?last={asked}").text)
    assert past.asked == [span]
    assert page.xpath("//main//a[@aria-current]/@href") == [f"/desk/past?last={span}"]


def test_names_within_the_page_are_there_once_and_lead_somewhere() -> None:
    page = Past([edition(), edition("2026-11-20")]).read()
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    assert {*page.xpath("//@aria-labelledby")} <= {*names}
