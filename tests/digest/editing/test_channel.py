"""An edition for a channel: everything that its letters say to everybody, and nothing of one reader."""

from dataclasses import replace

import pytest

from digest.app.paths import program_templates
from digest.editing.build import Built, LetterBuilder
from digest.editing.channel import telegram
from digest.errors import DigestError
from digest.letter.preflight import SizeLimits
from digest.letter.slots import SLOT
from digest.letter.templates import Templates
from tests.standins.letters import edition_and_lock, publication


def built() -> Built:
    builder = LetterBuilder(publication(), Templates(program_templates()), SizeLimits())
    return builder.build(*edition_and_lock())


def test_it_says_what_the_letter_says_and_leads_to_the_same_pages() -> None:
    whole, (edition, lock) = "\n\n".join(telegram(built())), edition_and_lock()
    assert [page.title for page in lock.picks if page.title not in whole] == []
    for url in (pick.url for pick in edition.picks()):
        assert f"\n{url}\n" in whole
    words = (
        "THE FRIDAY LANTERN",
        "We count along live [1], or write to us [2].",
        "* Tram line 4",
        "CORRECTIONS",
        "NEWS",
    )
    assert [said for said in words if said not in whole] == []
    assert whole.endswith("Get this letter by e-mail:\nhttps://letter.lantern.example")


def test_nothing_of_it_is_for_one_reader_and_whoever_may_be_punished_for_giving_is_warned() -> None:
    whole = "\n".join(telegram(built()))
    assert SLOT not in whole
    for page in ("/u/", "/p/", "/r/", "/editions/"):
        assert f"letter.lantern.example{page}" not in whole
    assert "!!! If you live in Russia" in whole
    assert "Remind me later" not in whole


def test_what_was_read_back_has_no_posts() -> None:
    with pytest.raises(DigestError, match="build it anew"):
        telegram(replace(built(), made=None))
