"""The confirmation page: looking confirms nothing, another site confirms nothing, the button does."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from subscribers.web.throttle import USUAL
from tests.standins.newsroom import SampleNewsroom
from tests.standins.site import Pages


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_only_the_button_of_our_own_page_confirms(newsroom: Newsroom, headers: dict[str, str]) -> None:
    pages = Pages(newsroom)
    pages.sign_up("dora@example.org")
    link = pages.link()
    assert pages.get(link).status_code == 200
    refused = pages.post(link, **headers)
    assert refused.status_code == 403
    assert "Nothing was changed" in refused.text
    assert newsroom.store.counts()["confirmed"] == 0
    assert pages.post(link).status_code == 200
    assert newsroom.store.counts()["confirmed"] == 1


def test_an_expired_link_offers_a_new_one_by_one_button_and_looks_alike_for_everybody(newsroom: Newsroom) -> None:
    pages = Pages(newsroom)
    pages.sign_up("dora@example.org")
    link = pages.link()
    pages.sign_up("known@example.org")
    known = pages.link()
    pages.post(known)
    pages.clock.time += timedelta(days=4)
    shown = pages.get(link)
    assert shown.status_code == 404
    assert f'<form method="post" action="{link}/again">' in shown.text
    assert pages.get(f"{link}/again").status_code == 405, "looking asks for nothing"
    assert pages.letters().singles == []
    answers = [pages.post(f"{one}/again") for one in (link, known, "/confirm/" + "x" * 32, "/confirm/x", link)]
    assert len({(answer.status_code, answer.content, str(answer.headers)) for answer in answers}) == 1
    assert "Check your inbox" in answers[0].text
    bag = pages.letters()
    assert [to for to, _ in bag.singles] == ["dora@example.org", "known@example.org"], "once a day"
    assert "/confirm/" in bag.texts[0]
    assert "/open/" in bag.texts[1]
    assert "Press the button" in pages.get(re.findall(r"https://[^/]+(/confirm/\S+)", bag.texts[0])[0]).text


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_no_other_site_asks_for_a_new_link(newsroom: Newsroom, headers: dict[str, str]) -> None:
    pages = Pages(newsroom)
    pages.sign_up("dora@example.org")
    link = pages.link()
    pages.clock.time += timedelta(days=4)
    assert pages.post(f"{link}/again", **headers).status_code == 403
    assert pages.letters().singles == []


@pytest.mark.slow
def test_a_network_that_asks_for_new_links_without_end_is_told_to_wait(newsroom: Newsroom) -> None:
    pages = Pages(newsroom)
    answers = [pages.post(f"/confirm/{'x' * 32}/again") for _ in range(USUAL + 1)]
    assert [answer.status_code for answer in answers] == [200] * USUAL + [429]
    assert "retry-after" in answers[-1].headers
    assert "Please try again in an hour" in answers[-1].text


def test_a_body_beyond_all_measure_confirms_nothing(newsroom: Newsroom) -> None:
    pages = Pages(newsroom)
    pages.sign_up("dora@example.org")
    too_much = pages.post(pages.link(), {"x": "y" * 20_000}, **{"Accept-Language": "uk"})
    assert too_much.status_code == 413
    assert "Нічого не змінилося" in too_much.text
    assert newsroom.store.counts()["confirmed"] == 0


@pytest.mark.parametrize(
    ("welcome", "language", "before", "after"),
    [
        ("none", "en", "", ""),
        ("latest", "en", "A welcome email comes right after you confirm.", "A welcome email is on its way."),
        ("words", "ru", "Сразу после подтверждения придёт приветственное письмо.", "Приветственное письмо уже в пути."),
        ("latest", "uk", "Одразу після підтвердження надійде вітальний лист.", "Вітальний лист уже в дорозі."),
    ],
)
def test_who_confirms_is_told_of_the_welcome_letter(
    folder: Path, welcome: str, language: str, before: str, after: str
) -> None:
    with SampleNewsroom(folder, {"DIGEST_READERS__WELCOME": welcome}) as newsroom:
        pages = Pages(newsroom)
        pages.sign_up("dora@example.org", language=language)
        link = pages.link()
        shown, done = pages.get(link).text, pages.post(link).text
    if welcome == "none":
        assert "welcome" not in (shown + done).lower()
    else:
        assert before in shown
        assert after in done
