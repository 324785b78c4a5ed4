"""What an editor at the desk is told to do about a fault: in the desk's fields and buttons, not in keys of a file."""

from dataclasses import replace

import pytest

from digest.articles.model import Article, Image
from digest.edition.checks import Rules, check, unread_pages
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.edition.pasted_address import pasted_address
from digest.edition.picks_file import parse
from digest.problem import Mark, Problem

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


def test_a_remedy_in_the_words_of_the_file_leads_to_its_line_there() -> None:
    edition, problems = parse(
        'subject: S\nnote:\n  text: T\n  by: "Me" # signs\nsections: []\n', "editions/2026-11-27.yaml", "2026-11-27"
    )
    assert edition
    for problem in problems:
        assert "`" not in problem.remedy_at_desk
    problem = Problem(
        "editions/2026-11-27.yaml", Mark(4, 3), "what follows may be a comment", 'write `by: "Me" # signs`'
    )
    assert problem.remedy_at_desk == "that is mended in the file itself, line 4"


def test_a_remedy_without_words_of_the_file_is_the_same_at_the_desk() -> None:
    problem = Problem("editions/2026-11-27.yaml", Mark(4, 3), "the article is old", "pick another one")
    assert problem.remedy_at_desk == "pick another one"


def test_an_address_typed_into_a_field_is_spoken_of_as_one() -> None:
    typed = pasted_address("https://example.org/a The council", is_page=True)
    assert "`" in typed.remedy
    assert typed.remedy_in_a_form == "write %20 for a space of the address; words go into other fields"
    both = pasted_address("https://example.org/a https://example.org/b", is_page=True)
    assert both.remedy_in_a_form == "give each a line of its own"
