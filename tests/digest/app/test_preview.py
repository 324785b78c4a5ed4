"""The preview of an edition in the browser: what it shows, what it keeps, what it writes, and what it lets nobody do."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import httpx
import pytest

from digest.app.container import Newsroom
from digest.app.local_site import local_pages
from digest.app.preview import LivePreview
from digest.errors import DigestError
from digest.letter.slots import SLOT
from digest.web.local.guard import Guard, Keys
from digest.web.local.preview import preview_routes
from digest.web.local.site import local_app
from tests.standins.client import Client
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION
from tests.standins.sending import FixedClock

PORT = 8124
HOST = f"127.0.0.1:{PORT}"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Site:
    """The preview of the sample edition behind the guard."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom, self.failed = newsroom, list[Exception]()
        self.file = newsroom.folder / f"editions/{EDITION}.yaml"
        newsroom.clock = FixedClock()
        self.live = LivePreview(newsroom, self._anew, EDITION)
        pages = local_pages("The Lantern")
        routes = preview_routes(self.live, pages.file("preview.js"), pages.file("preview.css"))
        self._keys, app = Keys(), local_app(routes, pages, self.failed.append)
        app.add_middleware(Guard, port=PORT, keys=self._keys)
        self._client = Client(app)

    def _anew(self) -> SampleNewsroom:
        newsroom = SampleNewsroom(self.newsroom.folder, {})
        newsroom.clock = FixedClock()
        return newsroom

    def get(self, path: str = "/", known: bool = True, **headers: str) -> httpx.Response:
        own = {"host": HOST} | ({"cookie": f"digest-{PORT}={self._keys.session}"} if known else {})
        return self._client.request("GET", path, headers=own | headers)

    def post(self, form: dict[str, object], known: bool = True, origin: str = f"http://{HOST}") -> httpx.Response:
        own = {"host": HOST, "origin": origin} | ({"cookie": f"digest-{PORT}={self._keys.session}"} if known else {})
        return self._client.post("/choose?look=phone", urlencode(form).encode(), own)

    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def save(self, before: str, after: str) -> None:
        text = self.text()
        assert before in text
        self.file.write_text(text.replace(before, after), encoding="utf-8")
        self.live.changed({f"editions/{EDITION}.yaml"})

    def mark(self) -> str:
        found = re.search('name="text" value="([0-9a-f]+)"', self.get().text)
        assert found
        return found[1]


@pytest.fixture
def site(newsroom: Newsroom) -> Iterator[Site]:
    made = Site(newsroom)
    yield made
    made.live.close()
    assert made.failed == []


def test_the_page_shows_the_letter_in_a_frame_that_can_do_nothing(site: Site) -> None:
    page = site.get()
    assert 'sandbox="" src="/letter?' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    letter = site.get("/letter")
    assert letter.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "A vote with the doors open" in letter.text
    assert SLOT not in letter.text


def test_nobody_is_answered_without_the_key_or_under_another_name(site: Site) -> None:
    for path in ("/", "/letter", "/picture/0/0", "/preview.js"):
        assert site.get(path, known=False).status_code == 403
        assert site.get(path, host="rebound.example").status_code == 421


def test_each_letter_of_the_edition_can_be_looked_at(site: Site) -> None:
    page = unescape(site.get().text)
    for name in ("Phone", "Text", "Dark", "Русский", "Українська", "With a warning", "Hidden", "Discreet"):
        assert f">{name}<" in page
    assert "The Friday Lantern" not in site.get("/letter?discreet=yes").text[:6_000].partition("<body")[2][:1_500]
    assert "color-scheme: dark" in site.get("/letter?scheme=dark").text
    assert 'src="https://' not in site.get("/letter?images=off").text
    assert "img-src data:;" not in site.get("/letter").headers["content-security-policy"]
    assert site.get("/letter?images=off").headers["content-security-policy"].endswith("img-src data:")
    assert "<pre" in site.get("/?look=text").text
    assert site.get("/letter?language=ru&appeal=warn").text != site.get("/letter?language=ru").text


def test_parameters_that_nobody_knows_show_the_usual_letter(site: Site) -> None:
    assert site.get("/letter?language=%3Cscript%3E&look=x&appeal=x").text == site.get("/letter").text
    assert "<script>" not in site.get("/?language=%3Cscript%3E&look=%22").text.replace('<script src="/preview.js">', "")


def test_a_save_is_seen_and_told(site: Site) -> None:
    before = site.live.revisions.current
    site.save("A vote with the doors open", "A vote behind closed doors")
    assert "A vote behind closed doors" in site.get("/letter").text
    assert site.live.revisions.current == before + 1


def test_words_of_articles_and_editors_are_text_on_the_page(site: Site) -> None:
    site.save('kicker: "Election day"', f"title: '{HOSTILE}'\n        kicker: '{HOSTILE}'")
    page = site.get().text
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)" in page
    assert HOSTILE not in site.get("/letter").text


def test_a_file_that_cannot_be_read_keeps_the_letter_and_its_problems_lead_to_their_lines(site: Site) -> None:
    site.save("sections:", "sections: [oops")
    assert "A vote with the doors open" in site.get("/letter").text
    page = site.get().text
    assert "the letter as it was when it could be" in page
    found = re.findall(r'href="#(line-\d+)">line', page)
    assert found
    assert all(f'id="{line}"' in page for line in found)
    site.save("sections: [oops", "sections:")
    assert "the letter as it was when it could be" not in site.get().text


