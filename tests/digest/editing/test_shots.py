"""Pictures of letters: every look of every language, with the pictures that could be read, and no other address."""

from dataclasses import dataclass, field
from typing import cast

import pytest

from digest.delivery.variant import Variant
from digest.editing.shots import Shots
from digest.letter.clients import LOOKS, picture_addresses
from digest.ports.browser import LetterPictures
from tests.standins.browser import FakeBrowser, SitePictures
from tests.standins.letters import HOST, SITE, letter


@dataclass
class Kept:
    files: dict[str, bytes] = field(default_factory=dict)

    def keep(self, name: str, png: bytes) -> None:
        self.files[name] = png


class Broken:
    def uncut_picture(self, url: str) -> bytes:
        raise ZeroDivisionError(url)


def test_there_is_one_of_every_look_and_language() -> None:
    browser, kept = FakeBrowser(), Kept()
    seen: list[tuple[int, int]] = []
    letters = [letter(), letter(Variant("ru"))]
    taken = Shots(browser.opened, SitePictures(HOST, SITE)).take(
        letters, kept, lambda done, of: seen.append((done, of))
    )
    names = [f"{language}-{look.name}.png" for language in ("en", "ru") for look in LOOKS]
    assert list(taken.names) == list(kept.files) == names
    assert taken.unread == {}
    assert [(width, dark) for _, width, dark in browser.asked] == [(look.width, look.dark) for look in LOOKS] * 2
    assert seen[-1] == (len(names), len(names))
    assert not browser.is_open


def test_the_letter_holds_its_pictures_itself_but_where_they_are_switched_off() -> None:
    browser = FakeBrowser()
    Shots(browser.opened, SitePictures(HOST, SITE)).take([letter()], Kept(), lambda _done, _of: None)
    for look, (html, _, _) in zip(LOOKS, browser.asked, strict=True):
        held = picture_addresses(html)
        start = "/nothing" if look.name == "images-off" else "data:image/jpeg;base64,"
        assert held, look.name
        assert all(address.startswith(start) for address in held), look.name


@pytest.mark.parametrize(
    ("pictures", "why"),
    [(SitePictures(HOST, SITE / "nowhere"), "it is not there"), (Broken(), "it broke the program that reads it")],
)
def test_a_picture_that_cannot_be_read_is_told_of_and_stops_nothing(pictures: object, why: str) -> None:
    browser, kept = FakeBrowser(), Kept()
    taken = Shots(browser.opened, cast("LetterPictures", pictures)).take([letter()], kept, lambda _done, _of: None)
    assert list(taken.unread) == picture_addresses(letter().html)
    assert all(said.startswith(why) for said in taken.unread.values())
    assert len(kept.files) == len(LOOKS)
