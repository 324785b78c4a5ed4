"""The outbox as a mail reader: folders, pages, one letter; no name leads out of it, and no letter breaks out of its frame."""

import os
import re
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from digest.app.local_site import local_pages
from digest.storage.outbox_folder import OutboxFolder
from digest.web.local.outbox import ON_A_PAGE, OutboxPages
from digest.web.local.own_pages import OwnPages
from digest.web.local.site import local_app
from tests.standins.client import Client

BASE = "https://letter.lantern.example"
HERE = "http://127.0.0.1:8400"
NAME = "0123456789abcdef.png"
LETTER = f"""To: anna@example.org
Subject: Three years on
List-Unsubscribe: <{BASE}/u/token>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<h1>Three years on</h1><img src="{BASE}/pictures/{NAME}"><img src="https://elsewhere.example/pixel.png">
<a href="{BASE}/confirm/token">Confirm</a> <a href="https://lantern.example/story">A story</a>
"""
HOSTILE = """To: anna@example.org
Subject: </title><script>alert(1)</script>
From: "<img src=x onerror=alert(1)>" <a@b.example>
Content-Type: text/html; charset=utf-8

</iframe><script>alert(1)</script><meta http-equiv="refresh" content="0;url=https://evil.example">
<form action="https://evil.example"><input name=x></form><base href="https://evil.example">
<a href="javascript:alert(1)">x</a><a href='https://evil.example/"><script>alert(2)</script>'>y</a>
"""


class Reader:
    """The outbox in a folder, as whoever passed the guard sees it."""

    def __init__(
        self,
        folder: Path,
        transport: str = "outbox",
        serving: bool = False,
        base: str = BASE,
        letters: type[OutboxFolder] = OutboxFolder,
    ) -> None:
        self.folder = folder / "outbox"
        own = OwnPages(base, HERE, (f"{BASE}/pictures",), folder / "pictures", lambda url: serving and url == HERE)
        html = local_pages("The Lantern")
        self.app: Starlette = local_app(OutboxPages(letters(self.folder), html, own, transport).routes(), html)

    def put(self, text: str, folder: str = "letters", name: str = "letter-1", at: float = 0) -> None:
        (self.folder / folder).mkdir(parents=True, exist_ok=True)
        (self.folder / folder / f"{name}.eml").write_bytes(text.encode("utf-8", "surrogateescape"))
        os.utime(self.folder / folder / f"{name}.eml", (at, at))

    def get(self, path: str, status: int = 200) -> httpx.Response:
        answer = Client(self.app).get(path)
        assert answer.status_code == status, path
        return answer


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def test_an_empty_outbox_says_what_fills_it(reader: Reader) -> None:
    text = reader.get("/").text
    assert all(f"digest {word}" in text for word in ("send", "serve", "proof"))


def test_another_transport_is_told(tmp_path: Path) -> None:
    assert "“sendgrid”" in Reader(tmp_path, "sendgrid").get("/").text


def test_folders_stand_newest_first_with_their_counts_and_first_letters(reader: Reader) -> None:
    for number in range(7):
        reader.put(LETTER, "2026-11-27", f"name{number}", at=number)
    reader.put(LETTER.replace("Three years on", "Please confirm"), at=100)
    text = reader.get("/").text
    assert text.index("Single mails") < text.index("Edition 2026-11-27")
    assert "7 letters" in text
    assert re.findall(r'href="/2026-11-27/(\w+)"', text) == [f"name{number}" for number in (6, 5, 4, 3, 2)]
    assert "Please confirm" in text


def test_a_folder_is_turned_page_by_page_and_any_number_is_some_page(reader: Reader) -> None:
    for number in range(ON_A_PAGE + 1):
        reader.put(LETTER, "2026-11-27", f"name{number:03}", at=number)
    first, last = reader.get("/2026-11-27").text, reader.get("/2026-11-27?page=2").text
    assert (first.count("<li>"), last.count("<li>")) == (ON_A_PAGE, 1)
    assert "Page 1 of 2" in first
    for odd in ("0", "-1", "x", "²", "9" * 30, "2&page=1"):
        assert "Page 1 of 2" in reader.get(f"/2026-11-27?page={odd}").text or "Page 2 of 2" in (
            reader.get(f"/2026-11-27?page={odd}").text
        )


def test_a_page_reads_the_begin_of_its_own_letters_alone(tmp_path: Path) -> None:
    asked: list[int] = []

    class Counting(OutboxFolder):
        def read(self, folder: str, name: str, most_bytes: int) -> bytes | None:
            asked.append(most_bytes)
            return OutboxFolder.read(self, folder, name, most_bytes)

    reader = Reader(tmp_path, letters=Counting)
    (reader.folder / "2026-11-27").mkdir(parents=True)
    for number in range(500):
        (reader.folder / "2026-11-27" / f"{number:05}.eml").touch()
    reader.get("/2026-11-27?page=7")
    assert len(asked) == ON_A_PAGE
    assert max(asked) < 20_000


