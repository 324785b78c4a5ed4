"""An editor's own words run where their letters do, whatever the letter around them does."""

import re
from dataclasses import replace

import pytest

from digest.delivery.variant import Variant
from digest.edition.model import Pick, Section
from digest.letter.direction import along, directed, held, isolated, own_direction
from digest.letter.plain_text import wrap
from tests.standins.letters import HOST, edition_and_lock, letter
from tests.standins.written import letter_of

HEBREW = "הקלפיות נפתחו הבוקר בשש"
ARABIC = "فتحت صناديق الاقتراع صباح اليوم"
RLM, LRM = "\u200f", "\u200e"


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("The vote", "ltr"),
        (HEBREW, "rtl"),
        (ARABIC, "rtl"),
        (f"NATO {HEBREW}", "rtl"),
        (f"{HEBREW[:5]} said the council", "ltr"),
        ("Голосование", "ltr"),
        ("2026 – 27 …", ""),
        ("", ""),
    ],
)
def test_most_letters_decide(words: str, way: str) -> None:
    assert own_direction(words) == way


def test_words_are_marked_where_they_run_the_other_way() -> None:
    assert directed(HEBREW, "", "en") == ' dir="rtl"'
    assert directed("The vote", "", "he") == ' dir="ltr"'
    assert directed("The vote", "", "en") == directed(HEBREW, "", "he") == directed("27", "", "he") == ""
    assert directed(HEBREW, "he", "en") == ' lang="he" dir="rtl"'


def test_a_name_turns_nothing_beside_it() -> None:
    assert isolated(f"<{HEBREW}>", "en") == f'<span dir="rtl">&lt;{HEBREW}&gt;</span>'
    assert isolated("<Anna>", "en") == "&lt;Anna&gt;"
    assert held(HEBREW, "en") == LRM + HEBREW + LRM
    assert held("Anna", "he") == RLM + "Anna" + RLM
    assert held(HEBREW, "he") == HEBREW


def test_every_line_of_a_text_runs_where_its_words_do() -> None:
    words = f"NATO {HEBREW} " * 8
    lines = wrap(words).split("\n")
    assert len(lines) > 2
    assert lines[0].startswith(f"{RLM}NATO")
    assert all(line.startswith(RLM) for line in lines if line.lstrip(RLM)[0].isascii())
    assert along("https://lantern.example/a", words) == "https://lantern.example/a"
    assert wrap("The vote", "* ") == "* The vote"


@pytest.mark.parametrize("words", [HEBREW, ARABIC])
def test_the_own_words_of_a_pick_have_a_direction_in_an_english_edition(words: str) -> None:
    edition, lock = edition_and_lock()
    pick = Pick(f"{HOST}2026/own", title=words, summary=f"BBC: {words} {words}", byline=words, kicker=words)
    first, *others = edition.sections
    edition = replace(edition, sections=(Section(first.name, (*first.picks, pick)), *others))
    made = letter(Variant("en"), edition=edition, lock=lock)
    assert re.search(rf'<h3 dir="rtl"[^>]*><a [^>]*>{words}</a></h3>', made.html)
    assert re.search(rf'<p dir="rtl"[^>]*>BBC: {words}', made.html)
    assert f'<span dir="rtl">{words}</span>' in made.html
    assert re.search(rf'<p class="accent label" dir="rtl"[^>]*>{words}</p>', made.html)
    lines = made.text.splitlines()
    assert words in lines
    assert any(line.startswith(f"{RLM}BBC: ") for line in lines)
    assert LRM + words + LRM in lines


def test_so_have_the_words_of_every_other_block() -> None:
    linked = "url: https://lantern.example/x"
    keys = (
        f"quote:\n  text: {HEBREW}\n  by: {HEBREW}\nnumber_of_the_week:\n  figure: {HEBREW}\n  text: {HEBREW}\n"
        f"most_read:\n  - title: {HEBREW}\n    {linked}\nbriefs:\n  - {HEBREW}\ncorrections:\n  - {HEBREW}\n"
        f"events:\n  - title: {HEBREW}\n    when: {HEBREW}\n    where: {HEBREW}\n"
        f"podcasts:\n  - title: {HEBREW}\n    length: {HEBREW}\n    {linked}\n"
        f"topics:\n  - title: {HEBREW}\n    {linked}\nnote: {HEBREW}\n"
    )
    html, before = (letter_of(written, language="en").html for written in (keys, ""))
    assert html.count(HEBREW) == html.count(' dir="rtl"') - before.count(' dir="rtl"') == 14
