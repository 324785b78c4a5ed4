"""A reader's own pages.

The mailed link, the short session, and everything that can be changed, seen and erased there.
"""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from subscribers.policy.model import Event, Status
from subscribers.policy.preferences import Appeals, ReaderPreferences
from subscribers.services.confirmation import confirm
from subscribers.services.preferences import prefer
from subscribers.services.signup import request_move
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.access_log import record_access
from tests.standins.forms import PER_HOUR, SentMail, join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox
from tests.standins.sending import send_edition as run
from tests.standins.site import Pages


@pytest.fixture
def pages(newsroom: Newsroom) -> Pages:
    return Pages(newsroom)


@pytest.fixture
def anna(pages: Pages, readers: dict[str, int]) -> int:
    pages.enter(readers["anna"])
    return readers["anna"]


def test_the_link_goes_to_the_readers_own_address_and_to_no_other(pages: Pages, readers: dict[str, int]) -> None:
    token = pages.letter_token(readers["boris"])
    assert "anna" not in pages.get(f"/p/{token}").text
    assert "boris" not in pages.get(f"/p/{token}").text, "whoever holds a forwarded letter learns no address"
    assert pages.post(f"/p/{token}", {"address": "thief@example.org"}).status_code == 200
    bag = pages.letters()
    assert [to for to, _ in bag.singles] == ["boris@example.org"]
    assert "Ваши настройки" in bag.singles[0][1]


def test_looking_at_the_link_opens_nothing_and_uses_nothing_up(pages: Pages, readers: dict[str, int]) -> None:
    pages.post(f"/p/{pages.letter_token(readers['anna'])}")
    link = pages.link()
    for _ in range(3):
        looked = pages.get(link)
        assert looked.status_code == 200
        assert "set-cookie" not in looked.headers
        assert "example.org" not in looked.text.replace("lantern.example", "")
    assert pages.get("/preferences").status_code == 403
    opened = pages.post(link)
    assert (opened.status_code, opened.headers["location"]) == (303, "/preferences")
    assert pages.get("/preferences").status_code == 200
    assert pages.post(link).status_code == 404, "a link opens once"
    assert pages.get(link).status_code == 404


def test_a_link_works_for_twenty_minutes_and_a_session_for_thirty(pages: Pages, readers: dict[str, int]) -> None:
    pages.post(f"/p/{pages.letter_token(readers['anna'])}")
    link = pages.link()
    pages.clock.time += timedelta(minutes=20)
    assert pages.post(link).status_code == 404
    pages.post(f"/p/{pages.letter_token(readers['anna'])}")
    assert pages.post(pages.link()).status_code == 303
    pages.clock.time += timedelta(minutes=29)
    assert pages.get("/preferences").status_code == 200
    pages.clock.time += timedelta(minutes=2)
    assert pages.get("/preferences").status_code == 403


def test_the_session_is_a_strict_cookie_of_these_pages_alone(pages: Pages, readers: dict[str, int]) -> None:
    pages.post(f"/p/{pages.letter_token(readers['anna'])}")
    cookie = pages.post(pages.link()).headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "secure", "path=/;", "max-age=1800"):
        assert word in cookie
    assert cookie.startswith("__host-session=")
    assert "domain" not in cookie


