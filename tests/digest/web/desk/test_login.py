"""Whoever logs in wrongly learns nothing, comes no further by trying often, and keeps no editor out for ever."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher, extract_parameters

from digest.errors import InputProblems
from digest.storage.editor_passphrases import Argon2Hashes
from digest.web.desk.login import MOST_WAITING, OF_A_BROWSER, OF_A_NAME, OF_A_NETWORK
from tests.standins.desk import EDITORS, ORIGIN, PASSPHRASES, SAME_ORIGIN, Desk, with_desk
from tests.standins.newsroom import SampleNewsroom

RIGHT = PASSPHRASES["anna"]


class WatchedHasher(PasswordHasher):
    """Counts how often a hash is looked at, of which cost, and how many at once; each waits for `gate`."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.costs, self.at_once, self.most_at_once = list[str](), 0, 0
        self.gate = threading.Event()
        self.gate.set()

    def verify(self, hash: Any, password: Any) -> Any:  # noqa: A002 - the name of the library
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.costs.append(str(extract_parameters(hash)))
        try:
            assert self.gate.wait(20)
            time.sleep(0.001)
            return super().verify(hash, password)
        finally:
            self.at_once -= 1


@pytest.fixture
def hasher(desk: Desk) -> WatchedHasher:
    """Let the desk look at passphrases through a watched hasher."""
    watched = WatchedHasher()
    desk.newsroom.passphrase_hashes = Argon2Hashes(watched)
    desk.open()
    return watched


def use_up_name(desk: Desk, name: str = "anna") -> None:
    for number in range(OF_A_NAME):
        assert desk.browser(f"8.51.{number}.1").log_in(name, "wrong").status_code == 403


def at_once(calls: Sequence[Any]) -> list[httpx.Response]:
    with ThreadPoolExecutor(len(calls)) as threads:
        return [done.result() for done in [threads.submit(call) for call in calls]]


def test_an_editor_logs_in_and_gets_a_strict_cookie_of_this_host_alone(desk: Desk) -> None:
    browser = desk.browser()
    answer = browser.log_in("anna", to="/desk/page?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/page?x=1")
    (cookie,) = SimpleCookie(answer.headers["set-cookie"]).values()
    flags = [cookie[flag] for flag in ("secure", "httponly", "samesite", "path", "domain")]
    assert (cookie.key, flags) == ("__Host-desk", [True, True, "strict", "/", ""])
    assert len(cookie.value) == 43
    assert browser.get().text.startswith("anna ")
    with desk.newsroom.database.connect() as connection:
        rows = [*connection.exec_driver_sql("SELECT * FROM editor_session")]
        rows += [*connection.exec_driver_sql("SELECT * FROM editor_passphrase")]
    assert cookie.value not in str(rows)
    assert cookie.value.encode() not in [cell for row in rows for cell in row]
    assert RIGHT not in str(rows)


@pytest.mark.parametrize("name", ["Anna", " anna ", "ANNA"])
def test_a_phone_that_writes_the_name_large_or_adds_a_space_lets_its_editor_in(desk: Desk, name: str) -> None:
    assert desk.browser().log_in(name, RIGHT).status_code == 303


@pytest.mark.parametrize("passphrase", ["", RIGHT[:-1], f"{RIGHT} ", RIGHT.upper(), RIGHT + "a" * 5_000])
def test_only_the_very_passphrase_opens(desk: Desk, passphrase: str) -> None:
    browser = desk.browser()
    answer = browser.log_in("anna", passphrase)
    assert (answer.status_code, browser.cookies) == (403, {})


def test_who_is_refused_learns_nothing_by_words_status_or_work(desk: Desk, hasher: WatchedHasher) -> None:
    room = desk.newsroom
    room.passphrases.keep("olga", room.passphrase_hashes.make("was an editor once"), desk.clock.now())
    room.passphrases.keep("boris", room.passphrase_hashes.make("a quiet train at dawn"), desk.clock.now())
    tries = [
        ("anna", "wrong"),
        ("nobody", "wrong"),
        ("nobody", ""),
        ("dina", "has none"),
        ("dina", ""),
        ("olga", "was an editor once"),
        ("boris", PASSPHRASES["boris"]),
        ("", ""),
        ("anna' OR 1=1 --", "wrong"),
        ("a" * 7_000, "wrong"),
    ]
    answers = [desk.browser().log_in(name, passphrase) for name, passphrase in tries]
    assert {(answer.status_code, answer.text, str(answer.headers)) for answer in answers} == {
        (403, answers[0].text, str(answers[0].headers))
    }
    assert "The name or the passphrase is wrong" in answers[0].text
    assert len(hasher.costs) == len(tries), "one hash is looked at for each, whoever it is"
    assert len(set(hasher.costs)) == 1, "of the same cost"


