"""The links of a letter: leaving (RFC 8058, scanners, foreign tokens), pausing, being reminded later; no script needed."""

import re
import sqlite3
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import DATABASE
from digest.app.web import application
from subscribers.policy.model import Status
from subscribers.policy.preferences import ReaderPreferences
from subscribers.policy.tokens import Purpose, make
from subscribers.services.confirmation import confirm
from subscribers.services.erase import erase
from subscribers.services.signup import request_move
from subscribers.storage.consent_texts import find_consent_text
from tests.standins.backups import backup, restore
from tests.standins.client import Client
from tests.standins.forms import PER_HOUR, SentMail
from tests.standins.sample import NOW
from tests.standins.site import Pages

ONE_CLICK = b"List-Unsubscribe=One-Click"
MULTIPART = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'


@pytest.fixture
def client(newsroom: Newsroom) -> Client:
    return Client(application(newsroom))


@pytest.fixture
def pages(newsroom: Newsroom) -> Pages:
    return Pages(newsroom)


def token(newsroom: Newsroom, number: int) -> str:
    person, _ = newsroom.store.get(number)
    return make(newsroom.store.keyring, Purpose.LETTER, bytes.fromhex(person.id))


def status(newsroom: Newsroom, number: int) -> Status:
    return newsroom.store.get(number)[0].status


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ONE_CLICK, "application/x-www-form-urlencoded"),
        (MULTIPART, "multipart/form-data; boundary=x"),
        (MULTIPART, "multipart/form-data"),
        (b"", ""),
        (b"whatever", "text/plain"),
        (b"\xff\x00", "application/x-www-form-urlencoded"),
    ],
)
def test_one_click_leaves_at_once_whatever_the_body_says(
    newsroom: Newsroom, readers: dict[str, int], client: Client, slash: str, body: bytes, kind: str
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    response = client.post(f"/u/{token(newsroom, readers['anna'])}{slash}", content=body, headers=headers)
    assert response.status_code == 200
    assert "set-cookie" not in response.headers
    assert status(newsroom, readers["anna"]) is Status.UNSUBSCRIBED
    assert status(newsroom, readers["boris"]) is Status.CONFIRMED
    _, excluded = newsroom.subscribers.consenting("2026-11-27", sorted(readers.values()), NOW)
    assert excluded == {readers["anna"]: "unsubscribed"}


def test_looking_changes_nothing_however_often(newsroom: Newsroom, readers: dict[str, int], client: Client) -> None:
    path = f"/u/{token(newsroom, readers['anna'])}"
    before = [newsroom.store.get(number) for number in readers.values()]
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.request("HEAD", path).status_code == 200
        assert client.request("OPTIONS", path).status_code == 405
        assert client.request("PUT", path).status_code == 405
    assert [newsroom.store.get(number) for number in readers.values()] == before


def test_the_page_has_one_button_to_leave_a_pause_beside_it_and_speaks_the_readers_language(
    newsroom: Newsroom, readers: dict[str, int], client: Client
) -> None:
    path = f"/u/{token(newsroom, readers['boris'])}"
    page = client.get(path).text
    leaving, pausing = page.split("<form")[1:]
    assert leaving.startswith(f' method="post" action="{path}">')
    assert leaving.count("<button") == 1
    assert pausing.startswith(f' method="post" action="{path}/pause"')
    assert pausing.count("<button") == 3
    assert '<html lang="ru" dir="ltr">' in page
    assert "Отписаться" in page
    assert "<script" not in page
    assert len(page.encode()) < 30_000
    assert "Вы отписались" in client.post(path).text
    assert "Unsubscribe from this newsletter?" in client.get(f"/u/{token(newsroom, readers['chloe'])}").text


def test_leaving_twice_and_leaving_when_erased_is_leaving(
    newsroom: Newsroom, readers: dict[str, int], client: Client
) -> None:
    anna, boris = (token(newsroom, readers[name]) for name in ("anna", "boris"))
    first, second = (client.post(f"/u/{anna}") for _ in range(2))
    assert first.content == second.content
    assert len(newsroom.store.get(readers["anna"])[1]) == 3, (
        "request, confirm, unsubscribe: the second press writes nothing"
    )
    erase(newsroom.store, readers["boris"], "a letter", NOW)
    assert client.post(f"/u/{boris}").status_code == 200
    assert status(newsroom, readers["boris"]) is Status.ERASED


@pytest.mark.parametrize("wrong", ["x", "t" * 39, "0" * 39, "proof", "%00" * 13, "ü", "a" * 4_000])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_token_that_is_not_ours_is_a_page_that_is_not_there(client: Client, wrong: str, method: str) -> None:
    response = client.request(method, f"/u/{wrong}")
    assert response.status_code == 404
    assert "This link doesn’t work" in response.text
    assert "mailto:editors@lantern.example" in response.text


def test_a_changed_token_is_nobodys(newsroom: Newsroom, readers: dict[str, int], client: Client) -> None:
    real = token(newsroom, readers["anna"])
    for place in range(len(real)):
        other = real[:place] + ("A" if real[place] != "A" else "B") + real[place + 1 :]
        assert client.post(f"/u/{other}").status_code == 404
    assert status(newsroom, readers["anna"]) is Status.CONFIRMED


def test_what_a_browser_is_told(newsroom: Newsroom, readers: dict[str, int], client: Client) -> None:
    headers = client.get(f"/u/{token(newsroom, readers['anna'])}").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert client.get("/style.css").headers["content-type"].startswith("text/css")


def test_a_body_beyond_all_measure_is_refused(newsroom: Newsroom, readers: dict[str, int], client: Client) -> None:
    assert client.post(f"/u/{token(newsroom, readers['anna'])}", content=b"x" * 20_000).status_code == 413
    assert status(newsroom, readers["anna"]) is Status.CONFIRMED


@pytest.mark.parametrize("path", ["/u/{}/pause", "/r/{}", "/r/{}/", "/p/{}", "/p/{}/"])
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_no_other_site_makes_a_reader_pause_be_reminded_or_ask_for_the_link(
    newsroom: Newsroom, readers: dict[str, int], client: Client, path: str, headers: dict[str, str]
) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    real, before = path.format(token(newsroom, readers["anna"])), newsroom.store.get(readers["anna"])
    assert client.post(real, content=b"weeks=4", headers=form | headers).status_code == 403
    assert newsroom.store.get(readers["anna"]) == before
    assert newsroom.mail_queue.claim(NOW) is None, "no mail was caused"
    own = {"Origin": "https://letter.lantern.example", "Sec-Fetch-Site": "same-origin"}
    assert client.post(real, content=b"weeks=4", headers=form | own).status_code == 200


def test_a_mail_program_on_whatever_site_may_leave_for_its_reader(
    newsroom: Newsroom, readers: dict[str, int], client: Client
) -> None:
    """RFC 8058: the one click comes from a mail program, which may be a page of another site."""
    headers = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post(f"/u/{token(newsroom, readers['anna'])}", content=ONE_CLICK, headers=headers).status_code == 200
    assert status(newsroom, readers["anna"]) is Status.UNSUBSCRIBED


def undo_value(page: str) -> str:
    found = re.search(r'name="undo" value="([^"]+)"', page)
    return found[1] if found else ""


def test_a_person_who_pressed_by_mistake_takes_it_back_by_one_button_on_that_page(
    pages: Pages, newsroom: Newsroom, readers: dict[str, int]
) -> None:
    path = f"/u/{pages.letter_token(readers['boris'])}"
    assert 'name="page" value="leave"' in pages.get(path).text
    left = pages.post(path, {"page": "leave"})
    assert "Вы отписались" in left.text
    assert f'<form method="post" action="{path}/undo">' in left.text
    assert status(newsroom, readers["boris"]) is Status.UNSUBSCRIBED
    told = {"undo": undo_value(left.text)}
    assert pages.get(f"{path}/undo?undo={told['undo']}").status_code == 405, "a scanner that follows links does nothing"
    assert pages.post(f"{path}/undo", told, Origin="https://evil.example").status_code == 403
    assert pages.post(f"{path}/undo", {"undo": "x" * 32}).status_code == 409
    assert pages.post(f"/u/{pages.letter_token(readers['anna'])}/undo", told).status_code == 409
    assert status(newsroom, readers["boris"]) is Status.UNSUBSCRIBED
    back = [pages.post(f"{path}/undo", told) for _ in range(2)]
    assert back[0].content == back[1].content
    assert "Вы по-прежнему подписаны" in back[0].text
    person, records = newsroom.store.get(readers["boris"])
    assert person.status is Status.CONFIRMED
    shown = find_consent_text(newsroom.store, records[-1].wording)
    assert shown is not None
    assert shown.text == "Это ошибка: присылайте мне «The Friday Lantern» и дальше"
    assert shown.text in shown.page
    assert told["undo"] not in shown.page
    assert "undo" in " ".join(pages.lines)
    assert told["undo"] not in " ".join(pages.lines)


@pytest.mark.parametrize(
    ("weeks_since", "told"),
    [
        (0, "пауза продлится до 22 января 2027 г., а потом рассылка будет приходить снова."),
        (8, "рассылка будет приходить, как раньше."),
    ],
)
def test_who_left_while_pausing_and_takes_it_back_reads_that_the_pause_goes_on(
    pages: Pages, readers: dict[str, int], weeks_since: int, told: str
) -> None:
    path = f"/u/{pages.letter_token(readers['boris'])}"
    pages.post(f"{path}/pause", {"weeks": "8"})
    pages.clock.time += timedelta(weeks=weeks_since)
    value = undo_value(pages.post(path, {"page": "leave"}).text)
    back = " ".join(pages.post(f"{path}/undo", {"undo": value}).text.split())
    assert f"Ничего не изменилось: {told}" in back
    assert back.count("Ничего не изменилось") == 1


def test_the_button_to_take_it_back_stands_once_and_only_where_somebody_sees_it(
    pages: Pages, newsroom: Newsroom, readers: dict[str, int]
) -> None:
    anna, boris, chloe = (f"/u/{pages.letter_token(readers[name])}" for name in ("anna", "boris", "chloe"))
    one_click = pages.post(anna, {"List-Unsubscribe": "One-Click"})
    with_both = pages.post(boris, {"List-Unsubscribe": "One-Click", "page": "leave"})
    assert [undo_value(answer.text) for answer in (one_click, with_both)] == ["", ""], "a mail program shows no page"
    first = pages.post(chloe, {"page": "leave"})
    assert undo_value(first.text)
    pages.clock.time += timedelta(minutes=1)
    assert undo_value(pages.post(chloe, {"page": "leave"}).text) == "", "who presses later did not take anything away"
    late = pages.post(f"{chloe}/undo", {"undo": undo_value(first.text)})
    assert (late.status_code, "too late" in late.text) == (409, True)
    assert newsroom.store.counts()["unsubscribed"] == 3


@pytest.mark.parametrize(
    ("why", "offered"), [("not_safe", False), ("never_asked", False), ("too_many", True), ("", True)]
)
def test_whoever_leaves_because_it_is_not_safe_is_not_asked_again(
    pages: Pages, readers: dict[str, int], why: str, offered: bool
) -> None:
    left = pages.post(f"/u/{pages.letter_token(readers['anna'])}", {"page": "leave", "why": why})
    assert bool(undo_value(left.text)) is offered


def test_the_time_to_take_it_back_is_ten_minutes(pages: Pages, newsroom: Newsroom, readers: dict[str, int]) -> None:
    path = f"/u/{pages.letter_token(readers['anna'])}"
    left = pages.post(path, {"page": "leave"})
    pages.clock.time += timedelta(minutes=10)
    assert pages.post(f"{path}/undo", {"undo": undo_value(left.text)}).status_code == 409
    assert status(newsroom, readers["anna"]) is Status.UNSUBSCRIBED


def test_remind_me_later_in_the_letter_stores_a_date_and_nothing_else(
    pages: Pages, newsroom: Newsroom, readers: dict[str, int]
) -> None:
    path = f"/r/{pages.letter_token(readers['anna'])}"
    before, book = newsroom.store.get(readers["anna"])
    assert "for 8 weeks" in pages.get(path).text
    assert newsroom.store.get(readers["anna"]) == (before, book)
    assert "won’t ask you for support for 8 weeks, until January 22, 2027." in pages.post(path).text
    after, book_after = newsroom.store.get(readers["anna"])
    assert after.preferences == ReaderPreferences(appeals_after=date(2027, 1, 22))
    assert (after.status, after.language, after.zone, book_after) == (before.status, before.language, before.zone, book)


def test_a_pause_from_the_letter(pages: Pages, newsroom: Newsroom, readers: dict[str, int]) -> None:
    path = f"/u/{pages.letter_token(readers['boris'])}/pause"
    page = " ".join(pages.post(path, {"weeks": "12"}).text.split())
    assert "12 недель, до 19 февраля 2027 г., мы не будем вам писать" in page
    assert newsroom.store.get(readers["boris"])[0].paused_until == NOW + timedelta(weeks=12)
    never = pages.post(path, {"weeks": "1000"})
    assert (never.status_code, "Отписаться от рассылки?" in never.text) == (400, True)
    assert newsroom.store.get(readers["boris"])[0].paused_until == NOW + timedelta(weeks=12)


def test_why_is_counted_and_not_kept_with_the_reader(pages: Pages, newsroom: Newsroom, readers: dict[str, int]) -> None:
    pages.post(f"/u/{pages.letter_token(readers['anna'])}", {"why": "not_safe"})
    pages.post(f"/u/{pages.letter_token(readers['boris'])}", {"why": "<script>"})
    with newsroom.engine.connect() as connection:
        counted = connection.exec_driver_sql("SELECT outcome || ' ' || times FROM form_day WHERE outcome LIKE 'left%'")
        assert counted.scalars().all() == ["left: not_safe 1"]
    assert "not_safe" not in repr(newsroom.store.get(readers["anna"]))


def move(newsroom: Newsroom, number: int, address: str) -> None:
    mail = SentMail()
    request_move(newsroom.store, mail, number, address, NOW, PER_HOUR)
    assert confirm(newsroom.store, mail.tokens[0], NOW)


def token_of_today(newsroom: Newsroom, number: int) -> str:
    ((recipient,), _) = newsroom.subscribers.consenting("2026-11-27", [number], NOW)
    return recipient.token


def test_an_old_letter_of_a_reader_who_moved_leaves_and_does_nothing_else(
    newsroom: Newsroom, readers: dict[str, int], pages: Pages
) -> None:
    boris = readers["boris"]
    old = token_of_today(newsroom, boris)
    move(newsroom, boris, "boris.new@example.org")
    new, before = token_of_today(newsroom, boris), newsroom.store.get(boris)
    assert old != new
    for path, told in ((f"/p/{old}", ()), (f"/r/{old}", ()), (f"/u/{old}/pause", {"weeks": "8"})):
        assert pages.post(path, told).status_code == 200
    for page in ("u", "p", "r"):
        shown = pages.get(f"/{page}/{old}")
        assert (shown.status_code, '<html lang="en"' in shown.text) == (200, True), "Boris reads Russian"
        assert '<html lang="ru"' in pages.get(f"/{page}/{new}").text
    assert newsroom.store.get(boris) == before
    assert pages.letters().singles == [], "no letter to either mailbox"
    pages.post(f"/p/{new}")
    assert len(pages.letters().singles) == 1
    left = pages.post(f"/u/{old}", {"page": "leave"})
    assert (left.status_code, undo_value(left.text)) == (200, ""), "a former mailbox takes nothing back"
    assert status(newsroom, boris) is Status.UNSUBSCRIBED, "leaving is never refused"


def test_the_letter_to_the_new_mailbox_pauses_as_any(newsroom: Newsroom, readers: dict[str, int], pages: Pages) -> None:
    move(newsroom, readers["anna"], "anna.new@example.org")
    pages.post(f"/u/{token_of_today(newsroom, readers['anna'])}/pause", {"weeks": "8"})
    assert newsroom.store.get(readers["anna"])[0].paused_until == NOW + timedelta(weeks=8)


@pytest.mark.slow
def test_one_click_is_answered_and_kept_while_another_program_holds_the_database(
    newsroom: Newsroom, readers: dict[str, int], client: Client
) -> None:
    anna, gateway = readers["anna"], newsroom.subscribers
    link = f"/u/{token(newsroom, anna)}"
    held = sqlite3.connect(newsroom.folder / DATABASE, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    response = client.post(link, content=ONE_CLICK + b"&why=too_many")
    assert response.status_code == 200
    assert time.monotonic() - began < 10
    held.execute("ROLLBACK")
    held.close()
    assert status(newsroom, anna) is Status.CONFIRMED, "the database could not be told"
    _, excluded = gateway.consenting("2026-11-27", [anna], NOW)
    assert excluded == {anna: "unsubscribed"}
    assert status(newsroom, anna) is Status.UNSUBSCRIBED


def test_a_pause_by_mistake_is_taken_back_by_one_button_on_that_page(
    pages: Pages, newsroom: Newsroom, readers: dict[str, int]
) -> None:
    path = f"/u/{pages.letter_token(readers['boris'])}"

    def paused() -> datetime | None:
        return newsroom.store.get(readers["boris"])[0].paused_until

    page = pages.post(f"{path}/pause", {"weeks": "8"})
    assert f'<form method="post" action="{path}/resume">' in page.text
    told = {"undo": undo_value(page.text)}
    assert pages.get(f"{path}/resume?undo={told['undo']}").status_code == 405, (
        "a scanner that follows links does nothing"
    )
    assert pages.post(f"{path}/resume", told, Origin="https://evil.example").status_code == 403
    assert pages.post(f"{path}/resume", {"undo": "x" * 32}).status_code == 409
    assert pages.post(f"{path}/undo", told).status_code == 409, "it takes no leaving back"
    assert pages.post(f"/u/{pages.letter_token(readers['anna'])}/resume", told).status_code == 409
    assert paused() == NOW + timedelta(weeks=8)
    back = [pages.post(f"{path}/resume", told) for _ in range(2)]
    assert back[0].content == back[1].content
    assert (back[0].status_code, "Пауза закончилась" in back[0].text, paused()) == (200, True, None)
    assert told["undo"] not in " ".join(pages.lines)


def _ten_minutes(pages: Pages, _path: str) -> None:
    pages.clock.time += timedelta(minutes=10)


def _another_pause(pages: Pages, path: str) -> None:
    pages.clock.time += timedelta(seconds=1)
    pages.post(f"{path}/pause", {"weeks": "4"})


def _left(pages: Pages, path: str) -> None:
    pages.post(path)


@pytest.mark.parametrize("meanwhile", [_ten_minutes, _another_pause, _left])
def test_a_pause_is_not_taken_back_over_what_came_after(
    pages: Pages, newsroom: Newsroom, readers: dict[str, int], meanwhile: Callable[[Pages, str], None]
) -> None:
    path = f"/u/{pages.letter_token(readers['anna'])}"
    value = undo_value(pages.post(f"{path}/pause", {"weeks": "8"}).text)
    meanwhile(pages, path)
    late = pages.post(f"{path}/resume", {"undo": value})
    assert (late.status_code, "too late" in late.text, "in your preferences" in late.text) == (409, True, True)
    assert newsroom.store.get(readers["anna"])[0].paused_until is not None


def test_who_is_pausing_already_is_not_offered_to_end_that(pages: Pages, readers: dict[str, int]) -> None:
    path = f"/u/{pages.letter_token(readers['anna'])}/pause"
    assert undo_value(pages.post(path, {"weeks": "8"}).text)
    pages.clock.time += timedelta(seconds=1)
    assert undo_value(pages.post(path, {"weeks": "12"}).text) == ""
    pages.clock.time += timedelta(weeks=13)
    assert undo_value(pages.post(path, {"weeks": "12"}).text), "the first is over"


def test_a_backup_from_before_the_pause_was_taken_back_knows_that_it_was(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], pages: Pages
) -> None:
    path = f"/u/{pages.letter_token(readers['anna'])}"
    value = undo_value(pages.post(f"{path}/pause", {"weeks": "8"}).text)
    old = backup(newsroom)
    assert pages.post(f"{path}/resume", {"undo": value}).status_code == 200
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        assert again.store.get(readers["anna"])[0].paused_until is None