def test_a_letter_shows_what_matters_its_links_and_where_it_lies(reader: Reader) -> None:
    reader.put(LETTER)
    text = reader.get("/letters/letter-1").text
    for part in ("anna@example.org", "Three years on", f"&lt;{BASE}/u/token&gt;", "letters/letter-1.eml"):
        assert part in text
    assert '<iframe class="computer" sandbox="" ' in text
    assert 'src="/letters/letter-1/letter"' in text
    assert f'<a href="{HERE}/confirm/token" target="_blank" rel="noreferrer"><bdi>Confirm</bdi>' in text
    assert '<a href="https://lantern.example/story" target="_blank" rel="noreferrer">' in text
    assert "anna@example.org" not in reader.get("/letters/letter-1?show=text").url.path
    assert '<iframe class="phone"' in reader.get("/letters/letter-1?width=phone").text
    assert "<pre" in reader.get("/letters/letter-1?show=source").text


def test_who_looks_is_told_whether_the_newsrooms_own_pages_are_answered(tmp_path: Path) -> None:
    for serving in (False, True):
        reader = Reader(tmp_path, serving=serving)
        reader.put(LETTER)
        assert ("Run <code>digest serve</code>" in reader.get("/letters/letter-1").text) is not serving
    at_home = Reader(tmp_path, serving=True, base=HERE)
    at_home.put(LETTER.replace(BASE, HERE))
    assert f'<a href="{HERE}/confirm/token" target' in at_home.get("/letters/letter-1").text


def test_our_copies_of_pictures_are_read_from_the_disk_and_others_only_when_that_is_asked_for(
    reader: Reader, tmp_path: Path
) -> None:
    reader.put(LETTER)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / NAME).write_bytes(b"PNG")
    framed = reader.get("/letters/letter-1/letter")
    assert 'src="data:image/png;base64,UE5H"' in framed.text
    assert framed.headers["content-security-policy"].endswith("img-src data:")
    assert "Load them" in reader.get("/letters/letter-1").text
    wanted = reader.get("/letters/letter-1?pictures=web").text
    assert 'src="/letters/letter-1/letter?pictures=web"' in wanted
    assert "https:" in reader.get("/letters/letter-1/letter?pictures=web").headers["content-security-policy"]
    (tmp_path / "pictures" / NAME).unlink()
    (tmp_path / "pictures" / NAME).symlink_to("/etc/passwd")
    assert "data:" not in reader.get("/letters/letter-1/letter").text


def test_nothing_of_a_hostile_letter_stands_in_our_own_page_as_markup(reader: Reader) -> None:
    reader.put(HOSTILE)
    for show in ("html", "text", "source"):
        text = reader.get(f"/letters/letter-1?show={show}").text
        assert "<script" not in text
        assert "onerror=alert(1)>" not in text
        assert "</iframe><" not in text
        assert 'href="javascript' not in text
    policy = reader.get("/letters/letter-1/letter").headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'"), "what the letter says itself is for the frame to refuse"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "\n\n",
        "Subject",
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n",
        "\udcff\udcfe",
        "Subject: x\n" * 9_000,
    ],
)
def test_a_broken_file_is_shown_as_its_source(reader: Reader, raw: str) -> None:
    reader.put(raw)
    assert "Source" in reader.get("/letters/letter-1").text
    reader.get("/letters/letter-1?show=html")
    reader.get("/letters/letter-1/letter", 404)
    reader.get("/letters")


def test_a_huge_letter_is_cut_and_that_is_said(reader: Reader) -> None:
    reader.put(LETTER + "x" * 3_000_000)
    assert "too long to be shown whole" in reader.get("/letters/letter-1?show=source").text


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/letters/none",
        "/letters/none/letter",
        "/letters/..%2fsecret",
        "/..%2f..",
        "/%2e%2e/secret",
        "/letters/%2e%2e/secret",
        "/letters/secret%00",
        "/letters/a%0ab",
        "/" + "x" * 3_000,
    ],
)
def test_no_address_leads_out_of_the_outbox(reader: Reader, path: str) -> None:
    reader.put(LETTER)
    (reader.folder.parent / "secret.eml").write_text(LETTER)
    assert "anna" not in reader.get(path, 404).text


def test_looking_changes_nothing_and_nothing_else_is_answered(reader: Reader) -> None:
    reader.put(LETTER)
    before = {file: (file.stat().st_mtime_ns, file.stat().st_mode) for file in reader.folder.rglob("*")}
    for path in ("/", "/letters", "/letters/letter-1", "/letters/letter-1/letter"):
        reader.get(path)
        for method in ("POST", "PUT", "DELETE"):
            assert Client(reader.app).request(method, path).status_code == 405
    assert {file: (file.stat().st_mtime_ns, file.stat().st_mode) for file in reader.folder.rglob("*")} == before