def test_too_many_tries_are_refused_alike_for_names_there_are_and_names_there_are_not(desk: Desk) -> None:
    answers = []
    for name in ("anna", "nobody"):
        use_up_name(desk, name)
        answers.append(desk.browser().log_in(name, "wrong"))
    answers.append(desk.browser().log_in("anna", RIGHT))
    assert {(answer.status_code, answer.text, answer.headers["retry-after"]) for answer in answers} == {
        (429, answers[0].text, "3600")
    }
    desk.clock.time += timedelta(hours=1)
    assert desk.browser().log_in("anna", RIGHT).status_code == 303


def test_a_restart_gives_no_new_tries(desk: Desk) -> None:
    use_up_name(desk)
    again = Desk(desk.newsroom)
    assert again.browser().log_in("anna", RIGHT).status_code == 429


def test_one_network_has_so_many_tries_for_all_names_and_locks_no_other_network_out(desk: Desk) -> None:
    for number in range(OF_A_NETWORK):
        assert desk.browser(f"9.9.9.{number}").log_in(f"name-{number}", "wrong").status_code == 403
    assert desk.browser("9.9.9.200").log_in("anna", RIGHT).status_code == 429
    assert desk.browser("8.51.100.1").log_in("anna", RIGHT).status_code == 303
    desk.clock.time += timedelta(hours=1)
    assert desk.browser("9.9.9.200").log_in("anna", RIGHT).status_code == 303


def test_only_a_trusted_proxy_is_believed_about_the_network(desk: Desk) -> None:
    for number in range(OF_A_NETWORK):
        forged = {"X-Forwarded-For": f"8.51.{number}.1"}
        desk.browser().post("/desk/login", {"name": f"name-{number}", "passphrase": "wrong"}, forged)
    assert desk.browser().log_in("anna", RIGHT).status_code == 429
    through = desk.browser("127.0.0.1").post(
        "/desk/login", {"name": "anna", "passphrase": RIGHT}, {"X-Forwarded-For": "8.51.100.1"}
    )
    assert through.status_code == 303


def test_who_was_right_used_up_no_try(desk: Desk) -> None:
    for _ in range(OF_A_NETWORK + 1):
        assert desk.browser().log_in("anna", RIGHT).status_code == 303


def test_what_others_try_keeps_no_editor_out_of_the_browser_they_used_before(desk: Desk) -> None:
    own = desk.browser()
    own.log_in("anna")
    desk.clock.time += timedelta(days=29)
    use_up_name(desk)
    assert own.get().status_code == 303, "the session is over"
    assert desk.browser().log_in("anna", RIGHT).status_code == 429
    for _ in range(OF_A_BROWSER - 1):
        assert own.log_in("anna", "mistyped").status_code == 403
    assert own.log_in("anna", RIGHT).status_code == 303
    assert own.get().status_code == 200


def test_a_known_browser_has_its_own_limit_and_is_known_for_its_own_editor_alone_until_a_logout(desk: Desk) -> None:
    own, of_boris = desk.browser(), desk.browser()
    own.log_in("anna")
    of_boris.log_in("boris")
    use_up_name(desk)
    assert of_boris.log_in("anna", RIGHT).status_code == 429
    for _ in range(OF_A_BROWSER):
        assert own.log_in("anna", "guessed").status_code == 403
    assert own.log_in("anna", RIGHT).status_code == 429
    desk.clock.time += timedelta(hours=1)
    own.log_in("anna", RIGHT)
    secret = own.secret
    own.post("/desk/logout", {"token": own.token})
    use_up_name(desk)
    own.cookies["__Host-desk"] = secret
    assert own.log_in("anna", RIGHT).status_code == 429


def test_logins_at_once_have_no_more_tries_than_one_after_the_other(desk: Desk, hasher: WatchedHasher) -> None:
    browsers = [desk.browser(f"8.51.{number}.1") for number in range(OF_A_NAME + 5)]
    answers = at_once([lambda browser=browser: browser.log_in("anna", "wrong") for browser in browsers])
    assert sorted(answer.status_code for answer in answers) == [403] * OF_A_NAME + [429] * 5
    assert len(hasher.costs) == OF_A_NAME
    assert hasher.most_at_once == 1, "memory holds one at a time"


def test_when_too_many_log_in_at_once_the_others_are_told_to_wait_and_use_up_no_try(
    desk: Desk, hasher: WatchedHasher
) -> None:
    hasher.gate.clear()
    waiting = [desk.browser(f"8.51.{number}.1") for number in range(MOST_WAITING)]
    names = [f"name-{number}" for number in range(MOST_WAITING)]
    with ThreadPoolExecutor(MOST_WAITING) as threads:
        calls = [threads.submit(browser.log_in, name, "wrong") for browser, name in zip(waiting, names, strict=True)]
        busy = _until_busy(desk)
        hasher.gate.set()
        assert {call.result().status_code for call in calls} == {403}
    assert "Try again in a moment" in busy.text
    assert desk.browser().log_in("anna", RIGHT).status_code == 303


def _until_busy(desk: Desk) -> httpx.Response:
    """Return the answer of the login form when all places are taken."""
    for _ in range(2_000):
        if desk.login._waiting._value == 0:
            return desk.browser().log_in("anna", RIGHT)
        time.sleep(0.005)
    raise AssertionError("they never all waited")


