"""Each state of a session and each token at each page of the desk: it opens what it is for, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from digest.web.desk.answers import HEADERS
from tests.standins.desk import HOST, ORIGIN, Browser, Desk


def in_session(desk: Desk, name: str = "anna") -> Browser:
    browser = desk.browser()
    assert browser.log_in(name).status_code == 303
    return browser


def expire(desk: Desk, browser: Browser) -> None:
    for _ in range(13):  # used every hour, so that it is not idle
        browser.get()
        desk.clock.time += timedelta(minutes=56)


def log_out(_desk: Desk, browser: Browser) -> None:
    secret = browser.secret
    assert browser.post("/desk/logout", {"token": browser.token}).status_code == 303
    browser.cookies["__Host-desk"] = secret


def set_anew(desk: Desk, _browser: Browser) -> None:
    room = desk.newsroom
    room.passphrases.keep("anna", room.passphrase_hashes.make("the same or another"), desk.clock.now())


def idle(desk: Desk, _browser: Browser) -> None:
    desk.clock.time += timedelta(hours=2)


ENDS: dict[str, Callable[[Desk, Browser], object]] = {
    "none": lambda _desk, browser: browser.cookies.clear(),
    "wrong": lambda _desk, browser: browser.cookies.update({"__Host-desk": "A" * 43}),
    "cut": lambda _desk, browser: browser.cookies.update({"__Host-desk": browser.secret[:-1]}),
    "longer": lambda _desk, browser: browser.cookies.update({"__Host-desk": browser.secret + "A"}),
    "of the other name": lambda _desk, browser: browser.cookies.update({"desk": browser.cookies.pop("__Host-desk")}),
    "expired": expire,
    "idle": idle,
    "logged out": log_out,
    "passphrase set anew": set_anew,
    "passphrase removed": lambda desk, _browser: desk.newsroom.passphrases.remove("anna"),
    "editor taken out": lambda desk, _browser: desk.write_settings("[editors.anna]", "[editors.olga]"),
    "desk turned off": lambda desk, _browser: desk.write_settings("enabled = true", "enabled = false"),
}


@pytest.mark.slow
@pytest.mark.parametrize("end", ENDS)
def test_only_a_living_session_of_an_editor_whom_the_settings_name_opens_a_page_or_acts(desk: Desk, end: str) -> None:
    browser = in_session(desk)
    token = browser.token
    assert browser.get().text.startswith("anna "), "it was open"
    ENDS[end](desk, browser)
    shown, done = browser.get(), browser.act(token)
    assert (shown.status_code, shown.headers["location"]) == (303, "/desk/login?to=%2Fdesk%2Fpage")
    assert (done.status_code, desk.acted) == (403, [])


def test_a_session_in_use_stays_open_for_twelve_hours_and_no_longer(desk: Desk) -> None:
    browser = in_session(desk)
    for _ in range(11):
        desk.clock.time += timedelta(hours=1)
        assert browser.get().status_code == 200
    desk.clock.time += timedelta(minutes=59, seconds=59)
    assert browser.get().status_code == 200
    desk.clock.time += timedelta(seconds=1)
    assert browser.get().status_code == 303


def test_what_an_editor_may_do_is_what_digest_toml_says_at_that_moment(desk: Desk) -> None:
    browser = in_session(desk, "boris")
    assert browser.act(word="one").status_code == 200
    desk.write_settings('may = ["edit"]', 'may = ["approve"]')
    assert browser.act(word="two").status_code == 403
    assert "['approve']" in browser.get().text
    desk.write_settings('may = ["approve"]\n[editors.chloe]', 'may = ["edit"]\n[editors.chloe]')
    assert browser.act(word="three").status_code == 200
    assert desk.acted == [("boris", {"word": "one"}), ("boris", {"word": "three"})]


def test_an_editor_who_may_nothing_sees_the_desk_and_changes_nothing(desk: Desk) -> None:
    browser = in_session(desk, "chloe")
    assert browser.get().status_code == 200
    refused = browser.act()
    assert (refused.status_code, desk.acted) == (403, [])
    assert "chloe may not do this" in refused.text


def test_while_digest_toml_has_faults_the_editors_are_those_of_before(desk: Desk) -> None:
    browser = in_session(desk)
    desk.write_settings("[desk]", "[desk")
    assert browser.get().status_code == 200
    (desk.newsroom.folder / "digest.toml").unlink()
    assert browser.get().status_code == 200


@pytest.mark.parametrize("token", ["", "A" * 32, "other", "secret", "cut"])
def test_only_a_form_of_this_very_session_acts(desk: Desk, token: str) -> None:
    anna, boris = in_session(desk), in_session(desk, "boris")
    given = {"other": boris.token, "secret": anna.secret, "cut": anna.token[:-1]}.get(token, token)
    assert (anna.act(given).status_code, desk.acted) == (403, [])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("headers", "acts"),
    [
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "https://evil.lantern.example", "Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": f"http://{HOST}"}, False),
        ({"Origin": f"{ORIGIN}:8443"}, False),
        ({"Origin": f"{ORIGIN}.evil.example"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "none"}, False),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_no_other_site_acts_even_with_the_right_cookie_and_token(
    desk: Desk, headers: dict[str, str], acts: bool
) -> None:
    browser = in_session(desk)
    answer = browser.post("/desk/act", {"token": browser.token}, headers)
    assert (answer.status_code, len(desk.acted)) == ((200, 1) if acts else (403, 0))
    out = browser.post("/desk/logout", {"token": browser.token}, headers)
    assert (out.status_code, browser.get().status_code) == ((303, 303) if acts else (403, 200))


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"{HOST}.evil.example", f"evil.{HOST}", f"{HOST}:8443", "127.0.0.1", f"evil.example@{HOST}", ""],
)
def test_under_another_name_nothing_is_answered(desk: Desk, host: str) -> None:
    browser = in_session(desk)
    token = browser.token
    assert browser.get(Host=host).status_code == 421
    refused = browser.get("/desk/login", Host=host)
    assert (refused.status_code, f'href="https://{HOST}/desk"' in refused.text) == (421, True), "it leads to the desk"
    for path in ("/desk/act", "/desk/login", "/desk/logout"):
        assert browser.post(path, {"token": token}, {"Host": host}).status_code == 421
    assert desk.acted == []
    assert browser.get(Host=HOST.upper()).status_code == 200


def test_get_changes_nothing_and_post_is_no_page(desk: Desk) -> None:
    browser = in_session(desk)
    assert browser.get(f"/desk/act?token={browser.token}").status_code == 405
    assert browser.get("/desk/logout").status_code == 405
    assert browser.post("/desk/page", {"token": browser.token}).status_code == 405
    assert (browser.get().status_code, desk.acted) == (200, [])


def test_a_link_from_elsewhere_goes_on_from_a_page_of_ours_to_which_the_cookie_comes(desk: Desk) -> None:
    browser = desk.browser()
    first = browser.get("/desk/page?url=https://a.example/%3Cb%3E", Sec_Fetch_Site="cross-site")
    to = "/desk/login?to=%2Fdesk%2Fpage%3Furl%3Dhttps%3A%2F%2Fa.example%2F%253Cb%253E"
    assert (first.status_code, f'content="0;url={to}"' in first.text) == (200, True)
    anna = in_session(desk)
    back = anna.get(to, Sec_Fetch_Site="same-origin")
    assert (back.status_code, back.headers["location"]) == (303, "/desk/page?url=https://a.example/%3Cb%3E")


def test_what_was_written_is_not_lost_with_the_session(desk: Desk) -> None:
    browser = in_session(desk)
    old, words = browser.token, "\nfirst <line> & “more”\r\nsecond"
    idle(desk, browser)
    shown = browser.act(old, words=words)
    assert (shown.status_code, desk.acted) == (403, [])
    assert '<textarea name="words" hidden>\n\nfirst &lt;line&gt; &amp; “more”\r\nsecond</textarea>' in shown.text
    assert 'name="token" value=""' in shown.text
    browser.log_in("anna")
    asked = browser.act("", words=words)
    assert (asked.status_code, f'name="token" value="{browser.token}"' in asked.text) == (403, True)
    assert browser.act(words=words).status_code == 200
    assert desk.acted == [("anna", {"words": words})]


@pytest.mark.parametrize("headers", [{"Origin": "null"}, {}, {"Origin": "https://evil.example"}])
def test_what_may_be_anothers_is_not_shown_to_be_sent_with_one_click(desk: Desk, headers: dict[str, str]) -> None:
    browser = in_session(desk)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    shown = browser.call("POST", "/desk/act", b"token=&words=planted", kind | headers)
    assert (shown.status_code, "planted" in shown.text, browser.token in shown.text) == (403, False, False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"word=a&word=b", "application/x-www-form-urlencoded", 400),
        (b"token=x&token=y", "application/x-www-form-urlencoded", 400),
        (b"word=a%00b", "application/x-www-form-urlencoded", 400),
        (b"wo%00rd=a", "application/x-www-form-urlencoded", 400),
        (b"word=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"word=\xff", "application/x-www-form-urlencoded", 400),
        (b"word=" + b"a" * 1_000_001, "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=" % number for number in range(5_001)), "application/x-www-form-urlencoded", 400),
        (b"word=a", "text/plain", 400),
        (b"word=a", "multipart/form-data; boundary=b", 400),
        (b"", "application/x-www-form-urlencoded", 403),
        (b"&&&===;;;", "application/x-www-form-urlencoded; charset=utf-8", 403),
    ],
)
def test_a_form_that_no_page_of_ours_sends_does_nothing(desk: Desk, body: bytes, kind: str, status: int) -> None:
    browser = in_session(desk)
    if status == 400:
        body = f"token={browser.token}&".encode() + body
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": kind}
    assert (browser.call("POST", "/desk/act", body, headers).status_code, desk.acted) == (status, [])
    assert browser.call("POST", "/desk/login", body, headers).status_code in {400, 403}


def test_every_answer_has_the_strict_headers(desk: Desk) -> None:
    browser, nobody = in_session(desk), desk.browser()
    answers = [browser.get(), browser.act(), browser.act("wrong"), nobody.get(), nobody.act("wrong")]
    answers += [nobody.get(Sec_Fetch_Site="cross-site"), nobody.get(Host="evil.example"), browser.log_in("anna")]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    form = nobody.get("/desk/login").headers
    assert {name: form.get(name) for name in HEADERS} == HEADERS | {"Referrer-Policy": "same-origin"}
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_the_log_names_the_page_and_nothing_that_was_asked_or_typed(desk: Desk) -> None:
    browser = in_session(desk)
    desk.lines.clear()
    browser.get("/desk/login?to=/desk/secret-path")
    browser.act(word="secret-word")
    browser.log_in("secret-name", "secret-passphrase")
    assert [line.rpartition(" 200 ")[0] or line.rpartition(" 303 ")[0] or line for line in desk.lines][:1] == [
        "GET /desk/login"
    ]
    assert "secret" not in " ".join(desk.lines)
    assert "9.9.9" not in " ".join(desk.lines)
