"""The confirmation page: looking confirms nothing, another site confirms nothing, the button does."""

import pytest

from digest.app.container import Newsroom
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


def test_a_body_beyond_all_measure_confirms_nothing(newsroom: Newsroom) -> None:
    pages = Pages(newsroom)
    pages.sign_up("dora@example.org")
    too_much = pages.post(pages.link(), {"x": "y" * 20_000}, **{"Accept-Language": "uk"})
    assert too_much.status_code == 413
    assert "Нічого не змінилося" in too_much.text
    assert newsroom.store.counts()["confirmed"] == 0
