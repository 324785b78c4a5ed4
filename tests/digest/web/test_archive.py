"""The archive on the web: letters for everybody, nothing of anybody, GET alone."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from PIL import Image

from digest.app.container import Newsroom
from digest.app.looks import missing_looks
from digest.app.web import application
from subscribers.policy.tokens import Purpose, make
from tests.standins.client import Client
from tests.standins.forms import join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition

PAGES = (
    "/editions", "/editions/", "/editions/2026", f"/editions/{EDITION}", f"/editions/{EDITION}/ru", "/sitemap.xml",
    "/editions/feed.rss", "/editions/feed.atom", "/editions/feed.json", "/robots.txt", "/editions/search?q=vote",
    "/editions/?language=ru",
)  # fmt: skip


@pytest.fixture
def client(newsroom: Newsroom, readers: dict[str, int]) -> Client:
    """Return a visitor of a newsroom that has sent its edition."""
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    return Client(application(newsroom))


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_no_reader_is_on_any_page(client: Client, newsroom: Newsroom, readers: dict[str, int], path: str) -> None:
    found = client.get(path)
    assert found.status_code == 200
    persons = [newsroom.store.get(n)[0] for n in readers.values()]
    secrets = [f"{name}@" for name in readers] + [person.id for person in persons]
    secrets += [make(newsroom.store.keyring, Purpose.LETTER, bytes.fromhex(person.id)) for person in persons]
    for secret in [*secrets, "~reader~", "/u/", "/p/", "/r/", "<script"]:
        assert secret.casefold() not in found.text.casefold(), secret
    assert "set-cookie" not in found.headers


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_every_page_may_be_kept_and_is_not_sent_twice(client: Client, path: str) -> None:
    found = client.get(path)
    again = client.request("GET", path, headers={"If-None-Match": f'W/"x", {found.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == found.headers["etag"]
    assert found.headers["cache-control"] == "public, max-age=300"
    head = client.request("HEAD", path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", found.headers["etag"])
    assert client.post(path).status_code == 405


def test_before_anything_went_out_there_is_a_list_of_nothing(newsroom: Newsroom) -> None:
    client = Client(application(newsroom))
    assert "No newsletter has gone out yet." in client.get("/editions/").text
    assert client.get(f"/editions/{EDITION}").status_code == 404
    assert json.loads(client.get("/editions/feed.json").text)["items"] == []
    assert EDITION not in client.get("/sitemap.xml").text


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    ["/editions/2026-12-04", "/editions/1999", f"/editions/{EDITION}/de", f"/editions/{EDITION}/ru/x", "/editions/feed.xml",
     "/editions/..%2f..%2fdigest.toml", "/editions/%00", "/editions/~reader~"],
)  # fmt: skip
def test_what_is_not_there_is_not_found_in_the_houses_style(client: Client, path: str) -> None:
    found = client.get(path)
    assert found.status_code == 404
    assert 'href="/style.css"' in found.text


def test_a_letter_may_load_its_own_pictures_and_run_nothing(client: Client) -> None:
    found = client.get(f"/editions/{EDITION}")
    policy = found.headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' https://lantern.example; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert "'unsafe-inline'" not in client.get("/editions/").headers["content-security-policy"]
    assert "x-robots-tag" not in found.headers
    assert "noindex" not in found.text


def test_each_language_of_a_letter_names_the_others_and_itself(client: Client) -> None:
    pages: dict[str, Any] = {
        path: html.fromstring(client.get(path).content) for path in (f"/editions/{EDITION}", f"/editions/{EDITION}/ru")
    }
    for path, page in pages.items():
        links = {
            link.get("hreflang"): link.get("href") for link in page.xpath("//head/link[@rel='alternate'][@hreflang]")
        }
        own = f"https://letter.lantern.example/editions/{EDITION}"
        assert links == {"en": own, "ru": f"{own}/ru", "uk": f"{own}/uk", "x-default": own}
        assert page.xpath("string(//link[@rel='canonical']/@href)") == f"https://letter.lantern.example{path}"
        assert page.get("lang") == path.removeprefix(f"/editions/{EDITION}").strip("/") or "en"
        assert page.xpath("string(//meta[@property='og:title']/@content)").startswith("A vote")


def test_a_search_is_text_on_the_page_and_is_not_indexed(client: Client) -> None:
    found = client.get("/editions/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script" not in found.text
    assert "Nothing found." in found.text
    assert found.headers["x-robots-tag"] == "noindex"
    assert "Found in 1 newsletter<" in client.get("/editions/search?q=KASVA+wardrobe").text
    assert "A vote with" in client.get("/editions/search?q=").text
    assert client.get("/editions/search?q=" + "a+" * 3_000).status_code == 200


def test_view_in_browser_of_every_letter_leads_to_its_page(client: Client, newsroom: Newsroom) -> None:
    letters = newsroom.reports.letters(EDITION)
    assert letters is not None
    assert client.get(f"/editions/{EDITION}/").status_code == 200, "mail programs add a slash"
    for letter in letters.letters.values():
        (path,) = set(re.findall(r"https://letter\.lantern\.example(/editions/[^\s\"]*)", letter.html + letter.text))
        assert client.get(path).status_code == 200


def test_every_address_of_the_sitemap_and_the_feeds_is_there(client: Client) -> None:
    text = client.get("/sitemap.xml").text + client.get("/editions/feed.atom").text
    paths = set(re.findall(r"https://letter\.lantern\.example(/[^<\"]*)", text))
    assert {"/", "/editions/", f"/editions/{EDITION}/uk"} <= paths
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert etree.fromstring(client.get("/editions/feed.rss").content).tag == "rss"


def test_the_log_does_not_tell_what_is_searched_for(newsroom: Newsroom) -> None:
    lines: list[str] = []
    Client(application(newsroom, lines.append)).get("/editions/search?q=secret")
    assert [line.split()[:3] for line in lines] == [["GET", "search", "200"]]


def test_the_sign_up_page_may_be_found_and_leads_to_the_last_letter_and_its_stories(client: Client) -> None:
    found = client.get("/")
    assert "x-robots-tag" not in found.headers
    assert "noindex" not in found.text
    page: Any = html.fromstring(found.content)
    links = page.xpath("//section[@class='preview']//a/@href")
    assert f"/editions/{EDITION}" in links
    assert sum(link.startswith("https://lantern.example/2026/") for link in links) == 5
    assert page.xpath("//img/@src") == [], "pictures of another site are not loaded"
    assert f"/editions/{EDITION}/ru" in client.get("/?language=ru").text


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/u/x", "/preferences", "/confirm/x", "/nothing", "/p/x"])
def test_readers_own_pages_and_missing_ones_stay_out_of_search_engines(client: Client, path: str) -> None:
    found = client.get(path)
    assert found.headers["x-robots-tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex">' in found.text


def test_a_page_with_what_somebody_typed_is_not_indexed(client: Client) -> None:
    found = client.post("/", b"address=anna%40example.org")
    assert "anna@example.org" in found.text
    assert found.headers["x-robots-tag"] == "noindex, nofollow"
    assert "noindex" in found.text


def test_a_link_to_a_letter_has_a_picture_for_networks(client: Client) -> None:
    page: Any = html.fromstring(client.get(f"/editions/{EDITION}").content)
    address = page.xpath("string(//meta[@property='og:image']/@content)")
    found = client.get(address.removeprefix("https://letter.lantern.example"))
    assert (found.headers["content-type"], found.content[:4]) == ("image/png", b"\x89PNG")
    assert client.get("/editions/2026-12-04.png").status_code == 404


def test_the_newsrooms_own_favicon_and_logo_are_on_every_page(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    (newsroom.folder / "mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    with SampleNewsroom(newsroom.folder, {"DIGEST_WEB__FAVICON": "mark.svg", "DIGEST_WEB__LOGO": "mark.svg"}) as other:
        client = Client(application(other))
        for path in ("/", "/editions/", f"/editions/{EDITION}"):
            assert '<link rel="icon" href="/favicon.svg">' in client.get(path).text
            assert 'src="/logo.svg" alt="The Friday Lantern"' in client.get(path).text
        found = client.get("/logo.svg")
    assert found.headers["content-type"] == "image/svg+xml"
    assert found.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("key", ["FAVICON", "LOGO", "FONT"])
@pytest.mark.parametrize("file", ["no.png", "../outside.png"])
def test_a_picture_or_font_that_is_not_there_is_told_of_and_stops_no_letter(
    newsroom: Newsroom, key: str, file: str
) -> None:
    (newsroom.folder.parent / "outside.png").write_bytes(b"somebody else's")
    with SampleNewsroom(newsroom.folder, {f"DIGEST_WEB__{key}": file}) as other:
        assert Client(application(other)).get("/").status_code == 200
        (fault,) = missing_looks(other)
    assert f"`{key.lower()}` in [web]: {file} cannot be read" in fault


def test_a_newsroom_without_a_favicon_says_so_without_an_error(client: Client) -> None:
    assert (client.get("/favicon.ico").status_code, client.get("/favicon.ico").content) == (204, b"")


@pytest.mark.parametrize(
    "path", ["/editions/2026-11-28", "/editions/1999", f"/editions/{EDITION}/tlh", "/editions/a/b/c"]
)
def test_where_there_is_no_letter_the_page_leads_to_all_of_them_and_to_the_sign_up(client: Client, path: str) -> None:
    missing = client.get(path)
    assert missing.status_code == 404
    main = html.fromstring(missing.text).find(".//main")
    assert main is not None
    assert main.xpath(".//a/@href") == ["/editions/", "/"]
    assert "Такого выпуска здесь нет" in client.request("GET", path, headers={"Accept-Language": "ru"}).text


@pytest.mark.parametrize(
    ("language", "none", "one"),
    [("en", "Nothing found.", "Found in 1 newsletter<"), ("ru", "Ничего не нашлось.", "Найдено в 1 выпуске<")],
)
def test_a_search_that_finds_nothing_counts_nothing(client: Client, language: str, none: str, one: str) -> None:
    nothing = client.get(f"/editions/search?q=xylophone&language={language}").text
    assert none in nothing
    assert "0 " not in str(html.fromstring(nothing).xpath("string(//*[@role='status'])"))
    assert one in client.get(f"/editions/search?q=wardrobe&language={language}").text


@pytest.mark.slow
def test_pages_and_the_picture_to_share_have_the_newsrooms_accent(folder: Path) -> None:
    with SampleNewsroom(folder, {"DIGEST_LETTER__ACCENT": "#0b5394"}) as newsroom:
        join(newsroom.store, "dora@example.org", NOW)
        send_edition(newsroom, Mailbox())
        client = Client(application(newsroom))
        style, page = client.get("/style.css").text, client.get(f"/editions/{EDITION}").text
        assert style.rindex("--accent: #0b5394;") > style.rindex("--accent: #9b1318;")
        assert style.rindex(f"--accent: {newsroom.publication.theme.dark_accent};") > style.rindex("--accent: #ff9c93;")
        for colour in ("#9b1318", "#ff9c93"):
            assert colour not in page
        assert "default-src 'none'; style-src 'self'; " in client.get("/").headers["content-security-policy"]
        picture = Image.open(io.BytesIO(client.get(f"/editions/{EDITION}.png").content)).convert("RGB")
        assert picture.getpixel((0, 0)) == (0x0B, 0x53, 0x94)
        (folder / "templates" / "web").mkdir(parents=True)
        (folder / "templates" / "web" / "style.css").write_text("a { color: red }")
        assert Client(application(newsroom)).get("/style.css").text == "a { color: red }", (
            "a sheet of its own is its own"
        )
