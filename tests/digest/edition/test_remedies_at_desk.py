"""What an editor at the desk is told to do about a fault: in the desk's fields and buttons, not in keys of a file."""

from dataclasses import replace

import pytest

from digest.articles.model import Article, Image
from digest.edition.checks import Rules, check, unread_pages
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section

URL = "https://example.org/a"
ARTICLE = Article(url=URL, title="T", summary="S", image=Image("https://example.org/a.jpg", alt="A"))
EDITION = Edition("2026-11-27", "editions/2026-11-27.yaml", "Subject", (Section("News", (Pick(URL),)),))
SOUND = Lock("2026-11-27", (ARTICLE,))


def with_picks(*picks: Pick) -> Edition:
    return replace(EDITION, sections=(Section("News", picks),))


def read_as(**values: object) -> Lock:
    return Lock("2026-11-27", (replace(ARTICLE, **values),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edition", "lock"),
    [
        (replace(EDITION, subject=""), SOUND),
        (replace(EDITION, sections=()), SOUND),
        (replace(EDITION, sections=(Section("News", ()),)), SOUND),
        (with_picks(Pick(URL, lead=True), Pick("https://example.org/b", title="T", summary="S", lead=True)), SOUND),
        (EDITION, read_as(title="")),
        (EDITION, read_as(summary="")),
        (EDITION, read_as(words=40, is_stub=True)),
        (EDITION, read_as(image=Image("http://example.org/a.jpg", alt="A"))),
        (EDITION, read_as(image=Image("https://example.org/a.jpg"))),
    ],
)
def test_no_remedy_at_the_desk_names_a_key_of_the_file(edition: Edition, lock: Lock) -> None:
    (problem,) = check(edition, lock, Rules())
    assert problem.at_desk
    assert "`" not in problem.remedy_at_desk
    assert problem.remedy != problem.remedy_at_desk, "whoever writes the file is told of the file"


def test_a_page_that_was_not_read_is_no_matter_of_a_command_at_the_desk() -> None:
    (problem,) = unread_pages(EDITION, Lock("2026-11-27", ()))
    assert problem.remedy_at_desk == "have it read, or write headline and summary yourself"


def test_where_the_desk_knows_no_better_the_remedy_is_the_one_of_the_file() -> None:
    (problem,) = check(replace(EDITION, language="xx"), SOUND, Rules())
    assert problem.remedy_at_desk == problem.remedy
