"""`digest lock --update` and `--explain` as an editor meets them, against a site whose pages change."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standins.article_page import TITLE, described, page
from tests.standins.command_line import Done, run
from tests.standins.newspaper import Newspaper, Page

pytestmark = pytest.mark.slow


WEEK = "2026-12-04"
ALLOW = {"DIGEST_ARTICLES__ALLOW_PRIVATE_ADDRESSES": "true"}


class Site:
    """Two pages of a site, and the edition that picks them."""

    def __init__(self, folder: Path, pages: dict[str, Page], url: str) -> None:
        self.folder, self.pages, self.url = folder, pages, url

    def lock(self, *words: str, **more: str) -> Done:
        return run(self.folder, "lock", *words, **ALLOW, **more)

    def correct(self, path: str = "/council") -> None:
        head, byline = described(headline="Council shuts its books"), '<p class="byline">By Anna Berg</p>'
        self.pages[path] = Page(page(head, byline, heading="Council shuts its books"))


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    """Return the two pages, already read."""
    pages = {"/council": Page(page()), "/river": Page(page(heading="Ice on the river"))}
    with Newspaper(pages=pages) as paper:
        picks = f'      - {paper.url}/council\n      - url: {paper.url}/river\n        title: "Our own words"\n'
        text = f'subject: "S"\nsections:\n  - name: News\n    picks:\n{picks}'
        (folder / f"editions/{WEEK}.yaml").write_text(text, encoding="utf-8")
        made = Site(folder, pages, paper.url)
        assert made.lock(WEEK).returncode == 0
        paper.asked.clear()
        yield made


def test_an_update_shows_field_by_field_what_stood_and_stands_there(site: Site) -> None:
    site.correct()
    done = site.lock(WEEK, "--update")
    assert done.returncode == 0
    assert "the page has changed since it was read" in done.stderr
    assert [line.split(maxsplit=1) for line in done.stdout.splitlines()] == [
        [f"{site.url}/council"],
        ["title", f"-  {TITLE}"],
        ["+", "Council shuts its books"],
        ["byline", "-  (nothing)"],
        ["+", "Anna Berg"],
        [f"editions/{WEEK}.lock.json", "holds 2 of 2 picked pages"],
    ]
    assert "Council shuts its books" in (site.folder / f"editions/{WEEK}.lock.json").read_text(encoding="utf-8")
    assert site.lock(WEEK, "--update").stdout.count("\n") == 1, "nothing has changed since"


@pytest.mark.parametrize("name", ["2", "/river", "own words"])
def test_only_the_pick_that_is_named_is_read_again(site: Site, name: str) -> None:
    site.correct()
    site.correct("/river")
    done = site.lock(WEEK, "--update", name)
    assert f"{site.url}/river\n" in done.stdout
    assert f"{site.url}/council\n" not in done.stdout


def test_an_error_is_said_once(site: Site) -> None:
    site.pages["/council"] = Page(b"gone", 404)
    (site.folder / f"editions/{WEEK}.lock.json").unlink()
    done = site.lock(WEEK)
    assert done.returncode == 2
    assert done.stderr.count("the site answers 404") == 1
    assert "holds 1 of 2 picked pages" in done.stdout


def test_a_name_that_fits_no_pick_reads_nothing_and_lists_them(site: Site) -> None:
    site.correct()
    done = site.lock(WEEK, "--update", "storm")
    assert (done.returncode, done.stdout) == (1, "")
    assert "“storm” fits no pick" in done.stderr
    assert f"  1  {TITLE}\n  2  Our own words\n" in done.stderr
    assert TITLE in (site.folder / f"editions/{WEEK}.lock.json").read_text(encoding="utf-8")


def test_a_name_without_an_option_says_what_to_add(site: Site) -> None:
    done = site.lock("river")
    assert done.returncode != 0
    assert "“river” is no edition's date; to name a pick, add --update or --explain" in done.stderr


def test_each_word_is_explained_with_what_else_there_is(site: Site) -> None:
    done = site.lock(WEEK, "--explain")
    assert done.returncode == 0
    first, second = done.stdout.split("\n\n")[:2]
    assert first.startswith(f"1  {site.url}/council  (line 5)")
    assert first.splitlines()[1:3] == [f"   title         {TITLE}", "                 from: as printed on the page"]
    assert "from: your words" in second
    assert f"the page has: {TITLE}" in second
    assert "also there: Ice on the river" in second


def test_programs_get_the_same_as_json(site: Site) -> None:
    site.correct()
    found = json.loads(site.lock(WEEK, "council", "--update", "--explain", "--json").stdout)
    assert [pick["number"] for pick in found["picks"]] == [1]
    fields = {field["field"]: field for field in found["picks"][0]["fields"]}
    assert fields["title"]["words"] == "Council shuts its books"
    (changed,) = found["changed"]
    assert changed["changes"][0] == {"field": "title", "before": TITLE, "after": "Council shuts its books"}
    assert len(found["problems"]) >= 1


def test_a_proof_warns_of_a_headline_that_was_changed_since(site: Site) -> None:
    site.correct()
    done = run(site.folder, "proof", WEEK, "--to", "me@lantern.example", **ALLOW)
    assert done.returncode == 0, done.stderr
    assert "its page has another headline today, “Council shuts its books”" in done.stderr
    assert f"run `digest lock {WEEK} --update 1`" in done.stderr
    (proof,) = (site.folder / "data/outbox/letters").glob("*.eml")
    assert "another headline today" in proof.read_bytes().decode("utf-8", errors="replace").replace("=\r\n", "")
    assert TITLE in (site.folder / f"editions/{WEEK}.lock.json").read_text(encoding="utf-8"), "nothing is taken over"
