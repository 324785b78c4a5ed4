"""Pictures from a newspaper's page to a reader's letter, as copies that `digest serve` shows."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from digest.app.container import Newsroom
from digest.app.web import application
from tests.standins.article_page import described, page
from tests.standins.client import Client
from tests.standins.command_line import Done, run
from tests.standins.newspaper import Newspaper, Page

WEEK = "2026-12-04"
SETTINGS = {"DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES": "true", "DIGEST_PICTURES__SHOW": "copies"}


def jpeg(width: int, height: int) -> Page:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG")
    return Page(out.getvalue(), headers={"Content-Type": "image/jpeg"})


class Room:
    """An edition of two pages with pictures, in a newsroom that shows copies."""

    def __init__(self, folder: Path, pages: dict[str, Page], url: str) -> None:
        self.folder, self.pages, self.url = folder, pages, url
        self.copies = folder / "data/pictures"
        self.secure_url = url.replace("http://", "https://")  # as letters name pictures

    def run(self, *words: str) -> Done:
        return run(self.folder, *words, **SETTINGS)

    def lock(self) -> dict[str, dict[str, dict[str, object]]]:
        text = (self.folder / f"editions/{WEEK}.lock.json").read_text(encoding="utf-8")
        return {picture["url"]: picture for picture in json.loads(text)["pictures"]}


@pytest.fixture
def room(folder: Path) -> Iterator[Room]:
    pages = {"/wide.jpg": jpeg(2_000, 1_000), "/tall.jpg": jpeg(600, 900)}
    with Newspaper(pages=pages) as site:
        for name, title in (("wide", "Ice on the river"), ("tall", "Bread for the town")):
            picture = {"@type": "ImageObject", "url": f"{site.url}/{name}.jpg", "name": f"What {name} shows"}
            pages[f"/{name}"] = Page(page(described(headline=title, image=picture), heading=title))
        picks = f"      - url: {site.url}/wide\n        lead: true\n      - {site.url}/tall\n"
        text = f'subject: "S"\nsections:\n  - name: News\n    picks:\n{picks}'
        (folder / f"editions/{WEEK}.yaml").write_text(text, encoding="utf-8")
        yield Room(folder, pages, site.url)


@pytest.mark.slow
def test_a_letter_shows_small_copies_of_known_size_which_the_own_web_serves(room: Room) -> None:
    built = room.run("build", WEEK, "--out", "out")
    assert built.returncode == 0, built.stderr
    html = (room.folder / "out/letter.html").read_text(encoding="utf-8")
    lead, beside = re.findall(r'<img [^>]*src="https://[^"]*/pictures/([0-9a-f]{32}\.jpg)"[^>]*>', html)
    known = room.lock()
    assert (lead, beside) == (
        known[f"{room.secure_url}/wide.jpg"]["lead"]["name"],
        known[f"{room.secure_url}/tall.jpg"]["thumbnail"]["name"],
    )
    for tag in re.findall(r'<img [^>]*src="https://[^"]*/pictures/[^>]*>', html):
        assert re.search(r'height="\d+(px)?"', tag), tag
    assert f"{room.secure_url}/wide.jpg" not in html
    with Newsroom(room.folder, SETTINGS) as opened:
        client = Client(application(opened))
        found = client.get(f"/pictures/{lead}")
    assert (found.status_code, found.headers["content-type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(found.content)).size == (1_200, 675)
    assert len(found.content) <= 120_000


@pytest.mark.slow
def test_a_copy_that_is_gone_stops_the_letter_until_it_is_made_again(room: Room) -> None:
    assert room.run("lock", WEEK).returncode == 0
    before = (room.folder / f"editions/{WEEK}.lock.json").read_bytes()
    gone = min(room.copies.iterdir())
    data = gone.read_bytes()
    gone.unlink()
    held = room.run("send", WEEK)
    assert held.returncode == 2
    assert f"the file of its picture, {gone.name}, is not there; run `digest lock {WEEK}`" in held.stderr
    assert room.run("lock", WEEK).returncode == 0
    assert gone.read_bytes() == data
    assert (room.folder / f"editions/{WEEK}.lock.json").read_bytes() == before


@pytest.mark.slow
def test_a_picture_that_cannot_be_copied_is_one_warning_and_is_shown_from_its_site(room: Room) -> None:
    room.pages["/wide.jpg"] = Page(b"not a picture", headers={"Content-Type": "image/jpeg"})
    room.pages["/tall.jpg"] = Page(b"gone", 404)
    built = room.run("build", WEEK, "--out", "out")
    assert built.returncode == 0, built.stderr
    (said,) = (line for line in built.stderr.splitlines() if "could not be copied" in line)
    assert "2 pictures could not be copied, and will be loaded from where they stand" in said
    assert "“Ice on the river”: it is no picture that can be read" in said
    assert "“Bread for the town”: the site answers 404 Not Found" in said
    html = (room.folder / "out/letter.html").read_text(encoding="utf-8")
    assert f"{room.secure_url}/wide.jpg" in html
