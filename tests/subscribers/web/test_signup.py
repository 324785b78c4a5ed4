"""The sign-up: what it shows, what it takes, and what nobody can learn from it."""

import re
import statistics
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from digest.app.container import Newsroom
from digest.app.looks import pages_of
from digest.app.web import form_mail_of, guard_of, site_of
from subscribers.policy.model import Status, SuppressionReason
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.consent_texts import find_consent_text
from subscribers.web.signup_guard import SignupForm, SignupResult
from subscribers.web.throttle import WITHOUT_PROOF
from subscribers.web.visitor import read_address
from tests.standins.chance import rounds
from tests.standins.forms import join
from tests.standins.sample import NOW
from tests.standins.sending import Mailbox
from tests.standins.sending import send_edition as run
from tests.standins.site import Pages


@pytest.fixture
def pages(newsroom: Newsroom) -> Pages:
    return Pages(newsroom)


def test_signing_up_and_confirming(newsroom: Newsroom, pages: Pages) -> None:
    page = pages.sign_up("dora@example.org", language="uk")
    assert page.status_code == 200
    assert "Перевірте пошту" in page.text
    assert "dora" not in page.text
    bag = pages.letters()
    assert [(to, "Підтвердьте підписку" in subject) for to, subject in bag.singles] == [("dora@example.org", True)]
    (path,) = re.findall(r"https://[^/]+(/confirm/\S+)", bag.texts[0])
    assert 'method="post"' in pages.get(path).text
    assert newsroom.store.counts()["confirmed"] == 0
    for _ in range(2):
        thanks = pages.post(path).text
        assert "Дякуємо" in thanks
        assert "Наступний лист вийде 4 грудня 2026" in thanks, "today's letter is due already"
    number = newsroom.store.number_with("dora@example.org")
    person, (asked, agreed) = newsroom.store.get(number)
    assert (person.status, person.language) == (Status.CONFIRMED, "uk")
    shown = find_consent_text(newsroom.store, asked.wording)
    assert shown is not None
    assert "версія 2026-09-01" in shown.text
    assert shown.text in " ".join(re.sub(r"<[^>]+>", "", shown.page).replace("&#39;", "'").split())
    assert (asked.source, agreed.source) == ("the sign-up form", "the link in the confirmation letter")


def test_the_confirmation_letter_asks_and_nothing_else(newsroom: Newsroom, pages: Pages) -> None:
    pages.sign_up("dora@example.org")
    taken = newsroom.mail_queue.claim(pages.clock.now())
    assert taken is not None
    html = taken.mail.html
    links = re.findall(r'href="([^"]+)"', html)
    assert [link.partition(":")[0] for link in links] == ["https", "mailto"]
    assert "<img" not in html
    assert "Remind me later" not in html
    assert "lantern.example/support" not in html
    assert newsroom.settings.digest.postal_address in html


@pytest.mark.usefixtures("readers")
def test_the_page_tells_what_the_letter_is_and_shows_the_last_one(newsroom: Newsroom, pages: Pages) -> None:
    before = pages.get("/").text
    assert "A hand-picked selection of news, features, analysis and more, every Friday." in before
    assert "The latest newsletter" not in before, "what has not gone out is nobody's business"
    run(newsroom, Mailbox(), 10)
    page = pages.get("/").text
    assert "The latest newsletter" in page
    assert "Three years after the square" in page
    assert re.search(r">In the picture: <span lang=\"en\" dir=\"ltr\">[A-Z][^<]{9,}</span></p>", page), (
        "where none is loaded"
    )
    assert "На картинке: <span" in pages.get("/?language=ru").text
    assert "and 7 more" in page
    assert "ещё 7" in pages.get("/?language=ru").text
    assert "27 ноября 2026" in pages.get("/", **{"Accept-Language": "ru-RU,ru;q=0.9"}).text
    for sign in ("<img", "<script", "http://", "//cdn"):
        assert sign not in page
    assert "checked" not in page, "no box is ticked beforehand"
    assert 'required><label for="agreed">' in page
    assert newsroom.settings.digest.privacy_policy_url in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agreed": ""}, "tick the box"),
        ({"address": "nonsense"}, "doesn’t look like an email address"),
        ({"address": ""}, "doesn’t look like an email address"),
        ({"address": "a@b"}, "doesn’t look like an email address"),
        ({"form": "1.w-1.abc"}, "please send it again"),
        ({"form": ""}, "please send it again"),
    ],
)
def test_a_form_with_a_fault_comes_back_with_what_was_typed(pages: Pages, changes: dict[str, str], words: str) -> None:
    page = pages.sign_up(
        changes.get("address", 'dora"<b>@example.org'),
        **{name: value for name, value in changes.items() if name != "address"},
    )
    if "address" not in changes:
        assert "dora&#34;&lt;b&gt;@example.org" in page.text
    assert page.text.count(" checked") == ("agreed" not in changes and "form" not in changes)
    assert page.text.count(" autofocus") == 1, "the keyboard begins where something is to be mended"
    assert page.status_code == 400
    assert words in page.text
    assert 'role="alert"' in page.text
    assert pages.letters().singles == []