@pytest.mark.parametrize("path", ["", "/pause", "/address", "/leave", "/erase", "/close"])
def test_only_forms_of_the_session_count(pages: Pages, newsroom: Newsroom, anna: int, path: str) -> None:
    before = newsroom.store.get(anna)
    full = {
        "form": pages.session_token(),
        "language": "ru",
        "appeals": "hide",
        "weeks": "4",
        "address": "new@example.org",
    }
    assert pages.post(f"/preferences{path}", full | {"form": "made up"}).status_code == 403
    assert pages.post(f"/preferences{path}", full, Origin="https://evil.example").status_code == 403
    assert pages.post(f"/preferences{path}", full, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert newsroom.store.get(anna) == before
    assert pages.letters().singles == []
    assert pages.get("/preferences").status_code == 200, "the session is still open"


def test_everything_that_can_be_wished_for_is_kept_and_shown_again(pages: Pages, newsroom: Newsroom, anna: int) -> None:
    run(newsroom, Mailbox(), 10)
    page = pages.get("/preferences").text
    assert 'value="Culture" checked' in page
    told = {
        "language": "uk",
        "zone": "Europe/Kyiv",
        "appeals": "warn",
        "plain": "yes",
        "discreet": "yes",
        "mirrors": "yes",
    }
    saved = pages.do("", **told, section=["News", "Features"])
    assert "Збережено" in saved.text
    person, _ = newsroom.store.get(anna)
    assert (person.language, person.zone) == ("uk", "Europe/Kyiv")
    assert person.preferences == ReaderPreferences(
        Appeals.WARN, None, plain=True, discreet=True, mirrors=True, without=("Analysis", "Culture")
    )
    again = pages.get("/preferences").text
    assert 'value="Culture" checked' not in again
    assert 'value="Culture"' in again
    assert 'value="News" checked' in again
    assert 'value="Europe/Kyiv"' in again
    assert 'value="warn" checked' in again
    assert (
        pages.do("", language="en", appeals="", section=["News", "Features", "Analysis", "Culture"]).status_code == 200
    )
    assert newsroom.store.get(anna)[0].preferences == ReaderPreferences()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"zone": "Riga"}, "don’t know this time zone"),
        ({"zone": "../../etc/passwd"}, "don’t know this time zone"),
        ({"language": "xx"}, "couldn’t read this form"),
        ({"appeals": "always"}, "couldn’t read this form"),
        ({"section": []}, "keep at least one section"),
    ],
)
def test_what_cannot_be_is_told_and_not_kept(
    pages: Pages, newsroom: Newsroom, anna: int, told: dict[str, str | list[str]], words: str
) -> None:
    run(newsroom, Mailbox(), 10)
    before = newsroom.store.get(anna)
    answer = pages.do("", **({"language": "en", "appeals": "", "section": ["News"]} | told))
    assert answer.status_code == 400
    assert words in answer.text
    assert 'role="alert"' in answer.text
    assert newsroom.store.get(anna) == before


def test_a_link_that_is_used_or_too_old_offers_a_new_one_by_one_button(
    pages: Pages, newsroom: Newsroom, readers: dict[str, int]
) -> None:
    pages.post(f"/p/{pages.letter_token(readers['boris'])}")
    link = pages.link()
    assert pages.post(link).status_code == 303
    pages.cookies.clear()
    pages.clock.time += timedelta(minutes=3)
    for shown in (pages.get(link), pages.post(link)):
        assert shown.status_code == 404
        assert f'<form method="post" action="{link}/again">' in shown.text
    assert pages.post(f"{link}/again", Origin="https://evil.example").status_code == 403
    assert pages.letters().singles == []
    answers = [pages.post(f"{one}/again") for one in (link, link, "/open/" + "x" * 32)]
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    bag = pages.letters()
    assert [to for to, _ in bag.singles] == ["boris@example.org"], "every two minutes at most"
    (new,) = re.findall(r"https://[^/]+(/open/\S+)", bag.texts[0])
    assert pages.post(new).status_code == 303
    pages.clock.time += timedelta(minutes=3)
    move = SentMail()
    request_move(newsroom.store, move, readers["boris"], "boris.new@example.org", NOW, PER_HOUR)
    confirm(newsroom.store, move.tokens[0], NOW)
    pages.post(f"{new}/again")
    assert pages.letters().singles == [], "a mailbox that is no longer the reader's gets nothing"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "the sender’s name and the subject don’t name us; our email address still does<"),
        ("ru", "имя отправителя и тема письма не выдают, что это мы, но наш адрес виден<"),
        ("uk", "ім’я відправника і тема листа не видають, що це ми, але нашу адресу видно<"),
    ],
)
def test_of_discreet_letters_no_more_is_promised_than_they_keep(
    pages: Pages, newsroom: Newsroom, anna: int, language: str, told: str
) -> None:
    prefer(newsroom.store, anna, language, "", ReaderPreferences(), NOW)
    assert told in pages.get("/preferences").text