def test_a_login_gives_a_new_session_and_ends_the_one_before(desk: Desk) -> None:
    browser = desk.browser()
    browser.cookies["__Host-desk"] = planted = "A" * 43
    browser.log_in("anna")
    first = browser.secret
    assert planted != first
    browser.log_in("anna")
    assert browser.secret not in {planted, first}
    for secret in (planted, first):
        other = desk.browser()
        other.cookies["__Host-desk"] = secret
        assert other.get().status_code == 303


def test_two_browsers_of_one_editor_have_sessions_of_their_own(desk: Desk) -> None:
    one, other = desk.browser(), desk.browser()
    one.log_in("anna")
    other.log_in("anna")
    assert one.post("/desk/logout", {"token": other.token}).status_code == 403
    assert one.post("/desk/logout", {"token": one.token}).headers["location"] == "/desk/login"
    assert (one.cookies, one.get().status_code, other.get().status_code) == ({}, 303, 200)


def test_logging_out_deletes_the_row_and_rows_of_long_ago_go_with_the_next_login(desk: Desk) -> None:
    def rows() -> int:
        with desk.newsroom.database.connect() as connection:
            return int(connection.exec_driver_sql("SELECT COUNT(*) FROM editor_session").scalar_one())

    one, other = desk.browser(), desk.browser()
    one.log_in("anna")
    other.log_in("boris")
    other.post("/desk/logout", {"token": other.token})
    assert rows() == 1
    desk.clock.time += timedelta(days=30)
    other.log_in("boris")
    assert rows() == 1


def test_a_passphrase_that_was_set_anew_while_somebody_logs_in_with_the_old_one_wins(
    desk: Desk, hasher: WatchedHasher
) -> None:
    hasher.gate.clear()
    browser, room = desk.browser(), desk.newsroom
    with ThreadPoolExecutor(1) as thread:
        call = thread.submit(browser.log_in, "anna")
        while not hasher.at_once:
            time.sleep(0.005)
        room.passphrases.keep("anna", room.passphrase_hashes.make("another of twelve"), desk.clock.now())
        hasher.gate.set()
        assert call.result().status_code == 403
    assert browser.cookies == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": ""},
        {"Origin": "https://evil.lantern.example", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_no_other_site_logs_anybody_in(desk: Desk, headers: dict[str, str]) -> None:
    browser = desk.browser()
    told = {"name": "anna", "passphrase": RIGHT}
    assert browser.post("/desk/login", told, headers).status_code == 403
    assert browser.cookies == {}
    bare = {"Content-Type": "application/x-www-form-urlencoded"}
    assert browser.call("POST", "/desk/login", b"name=anna&passphrase=x", bare).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"name=anna&name=boris&passphrase=x",
        b"name=an%00na&passphrase=x",
        b"name=anna&passphrase=" + b"a" * 8_000,
        b"name=anna&passphrase=%ff",
    ],
)
def test_a_form_that_the_login_does_not_send_is_not_looked_at(desk: Desk, hasher: WatchedHasher, body: bytes) -> None:
    headers = SAME_ORIGIN | {"Content-Type": "application/x-www-form-urlencoded"}
    assert desk.browser().call("POST", "/desk/login", body, headers).status_code == 400
    assert hasher.costs == []


def test_the_desk_is_nowhere_unless_the_settings_turn_it_on(folder: Path) -> None:
    with with_desk(folder, EDITORS.replace("true", "false")) as newsroom:
        browser = Desk(newsroom).browser()
        browser.small = False
        for path in ("/desk", "/desk/login", "/desk/logout", "/desk/anything"):
            assert (browser.get(path).status_code, browser.post(path).status_code) == (404, 404)


def test_over_http_the_desk_is_on_this_machine_alone(folder: Path) -> None:
    for elsewhere in ("http://letter.lantern.example", "http://localhost.lantern.example", "http://192.168.1.2"):
        with pytest.raises(InputProblems, match="can be read and changed on its way"):
            SampleNewsroom(folder, {"DIGEST_DIGEST__BASE_URL": elsewhere})
    (folder / "digest.toml").write_text((folder / "digest.toml").read_text().replace(ORIGIN, "http://localhost:8400"))
    with with_desk(folder) as newsroom:
        host, browser = {"Host": "localhost:8400"}, Desk(newsroom).browser()
        assert browser.get("/desk/login", **host).status_code == 200
        answer = browser.post("/desk/login", {"name": "anna", "passphrase": RIGHT}, host)
        (cookie,) = SimpleCookie(answer.headers["set-cookie"]).values()
        assert (cookie.key, cookie["secure"], cookie["httponly"]) == ("desk", "", True)
        assert browser.get(**host).text.startswith("anna ")


def test_the_first_page_lists_editions_with_their_word(desk: Desk) -> None:
    browser = desk.browser()
    browser.small = False
    assert browser.get("/desk").headers["location"] == "/desk/login?to=%2Fdesk"
    browser.log_in("anna")
    assert "2026-11-27" in browser.get("/desk").text