def test_whatever_is_wrong_with_a_form_nothing_typed_is_lost_and_each_message_is_at_its_field(pages: Pages) -> None:
    page = pages.sign_up("nonsense", agreed="", language="uk").text
    assert 'value="nonsense" aria-invalid="true" aria-describedby="address-fault" autofocus' in page
    assert 'aria-invalid="true" aria-describedby="agreed-fault"' in page, "all faults at once"
    assert 'value="uk" lang="uk" selected' in page
    token = pages.csrf_token()
    told = {"address": "dora@example.org", "language": "en", "agreed": "yes", "form": token}
    pages.clock.time += timedelta(days=2)
    again = pages.post("/", told)
    assert again.status_code == 400
    assert 'value="yes" required checked' in again.text
    fresh = re.search(r'name="form" value="([^"]+)"', again.text)
    assert fresh
    pages.clock.time += timedelta(seconds=5)
    assert pages.post("/", told | {"form": fresh[1]}).status_code == 200, "one press more, and it is done"
    assert [to for to, _ in pages.letters().singles] == ["dora@example.org"]


def test_a_slip_in_the_domain_is_a_question_with_two_buttons(pages: Pages) -> None:
    def ask() -> dict[str, str]:
        page = pages.sign_up("dora@gmial.con")
        assert page.status_code == 400
        assert "Did you mean dora@gmail.com?" in page.text
        assert 'value="dora@gmial.con" aria-describedby="address-fault"' in page.text
        assert 'name="use" value="meant">Yes, gmail.com<' in page.text
        assert 'name="use" value="typed">No, keep gmial.con<' in page.text
        pages.clock.time += timedelta(seconds=5)
        inputs = re.findall(r'<input[^>]* name="(address|form|asked_about)"[^>]* value="([^"]*)"', page.text)
        return dict(inputs) | {"language": "en", "agreed": "yes"}

    shown = ask()
    assert set(shown) == {"address", "form", "asked_about", "language", "agreed"}
    assert pages.letters().singles == []
    assert "Check your inbox" in pages.post("/", shown | {"use": "meant"}).text
    assert [to for to, _ in pages.letters().singles] == ["dora@gmail.com"]
    assert "Check your inbox" in pages.post("/", ask() | {"use": "typed"}).text
    assert [to for to, _ in pages.letters().singles] == ["dora@gmial.con"], "a hint, and never a refusal"
    mended = pages.post("/", ask() | {"address": "dora@example.org", "use": "meant"})
    assert "Check your inbox" in mended.text
    assert [to for to, _ in pages.letters().singles] == ["dora@example.org"], "what was typed since counts"
    assert "gmial" not in "".join(pages.lines)


def test_a_network_over_its_limit_is_told_to_come_again_and_when_whoever_is_on_the_list(folder: Path) -> None:
    with Newsroom(folder, {"DIGEST_WEB__ALTCHA": "true"}) as newsroom:
        join(newsroom.store, "anna@example.org", NOW)
        pages = Pages(newsroom)
        taken = [pages.sign_up(f"reader{number}@example.org").status_code for number in range(WITHOUT_PROOF)]
        assert taken == [200] * WITHOUT_PROOF
        over = [pages.sign_up(address) for address in ("dora@example.org", "anna@example.org")]
        nonsense = pages.sign_up("nonsense")
    left = [3_600 - 5 * (WITHOUT_PROOF + more) for more in (1, 2)]  # `sign_up` takes five seconds
    assert [(page.status_code, page.headers["retry-after"]) for page in over] == [(429, str(one)) for one in left]
    assert "Too many people on your network" in over[0].text
    assert (nonsense.status_code, "retry-after" in nonsense.headers) == (400, False), "what wants mending is no limit"


