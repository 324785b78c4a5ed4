"""An edition with every block there is: both parts, all languages, hostile words, and nothing where nothing is written."""

from dataclasses import replace

import pytest

from digest.delivery.variant import LetterOptions, Variant
from digest.edition.cards import cards
from digest.edition.picks_file import parse
from digest.edition.sponsors_file import parse_sponsors, with_sponsor
from digest.edition.tidy import tidied
from digest.letter.view import BLOCKS, view
from tests.standins.full_edition import EVERY_KEY, EVERY_LOOK, SPONSORS
from tests.standins.letters import edition_and_lock, letter, publication
from tests.standins.written import cost, letter_of, written

LINKED = "url: https://lantern.example/x"
ONE_EACH = {
    "most_read": f"most_read:\n  - title: T\n    {LINKED}\n",
    "topics": f"topics:\n  - title: T\n    {LINKED}\n",
    "events": f"events:\n  - title: T\n    when: W\n    {LINKED}\n",
    "podcasts": f"podcasts:\n  - title: T\n    {LINKED}\n",
    "videos": f"videos:\n  - title: T\n    {LINKED}\n",
    "quote": f"quote:\n  text: T\n  by: B\n  {LINKED}\n",
    "number_of_the_week": f"number_of_the_week:\n  figure: T\n  text: W\n  {LINKED}\n",
}
HEADING = 500
"""Bytes of what begins a part with a name."""


def shown(keys: str, sections: str = "", options: LetterOptions | None = None) -> list[str]:
    edition = with_sponsor(written(keys, sections), parse_sponsors(SPONSORS if sections else ""))[0]
    found = list(cards(edition, edition_and_lock()[1]))
    letter_view = view(edition, found, publication(), Variant("en", options or LetterOptions()), lambda _, name: name)
    return [block.template for block in letter_view.blocks]


def test_every_block_stands_in_its_usual_place() -> None:
    found = shown(EVERY_KEY, EVERY_LOOK, LetterOptions(mirrors=True))
    sections = ["cards", "opinion", "columns", "credits"]
    place = list(BLOCKS).index("sections")
    assert found == [*list(BLOCKS)[:place], *sections, *list(BLOCKS)[place + 1 :]]


def test_the_named_come_first_below_the_greeting_and_those_left_out_are_not_there() -> None:
    keys = EVERY_KEY + "order: [most_read, quote]\nwithout: [banner, forward, videos]\n"
    found = shown(keys, EVERY_LOOK)
    assert found[:4] == ["masthead", "note", "most_read", "quote"]
    assert found[-3:] == ["corrections", "appeal", "footer"]
    assert not {"banner", "forward", "videos"} & set(found)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_both_parts_have_the_words_of_every_block(language: str) -> None:
    found = letter_of(EVERY_KEY, EVERY_LOOK, language)
    for words in (
        "Marta Kovač",
        "201 km",
        "Ilse Brandt",
        "38 min",
        "Open desk",
        "four flights",
        "Elections",
        "Vera Lind",
    ):
        assert words in found.html, words
        assert words in " ".join(found.text.split()), words


def test_the_text_is_narrow_and_has_no_two_empty_lines() -> None:
    text = letter_of(EVERY_KEY, EVERY_LOOK).text
    assert all(len(line) <= 72 or line.strip().startswith("https://") for line in text.splitlines())
    assert "\n\n\n" not in text


def test_hostile_words_stay_words() -> None:
    hostile = '<script>x</script> & \\" {{ x }}'
    keys = EVERY_KEY
    for words in (
        "201 km",
        "Ilse Brandt, conductor",
        "38 min",
        "Open desk",
        "online",
        "Elections",
        "Where the harvest went",
    ):
        keys = keys.replace(words, hostile)
    found = letter_of(keys, EVERY_LOOK)
    assert "<script>" not in found.html
    assert found.html.count("&lt;script&gt;x&lt;/script&gt;") == 7
    assert found.text.count("<script>x</script>") == 7


def test_from_right_to_left_nothing_keeps_to_the_left() -> None:
    edition = replace(written(EVERY_KEY, EVERY_LOOK), language="he")
    html = letter(Variant("en"), edition=edition).html
    assert "border-left:3px" not in html
    assert "border-right:3px" in html
    assert '<h2 class="accent label" lang="en" dir="ltr"' in html


def test_the_addresses_of_every_block_open_at_a_mirror() -> None:
    edition = written(EVERY_KEY, EVERY_LOOK)
    found = letter(Variant("en", LetterOptions(mirrors=True)), edition=edition)
    elsewhere = ("https://lantern.example/support", "https://lantern.example/privacy")
    for part in (found.html, found.text):
        left = part
        for address in elsewhere:
            left = left.replace(address, "")
        assert "https://lantern.example/" not in left
    assert "lead to mirrors of our site" in found.html


def test_only_readers_with_mirrors_are_told_of_them() -> None:
    assert "mirrors" not in shown("")
    assert "mirrors" in shown("", options=LetterOptions(mirrors=True))


@pytest.mark.parametrize("part", ["html", "text"])
def test_the_forward_line_leads_to_a_page_that_is_nobodys_own(part: str) -> None:
    whole = getattr(letter_of(""), part)
    line = whole[whole.index("Was this letter forwarded") :][:250]
    assert "https://letter.lantern.example/" in line
    assert "~reader~" not in line[: line.index("Sign up here") + 50]


@pytest.mark.parametrize("name", sorted(ONE_EACH))
def test_a_block_is_light(name: str) -> None:
    assert 0 < cost(ONE_EACH[name]) <= 600 + HEADING


def test_columns_stand_two_by_two_with_every_pick() -> None:
    found = letter_of("", EVERY_LOOK)
    assert len(found.bytes_per_pick) == 8
    assert found.html.count('width="268"') == 2
    assert found.html.count('width="80"') >= 2


def test_the_tidy_form_of_its_file_means_the_same() -> None:
    keys = EVERY_KEY + "order: Most read, quote\nwithout:\n  - Banner\n"
    text = f'subject: "Friday"\n{keys}{EVERY_LOOK}'
    tidy = tidied(text)
    assert tidy is not None
    assert tidied(tidy) == tidy
    before, after = (parse(file, "f", "2026-11-27")[0] for file in (text, tidy))
    assert before is not None
    assert after is not None
    bare = [
        replace(one, sections=(), briefs=(), podcasts=(), videos=(), events=(), most_read=(), topics=(), corrections=())
        for one in (before, after)
    ]
    assert bare[0] == bare[1]
    assert [pick.url for pick in before.picks()] == [pick.url for pick in after.picks()]
    assert [section.look for section in after.sections] == ["", "opinion", "columns"]
    assert parse(tidy, "f", "2026-11-27")[1] == []
