"""An editor's own link in a proof: who opens it, what it shows, what its buttons do, and what nobody can do with it."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.delivery.withheld import Decision
from digest.sending.edition_control import EditionControl
from tests.standins.proofing import PICKS, THURSDAY, Desk
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import send_edition
from tests.standins.time import SetClock
from tests.standins.transports import FakeTransport

BUTTONS = ("Approve these words", ">Hold<", ">Release<")


@pytest.fixture
def desk(newsroom: Newsroom, readers: dict[str, int]) -> Desk:
    assert readers
    return Desk(newsroom)


def buttons(html: str) -> list[str]:
    return [label.strip("<>") for label in BUTTONS if label in html]


def control(newsroom: Newsroom) -> EditionControl:
    return EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings)


def test_only_who_may_approve_has_a_link_each_their_own(desk: Desk) -> None:
    tokens = desk.proof()
    assert tokens.keys() == {"anna", "boris"}
    assert tokens["anna"] != tokens["boris"]
    assert [to.partition("@")[0] for to, subject in desk.bag.singles if subject.startswith("[PROOF] ")] == [
        "anna",
        "boris",
        "chloe",
    ]


def test_the_page_shows_what_it_is_about_and_two_buttons(desk: Desk) -> None:
    token = desk.proof()["anna"]
    page = desk.open(token)
    assert page.status_code == 200
    assert buttons(page.text) == ["Approve these words", "Hold"]
    assert "A vote with the doors open, and a wardrobe full of books" in page.text
    assert "This is the first proof of this edition." in page.text
    assert "<dd>3</dd>" in page.text
    assert desk.fingerprint()[:12] in page.text
    assert "ready" in page.text
    assert "<script" not in page.text


@pytest.mark.slow
def test_ten_scanners_change_nothing_and_the_button_works_after_them(desk: Desk) -> None:
    token = desk.proof()["anna"]
    for _ in range(10):
        assert desk.open(token).status_code == 200
        assert desk.pages.client.request("HEAD", f"/proof/{token}").status_code == 200
        for verb in ("approve", "hold", "release"):
            assert desk.pages.get(f"/proof/{token}/{verb}").status_code in (404, 405)
    assert desk.approvals() == []
    assert desk.newsroom.reports.withheld(EDITION) is None
    done = desk.press(token, "approve")
    assert (done.status_code, done.headers["location"]) == (303, f"/proof/{token}")
    assert desk.approvals() == [("anna", desk.fingerprint())]


def test_an_approval_by_the_button_is_that_editors_word_where_one_is_required(desk: Desk) -> None:
    desk.write("digest.toml", lambda text: text.replace('approval = "none"', 'approval = "required"'))
    token = desk.proof()["boris"]
    assert "waiting for approval" in desk.open(token).text
    desk.press(token, "approve")
    page = desk.open(token).text
    assert "Approved by boris, Thursday 26 November 2026" in page
    assert "<dd>ready</dd>" in page
    assert buttons(page) == ["Hold"]


def test_pressing_twice_is_pressing_once(desk: Desk) -> None:
    token = desk.proof()["anna"]
    form = desk.form(token)
    assert [desk.press(token, "approve", form).status_code for _ in range(3)] == [303] * 3
    assert len(desk.approvals()) == 1
    assert [desk.press(token, "hold", form).status_code for _ in range(2)] == [303] * 2
    assert [desk.press(token, "release", form).status_code for _ in range(2)] == [303] * 2
    assert desk.newsroom.reports.withheld(EDITION) is None


def test_holding_is_in_the_name_of_the_editor_and_any_editors_link_releases_it(desk: Desk) -> None:
    tokens = desk.proof()
    desk.press(tokens["anna"], "hold")
    held = desk.newsroom.reports.withheld(EDITION)
    assert held
    assert str(held) == "held: by anna from the proof"
    assert buttons(desk.open(tokens["boris"]).text) == ["Approve these words", "Release"]
    assert "This edition is held: by anna from the proof." in desk.open(tokens["boris"]).text
    desk.press(tokens["boris"], "hold")
    assert str(desk.newsroom.reports.withheld(EDITION)) == "held: by anna from the proof", "it stays who held it"
    desk.press(tokens["boris"], "release")
    assert desk.newsroom.reports.withheld(EDITION) is None


def test_what_was_held_elsewhere_is_not_released_here(desk: Desk) -> None:
    token = desk.proof()["anna"]
    form = desk.form(token)
    control(desk.newsroom).hold(EDITION, "the lawyer reads it")
    page = desk.open(token).text
    assert "This edition is held: the lawyer reads it." in page
    assert "Release" not in buttons(page)
    assert desk.press(token, "release", form).status_code == 303
    held = desk.newsroom.reports.withheld(EDITION)
    assert (held.decision, held.reason) == (Decision.HELD, "the lawyer reads it") if held else False


@pytest.mark.slow
def test_two_editors_at_once_both_count(desk: Desk) -> None:
    tokens = desk.proof()
    forms = {name: desk.form(token) for name, token in tokens.items()}
    with ThreadPoolExecutor(4) as pool:
        pressed = [pool.submit(desk.press, tokens[name], "approve", forms[name]) for name in (*tokens, *tokens)]
    assert {one.result().status_code for one in pressed} == {303}
    assert {by for by, _ in desk.approvals()} == {"anna", "boris"}
    assert {fingerprint for _, fingerprint in desk.approvals()} == {desk.fingerprint()}


def nothing_happens(desk: Desk, token: str, form: str, status: int) -> str:
    """Press every button of a link; return its page, when none did anything."""
    shown = desk.open(token)
    for verb in ("approve", "hold", "release"):
        assert desk.press(token, verb, form).status_code in (status, 303 if status == 200 else status)
    assert desk.approvals() == []
    assert desk.newsroom.reports.withheld(EDITION) is None
    assert (shown.status_code, buttons(shown.text)) == (status, [])
    assert desk.pages.get(f"/proof/{token}/letter").status_code == 404
    return shown.text


@pytest.mark.slow
@pytest.mark.parametrize("token", ["x", "0" * 22, "this-editors-own-token", "%2e%2e", "a" * 500, "%00", "ä"])
def test_a_token_that_is_none_opens_nothing(desk: Desk, token: str) -> None:
    form = desk.form(desk.proof()["anna"])
    assert desk.open(token).status_code == 404
    assert desk.press(token, "approve", form).status_code in (403, 404)
    assert desk.approvals() == []


def test_a_dead_link_looks_like_one_that_never_was(desk: Desk) -> None:
    token = desk.proof()["anna"]
    form, never = desk.form(token), desk.open("0" * 22)
    desk.at(THURSDAY + timedelta(hours=48))
    assert nothing_happens(desk, token, form, 404) == never.text
    assert desk.open(token).headers.items() == never.headers.items()
    assert desk.open("0" * 22).text == never.text


def test_a_link_ends_after_two_days_and_not_before(desk: Desk) -> None:
    token = desk.proof()["anna"]
    desk.at(THURSDAY + timedelta(hours=27))
    assert desk.open(token).status_code == 200
    desk.at(THURSDAY + timedelta(hours=48, seconds=1))
    assert desk.open(token).status_code == 404


def test_a_clock_that_goes_back_gives_no_link_a_second_life(desk: Desk) -> None:
    token = desk.proof()["anna"]
    form = desk.form(token)
    desk.at(THURSDAY - timedelta(hours=1))
    nothing_happens(desk, token, form, 404)


@pytest.mark.slow
def test_a_letter_that_was_changed_takes_no_word_of_an_old_proof(desk: Desk) -> None:
    token = desk.proof()["anna"]
    form = desk.form(token)
    desk.write(PICKS, lambda text: text.replace("A vote with the doors open", "A vote with the doors shut"))
    page = nothing_happens(desk, token, form, 200)
    assert "The letter was changed since this proof. Ask for a new proof." in page
    new = desk.proof("proof:2")["anna"]
    assert "subject: “A vote with the doors shut" in desk.open(new).text
    assert desk.press(new, "approve").status_code == 303
    assert desk.approvals() == [("anna", desk.fingerprint())]


@pytest.mark.slow
def test_settings_that_were_changed_change_the_letter_too(desk: Desk) -> None:
    token = desk.proof()["anna"]
    form = desk.form(token)
    desk.write("digest.toml", lambda text: text.replace("Keep the Lantern lit", "Keep it lit"))
    assert "The letter was changed since this proof." in nothing_happens(desk, token, form, 200)


@pytest.mark.slow
def test_a_letter_with_problems_now_is_not_approved(desk: Desk) -> None:
    token = desk.proof()["anna"]
    form = desk.form(token)
    desk.write(PICKS, lambda text: re.sub("(?m)^subject:.*$", "", text, count=1))
    page = nothing_happens(desk, token, form, 200)
    assert "The letter was changed since this proof." in page
    assert "the edition has no subject" in page
    (desk.newsroom.folder / PICKS).unlink()
    nothing_happens(desk, token, form, 200)


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.partition("[editors.anna]")[0],
        lambda text: text.replace('may = ["edit", "approve"]', 'may = ["edit"]'),
        lambda text: text.replace("[editors.anna]", "[editors.ann]"),
    ],
    ids=["gone", "may no more", "another name"],
)
def test_an_editor_who_is_gone_or_may_no_longer_has_no_link(desk: Desk, change: Callable[[str], str]) -> None:
    token = desk.proof()["anna"]
    form = desk.form(token)
    desk.write("digest.toml", change)
    nothing_happens(desk, token, form, 404)


@pytest.mark.slow
def test_while_the_settings_have_faults_what_they_said_last_holds(desk: Desk) -> None:
    token = desk.proof()["anna"]
    desk.write("digest.toml", lambda text: text + "\nnonsense")
    assert desk.open(token).status_code == 200


def test_a_link_of_another_edition_approves_that_one_alone(desk: Desk) -> None:
    token = desk.proof()["anna"]
    other = "2026-12-04"
    for kind in ("yaml", "lock.json"):
        text = (desk.newsroom.folder / f"editions/{EDITION}.{kind}").read_text(encoding="utf-8")
        (desk.newsroom.folder / f"editions/{other}.{kind}").write_text(text.replace(EDITION, other), encoding="utf-8")
    desk.press(token, "approve")
    assert desk.newsroom.approvals.approvals(other) == []
    assert len(desk.approvals()) == 1


@pytest.mark.slow
def test_an_edition_that_was_sent_or_skipped_says_so(desk: Desk) -> None:
    token = desk.proof()["anna"]
    form = desk.form(token)
    control(desk.newsroom).skip(EDITION, "a holiday")
    assert "This edition is skipped: a holiday." in desk.open(token).text
    assert desk.press(token, "hold", form).status_code == 303
    assert str(desk.newsroom.reports.withheld(EDITION)) == "skipped: a holiday"
    control(desk.newsroom).unskip(EDITION)
    send_edition(desk.newsroom, FakeTransport(), clock=SetClock(NOW))
    page = nothing_happens(desk, token, form, 200)
    assert "This edition is sent" in page


def test_no_other_site_can_press_a_button(desk: Desk) -> None:
    token = desk.proof()["anna"]
    form = desk.form(token)
    own = "https://letter.lantern.example"
    refused = [
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": own, "Sec-Fetch-Site": "same-site"},
        {"Origin": f"{own}.evil.example"},
    ]
    for headers in refused:
        assert desk.press(token, "approve", form, **headers).status_code == 403
    assert desk.approvals() == []
    assert desk.press(token, "approve", form, Origin=own, **{"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_without_what_its_own_form_carries_a_button_does_nothing(desk: Desk) -> None:
    tokens = desk.proof()
    for form in ("", "x", desk.form(tokens["boris"]), tokens["anna"], "ä", "x" * 5_000):
        assert desk.press(tokens["anna"], "approve", form).status_code == 403
    assert desk.pages.client.post(f"/proof/{tokens['anna']}/approve").status_code == 403
    assert desk.approvals() == []


def test_no_link_is_in_the_log_of_requests(desk: Desk) -> None:
    token = desk.proof()["anna"]
    desk.press(token, "approve")
    desk.open(token)
    desk.pages.get(f"/proof/{token}/letter")
    desk.pages.get(f"/proof/{token}/elsewhere")
    log = "\n".join(desk.pages.lines)
    assert token not in log
    assert {"GET proof 200", "POST approve from a proof 303", "GET letter of a proof 200"} <= {
        line.rpartition(" ms")[0].rpartition(" ")[0] for line in desk.pages.lines
    }


def test_pages_are_kept_nowhere_framed_by_nobody_and_run_nothing(desk: Desk) -> None:
    token = desk.proof()["anna"]
    for page in (desk.open(token), desk.open("x"), desk.press(token, "approve", "x"), desk.press(token, "hold")):
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy


def test_the_letter_stands_in_a_frame_that_can_do_nothing_with_nothing_of_a_reader(desk: Desk) -> None:
    token = desk.proof()["anna"]
    assert f'<iframe sandbox="" src="/proof/{token}/letter?language=en"' in desk.open(token).text
    shown = desk.pages.get(f"/proof/{token}/letter")
    policy = shown.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "frame-ancestors 'self'" in policy
    assert "script" not in policy
    assert "/u/proof" in shown.text, "the links of readers open nothing"
    assert "~reader~" not in shown.text
    assert 'lang="en"' in shown.text
    russian = desk.pages.get(f"/proof/{token}/letter?language=ru").text
    assert russian != shown.text
    assert desk.pages.get(f"/proof/{token}/letter?language=xx").text == shown.text


@pytest.mark.slow
def test_what_editors_and_pages_wrote_is_words_on_the_page_and_in_the_mail(desk: Desk) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    desk.proof()
    desk.write(PICKS, lambda text: re.sub("(?m)^subject:.*$", f"subject: '{evil}'", text, count=1))
    token = desk.proof("proof:2")["anna"]
    page = desk.open(token).text
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") >= 2, "as the subject, and as what was changed"
