"""Corrections on the web: a page of their own, beside the letter they are about, and never the newest letter."""

from typing import Any

import pytest
from lxml import html

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.app.web import application
from tests.standins.client import Client
from tests.standins.command_line import run
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition

PAGE, CORRECTION = f"/editions/{EDITION}", f"/editions/{EDITION}-correction-1"


@pytest.fixture
def client(newsroom: Newsroom, readers: dict[str, int]) -> Client:
    """Return a visitor after a letter and its correction went out."""
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    for words in (
        ["amend", EDITION, "--correction", "--note", "It was 201 tonnes."],
        ["send", f"{EDITION}-correction-1"],
    ):
        assert run(newsroom.folder, *words).returncode == 0
    return Client(application(newsroom))


def noted(client: Client, path: str) -> list[tuple[str, str]]:
    """Return the words of each note on a page, and where they lead."""
    page: Any = html.fromstring(client.get(path).content)
    found = page.xpath("//main/div[@role='note']/p")
    return [(" ".join(one.text_content().split()), "".join(one.xpath("a/@href"))) for one in found]


def test_letter_and_correction_lead_to_one_another(client: Client, newsroom: Newsroom) -> None:
    assert "It was 201 tonnes." in client.get(CORRECTION).text
    subject = Services(newsroom).assessor().assess(EDITION).passed().letters[0].subject
    assert noted(client, PAGE) == [(f"Corrected by a later letter: Correction: {subject}", CORRECTION)]
    assert noted(client, CORRECTION) == [(f"The letter that is corrected here: {subject}", PAGE)]


def test_the_links_of_the_note_have_the_newsrooms_accent_on_light_and_on_dark_screens(
    client: Client, newsroom: Newsroom
) -> None:
    light, dark = client.get(PAGE).text.split("@media (prefers-color-scheme: dark) { body {")
    theme = newsroom.publication.theme
    assert f".changes a {{ color: {theme.accent}; }}" in light
    assert f".changes a {{ color: {theme.dark_accent}; }}" in dark


@pytest.mark.parametrize(("language", "words"), [("ru", "Исправлено в"), ("uk", "Виправлено в")])
def test_the_fixed_words_are_those_of_the_page(client: Client, language: str, words: str) -> None:
    ((found, _),) = noted(client, f"{PAGE}/{language}")
    assert found.startswith(words)


def test_the_sign_up_page_shows_the_newest_letter_and_no_correction(client: Client) -> None:
    page = client.get("/").text
    assert f'href="{PAGE}"' in page
    assert CORRECTION not in page


def test_lists_feeds_and_the_sitemap_have_both(client: Client) -> None:
    for path in ("/editions/", "/editions/feed.rss", "/editions/feed.atom", "/editions/feed.json", "/sitemap.xml"):
        found = client.get(path).text
        assert f'{PAGE}"' in found or f"{PAGE}<" in found, path
        assert CORRECTION in found, path
        assert path == "/sitemap.xml" or "It was 201 tonnes." in found, path
    assert client.get(f"{CORRECTION}.png").status_code == 200
    assert '<meta name="description" content="It was 201 tonnes.">' in client.get(CORRECTION).text
    assert client.get(CORRECTION).text.count("It was 201 tonnes.") == 3, (
        "in the letter once, and in what networks are told"
    )
    assert CORRECTION in client.get("/editions/search?q=201").text