def test_a_form_that_comes_back_at_once_or_after_a_day_is_shown_again(pages: Pages) -> None:
    for wait in (timedelta(seconds=-5), timedelta(hours=25)):
        token = pages.csrf_token()
        pages.clock.time += wait
        page = pages.post("/", {"address": "dora@example.org", "agreed": "yes", "form": token})
        assert "please send it again" in page.text
    assert pages.letters().singles == []


def test_words_that_changed_since_are_shown_again(folder: Path, pages: Pages) -> None:
    token = pages.csrf_token()
    with Newsroom(folder, {"DIGEST_DIGEST__PRIVACY_POLICY_VERSION": "2026-12-01"}) as later:
        newer = Pages(later, pages.clock)
        told = {"address": "dora@example.org", "agreed": "yes", "language": "en"}
        assert "please send it again" in newer.post("/", told | {"form": token}).text
        assert "version 2026-12-01" in newer.get("/").text
        assert newer.letters().singles == []


def test_who_was_trapped_by_a_browser_that_fills_forms_in_is_told_so_and_sends_the_form_again(
    newsroom: Newsroom, pages: Pages
) -> None:
    trapped = pages.sign_up("dora@example.org", website="https://dora.example")
    assert (trapped.status_code, "switch off autofill" in trapped.text) == (400, True)
    assert 'value="dora@example.org"' in trapped.text
    assert "https://dora.example" not in trapped.text
    assert (pages.letters().singles, newsroom.store.counts()["requested"]) == ([], 0)
    assert "Check your inbox" in pages.sign_up("dora@example.org").text
    assert [to for to, _ in pages.letters().singles] == ["dora@example.org"]


def test_the_trap_says_the_same_of_every_address(pages: Pages) -> None:
    pages.sign_up("dora@example.org")
    pages.clock.time += timedelta(minutes=1)
    told = [
        pages.sign_up(address, website="x").text.replace(address, "")
        for address in ("dora@example.org", "anna@example.org")
    ]
    assert re.sub(r'name="form" value="[^"]+"', "", told[0]) == re.sub(r'name="form" value="[^"]+"', "", told[1])


def test_a_form_that_came_back_at_once_says_what_to_do(pages: Pages) -> None:
    form = {"address": "dora@example.org", "agreed": "yes", "language": "en"}
    token = pages.csrf_token()
    pages.clock.time -= timedelta(seconds=5)
    at_once = pages.post("/", form | {"form": token})
    assert (at_once.status_code, "faster than anybody can read it" in at_once.text) == (400, True)
    assert "out of date" not in at_once.text


def test_a_copied_form_leads_here_and_joins_nobody(newsroom: Newsroom, pages: Pages) -> None:
    page = pages.post("/", {"address": "dora@example.org", "language": "ru"}, Origin="https://lantern.example")
    assert page.status_code == 200
    assert 'value="dora@example.org"' in page.text
    assert '<html lang="ru"' in page.text
    assert "Остался один шаг" in page.text
    assert pages.letters().singles == []
    full = {"address": "dora@example.org", "agreed": "yes", "language": "en", "form": pages.csrf_token()}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert 'value="dora@example.org"' in pages.post("/", full, **headers).text
    assert pages.letters().singles == []
    assert newsroom.store.counts()["requested"] == 0


def _cases(newsroom: Newsroom, readers: dict[str, int]) -> dict[str, str]:
    unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    suppress(newsroom.store, readers["chloe"], SuppressionReason.COMPLAINT, "x", NOW)
    return {
        "new": "new.{n}@gmail.com",
        "known": "anna@example.org",
        "left": "boris@example.org",
        "suppressed": "chloe@example.org",
        "capped": "capped@example.org",
        "another spelling": "capped+{n}@example.org",
        "waits in line": "new.{n}@full.example",
        "no such domain": "new.{n}@nowhere.invalid",
    }


