"""The command `candidates`: lines that a person can paste, with what its newsroom's own sources tell."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.edition.picks_file import parse
from tests.standins.article_page import page
from tests.standins.command_line import run, run_json
from tests.standins.newspaper import Newspaper, Page

RECENT = (datetime.now(UTC) - timedelta(hours=3)).isoformat(timespec="seconds")


def feed(url: str) -> bytes:
    items = "".join(
        f"<item><title>About {name}</title><link>{url}/{name}</link><category>News</category>"
        f"<dc:date>{RECENT}</dc:date></item>"
        for name in ("a", "b")
    )
    return f'<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{items}</channel></rss>'.encode()


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    """Serve a feed and a source that is broken, and name both in the settings."""
    pages: dict[str, Page] = {"/broken": Page(b"", 503)}
    with Newspaper(pages=pages) as paper:
        pages["/feed"] = Page(feed(paper.url))
        pages |= {f"/{name}": Page(page(heading=f"About {name}")) for name in ("a", "b")}
        named = f'\n[[articles.sources]]\nkind = "rss"\nurl = "{paper.url}/feed"\n'
        named += f'\n[[articles.sources]]\nkind = "rss"\nurl = "{paper.url}/broken"\n'
        file = folder / "digest.toml"
        file.write_text(file.read_text("utf-8") + named, encoding="utf-8")
        yield paper.url


@pytest.mark.slow
def test_inbox_and_sources_are_lines_to_paste_and_what_fails_is_said(folder: Path, site: str) -> None:
    run(folder, "inbox", "add", f"{site}/b", "--note", "ask: Anna?")
    done = run(folder, "candidates", DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES="true")
    assert done.returncode == 0
    name = site.removeprefix("http://")
    assert done.stderr == f"{name}/broken: it could not be read: the site answers 503 Service Unavailable\n"
    assert re.search(rf"^      - {site}/a  # About a, 20\d\d-\d\d-\d\d$", done.stdout, re.MULTILINE)
    assert f"      - {site}/b  # ask: Anna?, About b, " in done.stdout
    text = f'subject: "S"\nsections:\n  - name: News\n    picks:\n{done.stdout}'
    edition, problems = parse(text, "f", "2026-11-27")
    assert edition is not None
    assert problems == []
    assert [pick.url for pick in edition.picks()] == [f"{site}/b", f"{site}/a"]


def test_programs_get_all_of_it(folder: Path, site: str) -> None:
    found = run_json(folder, "candidates", "2026-11-27", DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES="true")
    assert found["edition"] == "2026-11-27"
    inbox, feed, broken = found["groups"]
    assert (inbox["from"], inbox["candidates"]) == ("inbox", [])
    assert {**feed["candidates"][0], "published": ""} == {
        "url": f"{site}/a",
        "title": "About a",
        "published": "",
        "topics": ["News"],
        "note": "",
        "added": "",
        "by": "",
        "sent_in": "",
        "picked": False,
    }
    assert "503" in broken["fault"]


def test_a_newsroom_without_sources_lists_its_inbox_and_what_is_wrong_with_it(folder: Path) -> None:
    (folder / "editions/inbox.yaml").write_text("- https://lantern.example/a\n- url: ftp://x\n", encoding="utf-8")
    done = run(folder, "candidates")
    assert done.returncode == 0
    assert "      - https://lantern.example/a  # by hand\n" in done.stdout
    assert done.stderr.startswith("editions/inbox.yaml:2:8: error: `ftp://x` is no address")


@pytest.mark.slow
def test_a_section_is_filled_by_lock_alone_and_the_letter_stays_the_same_for_ever(folder: Path, site: str) -> None:
    allowed = {"DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES": "true"}
    file = folder / "editions/2026-11-27.yaml"
    text = file.read_text("utf-8")
    name = site.removeprefix("http://")
    late = f"  - name: Late\n    fill: {{source: {name}/feed, tag: news, up_to: 1}}\n\nbriefs:"
    file.write_text(text.replace("\nbriefs:", late), encoding="utf-8")
    unfilled = run(folder, "build", "2026-11-27", **allowed)
    assert unfilled.returncode == 2
    assert "the section `Late` was not filled yet; run `digest lock 2026-11-27`" in unfilled.stderr
    assert "filled" not in file.read_text("utf-8"), "nothing but `lock` fills"
    locked = run(folder, "lock", "2026-11-27", **allowed)
    assert "Late: 1 pick put in; look at them, and change what you like\n" in locked.stdout
    assert f"      - {site}/a  # About a, " in file.read_text("utf-8")
    checked = run(folder, "check", "2026-11-27", **allowed)
    assert checked.returncode == 0, checked.stderr
    assert "the section `Late` was filled by the program on 20" in checked.stderr
    before = run_json(folder, "build", "2026-11-27", **allowed)["fingerprint"], file.read_bytes()
    (folder / "digest.toml").write_text((folder / "digest.toml").read_text("utf-8").replace("/feed", "/gone"), "utf-8")
    assert run_json(folder, "lock", "2026-11-27", **allowed)["filled"] == []
    assert (run_json(folder, "build", "2026-11-27", **allowed)["fingerprint"], file.read_bytes()) == before