@pytest.mark.usefixtures("anna")
def test_a_form_of_preferences_that_cannot_be_kept_comes_back_as_it_was_filled_in(
    pages: Pages, newsroom: Newsroom
) -> None:
    run(newsroom, Mailbox(), 10)
    told = {"language": "uk", "zone": 'Riga"<b>', "appeals": "hide", "plain": "yes", "section": []}
    page = pages.do("", **told).text
    assert 'value="Riga&#34;&lt;b&gt;"' in page
    assert 'value="uk" lang="uk" selected' in page
    assert 'value="hide" checked' in page
    assert 'name="plain" value="yes" checked' in page
    assert 'name="discreet" value="yes">' in page
    assert 'value="News" checked' not in page
    assert 'aria-describedby="zone-fault zone-about" aria-invalid="true" autofocus' in page, "the message at its field"
    assert 'id="sections-fault"' in page, "all faults at once"
    assert page.count("autofocus") == 1
    moved = pages.do("/address", address="dora@example")
    assert moved.status_code == 400
    assert 'value="dora@example" aria-invalid="true" aria-describedby="address-fault" autofocus' in moved.text


def test_only_what_the_newsroom_uses_is_offered_and_what_was_chosen_stays_to_be_undone(folder: Path) -> None:
    mirrors = {"DIGEST_ARTICLES__MIRRORS": "lantern.example=mirror.example"}
    unwarned = {"DIGEST_APPEAL__WARN_MAILBOXES": ""}
    warned = {"DIGEST_APPEAL__WARNING": "Do not give from Russia."}
    offered = {}
    for name, environment in (
        ("mirrors", mirrors | unwarned),
        ("by mailbox", mirrors),
        ("own warning", warned | unwarned),
        ("no appeal", warned | {"DIGEST_APPEAL__LINK": ""}),
    ):
        with SampleNewsroom(folder, environment) as newsroom:
            anna = join(newsroom.store, f"{name.split()[-1]}@example.org", NOW)
            pages = Pages(newsroom)
            pages.enter(anna)
            page = pages.get("/preferences").text
            offered[name] = [
                one for one in ("mirrors", "appeals-warn", "appeals-later", "appeals-hide") if f'id="{one}"' in page
            ]
            assert pages.do("", language="en", appeals="warn", mirrors="yes").status_code == 200
            page = pages.get("/preferences").text
            assert 'value="warn" checked' in page
            assert 'id="mirrors" name="mirrors" value="yes" checked' in page
            assert pages.do("", language="en", plain="yes").status_code == 200
            kept = newsroom.store.get(anna)[0].preferences
            assert kept == ReaderPreferences(Appeals.WARN, plain=True), "a form without the question keeps the answer"
    assert offered == {
        "mirrors": ["mirrors", "appeals-later", "appeals-hide"],
        "by mailbox": ["mirrors", "appeals-warn", "appeals-later", "appeals-hide"],
        "own warning": ["appeals-warn", "appeals-later", "appeals-hide"],
        "no appeal": [],
    }


def test_pausing_and_ending_a_pause(pages: Pages, newsroom: Newsroom, anna: int) -> None:
    assert "Paused until January 22, 2027." in pages.do("/pause", weeks="8").text
    assert newsroom.store.get(anna)[0].paused_until == NOW + timedelta(weeks=8)
    assert pages.do("/pause", weeks="9").status_code == 400
    assert "You have paused" not in pages.do("/pause", weeks="0").text
    assert newsroom.store.get(anna)[0].paused_until is None


def test_appeals_can_be_put_off_and_stay_so_until_their_day(pages: Pages, newsroom: Newsroom, anna: int) -> None:
    pages.do("", language="en", appeals="later")
    assert newsroom.store.get(anna)[0].preferences.appeals_after == date(2027, 1, 22)
    pages.clock.time += timedelta(minutes=5)
    assert "Not before January 22, 2027" in pages.get("/preferences").text
    pages.do("", language="en", appeals="later", plain="yes")
    assert newsroom.store.get(anna)[0].preferences.appeals_after == date(2027, 1, 22), (
        "saving again does not begin anew"
    )


