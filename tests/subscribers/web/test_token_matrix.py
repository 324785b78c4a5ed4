"""Every kind of token at every route: it opens what it is for, for the reader it is for, and nothing else anywhere."""

import re
from dataclasses import dataclass

import pytest

from digest.app.container import Newsroom
from subscribers.policy.tokens import Purpose, read_token
from tests.standins.sample import EDITION, NOW
from tests.standins.site import Pages

PATHS = (
    "/u/{}",
    "/u/{}/",
    "/u/{}/pause",
    "/u/{}/undo",
    "/u/{}/resume",
    "/r/{}",
    "/r/{}/",
    "/p/{}",
    "/p/{}/",
    "/confirm/{}",
    "/open/{}",
    "/preferences/{}",
    "/editions/{}",
    "/{}",
)
ALIKE = ("/confirm/{}/again", "/open/{}/again")
"""Pages that look the same for every token, ours or not: they ask for a new link."""
WITHOUT_A_FORM = {"/u/{}/pause": 400, "/u/{}/undo": 409, "/u/{}/resume": 409}
"""What pages say that a token opens, and that were sent nothing."""
ANSWERED = {
    "letter": {
        ("GET", path)
        for path in PATHS
        if path[:3] in {"/u/", "/r/", "/p/"} and not path.endswith(("pause", "undo", "resume"))
    }
    | {("POST", path) for path in PATHS if path[:3] in {"/u/", "/r/", "/p/"}},
    "confirm": {("GET", "/confirm/{}"), ("POST", "/confirm/{}")},
    "move": {("GET", "/confirm/{}"), ("POST", "/confirm/{}")},
    "link": {("GET", "/open/{}"), ("POST", "/open/{}")},
    "session": set[tuple[str, str]](),
    "form": set[tuple[str, str]](),
    "session form": set[tuple[str, str]](),
    "delivery": set[tuple[str, str]](),
    "public id": set[tuple[str, str]](),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """One living token of each kind.

    All that belong to somebody are Anna's, but the one of Dora, who has not confirmed.
    """

    pages: Pages
    all: dict[str, str]


@pytest.fixture
def tokens(newsroom: Newsroom, readers: dict[str, int]) -> Tokens:
    pages, anna = Pages(newsroom), readers["anna"]
    found = {
        "letter": pages.letter_token(anna),
        "public id": newsroom.store.get(anna)[0].id,
        "form": pages.csrf_token(),
    }
    pages.enter(anna)
    found |= {"session": pages.cookies["__Host-session"], "session form": pages.session_token()}
    pages.do("/address", address="anna.new@example.org")
    found["move"] = pages.link().rpartition("/")[2]
    pages.sign_up("dora@example.org")
    found["confirm"] = pages.link().rpartition("/")[2]
    pages.clock.time = pages.clock.time.replace(minute=pages.clock.time.minute + 5)
    pages.post(f"/p/{found['letter']}")
    found["link"] = pages.link().rpartition("/")[2]
    (recipient,), _ = newsroom.subscribers.consenting(EDITION, [anna], NOW)
    found["delivery"] = recipient.delivery
    pages.cookies.clear()
    return Tokens(pages, found)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ANSWERED)
def test_a_token_opens_what_it_is_for_and_nothing_else(
    newsroom: Newsroom, readers: dict[str, int], tokens: Tokens, kind: str
) -> None:
    def everybody() -> list[object]:
        return [newsroom.store.get(number) for number in readers.values()]

    def status(method: str, path: str) -> int:
        return tokens.pages.client.request(method, path.format(tokens.all[kind])).status_code

    before, answered = everybody(), ANSWERED[kind]
    for method, path in [
        (method, path) for path in PATHS for method in ("GET", "POST") if (method, path) not in answered
    ]:
        assert status(method, path) in {404, 405}, (method, path)
    assert [(status("GET", path), status("POST", path)) for path in ALIKE] == [(405, 200)] * len(ALIKE)
    assert everybody() == before
    for method, path in sorted(answered):  # GET stands before POST
        assert status(method, path) in {200, 303, WITHOUT_A_FORM.get(path)}, (method, path)
        assert everybody()[1:] == before[1:], "nothing ever happens to another reader"
        assert method == "POST" or everybody() == before


@pytest.mark.slow
@pytest.mark.parametrize("kind", ANSWERED)
def test_a_token_is_no_session_and_no_form(
    newsroom: Newsroom, readers: dict[str, int], tokens: Tokens, kind: str
) -> None:
    token, pages = tokens.all[kind], tokens.pages
    if kind != "session":
        pages.cookies["__Host-session"] = token
        assert pages.get("/preferences").status_code == 403
        assert pages.get("/preferences/data.json").status_code == 403
    pages.cookies["__Host-session"] = tokens.all["session"]
    if kind != "session form":
        assert pages.post("/preferences/erase", {"form": token}).status_code == 403
    pages.cookies.clear()
    if kind != "form":
        told = {"address": "eve@example.org", "agreed": "yes", "language": "en", "form": token}
        assert pages.post("/", told).status_code == 400
    assert newsroom.store.get(readers["anna"])[0].status == "confirmed"


def test_one_readers_session_shows_and_changes_nobody_else(newsroom: Newsroom, readers: dict[str, int]) -> None:
    pages = Pages(newsroom)
    pages.enter(readers["anna"])
    of_anna = pages.session_token()
    other = Pages(newsroom, app=pages.app)
    other.enter(readers["boris"])
    assert other.post("/preferences/erase", {"form": of_anna}).status_code == 403
    page = other.get("/preferences/data").text
    assert "boris@example.org" in page
    assert "anna" not in page
    assert [newsroom.store.get(number)[0].status for number in readers.values()] == ["confirmed"] * 3


def test_letters_of_different_readers_have_tokens_that_say_nothing_of_each_other(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    pages = Pages(newsroom)
    made = {name: pages.letter_token(number) for name, number in readers.items()}
    assert len(set(made.values())) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{39}", token) for token in made.values())
    for head in made.values():
        for tail in made.values():
            for cut in (1, 17, 18, 30):
                mixed = head[:cut] + tail[cut:]
                if mixed not in made.values():
                    assert read_token(newsroom.store.keyring, Purpose.LETTER, mixed) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "glued", [".", ",", ";", ":", "!", "%3F", ")", "]", "%3E", "%22", "'", "%C2%BB", "%E2%80%A6", "%253E", "./"]
)
def test_links_work_with_what_mail_programs_glue_onto_them(
    newsroom: Newsroom, readers: dict[str, int], tokens: Tokens, glued: str
) -> None:
    for kind, path in (
        ("letter", "/p/"),
        ("letter", "/r/"),
        ("letter", "/u/"),
        ("confirm", "/confirm/"),
        ("link", "/open/"),
    ):
        shown = tokens.pages.get(f"{path}{tokens.all[kind]}{glued}")
        assert shown.status_code == 200, path
        assert f'action="{path}{tokens.all[kind]}"' in shown.text, "the form names the token alone"
        assert tokens.pages.post(f"{path}{tokens.all[kind]}{glued}").status_code in {200, 303}, path
    assert newsroom.store.get(readers["anna"])[0].status == "unsubscribed"
    assert newsroom.store.number_with("dora@example.org")
