"""Pages that are no articles: each says what it is instead."""

import pytest

from digest.articles.metadata import read_article
from digest.errors import PageUnreadable
from tests.standins.article_page import READ_AT, STORY, URL, described, page, read

SHORT = "<p>Please wait a moment.</p>"


def refused(title: str, body: str, head: str = "") -> str:
    data = f"<html lang=en><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    with pytest.raises(PageUnreadable) as error:
        read_article(data, URL, "utf-8", READ_AT)
    return str(error.value)


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        ("Just a moment...", "<h1>lantern.example</h1><p>Checking if the site connection is secure.</p>", "a bot check"),
        ("lantern.example", "<h1>Verify you are human</h1>" + SHORT, "a bot check"),
        ("Проверка браузера", "<h1>Проверка браузера</h1>" + SHORT, "a bot check"),
        ("We value your privacy", "<h1>We value your privacy</h1><p>Accept all cookies or pay.</p>", "a consent wall"),
        ("Mit Werbung weiterlesen", "<h1>Mit Werbung weiterlesen</h1><p>Cookies zustimmen oder abonnieren.</p>", "a consent wall"),
        ("Anmelden", "<h1>Anmelden</h1><p>Ihr Konto</p>", "a login"),
        ("404 - Page not found", "<h1>Page not found</h1>" + SHORT, "an error page"),
        ("Seite nicht gefunden", "<h1>Hoppla</h1>" + SHORT, "an error page"),
        ("Страница не найдена", "<h1>Страница не найдена</h1>" + SHORT, "an error page"),
    ],
)  # fmt: skip
def test_a_wall_or_an_error_with_status_200_says_what_it_is(title: str, body: str, words: str) -> None:
    assert refused(title, body).startswith(f"this is no article but {words}")


def test_an_address_that_leads_to_the_front_page_is_none_of_an_article() -> None:
    front = '<link rel="canonical" href="https://www.lantern.example/">'
    assert refused("The Lantern", STORY, front) == "this is no article: the address leads to the front page"
    assert read('<link rel="canonical" href="https://lantern.example/2026/11/24/council">').title
    assert read('<link rel="canonical" href="https://other.example/">').title


def test_an_article_about_captchas_cookies_or_errors_is_one() -> None:
    for title in ("Verify you are human: how captchas fail", "404: the page not found in the archive of Orel"):
        assert read(described(headline=title), heading=title).title == title


@pytest.mark.parametrize("title", ["ÐÐ¾Ð²Ð¾ÑÑÐ¸ Орла", "Books \ufffdopen", "The councilâ€™s books"])
def test_a_headline_whose_characters_are_lost_is_never_a_card(title: str) -> None:
    with pytest.raises(PageUnreadable, match="characters of its headline"):
        read_article(
            page(described(headline=title), heading=title).replace(b"Council opens its books", b""), URL, None, READ_AT
        )


def test_a_page_with_a_few_words_is_kept_and_called_a_stub_unless_it_declares_an_article() -> None:
    assert read(story="<p>The books are open. Come and read them.</p>").is_stub
    assert not read(described(), story="<p>The books are open. Come and read them.</p>").is_stub
    assert not read().is_stub