def test_problems_make_it_a_draft_and_the_page_says_so(site: Site) -> None:
    site.save("lead: true", "lead: perhaps")
    assert "This is a draft" in site.get().text
    letter = site.get("/letter").text
    assert f"DRAFT of edition {EDITION}" in letter
    assert "lead: true" not in letter, "what stops it stands beside it"
    assert "[DRAFT]" not in site.get().text, "an inbox line is that of the letter readers will get"


def test_pages_that_were_not_read_say_so(site: Site) -> None:
    site.save(
        "  - name: Features\n    picks:\n", "  - name: Features\n    picks:\n      - https://lantern.example/new\n"
    )
    assert "1 of 13 picked pages was not read yet" in site.get().text
    assert "not read yet" in site.get("/letter").text


def test_a_broken_template_keeps_the_letter_too(newsroom: Newsroom) -> None:
    own = Newsroom(newsroom.folder, {})
    live = LivePreview(own, lambda: Newsroom(newsroom.folder, {}), EDITION)
    whole, _ = live.frame({})
    block = newsroom.folder / "templates/email/blocks/banner.jinja"
    block.parent.mkdir(parents=True)
    block.write_text("{% macro html(block, letter) %}{{ block.nothing }}{% endmacro %}", encoding="utf-8")
    live.changed({"templates/email/blocks/banner.jinja"})
    assert live.frame({})[0] == whole
    assert "banner" in live.page({}).lower()
    block.unlink()
    live.changed({"templates/email/blocks/banner.jinja"})
    assert "correct or delete" not in live.page({})
    live.close()
    own.__exit__(None, None, None)


def test_settings_that_cannot_be_read_are_told_and_new_ones_are_seen(site: Site) -> None:
    settings = site.newsroom.folder / "digest.toml"
    good = settings.read_text(encoding="utf-8")
    settings.write_text(good.replace("postal_address", "postal_adress"), encoding="utf-8")
    site.live.changed({"digest.toml"})
    assert "unknown key `postal_adress`" in site.get().text
    assert "A vote with the doors open" in site.get("/letter").text
    settings.write_text(
        good.replace('title = "The Friday Lantern"', 'title = "The Saturday Lantern"'), encoding="utf-8"
    )
    site.live.changed({"digest.toml"})
    assert "postal_adress" not in site.get().text
    assert "The Saturday Lantern" in site.get("/letter").text


def test_a_deleted_file_is_told_and_the_letter_stays(site: Site) -> None:
    text = site.text()
    site.file.unlink()
    site.live.changed({f"editions/{EDITION}.yaml"})
    assert f"there is no editions/{EDITION}.yaml" in site.get().text
    assert "A vote with the doors open" in site.get("/letter").text
    site.file.write_text(text, encoding="utf-8")


def test_what_is_chosen_stands_in_the_file_and_in_the_letter(site: Site) -> None:
    before = site.text()
    answer = site.post({"text": site.mark(), "pick": 2, "what": "picture", "number": 1})
    assert (answer.status_code, answer.headers["location"][-7:]) == (303, "#pick-2")
    assert "look=phone" in answer.headers["location"]
    added = [line for line in site.text().splitlines() if line not in before.splitlines()]
    assert [line.strip() for line in added] == [
        "- url: https://lantern.example/2026/11/24/city-council-opens-its-books",
        "picture: none",
    ]


def test_nothing_is_written_into_a_file_that_was_saved_meanwhile_and_both_are_shown(site: Site) -> None:
    old = site.mark()
    site.file.write_text(site.text().replace("A vote with", "Saved meanwhile, with"), encoding="utf-8")
    now = site.text()
    answer = site.post({"text": old, "pick": 2, "what": "picture", "number": 1})
    assert answer.status_code == 409
    assert site.text() == now
    assert "no picture" in answer.text
    assert "A vote with the doors open" in answer.text
    assert "Saved meanwhile" in answer.text
    again = site.post({"text": old, "pick": 2, "what": "picture", "number": 1})
    assert (again.status_code, site.text()) == (409, now), "nor when the page was not loaded anew"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"pick": "x"},
        {"pick": 99},
        {"pick": 2, "what": "title", "number": 99},
        {"pick": 2, "what": "sabotage", "number": "-1"},
    ],
)
def test_a_form_that_says_nothing_known_writes_nothing(site: Site, form: dict[str, object]) -> None:
    before = site.text()
    assert site.post({"text": site.mark()} | form).status_code == 409
    assert site.text() == before


def test_no_other_site_can_choose(site: Site) -> None:
    before, form = site.text(), {"text": site.mark(), "pick": 2, "what": "picture", "number": 1}
    assert site.post(form, origin="https://evil.example").status_code == 403
    assert site.post(form, known=False).status_code == 403
    assert site.get("/choose").status_code == 405, "and a link acts nowhere"
    assert site.text() == before


def test_there_is_no_preview_of_no_edition(newsroom: Newsroom) -> None:
    with pytest.raises(DigestError, match="there is no editions/2031-01-03"):
        LivePreview(newsroom, lambda: newsroom, "2031-01-03")


def test_where_the_edition_stands_is_one_word(site: Site) -> None:
    assert "<b>Held</b>" in site.get().text
    site.save("lead: true", "lead: perhaps")
    assert "<b>Locked</b>" in site.get().text


def test_a_picture_to_choose_is_shown_where_it_can_do_nothing(site: Site) -> None:
    answer = site.get("/picture/1/0")
    assert "<img" in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert "<img" not in site.get("/picture/99/0").text