def test_a_new_address_counts_once_it_is_confirmed_there(pages: Pages, newsroom: Newsroom, anna: int) -> None:
    assert pages.do("/address", address="nonsense").status_code == 400
    answers = [
        pages.do("/address", address=address)
        for address in ("anna.new@example.org", "boris@example.org", "dora@example.org")
    ]
    assert len({answer.text for answer in answers}) == 1, "nobody learns from it who else is on the list"
    bag = pages.letters()
    assert [to for to, _ in bag.singles] == ["anna.new@example.org", "dora@example.org"], (
        "Boris got a letter of ours today"
    )
    assert newsroom.store.addresses([anna])[anna] == "anna@example.org"
    path = bag.texts[0].partition("https://letter.lantern.example")[2].split()[0]
    assert "Is this your new address?" in pages.get(path).text
    assert "From now on the newsletter will come to this address" in pages.post(path).text
    assert newsroom.store.addresses([anna])[anna] == "anna.new@example.org"
    person, book = newsroom.store.get(anna)
    assert person.status is Status.CONFIRMED
    assert book[-1].event is Event.MOVE


@pytest.mark.usefixtures("anna")
def test_a_slip_in_the_new_address_is_asked_about_before_anything_is_written(pages: Pages) -> None:
    asked = pages.do("/address", address="anna@yandex.ri")
    assert "Did you mean anna@yandex.ru?" in asked.text
    assert pages.letters().singles == []
    told = {"address": "anna@yandex.ri", "asked_about": "anna@yandex.ri"}
    for use in ("meant", "typed"):
        assert "is on its way" in pages.do("/address", **told, use=use).text
    assert [to for to, _ in pages.letters().singles] == ["anna@yandex.ru", "anna@yandex.ri"]


def test_a_reader_cannot_make_us_write_to_half_the_world(pages: Pages, anna: int) -> None:
    answers = {pages.do("/address", address=f"stranger.{number}@example.org").content for number in range(10)}
    assert len(answers) == 1
    assert len(pages.letters().singles) == 3
    pages.clock.time += timedelta(days=1)
    pages.cookies.clear()
    pages.enter(anna)
    pages.do("/address", address="anna.new@example.org")
    assert len(pages.letters().singles) == 1


