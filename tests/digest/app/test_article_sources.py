"""The newsroom's sources as its settings name them, from digest.toml to the lock, over the wire."""

import json
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from digest.app.article_sources import LateSources, read_sources
from digest.app.container import Newsroom
from digest.app.services import Services
from digest.errors import DigestError, PageUnreadable
from digest.scheduling.scheduler import SchedulerMemory
from tests.standins.command_line import Done, run
from tests.standins.newspaper import Newspaper, Page
from tests.standins.sample import EDITION

STORY = "".join(f"<p>The harbour of Oru opened again on day {day}, and three ships went out.</p>" for day in range(30))
PAGE = Page(
    f"<html lang=en><head><title>Page</title></head><body><article><h1>Page</h1>{STORY}</article></body></html>".encode()
)
KEY = "22444f78447824223cefc48062"


def lock(folder: Path, site: Newspaper, tables: str, pick: str = "/a") -> tuple[Done, dict[str, Any]]:
    """Lock an edition of one pick of `site`, with these tables of sources in digest.toml."""
    settings = folder / "digest.toml"
    settings.write_text(settings.read_text() + f"\n{tables.replace('SITE', site.url)}", encoding="utf-8")
    picks = f"subject: S\nsections:\n  - name: N\n    picks:\n      - {site.url}{pick}\n"
    (folder / f"editions/{EDITION}.yaml").write_text(picks, encoding="utf-8")
    (folder / f"editions/{EDITION}.lock.json").unlink()
    done = run(folder, "lock", EDITION, DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES="true")
    written = json.loads((folder / f"editions/{EDITION}.lock.json").read_text(encoding="utf-8"))
    return done, next(iter(written["picks"]), {})


def test_the_newsrooms_own_feed_gives_the_summary_and_the_page_the_rest(newsroom: Newsroom) -> None:
    feed = "<rss><channel><item><title>Feed</title><link>/a</link><description>Three ships that had waited for a week went out.</description></item></channel></rss>"
    with Newspaper(
        pages={"/a": PAGE, "/feed": Page(feed.encode(), 200, {"Content-Type": "application/rss+xml"})}
    ) as site:
        _, article = lock(
            newsroom.folder, site, '[[articles.sources]]\nkind = "rss"\nurl = "SITE/feed"\npages = "SITE/"\n'
        )
    assert (article["title"], article["summary"]) == ("Page", "Three ships that had waited for a week went out.")
    assert article["summary_source"] == "rss"


def test_an_article_that_is_not_public_yet_has_the_words_of_the_editorial_system(newsroom: Newsroom) -> None:
    post = {
        "link": "SITE/a/",
        "title": {"rendered": "Told"},
        "excerpt": {"rendered": "<p>Three ships that had waited went out.</p>"},
    }
    pages = {"/wp-json/wp/v2/posts?slug=a&_embed=author,wp:featuredmedia,wp:term": Page(b"", 200, {})}
    with Newspaper(pages=pages) as site:
        pages[next(iter(pages))] = Page(json.dumps([post]).replace("SITE", site.url).encode(), 200, {})
        done, article = lock(newsroom.folder, site, '[[articles.sources]]\nkind = "wordpress"\nurl = "SITE"\n')
    assert (article["title"], article["url"]) == ("Told", f"{site.url}/a")
    assert article["sources"] == {"title": "wordpress", "description": "wordpress"}
    assert "warning: its page could not be read: the site answers 404 Not Found" in done.stdout + done.stderr


def test_the_key_of_ghost_comes_from_its_file_and_is_told_to_nobody_but_ghost(newsroom: Newsroom) -> None:
    (newsroom.folder / "data/ghost.key").write_text(f"{KEY}\n", encoding="utf-8")
    table = '[[articles.sources]]\nkind = "ghost"\nurl = "SITE"\nkey_file = "data/ghost.key"\n'
    with Newspaper(
        pages={"/a": PAGE, f"/ghost/api/content/posts/slug/a/?key={KEY}&include=authors%2Ctags": Page(b"{}", 403)}
    ) as site:
        done, article = lock(newsroom.folder, site, table)
    assert [path for path in site.asked if KEY in path]
    assert "the ghost source at 127.0.0.1" in f"{article['doubts']}"
    assert KEY not in done.stdout + done.stderr + json.dumps(article)


@pytest.mark.parametrize(
    ("content", "fault"), [(None, "cannot be read; see"), ("two lines\nof words", "does not hold the key")]
)
def test_a_key_file_that_is_missing_or_wrong_is_one_clear_error(
    newsroom: Newsroom, content: str | None, fault: str
) -> None:
    if content:
        (newsroom.folder / "data/ghost.key").write_text(content, encoding="utf-8")
    settings = newsroom.folder / "digest.toml"
    table = '[[articles.sources]]\nkind = "ghost"\nurl = "https://lantern.example"\nkey_file = "data/ghost.key"\n'
    settings.write_text(f"{settings.read_text()}\n{table}", encoding="utf-8")
    with (
        Newsroom(newsroom.folder, {}) as changed,
        pytest.raises(DigestError, match=f"the file data/ghost.key .*{fault}") as error,
    ):
        Services(changed).pages()
    assert "two lines" not in str(error.value)


@pytest.mark.slow
def test_a_key_file_that_is_missing_stops_no_letter_and_is_told_where_its_pages_are_read(newsroom: Newsroom) -> None:
    settings = newsroom.folder / "digest.toml"
    table = '[[articles.sources]]\nkind = "ghost"\nurl = "https://lantern.example"\nkey_file = "data/ghost.key"\n'
    settings.write_text(f"{settings.read_text()}\n{table}", encoding="utf-8")
    with Newsroom(newsroom.folder, {}) as changed:
        services = Services(changed)
        services.scheduler(SchedulerMemory(), lambda _line: None, Event())
        assert services.assessor().assess(EDITION).passed().edition == EDITION
        sources = LateSources(lambda: read_sources(changed.settings, changed.folder), lambda: changed.pages)
        with pytest.raises(PageUnreadable, match=r"the file data/ghost.key .* cannot be read"):
            sources.find("https://lantern.example/a")


def test_a_source_is_asked_whatever_its_host_asks_of_other_programs(newsroom: Newsroom) -> None:
    pages = {"/a": PAGE, "/robots.txt": Page(b"User-agent: *\nDisallow: /", 200, {"Content-Type": "text/plain"})}
    with Newspaper(pages=pages) as site:
        _, article = lock(newsroom.folder, site, '[[articles.sources]]\nkind = "rss"\nurl = "SITE/feed"\n')
    assert "/feed" in site.asked
    assert article["title"] == "Page"


def test_a_rule_of_the_settings_reaches_the_process_that_reads_the_page(newsroom: Newsroom) -> None:
    story = Page(PAGE.body.replace(b"<article>", b'<article><h2 id="own">The real headline</h2>'))
    with Newspaper(pages={"/a": story}) as site:
        _, article = lock(newsroom.folder, site, '[[articles.rules]]\nhost = "127.0.0.1"\nheadline = "#own"\n')
    assert article["title"] == "The real headline"
    assert article["sources"] | {"title": "rules"} == article["sources"]
