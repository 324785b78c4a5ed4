"""What was typed and could not be written stays in its field, with the reason beside it, in the desk's own words."""

import re
from html import unescape

import pytest

from digest.app.container import Newsroom
from tests.standins.desk_pages import Desk, fields_of
from tests.standins.sample import EDITION

AT = f"/desk/editions/{EDITION}"


def save(desk: Desk, **typed: str) -> str:
    """Save what was `typed` into fields, and return the page that comes then."""
    named = {name.replace("__", "."): value for name, value in typed.items()}
    return desk.follow(desk.post(AT, fields_of(desk.get(AT), AT) | {"do": "save"} | named))


def beside(page: str, field: str) -> str:
    """Return what stands beside a field."""
    found = re.search(rf'<div id="{re.escape(field)}\.about">(.*?)</div>', page, re.DOTALL)
    return unescape(re.sub("<[^>]+>", "", found[1])) if found else ""


@pytest.mark.parametrize(
    ("typed", "at", "why"),
    [
        ({"language": "german!!"}, "language", "`german!!` is no language that is known here"),
        (
            {"number_of_the_week__figure": "201 km"},
            "number_of_the_week.text",
            "the number of the week needs “What it means”, too",
        ),
        ({"quote__by": "Ada"}, "quote.text", "the quote needs “What was said”, too"),
        (
            {"corrections__0__text": "It was Monday", "corrections__0__url": "ftp://x"},
            "corrections.0.url",
            "`ftp://x` is no address that a letter can link to",
        ),
        ({"pick__0__other-picture": "ftp://x/a.png"}, "pick.0.other-picture", "is no address that a letter"),
        ({"pick__1__related__0__title": "More"}, "pick.1.related.0.url", "needs “Its address”, too"),
        ({"note__portrait": "ftp://x"}, "note.portrait", "is no address that a letter can link to"),
        ({"new-brief__text": "News", "new-brief__url": "ftp://x"}, "new-brief.url", "is no address that a letter"),
        ({"links": "ftp://x/a"}, "links", "is no address that a letter can link to"),
        ({"note__portrait": "https://x.example/a and b"}, "note.portrait", "words go into other fields"),
    ],
)
def test_what_was_refused_stays_in_its_field_with_why_beside_it(
    desk: Desk, typed: dict[str, str], at: str, why: str
) -> None:
    page = save(desk, subject="Written all the same", **typed)
    shown = fields_of(page, AT)
    for name, words in typed.items():
        assert shown[name.replace("__", ".")].strip() == words
    assert "Not written:" in beside(page, at)
    assert why in beside(page, at)
    assert shown["subject"] == "Written all the same"
    assert "<pre" not in page, "it stands in its field, and not once more above"
    assert f'href="#{at}"' in page
    assert "aria-invalid" in page


def test_it_is_saved_once_it_is_mended_and_stays_no_longer(desk: Desk, newsroom: Newsroom) -> None:
    page = save(desk, corrections__0__text="It was Monday", corrections__0__url="ftp://x")
    fields = fields_of(page, AT) | {"corrections.0.url": "https://lantern.example/a", "do": "save"}
    page = desk.follow(desk.post(AT, fields))
    assert "Not written" not in page
    assert "It was Monday" in (newsroom.folder / f"editions/{EDITION}.yaml").read_text()


def test_two_links_that_are_none_stand_both_to_be_mended(desk: Desk) -> None:
    page = save(desk, links="ftp://x/a\nftp://x/b")
    assert fields_of(page, AT)["links"].split() == ["ftp://x/a", "ftp://x/b"]


def test_where_stories_moved_or_the_file_changed_since_nothing_stands_in_another_ones_field(
    desk: Desk, newsroom: Newsroom
) -> None:
    typed = {"pick.0.other-picture": "ftp://x/a.png", "do": "down:0"}
    page = desk.follow(desk.post(AT, fields_of(desk.get(AT), AT) | typed))
    assert '<pre class="kept">ftp://x/a.png</pre>' in page
    assert 'value="ftp://x/a.png"' not in page
    answer = desk.post(AT, fields_of(desk.get(AT), AT) | {"language": "german!!", "do": "save"})
    address = answer.headers["location"].partition("#")[0]
    assert 'value="german!!"' in desk.get(address)
    file = newsroom.folder / f"editions/{EDITION}.yaml"
    file.write_text(f"# changed meanwhile\n{file.read_text()}")
    page = desk.get(address)
    assert 'value="german!!"' not in page
    assert '<pre class="kept">german!!</pre>' in page
