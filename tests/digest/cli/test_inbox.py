"""The inbox by commands, and its door as `digest serve` opens it."""

import json
from pathlib import Path

import pytest

from digest.app.web import application
from digest.storage.inbox_file import LinkInboxFile
from tests.standins.client import Client
from tests.standins.command_line import run, run_json
from tests.standins.forms import join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition

URL = "https://lantern.example/2026/11/24/a"


def post(folder: Path, token: str, *urls: str) -> int:
    with SampleNewsroom(folder, {}) as newsroom:
        body = json.dumps([{"url": url} for url in urls]).encode()
        answer = Client(application(newsroom)).post("/inbox", body, {"Authorization": f"Bearer {token}"})
    return answer.status_code


def test_a_link_is_added_by_hand(folder: Path) -> None:
    done = run(folder, "inbox", "add", f"{URL}?utm_source=x", "--note", "for the lead?")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"in the inbox: {URL}\n", "")
    told = run_json(folder, "inbox", "add", URL)
    assert {**told, "added": ""} == {"url": URL, "note": "", "added": "", "origin": "by hand", "new": False}
    assert run(folder, "inbox", "add", URL).stdout == f"in the inbox already: {URL}\n"
    (link,) = LinkInboxFile(folder).read().links
    assert (link.url, link.note, link.origin) == (URL, "for the lead?", "by hand")


def test_what_is_no_page_is_said_with_what_to_do(folder: Path) -> None:
    done = run(folder, "inbox", "add", "javascript:alert(1)")
    assert done.returncode == 1
    assert "does not begin with https://; copy the page's address from the browser" in done.stderr
    assert not (folder / "editions/inbox.yaml").exists()


def test_a_token_is_shown_once_opens_the_door_of_the_web_and_is_revoked(folder: Path) -> None:
    assert post(folder, "x", URL) == 404
    made = run(folder, "inbox", "token", "wordpress")
    token = made.stdout.splitlines()[0]
    assert made.returncode == 0
    assert token.startswith("inbox_")
    assert run(folder, "inbox", "token", "wordpress").returncode == 1
    assert post(folder, token, URL) == 204
    assert post(folder, "inbox_x", URL) == 401
    (listed,) = run_json(folder, "inbox", "tokens")
    assert listed["name"] == "wordpress"
    assert listed["used_at"]
    assert "last used" in run(folder, "inbox", "tokens").stdout
    everything = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert token.encode() not in everything, "nobody keeps it"
    assert run(folder, "inbox", "revoke", "wordpress").returncode == 0
    assert post(folder, token, URL) == 404
    assert "There are no tokens" in run(folder, "inbox", "tokens").stdout
    assert [link.origin for link in LinkInboxFile(folder).read().links] == ["token wordpress"]


def test_a_token_that_is_used_too_often_is_told_to_wait(folder: Path) -> None:
    token = run_json(folder, "inbox", "token", "cms")["token"]
    for start in (0, 50):
        assert post(folder, token, *(f"{URL}/{number}" for number in range(start, start + 50))) == 204
    assert post(folder, token, f"{URL}/one-more") == 429
    assert len(LinkInboxFile(folder).read().links) == 100


@pytest.mark.slow
@pytest.mark.parametrize("words", [("check",), ("fmt",), ("build",), ("proof",)])
@pytest.mark.parametrize("name", ["editions/inbox.yaml", "inbox", "inbox.yaml"])
def test_the_inbox_is_taken_for_no_edition(folder: Path, words: tuple[str, ...], name: str) -> None:
    run(folder, "inbox", "add", URL)
    before = (folder / "editions/inbox.yaml").read_bytes()
    done = run(folder, *words, name)
    assert done.returncode == 2
    assert "it holds links that wait for one; see them with `digest candidates`" in done.stderr
    assert (folder / "editions/inbox.yaml").read_bytes() == before


def test_editions_are_listed_without_it(folder: Path) -> None:
    run(folder, "inbox", "add", URL)
    with SampleNewsroom(folder, {}) as newsroom:
        assert newsroom.editions.names() == ["2026-11-27"]


def test_what_was_sent_is_taken_out_and_said_and_a_dry_run_only_says_so(folder: Path) -> None:
    assert run(folder, "inbox", "tidy").stdout == "Nothing in the inbox was sent yet.\n"
    with SampleNewsroom(folder, {}) as newsroom:
        join(newsroom.store, "anna@example.org", NOW)
        edition, _ = newsroom.editions.read(EDITION)
        assert edition
        pick, other, *_rest = (one.url for one in edition.picks())
        send_edition(newsroom, Mailbox())
    run(folder, "inbox", "add", pick)
    run(folder, "inbox", "add", URL)
    file = folder / "editions/inbox.yaml"
    before = file.read_bytes()
    assert run(folder, "inbox", "tidy", "--dry-run").stdout == f"would be taken out: {pick}\n"
    assert file.read_bytes() == before
    file.write_bytes(before + f"# ask Ivan\n- {other} # keep\n".encode())
    stays = f"stays, with what is written beside it: {other}\n"
    assert run(folder, "inbox", "tidy", "--dry-run").stdout == f"would be taken out: {pick}\n{stays}"
    told = {"taken": [pick], "left": [other]}
    assert run_json(folder, "inbox", "tidy", "--dry-run") == {**told, "dry_run": True}
    assert run_json(folder, "inbox", "tidy") == {**told, "dry_run": False}
    assert [link.url for link in LinkInboxFile(folder).read().links] == [URL, other]
