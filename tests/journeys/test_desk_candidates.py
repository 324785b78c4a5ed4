"""An editor chooses from the newsroom's own feed in a browser, with scripts and without, in every size and colour."""

from collections.abc import Iterator
from contextlib import ExitStack
from email.utils import format_datetime
from pathlib import Path
from shutil import copytree
from typing import Any
from xml.sax.saxutils import escape

import pytest

from digest.app.clock import SystemClock
from digest.app.container import Newsroom
from digest.edition.inbox_link import InboxLink
from digest.storage.inbox_file import LinkInboxFile
from tests.journeys.at_desk import PASSPHRASE, Editor, at_desk
from tests.journeys.visiting import needs_browser
from tests.standins.eight_pages import AT_HOME
from tests.standins.newspaper import SAMPLE_SITE, Newspaper
from tests.standins.sample import NOW
from tests.standins.serving import serving

pytestmark = [pytest.mark.slow, needs_browser]
SETTINGS = """
[editors.anna]
address = "anna@lantern.example"
may = ["edit"]
[desk]
enabled = true
[[articles.sources]]
kind = "rss"
url = "{url}/feed.rss"
[[articles.sources]]
kind = "atom"
url = "{url}/nowhere.atom"
"""
HOSTILE = "<img src=x onerror=alert(1)> \u202edellim"
ITEM = "<item><title>{title}</title><link>{url}</link><pubDate>{date}</pubDate></item>"


@pytest.fixture
def desk(folder: Path, tmp_path: Path) -> Iterator[tuple[str, Newspaper]]:
    """Serve a newsroom with a feed, one that is not there, and a link in the inbox; yield its address, and the site."""
    own = tmp_path / "site"
    copytree(SAMPLE_SITE, own)
    with ExitStack() as stack:
        site = stack.enter_context(Newspaper(own))
        harbour = f"{site.url}/2026/11/23/harbour-strike.html"
        found = [("The harbour stands still", harbour), (HOSTILE, f"{site.url}/hostile.html")]
        found += [(f"What happened on day {number}, and what did not", f"{site.url}/{number}") for number in range(8)]
        date = format_datetime(SystemClock().now())
        items = "".join(ITEM.format(title=escape(title), url=url, date=date) for title, url in found)
        (own / "feed.rss").write_text(f'<rss version="2.0"><channel>{items}</channel></rss>', encoding="utf-8")
        settings = folder / "digest.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS.format(url=site.url), encoding="utf-8")
        LinkInboxFile(folder).append([InboxLink(f"{site.url}/waits.html", "for the lead?", "2026-11-26", "cms")])
        with Newsroom(folder, {}) as newsroom:
            newsroom.passphrases.keep("anna", newsroom.passphrase_hashes.make(PASSPHRASE), NOW)
        running = stack.enter_context(serving(folder, **AT_HOME))
        yield running.url, site


@pytest.mark.parametrize("scripts", [True, False])
def test_feeds_are_read_on_a_button_and_what_is_ticked_goes_into_a_section(
    browser: Any, folder: Path, desk: tuple[str, Newspaper], scripts: bool
) -> None:
    url, site = desk[0], desk[1].url
    with at_desk(browser, url, "anna", scripts=scripts) as anna:
        anna.page.goto(f"{url}/desk/editions/2026-11-27")
        anna.page.get_by_role("link", name="Choose from the inbox").click()
        anna.page.get_by_text("They were not read in the last half hour").wait_for()
        if scripts:
            anna.look("candidates-unread")
        assert desk[1].asked == [], "who only looks asks no site"
        read(anna)
        assert anna.page.get_by_text(f"{site.partition('//')[2]}/nowhere.atom lists nothing").is_visible()
        assert anna.page.locator("main img").count() == 0
        if scripts:
            anna.look("candidates")
        anna.page.get_by_label("The harbour stands still").check()
        anna.page.get_by_label(f"{site}/waits.html").check()
        anna.page.get_by_label("Into", exact=True).select_option("Culture")
        anna.press("Put in")
        anna.told("Saved: 2 links put in.")
        anna.page.get_by_role("link", name="Choose from the inbox").click()
        assert anna.page.get_by_text("In this letter already.").count() == 2
    with Newsroom(folder, {}) as newsroom:
        edition, _ = newsroom.editions.read("2026-11-27")
    assert edition is not None
    (culture,) = [section for section in edition.sections if section.name == "Culture"]
    assert [pick.url for pick in culture.picks][-2:] == [
        f"{site}/waits.html",
        f"{site}/2026/11/23/harbour-strike.html",
    ]


def read(anna: Editor) -> None:
    """Have the feeds read, and look again until they are, as the page says."""
    anna.press("Read the feeds")
    while anna.page.get_by_text("They are being read now").count():
        anna.page.get_by_role("link", name="Look again").click()
    anna.page.get_by_text("They were read at").wait_for()