def test_see_my_data_shows_everything_as_a_page_and_as_json(pages: Pages, newsroom: Newsroom, anna: int) -> None:
    run(newsroom, Mailbox(), 10)
    record_access(newsroom.store, "show", anna, "asked by telephone", NOW)
    pages.do("", language="en", zone="Europe/Riga", appeals="hide", section=["News"], discreet="yes")
    page = pages.get("/preferences/data").text
    answer = pages.get("/preferences/data.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.json"'
    told = json.loads(answer.text)
    assert told["address"] == "anna@example.org"
    assert [entry["event"] for entry in told["consent_log"]] == ["request", "confirm"]
    assert [letter["edition"] for letter in told["letters"]] == [EDITION]
    assert told["looked_at_by_the_newsroom"] == [{"at": NOW.isoformat(), "what": "show", "why": "asked by telephone"}]
    assert [letter["kind"] for letter in told["letters_caused_by_forms"]] == ["confirm", "preferences"]
    for word in ("anna@example.org", "Europe/Riga", "asked by telephone", EDITION, "Analysis, Culture"):
        assert word in page
    assert {"plain_text_only", "discreet", "links_to_mirrors"} <= told.keys(), "names that readers' files have"


def test_the_page_of_ones_data_speaks_the_readers_language(pages: Pages, readers: dict[str, int]) -> None:
    pages.enter(readers["boris"])
    page = pages.get("/preferences/data").text
    assert "получает рассылку" in page
    assert "запрос подписки" in page
    assert "ссылка в письме с подтверждением" in page
    assert not any(f">{word}<" in page for word in ("confirmed", "request", "as usual"))


def test_erasing_asks_once_more_and_leaves_nothing_that_names_a_reader(
    pages: Pages, newsroom: Newsroom, anna: int
) -> None:
    before = newsroom.store.get(anna)
    assert "can’t be turned back" in pages.get("/preferences/erase").text
    assert newsroom.store.get(anna) == before
    assert "Your data has been deleted" in pages.do("/erase").text
    person, book = newsroom.store.get(anna)
    assert (person.status, person.language, person.preferences, book[-1].event) == (
        Status.ERASED,
        "",
        ReaderPreferences(),
        Event.ERASE,
    )
    assert newsroom.store.addresses([anna]) == {}
    assert pages.get("/preferences").status_code == 403, "the session went with it"


def test_leaving_here_is_leaving_and_the_data_can_still_be_seen_and_erased(
    pages: Pages, newsroom: Newsroom, anna: int
) -> None:
    page = pages.do("/leave").text
    assert "You’ve unsubscribed" in page
    assert 'action="/preferences/pause"' not in page
    assert newsroom.store.get(anna)[0].status is Status.UNSUBSCRIBED
    assert pages.get("/preferences/data").status_code == 200
    assert "Your data has been deleted" in pages.do("/erase").text


@pytest.mark.usefixtures("anna")
def test_closing_ends_the_session_for_whoever_sits_there_next(pages: Pages) -> None:
    secret = pages.cookies["__Host-session"]
    assert "Your preferences can no longer be opened" in pages.do("/close").text
    for left_behind in (secret, "x"):
        pages.cookies["__Host-session"] = left_behind
        assert pages.get("/preferences").status_code == 403


def test_who_left_can_still_get_the_link_to_see_and_erase(
    pages: Pages, newsroom: Newsroom, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    pages.enter(readers["anna"])
    assert pages.get("/preferences/data").status_code == 200


def test_the_link_is_mailed_six_times_a_day_at_most_and_the_page_never_tells(
    pages: Pages, readers: dict[str, int]
) -> None:
    path = f"/p/{pages.letter_token(readers['anna'])}"
    answers = set()
    for _ in range(20):
        answers.add(pages.post(path).content)
        pages.clock.time += timedelta(minutes=3)
    assert len(answers) == 1
    assert len(pages.letters().singles) <= 6


def test_a_section_is_switched_off_whatever_the_length_of_its_name(pages: Pages, newsroom: Newsroom, anna: int) -> None:
    long = 'Everything that happened this week in the eleven districts & what it means for "those" of us who left 🗞️'
    file = newsroom.folder / f"editions/{EDITION}.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("name: News", f"name: {json.dumps(long, ensure_ascii=False)}"),
        encoding="utf-8",
    )
    run(newsroom, Mailbox(), 10)
    boxes = re.findall(r'name="section" value="([^"]+)"( checked)?', pages.get("/preferences").text)
    assert len(boxes) == 4
    saved = pages.do("", language="en", appeals="", section=["Culture"]).text
    assert re.findall(r'name="section" value="([^"]+)"( checked)?', saved) == [
        (value, " checked" if value == "Culture" else "") for value, _ in boxes
    ]
    assert newsroom.store.get(anna)[0].preferences.without == (long, "Features", "Analysis")
    pages.do("", language="en", appeals="", section=[value for value, _ in boxes])
    assert newsroom.store.get(anna)[0].preferences.without == ()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "null"}, 403),  # a frame of another site, in a browser that says no more
        ({"Origin": "null", "Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://digest.lantern.example"}, 303),
        ({}, 303),  # no browser
    ],
)
def test_no_other_site_leads_a_reader_into_a_session(
    pages: Pages, newsroom: Newsroom, readers: dict[str, int], headers: dict[str, str], status: int
) -> None:
    own = newsroom.settings.digest.base_url
    headers = {name: value.replace("https://digest.lantern.example", own) for name, value in headers.items()}
    pages.post(f"/p/{pages.letter_token(readers['anna'])}")
    link = pages.link()
    assert pages.get(link).headers["referrer-policy"] == "same-origin", "else its own form would say null too"
    answer = pages.post(link, **headers)
    assert answer.status_code == status
    assert ("set-cookie" in answer.headers) is (status == 303)


def test_over_plain_http_on_a_developers_machine_the_session_works_too(folder: Path) -> None:
    with Newsroom(folder, {"DIGEST_DIGEST__BASE_URL": "http://127.0.0.1:8400"}) as newsroom:
        pages = Pages(newsroom)
        pages.enter(join(newsroom.store, "dora@example.org", NOW))
        assert list(pages.cookies) == ["session"]
        assert pages.get("/preferences").status_code == 200