def _fill(domain: str, pages: Pages) -> None:
    """Let a domain get as many letters as it may in an hour."""
    for number in range(10):
        pages.sign_up(f"r{number}@{domain}")


def test_nobody_can_learn_who_is_on_the_list_from_what_comes_back(
    newsroom: Newsroom, pages: Pages, readers: dict[str, int]
) -> None:
    pages.clock.time = NOW + timedelta(days=2)
    pages.sign_up("capped@example.org")
    _fill("full.example", pages)
    answers = {name: pages.sign_up(address.format(n=1)) for name, address in _cases(newsroom, readers).items()}
    first = answers["new"]
    for name, answer in answers.items():
        assert (answer.status_code, answer.content) == (200, first.content), name
        assert answer.headers.items() == first.headers.items(), name


@pytest.mark.slow
def test_nobody_can_learn_it_from_the_time_either(newsroom: Newsroom, pages: Pages, readers: dict[str, int]) -> None:
    """Medians of interleaved calls stay within the noise that two halves of the same case show, or a fifth.

    Whichever is more.
    """
    pages.clock.time = NOW + timedelta(days=2)
    cases = _cases(newsroom, readers)
    pages.sign_up("capped@example.org")
    _fill("full.example", pages)
    took: dict[str, list[float]] = {name: [] for name in cases}
    token = pages.csrf_token()
    for turn in range(120):
        for name, address in cases.items():
            told = {"address": address.format(n=turn), "language": "en", "agreed": "yes", "form": token}
            pages.host = f"{20 + sorted(cases).index(name)}.{turn}.1.7"  # no network has its share used up
            began = time.perf_counter()
            assert pages.post("/", told).status_code == 200
            took[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(times[10:]) for name, times in took.items()}
    halves = [abs(statistics.median(times[10::2]) / statistics.median(times[11::2]) - 1) for times in took.values()]
    allowed = max(0.2, 2 * max(halves))
    middle = statistics.median(medians.values())
    assert all(abs(found / middle - 1) < allowed for found in medians.values()), {
        name: round(found * 1e3, 2) for name, found in medians.items()
    }


@pytest.mark.slow
def test_thousands_of_sign_ups_for_one_victim_from_thousands_of_networks_are_one_mail(
    newsroom: Newsroom, pages: Pages
) -> None:
    """By the one function behind page, copied form and API; that each names its visitor's computer is tested below."""
    site = site_of(newsroom, pages_of(newsroom), pages.clock)
    guard = guard_of(newsroom, site, form_mail_of(newsroom))
    form = SignupForm("victim@example.org", "en", True, pages.csrf_token(), "", "", None, "x")
    for number in range(rounds(3_000)):
        host = f"{20 + number // 60_000}.{number // 250}.{number % 250}.7"
        assert guard.sign_up(replace(form, visitor=read_address(host))) is SignupResult.TAKEN
    assert [to for to, _ in pages.letters().singles] == ["victim@example.org"]


def test_a_network_that_asks_without_end_is_told_to_wait_and_others_are_not(pages: Pages) -> None:
    token = pages.csrf_token()

    def ask(number: int) -> httpx.Response:
        return pages.post("/", {"address": f"r{number}@example.org", "language": "en", "agreed": "yes", "form": token})

    pages.host = "93.184.215.7"
    answers = [ask(number).status_code for number in range(64)]
    assert answers == [200] * 60 + [429] * 4
    assert "Too many people" in ask(99).text
    for other in ("93.184.216.7", "2a00:1450::1", "10.0.0.1"):
        pages.host = other
        assert ask(100).status_code == 200


def test_what_is_no_object_or_too_large_is_refused(pages: Pages) -> None:
    for body, status in ((b"[]", 400), (b"{", 400), (b"\xff", 400), (b"[" * 9_000, 400), (b"x" * 20_000, 413)):
        assert pages.client.post("/api/subscriptions", body).status_code == status
        assert pages.client.post(
            "/", b"form=x&" + body, {"Content-Type": "application/x-www-form-urlencoded"}
        ).status_code in {
            200,
            400,
            413,
        }
    assert pages.letters().singles == []
